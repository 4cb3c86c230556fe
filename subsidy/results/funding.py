"""Who bears the cost: shares of each scheme's month by payer, to the fen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from subsidy.dates import Month, read_month
from subsidy.money import FEN_PER_YUAN, Mode, Rounding, round_fen
from subsidy.results.frames import AMOUNT, yuan
from subsidy.rulebook.model import Funding, FundingVersion, Rulebook

__all__ = ["PAYER", "funded"]

PAYER = "payer"
NOT_STATED = ""
_DOWN = Rounding(Mode.DOWN)


def funded(book: Rulebook, totals: pl.DataFrame, wanted: list[str]) -> pl.DataFrame:
    """Totals by scheme, month and more, split by who bears them, then summed by *wanted*.

    Every cell of *totals* is split on its own; what rounding down leaves is borne by the payer
    that the scheme names for remainders, so that nobody is charged below zero.
    """
    told = {scheme.name: scheme.funding for scheme in book.schemes}
    rows = [part for row in totals.to_dicts() for part in _split(told, row)]
    columns = [name for name in totals.columns if name in wanted]
    schema = dict.fromkeys([*columns, PAYER], pl.String)
    texts = pl.DataFrame([row[0] for row in rows], schema=schema, orient="row")
    parts = texts.with_columns(yuan("amount", [row[1] for row in rows]))
    if not wanted:
        return parts.select(pl.col("amount").sum().cast(AMOUNT))
    every = parts.group_by(wanted).agg(pl.col("amount").sum().cast(AMOUNT))
    return every.select(*wanted, "amount").sort(wanted, nulls_last=True)


def _split(
    told: Mapping[str, Funding | None], row: dict[str, object]
) -> Iterator[tuple[dict[str, object], int]]:
    fen = int(row["amount"] * FEN_PER_YUAN)  # type: ignore[operator]
    funding = told.get(str(row["scheme"]))
    for payer, part in _shares(funding, read_month(str(row["month"])), fen):
        yield {**row, PAYER: payer}, part


def _shares(funding: Funding | None, month: Month, fen: int) -> Iterator[tuple[str, int]]:
    version = _in_force(funding, month)
    if funding is None or version is None:
        yield NOT_STATED, fen
        return
    left = fen
    for payer, share in version.shares.items():
        if payer != funding.remainder_to:
            part = round_fen(share * fen, _DOWN)
            left -= part
            yield payer, part
    yield funding.remainder_to, left


def _in_force(funding: Funding | None, month: Month) -> FundingVersion | None:
    begun = [one for one in funding.versions if one.from_month <= month] if funding else []
    return max(begun, key=lambda one: one.from_month, default=None)
