"""Schemes and overlaps: who is due what and when, and how schemes combine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from subsidy.errors import Words
from subsidy.expression.nodes import Node
from subsidy.expression.types import Kind
from subsidy.rulebook.checks_amounts import check_amount
from subsidy.rulebook.checks_brackets import check_brackets, check_table, is_for_nobody
from subsidy.rulebook.checks_units import check_units
from subsidy.rulebook.model import (
    Overlap,
    OverlapRule,
    Scheme,
)
from subsidy.rulebook.read_amount import ReadAmount, read_amount_rule
from subsidy.rulebook.read_funding import read_funding
from subsidy.rulebook.read_timing import read_timing
from subsidy.rulebook.reading import (
    Context,
    Declared,
    demand_source,
    read_labels,
    read_payee,
    read_rounding,
    read_source,
    read_typed,
)
from subsidy.rulebook.versions import refuse_months

__all__ = ["read_overlaps", "read_schemes"]


def read_schemes(declared: Mapping[str, Declared], context: Context) -> list[Scheme]:
    """Every sound scheme, in the order declared; the others are read too, for their problems."""
    return [scheme for one in declared.values() if (scheme := _scheme(one, context))]


def read_overlaps(declared: Iterable[Declared], context: Context) -> tuple[Overlap, ...]:
    """Every sound overlap; names of schemes are checked in :mod:`checks_schemes`."""
    return tuple(
        Overlap(
            one.name,
            OverlapRule(one.record.text("rule")),
            tuple(value.text for value in one.record.values("schemes")),
            read_source(one.record),
            one.place,
        )
        for one in declared
        if one.record.sound and _has_two(one, context)
    )


def _has_two(one: Declared, context: Context) -> bool:
    names = [value.text for value in one.record.values("schemes")]
    if len(names) >= 2:
        return True
    message = Words(f"{one.name} does not name two schemes", f"{one.name} 没有写出两个项目")
    cure = Words("name two or more", "请写两个以上")
    context.findings.add("overlap-schemes", one.record.place_of("schemes"), message, cure)
    return False


def _scheme(one: Declared, context: Context) -> Scheme | None:
    record, findings = one.record, context.findings
    mark = len(findings)
    demand_source(record, one.place, Words(f"scheme {one.name}", f"项目 {one.name} "), findings)
    refuse_months(record, findings)
    eligible = read_typed(record.value("eligible"), context.names, Kind.YES_NO, findings)
    amount = read_amount_rule(record, context)
    timing = read_timing(record, findings)
    funding = read_funding(record, context)
    condition = record.value("eligible")
    if eligible and condition and not is_for_nobody(condition, eligible[0], context):
        _check_rows(amount, eligible[0], context)
    if findings.since(mark) or not record.sound or not (eligible and amount and timing):
        findings.broken_names.add(one.name)
        return None
    scheme = Scheme(
        name=one.name,
        labels=read_labels(record),
        unit=record.text("unit"),
        eligible=eligible[0],
        timing=timing,
        amount=amount.rule,
        rounding=read_rounding(record, context.rounding),
        unless_paid=tuple(value.text for value in record.values("unless_paid")),
        only_if_paid=tuple(value.text for value in record.values("only_if_paid")),
        from_month=record.month("effective_from"),
        until_month=record.month("effective_until"),
        funding=funding,
        source=read_source(record),
        place=one.place,
        headings=tuple(value.text for value in record.values("headings")),
        split_among=record.text("split_among"),
        payee=read_payee(record),
        is_in_kind=record.text("in_kind") == "yes",
    )
    check_units(scheme, record, context)
    check_amount(scheme, context)
    return scheme


def _check_rows(amount: ReadAmount | None, eligible: Node, context: Context) -> None:
    if amount and amount.by is not None:
        check_brackets(amount, eligible, context)
    if amount and amount.is_table:
        check_table(amount, eligible, context)
