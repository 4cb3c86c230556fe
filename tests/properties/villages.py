"""Villages to hold invariants against: persons, households and institutions of one drawn book."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache
from itertools import count, islice
from random import Random

from attrs import evolve, frozen

from subsidy.calculation import calculate_registers
from subsidy.dates import Month, Period, read_month, show_month
from subsidy.errors import RulesRefused
from subsidy.expression.nodes import And, Compare, Comparison, FactValue, Holds, Literal, Node
from subsidy.expression.uses import names_in
from subsidy.money import HALF_UP_TO_FEN
from subsidy.results.result import Result
from subsidy.rulebook.model import DateFact, Missing, Once, Rulebook, Scheme, WholeFact
from tests.agreement.of_units import Village, draw_village
from tests.drawing.books import overlaps_of
from tests.drawing.people import Crowd
from tests.drawing.rosters import Named, Roster, Sites, registers_of
from tests.properties.worlds import base_name, facts_of

__all__ = ["SEEDS", "Settlement", "settle", "village"]

SEEDS = range(7_000, 7_008)
HOMES = 8
FEWEST_SHARES = 25
Key = tuple[str, str, str, str]  # unit, its key, scheme, month


@frozen
class Settlement:
    """What a village is due, in fen above zero; ``open`` is what cannot be told."""

    result: Result
    due: dict[Key, int]
    shares: dict[tuple[str, str, str], int]  # person, scheme, month
    open: set[Key]

    def of_person(self, person: str, scheme: str, month: str) -> int:
        """What reaches a person of a scheme: its own amount, or the share of a household's."""
        own = self.due.get(("person", person, scheme, month), 0)
        return own + self.shares.get((person, scheme, month), 0)


def village(seed: int, change: Callable[[Rulebook], Rulebook] | None = None) -> Village:
    """One village whose households share out something, by rules none of which is refused."""
    for number in _telling(seed):
        found = draw_village(Random(number), HOMES)
        changed = found if change is None else evolve(found, book=change(found.book))
        if _settled(changed) is not None:
            return changed
    raise AssertionError


@cache
def _telling(seed: int) -> tuple[int, ...]:
    """Numbers of villages in which enough is shared out to tell something."""
    candidates = (number for number in count(seed * 1_000) if _is_telling(number))
    return tuple(islice(candidates, 2))


def _is_telling(number: int) -> bool:
    one = draw_village(Random(number), HOMES)
    said = None if one.roster.homes is None else _settled(one)
    return said is not None and len(said.shares) >= FEWEST_SHARES


def _settled(one: Village) -> Settlement | None:
    try:
        return settle(one)
    except RulesRefused:
        return None


def settle(one: Village, period: Period | None = None) -> Settlement:
    """The result of the vector engine through the library's front door."""
    rules, registers = registers_of(one.book, one.roster)
    result = calculate_registers(rules, registers, period or one.period)
    due: dict[Key, int] = {}
    for unit, key, scheme, _, month, amount in result.monthly().rows():
        due[unit, key, scheme, month] = due.get((unit, key, scheme, month), 0) + int(amount * 100)
    shares = {
        (key, scheme, month): int(amount * 100)
        for key, scheme, month, amount in result.shares().rows()
    }
    return Settlement(result, due, shares, set(_open(result)))


def _open(result: Result) -> list[Key]:
    return [
        (row["unit"], row["unit_id"], row["scheme"], show_month(Month(month)))
        for row in result.undetermined().iter_rows(named=True)
        for first in (read_month(row["first_month"]),)
        for month in range(first, first + row["months"])
    ]


# ── the same villages otherwise ──────────────────────────────────────────────────────


def where_somebody_counts(book: Rulebook) -> Rulebook:
    """Households are due what is shared out only while somebody counts."""

    def changed(scheme: Scheme) -> Scheme:
        if not scheme.split_among:
            return scheme
        somebody = Compare(Comparison.AT_LEAST, FactValue(scheme.split_among), Literal(1))
        return evolve(scheme, eligible=And((somebody, scheme.eligible)))

    return evolve(book, schemes=tuple(changed(scheme) for scheme in book.schemes))


def each_alone(book: Rulebook) -> Rulebook:
    """The same schemes, none of which looks at another or at a bound; every pay is a month's."""

    def changed(scheme: Scheme) -> Scheme:
        rows = tuple(
            evolve(row, versions=tuple(evolve(v, per_months=1) for v in row.versions))
            for row in scheme.amount.rows
        )
        amount = evolve(
            scheme.amount, rows=rows, net_of=(), at_least=None, at_most=None, frozen=None
        )
        return evolve(
            scheme, amount=amount, rounding=HALF_UP_TO_FEN, unless_paid=(), only_if_paid=()
        )

    schemes = tuple(changed(scheme) for scheme in book.schemes)
    return evolve(book, schemes=schemes, overlaps=())


def all_rivals(book: Rulebook) -> Rulebook:
    """All schemes of one unit compete, and nothing else keeps them from being paid."""
    alone = each_alone(book)
    of_unit: dict[str, list[str]] = {}
    for scheme in alone.schemes:
        of_unit.setdefault(scheme.unit, []).append(scheme.name)
    groups = [tuple(names) for names in of_unit.values() if len(names) > 1]
    return evolve(alone, overlaps=overlaps_of(groups))


def once_a_year(book: Rulebook) -> Rulebook:
    """Every scheme pays, of spells that come and go, the first month in a calendar year alone."""

    def changed(scheme: Scheme) -> Scheme:
        timing = evolve(scheme.timing, once=Once.PER_YEAR, pays_in=())
        return evolve(scheme, timing=timing, eligible=_comes_and_goes(scheme, book))

    schemes = tuple(changed(scheme) for scheme in each_alone(book).schemes)
    return evolve(book, schemes=schemes, overlaps=())


def _comes_and_goes(scheme: Scheme, book: Rulebook) -> Node:
    """A status of several spells of whoever is paid; the scheme's own condition if there is none."""
    repeated = (
        Holds(status.name)
        for status in book.statuses.values()
        if status.spells > 1 and book.units.get(status.name, "person") == scheme.unit
    )
    return next(repeated, scheme.eligible)


def otherwise_ordered(random: Random, roster: Roster) -> Roster:
    """The same registers, row by row in another order."""
    persons = random.sample(range(len(roster.link)), len(roster.link))
    homes, sites = roster.homes, roster.sites
    return evolve(
        roster,
        persons=_picked(roster.persons, persons),
        link=tuple(roster.link[row] for row in persons),
        homes=homes and _picked(homes, random.sample(range(len(homes.keys)), len(homes.keys))),
        sites=sites and _sites_turned(random, sites),
    )


def some_homes(roster: Roster, homes: Sequence[str]) -> Roster:
    """Only these households, and the persons who name one of them."""
    assert roster.homes is not None
    rows = [row for row, key in enumerate(roster.homes.keys) if key in homes]
    persons = [row for row, link in enumerate(roster.link) if link in homes]
    return evolve(
        roster,
        persons=_picked(roster.persons, persons),
        link=tuple(roster.link[row] for row in persons),
        homes=_picked(roster.homes, rows),
        sites=None,
    )


def with_a_cell_emptied(random: Random, one: Village, cells: int) -> Village:
    """Some values of persons and households are not told any more; nor dates, if that is unknown."""
    assert one.roster.homes is not None
    counted = _read_by_counts(one.book)
    persons = _emptied(random, one.book, one.roster.persons, cells, counted)
    persons = _emptied(random, one.book, persons, cells)
    homes = _emptied(random, one.book, one.roster.homes, cells)
    return evolve(one, roster=evolve(one.roster, persons=persons, homes=homes))


def _read_by_counts(book: Rulebook) -> set[str]:
    counts = [fact.counts for fact in book.facts.values() if isinstance(fact, WholeFact)]
    names = {name for where in counts if where is not None for name in names_in(where)}
    return {fact for name in names for fact in facts_of(name, book)}


def _emptied(
    random: Random, book: Rulebook, named: Named, cells: int, among: Collection[str] | None = None
) -> Named:
    values = [
        name
        for name in named.crowd.columns
        if _may_be_emptied(book, name) and (among is None or base_name(name, book) in among)
    ]
    rows = [dict(row) for row in named.crowd.rows]
    for row in islice(iter(lambda: random.choice(rows), None), cells if rows and values else 0):
        row[random.choice(values)] = None
    return evolve(named, crowd=Crowd(named.crowd.columns, tuple(rows)))


def _may_be_emptied(book: Rulebook, column: str) -> bool:
    if isinstance(date := book.facts.get(column), DateFact):
        return date.missing is Missing.UNKNOWN
    return hasattr(book.facts[base_name(column, book)], "changes_with")


def _picked(named: Named, rows: Sequence[int]) -> Named:
    crowd = Crowd(named.crowd.columns, tuple(named.crowd.rows[row] for row in rows))
    return Named(tuple(named.keys[row] for row in rows), crowd)


def _sites_turned(random: Random, sites: Sites) -> Sites:
    """Rows of one institution keep their order: its first row tells its dates."""
    order = sorted(range(len(sites.rows.keys)), key=lambda row: sites.rows.keys[row])
    if random.random() < 0.5:
        order = sorted(order, key=lambda row: sites.rows.keys[row], reverse=True)
    months = sites.months and tuple(sites.months[row] for row in order)
    return Sites(_picked(sites.rows, order), months)
