"""Counts of a household's members, and facts that are shares of a household's amount."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from subsidy.errors import Words
from subsidy.expression.names import Role
from subsidy.expression.types import Kind
from subsidy.rulebook.checks_units import check_beside, check_count
from subsidy.rulebook.findings import Findings, cure_by_nearest
from subsidy.rulebook.model import Fact, MoneyFact, Overlap, Scheme, WholeFact
from subsidy.rulebook.read_facts import FactBook
from subsidy.rulebook.reading import Context, read_typed

__all__ = ["check_between_units", "read_counts"]


def read_counts(book: FactBook, context: Context) -> dict[str, Fact]:
    """The counts, each with the formula that says which members count; all names are known now."""
    read: dict[str, Fact] = {}
    for name, fact in book.facts.items():
        if not isinstance(fact, WholeFact) or fact.counts is None:
            continue
        one = book.declared[name]
        value = one.record.value("where")
        offered = context.names.offering(Role.FACT, Role.STATUS, Role.AGE, Role.DATE)
        found = read_typed(value, offered, Kind.YES_NO, context.findings)
        if found is None or value is None:
            continue
        if one.unit != "household":
            message = Words(f"{name} counts members of a household", f"{name} 是对家庭成员的计数")
            cure = Words("declare it under household_facts", "请写在 household_facts 中")
            context.findings.add("count-unit", one.place, message, cure, name)
        elif check_count(name, found[0], value.place, context):
            read[name] = evolve(fact, counts=found[0])
    return read


def check_between_units(
    book: FactBook,
    schemes: Sequence[Scheme],
    overlaps: Sequence[Overlap],
    findings: Findings,
) -> None:
    """Schemes that look at one another across units, and facts that are shares."""
    check_beside(schemes, overlaps, findings)
    _check_shares(book, schemes, findings)


def _check_shares(book: FactBook, schemes: Sequence[Scheme], findings: Findings) -> None:
    """Every fact that is a share names a household's scheme that is shared out."""
    shared = [scheme.name for scheme in schemes if scheme.split_among]
    for name, fact in book.facts.items():
        if not isinstance(fact, MoneyFact) or fact.share_of is None or findings.problems:
            continue
        if fact.share_of in shared:
            continue
        message = Words(
            f"{name} is a share of {fact.share_of}, which shares nothing out among members",
            f"{name} 是 {fact.share_of} 的份额，而该项目没有在成员间分摊",
        )
        otherwise = Words(
            "name a household's scheme with split_among", "请写含 split_among 的家庭项目"
        )
        cure = cure_by_nearest(fact.share_of, shared, otherwise)
        place = book.declared[name].record.place_of("share_of")
        findings.add_unknown("unknown-scheme", place, message, cure, fact.share_of)
