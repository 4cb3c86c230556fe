"""The rows set aside, as frames: why, and what they said."""

from __future__ import annotations

import polars as pl

from subsidy.register.table import People

__all__ = ["quarantine_frame", "set_aside_frame"]

_SCHEMA = {
    "row": pl.Int64,
    "line": pl.Int64,
    "sheet": pl.String,
    "column": pl.String,
    "code": pl.String,
    "reason": pl.String,
}


def set_aside_frame(people: People, language: str = "en") -> pl.DataFrame:
    """One line a row and reason: row, line, sheet, column, code, reason. No value of a row."""
    entries = people.set_aside
    columns = {
        "row": [entry.row for entry in entries],
        "line": [entry.line for entry in entries],
        "sheet": [entry.sheet for entry in entries],
        "column": [entry.column for entry in entries],
        "code": [entry.code for entry in entries],
        "reason": [entry.reason.in_language(language) for entry in entries],
    }
    return pl.DataFrame(columns, schema=_SCHEMA)


def quarantine_frame(people: People, language: str = "en") -> pl.DataFrame:
    """One line a row set aside: its reasons joined, then what the source said, as text.

    **Holds personal data**: for the file that the caller asked for, and nothing else. The
    columns about the row are named ``set_aside_…``; the others are the source's headings.
    """
    reasons = (
        set_aside_frame(people, language)
        .group_by("row", maintain_order=True)
        .agg(
            pl.col("line", "sheet").first(),
            pl.col("column").filter(pl.col("column") != "").unique(maintain_order=True).str.join("; "),
            pl.col("code", "reason").str.join("; "),
        )
        .rename(lambda name: f"set_aside_{name}")
    )  # fmt: skip
    read = people.set_aside_records
    if "record" not in read.columns:
        return reasons
    ours = ("record", "text")
    theirs = [n for n in read.columns if n not in ours and not n.startswith("set_aside_")]
    renamed = read.select(
        pl.col("record").alias("set_aside_row"),
        *[pl.col("text").alias("set_aside_text") for _ in ("text",) if "text" in read.columns],
        *theirs,
    )
    return reasons.join(renamed, on="set_aside_row", how="left", maintain_order="left")
