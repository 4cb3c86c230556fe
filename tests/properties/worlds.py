"""Worlds to hold invariants against: drawn situations, and ways to change them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from random import Random

from attrs import evolve

from subsidy.calculation import calculate
from subsidy.dates import Month
from subsidy.engine.outcome import Status
from subsidy.expression.nodes import Before, FactValue, Holds, Node, Since, YearsOfAge
from subsidy.expression.uses import names_in
from subsidy.money import HALF_UP_TO_FEN
from subsidy.results.result import Result
from subsidy.rulebook.model import AmountRule, NetAmount, PayVersion, Rulebook
from tests.agreement.comparing import Conclusion, Key, vector_conclusions
from tests.drawing.people import Crowd, people_of
from tests.strategies import Situation, draw_situation

SEEDS = range(5_000, 5_012)


def world(seed: int, people: int = 25) -> Situation:
    """One drawn world."""
    return draw_situation(Random(seed), people)


def result_of(situation: Situation) -> Result:
    """The result of the vector engine through the library's front door."""
    return calculate(situation.book, people_of(situation.book, situation.crowd), situation.period)


def conclusions(situation: Situation) -> dict[Key, Conclusion]:
    """Every conclusion other than NOT_ELIGIBLE."""
    return vector_conclusions(result_of(situation).outcome)


def fen(situation: Situation) -> dict[Key, int]:
    """Every amount but zero; one below zero is for a test to find."""
    return {key: said.fen for key, said in conclusions(situation).items() if said.fen != 0}


def paid_rows(situation: Situation) -> list[tuple[object, ...]]:
    """What is listed as paid, month by month, in the order of the list sorted."""
    return sorted(result_of(situation).monthly().rows())


def fingerprint(seeds: Iterable[int]) -> str:
    """One text for every frame of some worlds, order of rows included."""
    digest = sha256()
    for seed in seeds:
        result = result_of(world(seed))
        for frame in (result.monthly(), result.annual(), result.spells(), result.undetermined()):
            digest.update(frame.write_csv().encode())
    return digest.hexdigest()


def statuses(situation: Situation) -> dict[Key, tuple[Status, int, str]]:
    """Status, fen and bracket, without the missing facts."""
    return {key: (s.status, s.fen, s.bracket) for key, s in conclusions(situation).items()}


def with_rows(situation: Situation, rows: Iterable[dict[str, object]]) -> Situation:
    """The same rules for other people."""
    return evolve(situation, crowd=Crowd(situation.crowd.columns, tuple(rows)))


def with_pays(
    situation: Situation, change: Callable[[tuple[PayVersion, ...]], tuple[PayVersion, ...]]
) -> Situation:
    """Other pay versions in every row of every scheme."""

    def amount(rule: AmountRule) -> AmountRule:
        rows = tuple(evolve(row, versions=change(row.versions)) for row in rule.rows)
        return evolve(rule, rows=rows)

    schemes = tuple(evolve(s, amount=amount(s.amount)) for s in situation.book.schemes)
    return evolve(situation, book=evolve(situation.book, schemes=schemes))


def without_relations(situation: Situation) -> Situation:
    """The same schemes, none of which looks at another or at a bound; rounded half up."""
    schemes = tuple(
        evolve(
            scheme,
            rounding=HALF_UP_TO_FEN,
            unless_paid=(),
            only_if_paid=(),
            amount=evolve(scheme.amount, net_of=(), at_least=None, at_most=None),
        )
        for scheme in situation.book.schemes
    )
    return evolve(situation, book=evolve(situation.book, schemes=schemes, overlaps=()))


def rounded_half_up(situation: Situation) -> Situation:
    """The same rules, whose amounts may come out uneven."""
    schemes = tuple(evolve(s, rounding=HALF_UP_TO_FEN) for s in situation.book.schemes)
    return evolve(situation, book=evolve(situation.book, schemes=schemes))


def facts_read(book: Rulebook) -> set[str]:
    """Every fact that some formula reads."""
    read: set[str] = set()
    for scheme in book.schemes:
        amount = scheme.amount
        formulas: list[Node] = [scheme.eligible]
        for row in amount.rows:
            formulas += [row.condition, *(version.pay for version in row.versions)]
        for net in amount.net_of:
            formulas += [net.amount, net.while_] if isinstance(net, NetAmount) else []
        formulas += [bound for bound in (amount.at_least, amount.at_most) if bound is not None]
        for name in (name for formula in formulas for name in names_in(formula)):
            read |= facts_of(name, book)
    return read


def facts_of(name: Node, book: Rulebook) -> set[str]:
    """The facts that a leaf of a formula reads."""
    match name:
        case Holds(status):
            spell = book.statuses[status]
            return {spell.begins} | ({spell.ends} if spell.ends else set())
        case Since(fact) | Before(fact):
            return {fact}
        case YearsOfAge(age):
            return {book.ages[age].of}
        case FactValue(fact):
            changes = getattr(book.facts[fact], "changes_with", None)
            return {fact} | ({book.statuses[changes].begins} if changes else set())
        case _:
            return set()


def base_name(column: str, book: Rulebook) -> str:
    """The fact that a column tells."""
    return column if column in book.facts else column.rsplit("_", 1)[0]


def months(keys: Iterable[Key]) -> set[Month]:
    """The months of some keys."""
    return {month for _, _, month in keys}
