"""What formulas read, down to the facts; and how many facts a unit may have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from subsidy.errors import Place, Problem, Words
from subsidy.expression.nodes import Node
from subsidy.expression.uses import names_in
from subsidy.rulebook.checks_units import READS, formulas_of, name_read
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.model import IdentifierFact, Rulebook, TextFact

__all__ = ["MOST_FACTS", "can_be_missing", "check_facts_read", "facts_read", "too_many_facts"]

MOST_FACTS = 63  # a set of missing facts is one signed number of 64 bits


def facts_read(formulas: Iterable[Node], book: Rulebook) -> frozenset[str]:
    """The facts of *book* that these formulas read: by name, through statuses and through ages."""
    read: set[str] = set()
    for formula in formulas:
        for leaf in names_in(formula):
            read.update(_facts_behind(name_read(leaf), book))
    return frozenset(read & book.facts.keys())


def can_be_missing(book: Rulebook) -> tuple[str, ...]:
    """Every fact that an answer may hang on, sorted; the first :data:`MOST_FACTS` can be told apart.

    The order hangs on the facts alone and not on who reads them, so that what was worked out for
    a book can stand beside what was worked out for a reform of it.
    """
    unread = IdentifierFact | TextFact
    return tuple(sorted(n for n, fact in book.facts.items() if not isinstance(fact, unread)))


def check_facts_read(book: Rulebook, findings: Findings) -> None:
    """Refuse a unit with more facts than can be told apart, if rules read one of those beyond."""
    for unit, allowed in READS.items():
        schemes = [scheme for scheme in book.schemes if scheme.unit == unit]
        formulas = (formula for scheme in schemes for formula in formulas_of(scheme))
        told = [n for n in can_be_missing(book) if book.units.get(n, "person") in allowed]
        if facts_read(formulas, book).intersection(told[MOST_FACTS:]):
            findings.problems.append(too_many_facts(book.name, len(told), schemes[0].place))


def too_many_facts(name: str, told: int, place: Place) -> Problem:
    """A unit has more facts than sets of missing facts can hold, and rules read one beyond."""
    return Problem(
        "too-many-facts",
        place,
        Words(
            f"{name} has {told} facts for one unit; at most {MOST_FACTS} can be told apart",
            f"{name} 中同一对象有 {told} 项事实，最多只能区分 {MOST_FACTS} 项",
        ),
        Words(
            "remove facts that no rule reads, or join several into one category",
            "请删去规则未引用的事实，或将几项合并为一个类别",
        ),
    )


def _facts_behind(name: str, book: Rulebook) -> Iterator[str]:
    """The fact of that name with the days from which it holds, or those of a status or an age."""
    if name in book.facts:
        yield name
        name = getattr(book.facts[name], "changes_with", None) or ""
    if name in book.statuses:
        spell = book.statuses[name]
        yield spell.begins
        if spell.ends:
            yield spell.ends
    elif name in book.ages:
        yield book.ages[name].of
