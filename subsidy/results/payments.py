"""The list by which people are paid: one row a unit and scheme, with who they are."""

from __future__ import annotations

import polars as pl

from subsidy.register.table import People
from subsidy.results.result import Result

__all__ = ["payments"]

_WHOM = ("unit", "unit_id")
_BRACKETS_JOINED = "、"


def payments(result: Result, *, by_month: bool, region: str) -> pl.DataFrame:
    """What everybody is due, in the order in which it is handed out: by *region*, then unit.

    Columns: ``unit``, ``unit_id``, the texts that the registers of those units carry along (name,
    number, region, in the order of the rulebook's facts), ``scheme``, ``bracket``, then ``month``
    or ``months``, and ``amount``. Months follow each other; several brackets of one row are joined
    by ``、`` as they follow each other.

    **Holds personal data**: for the file that the caller asked for, and nothing else.
    """
    paid = _month_by_month(result) if by_month else _over_the_period(result)
    listed_units = set(paid["unit"]) or {result.people.unit}
    registers = [part.people for part in result.parts if part.people.unit in listed_units]
    told = {name for people in registers for name in people.carried.columns}
    facts = [name for name in result.book.facts if name in told]
    who = pl.concat([_who(people) for people in registers], how="diagonal")
    listed = paid.join(who, on=_WHOM, how="left", maintain_order="left")
    amounts = [name for name in paid.columns if name not in _WHOM]
    ordered = listed.select(*_WHOM, *facts, *amounts)
    if region not in facts:
        return ordered
    return ordered.sort(region, nulls_last=True, maintain_order=True)


def _month_by_month(result: Result) -> pl.DataFrame:
    """The monthly view with the months of a scheme in their order, whatever their brackets."""
    return result.monthly().sort(*_WHOM, "scheme", "month", maintain_order=True)


def _over_the_period(result: Result) -> pl.DataFrame:
    """The annual view, with the brackets that it adds up."""
    keys = (*_WHOM, "scheme")
    named = pl.col("bracket").filter(pl.col("bracket") != "")
    brackets = (
        result.spells()
        .sort("first_month", maintain_order=True)
        .group_by(keys, maintain_order=True)
        .agg(named.unique(maintain_order=True).str.join(_BRACKETS_JOINED))
    )
    joined = result.annual().join(brackets, on=keys, how="left", maintain_order="left")
    return joined.select(*keys, "bracket", "months", "amount")


def _who(people: People) -> pl.DataFrame:
    ids = people.ids.cast(pl.String).alias("unit_id")
    return (
        people.carried.select(pl.lit(people.unit).alias("unit"), ids, pl.all().replace("", None))
        if people.carried.columns
        else pl.DataFrame([ids]).select(pl.lit(people.unit).alias("unit"), "unit_id")
    )
