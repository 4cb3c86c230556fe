"""Both engines on persons, households and institutions: every unit, scheme, share and month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

from attrs import frozen

from subsidy.dates import Month, Period
from subsidy.engine.outcome import Outcome, Status
from subsidy.engine.reference import MonthOutcome, Reference
from subsidy.engine.settle import Settled
from subsidy.engine.units.institutions import run_institutions
from subsidy.engine.units.running import run_households, run_persons, visible
from subsidy.errors import RulesRefused
from subsidy.rulebook.model import Rulebook
from tests.agreement.comparing import NOTHING, Conclusion, Tally, is_bound, vector_conclusions
from tests.drawing.books import draw_period
from tests.drawing.rosters import Roster, draw_roster, registers_of, values_of
from tests.drawing.unit_books import draw_unit_book

__all__ = ["Village", "agree_on_units", "by_reference", "by_vectors", "differing", "draw_village"]

SHARE = "share of "
Key = tuple[str, str, str, Month]  # unit, its key, scheme or share of a scheme, month
Conclusions = dict[Key, Conclusion]


@frozen
class Village:
    """A rulebook, a period, and registers for which to calculate it."""

    book: Rulebook
    period: Period
    roster: Roster


def draw_village(random: Random, homes: int) -> Village:
    """One book, one period, up to *homes* households."""
    period = draw_period(random)
    book = draw_unit_book(random, period)
    return Village(book, period, draw_roster(random, book, period, homes))


def agree_on_units(seed: int, homes: int) -> Tally:
    """Draw one village and compare; AssertionError where the engines differ."""
    village = draw_village(Random(seed), homes)
    try:
        vector, reference = by_vectors(village), by_reference(village)
    except RulesRefused as refused:
        if is_bound(refused):
            return Tally(refused=1)
        raise
    if differing(vector, reference):
        from tests.agreement.minimal import describe_village, smallest_village

        raise AssertionError(f"seed {seed}\n{describe_village(smallest_village(village))}")
    return tally_of(village, vector)


def tally_of(village: Village, concluded: Mapping[Key, Conclusion]) -> Tally:
    """How much one comparison compared."""
    months, roster = len(village.period.months()), village.roster
    of = [(key[2].startswith(SHARE), said.status) for key, said in concluded.items()]
    sites = set(roster.sites.rows.keys) if roster.sites else ()
    return Tally(
        person_months=months * len(roster.link),
        household_months=months * (len(roster.homes.keys) if roster.homes else 0),
        institution_months=months * len(sites),
        rulebooks=1,
        people=len(roster.link),
        entitled=of.count((False, Status.ENTITLED)),
        undetermined=of.count((False, Status.UNDETERMINED)),
        shares=of.count((True, Status.ENTITLED)),
    )


def differing(
    vector: Mapping[Key, Conclusion], reference: Mapping[Key, Conclusion]
) -> list[tuple[Key, Conclusion, Conclusion]]:
    """Where they differ: key, what the vector engine says, what the reference says."""
    keys = sorted(vector.keys() | reference.keys())
    pairs = [(key, vector.get(key, NOTHING), reference.get(key, NOTHING)) for key in keys]
    return [pair for pair in pairs if pair[1] != pair[2]]


# ── the vector engine ────────────────────────────────────────────────────────────────


def by_vectors(village: Village) -> Conclusions:
    """What the vector engine concludes of every unit; NOT_ELIGIBLE left out."""
    rules, registers = registers_of(village.book, village.roster)
    period, told = village.period, {}
    homes = None
    if registers.households is not None:
        homes = run_households(
            rules, registers.households, registers.persons, period, blind=registers.blind
        )
        keys = registers.households.ids.to_list()
        told |= _named("household", keys, visible(homes.outcome, period))
    if registers.institutions is not None:
        outcome, rows = run_institutions(rules, registers.institutions, registers.months, period)
        told |= _named("institution", rows.ids.to_list(), outcome)
    outcome, shares = run_persons(rules, registers.persons, period, homes)
    keys = registers.persons.ids.to_list()
    told |= _named("person", keys, outcome)
    for scheme, settled in shares.items():
        for row, month, said in _months_of(settled, outcome, period):
            key = ("person", keys[row], SHARE + scheme, month)
            assert key not in told, f"{key} stands twice"
            told[key] = said
    return told


def _named(unit: str, keys: list[str], outcome: Outcome) -> Conclusions:
    return {
        (unit, keys[row], scheme, month): said
        for (row, scheme, month), said in vector_conclusions(outcome).items()
    }


def _months_of(
    shares: Settled, outcome: Outcome, period: Period
) -> Iterator[tuple[int, Month, Conclusion]]:
    columns = (shares.row, shares.first, shares.end, shares.fen, shares.missing)
    for row, first, end, fen, bits in zip(*(c.tolist() for c in columns), strict=True):
        missing = frozenset(fact for bit, fact in enumerate(outcome.facts) if bits >> bit & 1)
        for month in range(max(first, period.first), min(end, period.end)):
            if missing:
                yield row, Month(month), Conclusion(Status.UNDETERMINED, missing=missing)
            elif fen:
                yield row, Month(month), Conclusion(Status.ENTITLED, fen)


# ── the reference ────────────────────────────────────────────────────────────────────


def by_reference(village: Village) -> Conclusions:
    """What the reference concludes of every unit, day by day; NOT_ELIGIBLE left out."""
    roster = village.roster
    reference = Reference(village.book, village.period, units=roster.units)
    persons = roster.persons
    facts = [
        {"person_id": key, **row} for key, row in zip(persons.keys, persons.crowd.rows, strict=True)
    ]
    told: Conclusions = {}
    at_home: set[int] = set()
    for key, home in zip(*(_pair(roster)), strict=True):
        rows = roster.members(key)
        at_home.update(rows)
        decided = reference.decide_household(
            home, [facts[row] for row in rows], is_blind=key in roster.blind
        )
        told |= _told("household", key, decided.own)
        for row, paid, shares in zip(rows, decided.members, decided.shares, strict=True):
            told |= _told("person", persons.keys[row], paid)
            told |= _told("person", persons.keys[row], shares, SHARE)
    for row in set(range(len(facts))) - at_home:
        told |= _told("person", persons.keys[row], reference.decide(facts[row]))
    return told | _sites(village, reference)


def _pair(roster: Roster) -> tuple[tuple[str, ...], tuple[Mapping[str, object], ...]]:
    return (roster.homes.keys, roster.homes.crowd.rows) if roster.homes else ((), ())


def _sites(village: Village, reference: Reference) -> Conclusions:
    sites, told = village.roster.sites, {}
    if sites is None:
        return {}
    if sites.months is None:
        for key, row in zip(sites.rows.keys, sites.rows.crowd.rows, strict=True):
            told |= _told("institution", key, reference.decide_institution(row))
        return told
    for key, (facts, by_month) in sites.together(values_of(village.book)).items():
        told |= _told("institution", key, reference.decide_institution(facts, by_month))
    return told


def _told(
    unit: str, key: str, decided: Mapping[str, Mapping[Month, MonthOutcome]], prefix: str = ""
) -> Conclusions:
    """Conclusions of one unit; a share of nothing is none."""
    told: Conclusions = {}
    for scheme, months in decided.items():
        for month, said in months.items():
            is_nothing = said.status is Status.ENTITLED and said.fen == 0 and bool(prefix)
            if said.status is not Status.NOT_ELIGIBLE and not is_nothing:
                conclusion = Conclusion(said.status, said.fen, said.bracket, said.missing)
                told[unit, key, prefix + scheme, month] = conclusion
    return told
