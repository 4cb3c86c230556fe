"""Households and members that do not find each other: told, since they are paid nothing in silence."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from subsidy.errors import Words
from subsidy.register.table import People
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.of_unit import link_to_household

__all__ = ["unmatched"]


def unmatched(persons: People, households: People, book: Rulebook) -> Iterator[Words]:
    """A warning of households without any member, and one of persons whose household is not there.

    Rows set aside count: a household of which only such a row tells has a member, and a person
    whose household was set aside has a household. No number is repeated.
    """
    link = link_to_household(book)
    if link is None:
        return
    homes = _stripped(households.ids)
    named = _of(persons.carried, link.name)
    members = pl.concat([named, _of(persons.set_aside_links, link.name)]).drop_nulls()
    lonely = (~homes.is_in(members.implode())).sum()
    if lonely:
        yield Words(
            f"households without any member in the register of persons: {lonely:,};"
            f" see whether both registers write {link.name} alike",
            f"{lonely:,} 户在人员名册中没有成员；请核对两份名册的{link.labels.zh}是否一致",
        )
    known = pl.concat([homes, *map(_stripped, households.set_aside_records.get_columns())])
    strangers = (~named.drop_nulls().is_in(known.implode())).sum()
    if strangers:
        yield Words(
            f"persons whose household is not in the register of households: {strangers:,}",
            f"{strangers:,} 人所填的{link.labels.zh}不在家庭名册中",
        )


def _of(frame: pl.DataFrame, name: str) -> pl.Series:
    """The households that rows name; null where a row names none."""
    if name not in frame.columns:
        return pl.Series(dtype=pl.String)
    texts = _stripped(frame[name])
    return texts.set(texts == "", None)


def _stripped(texts: pl.Series) -> pl.Series:
    return texts.cast(pl.String).rename("").str.strip_chars()
