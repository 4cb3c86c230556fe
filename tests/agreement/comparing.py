"""Both engines on the same drawn people: every person, scheme and month compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import numpy as np
from attrs import evolve, frozen

from subsidy.dates import MONTHS_PER_YEAR, Month, show_month
from subsidy.engine.kernel import run
from subsidy.engine.outcome import Entitlements, Outcome, Status
from subsidy.engine.reference import Reference
from subsidy.errors import RulesRefused
from subsidy.plan.build import build_plan
from subsidy.results.instalments import Standards
from subsidy.rulebook.model import Overlap, Rulebook, Scheme
from tests.drawing.people import Crowd, people_of
from tests.strategies import Situation, draw_situation

__all__ = ["Conclusion", "Tally", "agree_on", "both_engines", "differences", "vector_conclusions"]


@frozen
class Conclusion:
    """What both engines must say alike of one person, scheme and month."""

    status: Status
    fen: int = 0
    bracket: str = ""
    missing: frozenset[str] = frozenset()


NOTHING = Conclusion(Status.NOT_ELIGIBLE)
Key = tuple[int, str, Month]


@frozen
class Tally:
    """How much was compared, and how many person-months had each status."""

    person_months: int = 0
    rulebooks: int = 0
    people: int = 0
    refused: int = 0
    entitled: int = 0
    undetermined: int = 0
    household_months: int = 0
    institution_months: int = 0
    shares: int = 0

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        names = [field.name for field in self.__attrs_attrs__]  # type: ignore[attr-defined]
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in names})


def agree_on(seed: int, people: int) -> Tally:
    """Draw one situation and compare; AssertionError with a minimal case where engines differ."""
    situation = draw_situation(Random(seed), people)
    try:
        vector, reference = both_engines(situation)
    except RulesRefused as refused:
        if is_bound(refused):
            return Tally(refused=1)
        raise
    found = differences(vector, reference)
    assert not found, f"seed {seed}\n" + describe(smallest(situation))
    statuses = [conclusion.status for conclusion in vector.values()]
    return Tally(
        person_months=people * len(situation.period.months()),
        rulebooks=1,
        people=people,
        entitled=statuses.count(Status.ENTITLED),
        undetermined=statuses.count(Status.UNDETERMINED),
    )


def both_engines(
    situation: Situation, batch_rows: int = 1 << 15
) -> tuple[dict[Key, Conclusion], dict[Key, Conclusion]]:
    """What the vector engine and the reference conclude; NOT_ELIGIBLE is left out of both."""
    book, period, crowd = situation.book, situation.period, situation.crowd
    plan = build_plan(book, period, frozenset(crowd.columns))
    outcome = run(plan, people_of(book, crowd), batch_rows)
    return vector_conclusions(outcome), reference_conclusions(situation)


def reference_conclusions(situation: Situation) -> dict[Key, Conclusion]:
    """What the reference concludes of everybody, NOT_ELIGIBLE left out."""
    reference = Reference(situation.book, situation.period)
    found: dict[Key, Conclusion] = {}
    for row, facts in enumerate(situation.crowd.rows):
        for scheme, months in reference.decide(facts).items():
            for month, said in months.items():
                conclusion = Conclusion(said.status, said.fen, said.bracket, said.missing)
                if said.status is not Status.NOT_ELIGIBLE:
                    found[row, scheme, month] = conclusion
    return found


def vector_conclusions(outcome: Outcome) -> dict[Key, Conclusion]:
    """An outcome's spells as months; a month that stands twice is an error of its own."""
    found: dict[Key, Conclusion] = {}
    for entitlements in outcome.schemes:
        spells = [*_due(entitlements), *_open(entitlements, outcome.facts)]
        for row, month, conclusion in spells:
            key = (row, entitlements.scheme, month)
            assert key not in found, f"{key} stands twice"
            assert outcome.period.first <= month < outcome.period.end
            found[key] = conclusion
    return found


def differences(
    vector: Mapping[Key, Conclusion], reference: Mapping[Key, Conclusion]
) -> list[tuple[Key, Conclusion, Conclusion]]:
    """Where they differ: key, what the vector engine says, what the reference says."""
    keys = sorted(vector.keys() | reference.keys())
    pairs = [(key, vector.get(key, NOTHING), reference.get(key, NOTHING)) for key in keys]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _due(entitlements: Entitlements) -> Iterator[tuple[int, Month, Conclusion]]:
    """Every month of every spell, its instalment worked out by the vectors' own rounding."""
    lengths = entitlements.end - entitlements.first
    spell = np.repeat(np.arange(len(lengths)), lengths)
    begun = np.repeat(np.cumsum(lengths) - lengths, lengths)
    month = entitlements.first[spell] + np.arange(len(spell)) - begun
    standards = Standards(
        entitlements.fen[spell],
        entitlements.per_months[spell].astype(np.int64),
        entitlements.rounding,
    )
    rows = entitlements.row[spell].tolist()
    brackets = entitlements.bracket[spell].tolist()
    paid = standards.instalment(month.astype(np.int64) % MONTHS_PER_YEAR).tolist()
    for row, bracket, number, fen in zip(rows, brackets, month.tolist(), paid, strict=True):
        name = entitlements.brackets[bracket]
        yield row, Month(number), Conclusion(Status.ENTITLED, fen, name)


def _open(
    entitlements: Entitlements, facts: tuple[str, ...]
) -> Iterator[tuple[int, Month, Conclusion]]:
    spells = entitlements.undetermined
    for row, first, end, bits in zip(
        spells.row.tolist(),
        spells.first.tolist(),
        spells.end.tolist(),
        spells.missing.tolist(),
        strict=True,
    ):
        missing = frozenset(fact for bit, fact in enumerate(facts) if bits >> bit & 1)
        for month in range(first, end):
            yield row, Month(month), Conclusion(Status.UNDETERMINED, missing=missing)


# ── a refusal, and a minimal case ────────────────────────────────────────────────────


def is_bound(refused: RulesRefused) -> bool:
    """Whether a book is refused for amounts that could leave 64 bits, and for nothing else."""
    return all(problem.code == "overflow" for problem in refused.problems)


def smallest(situation: Situation) -> Situation:
    """The same disagreement with one person, as few schemes and as few facts as possible."""
    vector, reference = both_engines(situation)
    row = differences(vector, reference)[0][0][0]
    crowd = situation.crowd
    small = evolve(situation, crowd=evolve(crowd, rows=(crowd.rows[row],)))
    for candidate in (_without_schemes, _without_facts):
        small = candidate(small)
    return small


def _without_schemes(situation: Situation) -> Situation:
    for scheme in reversed(situation.book.schemes):
        if len(situation.book.schemes) > 1:
            fewer = evolve(situation, book=without(situation.book, scheme))
            situation = fewer if _differs(fewer) else situation
    return situation


def _without_facts(situation: Situation) -> Situation:
    for column in situation.crowd.columns:
        columns = tuple(name for name in situation.crowd.columns if name != column)
        row = {name: situation.crowd.rows[0][name] for name in columns}
        fewer = evolve(situation, crowd=Crowd(columns, (row,)))
        situation = fewer if _differs(fewer) else situation
    return situation


def _differs(situation: Situation) -> bool:
    try:
        return bool(differences(*both_engines(situation)))
    except RulesRefused:
        return False


def without(book: Rulebook, dropped: Scheme) -> Rulebook:
    """The book without a scheme, and without what others say of it."""

    def others(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if name != dropped.name)

    def beside(rules: Any) -> Any:
        return evolve(
            rules, unless_paid=others(rules.unless_paid), only_if_paid=others(rules.only_if_paid)
        )

    def netting(rules: Any) -> Any:
        kept = (net for net in rules.net_of if getattr(net, "scheme", None) != dropped.name)
        return evolve(rules, net_of=tuple(kept))

    schemes = [
        evolve(
            beside(scheme),
            amount=netting(scheme.amount),
            later=tuple(netting(beside(rules)) for rules in scheme.later),
        )
        for scheme in book.schemes
        if scheme.name != dropped.name
    ]
    overlaps: list[Overlap] = [
        evolve(overlap, schemes=others(overlap.schemes))
        for overlap in book.overlaps
        if len(others(overlap.schemes)) > 1
    ]
    return evolve(book, schemes=tuple(schemes), overlaps=tuple(overlaps))


def describe(situation: Situation) -> str:
    """A situation of one person in lines: what differs, the schemes, the facts."""
    lines = [f"period {situation.period}, {situation.book.leap_day}"]
    for (_, scheme, month), vector, reference in differences(*both_engines(situation)):
        lines.append(f"{scheme} {show_month(month)}\n  vector    {vector}\n  reference {reference}")
    for scheme_rules in situation.book.schemes:
        lines += scheme_lines(scheme_rules)
    facts = {k: v for k, v in situation.crowd.rows[0].items() if v is not None}
    lines += [f"  {name} = {value}" for name, value in facts.items()]
    lines.append(f"  empty: {sorted(set(situation.crowd.columns) - set(facts))}")
    lines += [f"  {status}" for status in situation.book.statuses.values()]
    return "\n".join(lines)


def scheme_lines(scheme: Scheme) -> list[str]:
    """A scheme's rules in lines."""
    timing = "/".join(
        t.name for t in (scheme.timing.start, scheme.timing.change, scheme.timing.stop)
    )
    lines = [f"{scheme.name}: {scheme.eligible}", f"  {timing} {scheme.rounding}"]
    lines += [
        f"  {row.name}: {row.condition}\n    "
        + "\n    ".join(
            f"{v.from_month and show_month(v.from_month)}-{v.until_month} {v.decided_on} {v.pay} per {v.per_months}"
            for v in row.versions
        )
        for row in scheme.amount.rows
    ]
    lines.append(f"  net {scheme.amount.net_of} {scheme.amount.at_least} {scheme.amount.at_most}")
    lines.append(f"  unless {scheme.unless_paid} only {scheme.only_if_paid}")
    lines.append(f"  exists {scheme.from_month} {scheme.until_month}")
    return lines
