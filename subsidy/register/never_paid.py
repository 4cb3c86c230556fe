"""Schemes that a register leaves half told: nobody can be paid them for want of a column.

What has not happened to anybody may have no column: a register of the old says nothing of
orphans. Where a register tells half or more of what a scheme demands and not the rest, the rest
was more likely forgotten, and who would be due the scheme must not be missed in silence. So it
is where a register tells the grade of a disability and not from when.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from subsidy.errors import Words
from subsidy.expression.nodes import And, Holds, Node, Since
from subsidy.register.needed import columns_named
from subsidy.rulebook.model import DateFact, Missing, Rulebook

__all__ = ["never_paid"]


def never_paid(book: Rulebook, unit: str, told: Iterable[str]) -> Iterator[Words]:
    """A warning for every scheme of a unit of which a register tells half, and not all.

    *told* are the names of the facts that have columns.
    """
    given = frozenset(told)
    by_values = _told_of(given, book)
    for scheme in book.schemes:
        if scheme.unit != unit:
            continue
        demanded = dict.fromkeys(_demanded(scheme.eligible, book))
        absent = [name for name in demanded if name not in given]
        told_of = [name for name in absent if name in by_values]
        if absent and 2 * (len(absent) - len(told_of)) <= len(demanded):
            columns = columns_named(book.facts[name] for name in absent)
            yield Words(
                f"nobody is paid {scheme.name}: there is no column {columns.en}",
                f"无人可享{scheme.labels.zh or scheme.name}：缺少列{columns.zh}",
            )


def _told_of(given: frozenset[str], book: Rulebook) -> frozenset[str]:
    """The beginnings of statuses of which a register tells what changes with them (a grade)."""
    names = {getattr(book.facts.get(name), "changes_with", None) for name in given}
    return frozenset(status.begins for name, status in book.statuses.items() if name in names)


def _demanded(node: Node, book: Rulebook) -> Iterator[str]:
    """The days without which a formula is never yes, of those that an empty cell says never came."""
    match node:
        case And(parts):
            for part in parts:
                yield from _demanded(part, book)
        case Holds(status) if status in book.statuses:
            yield from _if_never(book.statuses[status].begins, book)
        case Since(date_fact):
            yield from _if_never(date_fact, book)


def _if_never(name: str, book: Rulebook) -> Iterator[str]:
    fact = book.facts[name]
    if isinstance(fact, DateFact) and fact.missing is Missing.NEVER:
        yield name
