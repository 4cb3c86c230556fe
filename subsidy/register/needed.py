"""What the formulas of a rulebook read, and so what a register has to tell."""

from __future__ import annotations

from collections.abc import Iterator

from subsidy.expression.nodes import Before, Holds, Node, Since, YearsOfAge
from subsidy.expression.uses import names_in
from subsidy.rulebook.model import DateFact, Missing, NetAmount, Rulebook, Scheme

__all__ = ["needed_dates"]


def needed_dates(book: Rulebook) -> frozenset[str]:
    """The dates that the schemes read and that an empty cell leaves unknown."""
    read: set[str] = set()
    for scheme in book.schemes:
        for formula in _formulas(scheme):
            for name in names_in(formula):
                read.update(_dates(name, book))
    return frozenset(name for name in read if _is_unknown_if_empty(book, name))


def _formulas(scheme: Scheme) -> Iterator[Node]:
    amount = scheme.amount
    yield scheme.eligible
    for row in amount.rows:
        yield row.condition
        yield from (version.pay for version in row.versions)
    for net in amount.net_of:
        if isinstance(net, NetAmount):
            yield from (net.amount, net.while_)
    yield from (bound for bound in (amount.at_least, amount.at_most) if bound is not None)


def _dates(name: Node, book: Rulebook) -> tuple[str, ...]:
    match name:
        case Holds(status) if status in book.statuses:
            spell = book.statuses[status]
            return (spell.begins, spell.ends) if spell.ends else (spell.begins,)
        case Since(date_fact) | Before(date_fact) if date_fact in book.facts:
            return (date_fact,)
        case YearsOfAge(age) if age in book.ages:
            return (book.ages[age].of,)
        case _:  # no date, or one that the register of another unit tells
            return ()


def _is_unknown_if_empty(book: Rulebook, name: str) -> bool:
    fact = book.facts[name]
    return isinstance(fact, DateFact) and fact.missing is Missing.UNKNOWN
