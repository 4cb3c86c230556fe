"""Stretches of months in which all rules stay the same, each with a rulebook of its own.

A scheme may have later rules, and an overlap its months. A month is then paid by the rules that
hold in it, as if they had always held. For timing that comes to the same as asking when an event
happened: a *start* or *stop* of another month than the event's own is the same under every
convention, so an interval that begins or ends in a month goes by the rules of that month.
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve, fields, frozen

from subsidy.dates import Month, Period
from subsidy.rulebook.model import LaterRules, Overlap, Rulebook, Scheme
from subsidy.rulebook.order import in_dependency_order, tangled

__all__ = [
    "Stretch",
    "all_rules",
    "changed_in",
    "first_tangle",
    "has_stretches",
    "rules_from",
    "scheme_in",
    "stretches_of",
]


@frozen
class Stretch:
    """Months, and the rules that hold in all of them: a book without later rules."""

    months: Period
    book: Rulebook


def has_stretches(book: Rulebook) -> bool:
    """Whether any month has other rules than another, but for values by month."""
    return bool(_edges(book))


def stretches_of(book: Rulebook, months: Period) -> tuple[Stretch, ...]:
    """The months taken apart; the book itself where its rules are the same in all months."""
    if not has_stretches(book):
        return (Stretch(months, book),)
    edges = [month for month in _edges(book) if months.first < month < months.end]
    starts = [months.first, *edges]
    return tuple(
        _stretch(book, Period(first, end))
        for first, end in zip(starts, [*edges, months.end], strict=True)
    )


def first_tangle(book: Rulebook) -> tuple[Month, tuple[str, ...]] | None:
    """The first month from which schemes wait for one another, and which; None where none do."""
    for month in _edges(book):
        overlaps = [overlap for overlap in book.overlaps if overlap.holds_in(month)]
        names = tangled([scheme_in(scheme, month) for scheme in book.schemes], overlaps)
        if names:
            return month, names
    return None


def scheme_in(scheme: Scheme, month: Month) -> Scheme:
    """A scheme with the rules that it has in a month, and no later ones."""
    if not scheme.later:
        return scheme
    rules = rules_from(scheme, month)
    told = {field.name: getattr(rules, field.name) for field in fields(LaterRules)}
    del told["from_month"], told["is_in_force"]
    amount = evolve(scheme.amount, **{key: told.pop(key) for key in _OF_AMOUNT})
    return evolve(scheme, amount=amount, later=(), **told)


def all_rules(scheme: Scheme) -> tuple[Scheme, ...]:
    """The scheme as it is at first, and as it is by each of its later rules."""
    later = (scheme_in(scheme, rules.from_month) for rules in scheme.later)
    return (evolve(scheme, later=()), *later) if scheme.later else (scheme,)


def rules_from(scheme: Scheme, month: Month) -> LaterRules:
    """The rules that hold in a month, as rules that begin there."""
    begun = [rules for rules in scheme.later if rules.from_month <= month]
    if begun:
        return evolve(begun[-1], from_month=month)
    return LaterRules(
        month,
        scheme.timing,
        scheme.rounding,
        scheme.unless_paid,
        scheme.only_if_paid,
        scheme.amount.net_of,
        scheme.amount.at_least,
        scheme.amount.at_most,
    )


def changed_in(
    scheme: Scheme,
    change: Callable[[LaterRules], LaterRules],
    first: Month,
    end: Month | None,
) -> Scheme:
    """The scheme with *change* made of its rules in the months [first, end)."""
    edges = {first, *(rules.from_month for rules in scheme.later), *(() if end is None else (end,))}
    later = []
    for month in sorted(edges):
        rules = rules_from(scheme, month)
        is_changed = first <= month and (end is None or month < end)
        later.append(change(rules) if is_changed else rules)
    return evolve(scheme, later=tuple(later))


_OF_AMOUNT = ("net_of", "at_least", "at_most")


def _edges(book: Rulebook) -> list[Month]:
    """Every month in which other rules begin to hold."""
    of_schemes = {rules.from_month for scheme in book.schemes for rules in scheme.later}
    of_overlaps = {m for one in book.overlaps for m in (one.from_month, one.until_month)}
    return sorted(of_schemes | {month for month in of_overlaps if month is not None})


def _stretch(book: Rulebook, months: Period) -> Stretch:
    overlaps = tuple(_always(one) for one in book.overlaps if one.holds_in(months.first))
    schemes = [_existing(scheme, months) for scheme in book.schemes]
    ordered = in_dependency_order(schemes, overlaps)
    return Stretch(months, evolve(book, schemes=ordered, overlaps=overlaps))


def _always(overlap: Overlap) -> Overlap:
    return evolve(overlap, from_month=None, until_month=None)


def _existing(scheme: Scheme, months: Period) -> Scheme:
    """A scheme that exists in a stretch at most."""
    first = max(months.first, scheme.from_month or months.first)
    end = min(months.end, scheme.until_month or months.end)
    is_in_force = rules_from(scheme, months.first).is_in_force
    until = Month(max(first, end)) if is_in_force else first
    return evolve(scheme_in(scheme, months.first), from_month=first, until_month=until)
