"""The smallest village in which the engines still disagree, and what it looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import evolve

from subsidy.dates import show_month
from subsidy.errors import RulesRefused
from subsidy.rulebook.model import Rulebook
from tests.agreement.comparing import Conclusion, scheme_lines, without
from tests.agreement.of_units import Key, Village, by_reference, by_vectors, differing
from tests.drawing.people import Crowd
from tests.drawing.rosters import Named

__all__ = ["describe_village", "smallest_village"]

Shrinking = Callable[[Village], Iterator[Village]]


def smallest_village(village: Village) -> Village:
    """The same disagreement with as few units, schemes and columns as possible."""
    for shrinking in (_fewer_homes, _fewer_persons, _fewer_schemes, _fewer_columns):
        village = _shrunk(village, shrinking)
    return village


def describe_village(village: Village) -> str:
    """What differs, the schemes, the counts and everybody's facts, in lines."""
    lines = [f"period {village.period}, {village.book.leap_day}, {sorted(village.roster.units)}"]
    for key, vector, reference in _differences(village)[:5]:
        lines.append(f"{key[:3]} {show_month(key[3])}\n  {vector=!s}\n  {reference=!s}")
    for scheme in village.book.schemes:
        lines += [*scheme_lines(scheme), f"  {scheme.timing} {scheme.split_among}"]
        lines.append(f"  frozen {scheme.amount.frozen}")
    lines += [f"{fact}" for fact in village.book.facts.values() if getattr(fact, "counts", None)]
    roster = village.roster
    for key, link, row in zip(
        roster.persons.keys, roster.link, roster.persons.crowd.rows, strict=True
    ):
        lines.append(f"{key} of {link}: {_given(row)}")
    for named in (roster.homes, roster.sites.rows if roster.sites else None):
        rows = zip(named.keys, named.crowd.rows, strict=True) if named else ()
        lines += [f"{key}: {_given(row)}" for key, row in rows]
    return "\n".join([*lines, f"hidden members: {sorted(roster.blind)}"])


def _given(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if value is not None}


def _shrunk(village: Village, shrinking: Shrinking) -> Village:
    """One thing after another left out, as long as the engines disagree without it."""
    tried = True
    while tried:
        tried = False
        for fewer in shrinking(village):
            if _differences(fewer):
                village, tried = fewer, True
                break
    return village


def _differences(village: Village) -> list[tuple[Key, Conclusion, Conclusion]]:
    try:
        return differing(by_vectors(village), by_reference(village))
    except RulesRefused:
        return []


def _fewer_homes(village: Village) -> Iterator[Village]:
    homes = village.roster.homes
    for row in range(len(homes.keys)) if homes else ():
        yield evolve(village, roster=evolve(village.roster, homes=_without_row(homes, row)))


def _fewer_persons(village: Village) -> Iterator[Village]:
    roster = village.roster
    for row in range(len(roster.link)):
        link = roster.link[:row] + roster.link[row + 1 :]
        fewer = evolve(roster, persons=_without_row(roster.persons, row), link=link)
        yield evolve(village, roster=fewer)


def _fewer_schemes(village: Village) -> Iterator[Village]:
    for scheme in reversed(village.book.schemes[1:]):
        yield evolve(village, book=_without_scheme(village.book, scheme.name))


def _without_scheme(book: Rulebook, name: str) -> Rulebook:
    fewer = without(book, book.scheme(name))
    kept = [
        evolve(one, amount=evolve(one.amount, frozen=None))
        if one.amount.frozen and one.amount.frozen.scheme == name
        else one
        for one in fewer.schemes
    ]
    facts = {
        fact_name: evolve(fact, share_of=None) if getattr(fact, "share_of", "") == name else fact
        for fact_name, fact in book.facts.items()
    }
    return evolve(fewer, schemes=tuple(kept), facts=facts)


def _fewer_columns(village: Village) -> Iterator[Village]:
    roster = village.roster
    for column in roster.persons.crowd.columns:
        fewer = _without_column(roster.persons, column)
        yield evolve(village, roster=evolve(roster, persons=fewer))
    for column in roster.homes.crowd.columns if roster.homes else ():
        yield evolve(village, roster=evolve(roster, homes=_without_column(roster.homes, column)))


def _without_row(named: Named, row: int) -> Named:
    rows = named.crowd.rows[:row] + named.crowd.rows[row + 1 :]
    return Named(named.keys[:row] + named.keys[row + 1 :], Crowd(named.crowd.columns, rows))


def _without_column(named: Named, column: str) -> Named:
    columns = tuple(name for name in named.crowd.columns if name != column)
    rows = tuple({name: row[name] for name in columns} for row in named.crowd.rows)
    return Named(named.keys, Crowd(columns, rows))
