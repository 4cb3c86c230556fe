"""Writers: a view of a result as CSV, JSON, Parquet or a workbook, as bytes of an open file."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from subsidy.errors import Words
from subsidy.results.answer import Answer
from subsidy.results.funding import PAYER
from subsidy.results.guarding import guard_formulas
from subsidy.results.parquet_frames import ROW_GROUP, write_parquet_frames
from subsidy.results.result import Result
from subsidy.results.totals_json import envelope, totals_json
from subsidy.results.workbook import fill_sheet, new_workbook, refuse_too_many_rows

__all__ = [
    "DETAILS",
    "FORMATS",
    "fill_contract_sheets",
    "frame_of",
    "write_csv_rows",
    "write_frame",
    "write_frames",
    "write_json_totals",
    "write_marked_csv",
    "write_result",
    "write_workbook",
]

DETAILS = ("totals", "annual", "monthly", "spells", "funding")
FORMATS = ("table", "json", "csv", "parquet", "xlsx")

_SHEETS = (
    Words("results", "结果"),
    Words("undetermined", "待核"),
    Words("set aside", "搁置"),
)
_ROWS_AT_ONCE = 100_000


def frame_of(result: Result, detail: str) -> pl.DataFrame:
    """The view of that name."""
    views: dict[str, Callable[[], pl.DataFrame]] = {
        "totals": result.totals,
        "annual": result.annual,
        "monthly": result.monthly,
        "spells": result.spells,
        "funding": lambda: result.funding(("scheme", PAYER)),
    }
    return views[detail]()


def write_result(
    result: Result, detail: str, format_: str, file: BinaryIO, folder: Path | None
) -> None:
    """Write one view in one format.

    *folder* is a private place for temporary files; without one a workbook is built in memory.

    Raises:
        OutputRefused: more rows than a sheet holds.
    """
    if format_ == "json":
        _write_json(result, detail, file)
    elif format_ == "csv" and detail == "monthly":
        _write_csv(result.monthly_batches(), file)
    elif format_ == "xlsx":
        write_workbook(result, detail, file, folder)
    else:
        write_frame(frame_of(result, detail), format_, file, folder)


def write_workbook(
    result: Result, detail: str, file: BinaryIO, folder: Path | None, language: str = "en"
) -> None:
    """Write one view as a workbook, with what it does not hold on two more sheets.

    The second sheet has the months that are undetermined, the third the rows set aside (row,
    column and reason; none of their values). *language* is that of the names of the sheets.

    Raises:
        OutputRefused: more rows than a sheet holds.
    """
    with new_workbook(file, folder) as workbook:
        fill_contract_sheets(workbook, result, detail, language)


def write_frame(frame: pl.DataFrame, format_: str, file: BinaryIO, folder: Path | None) -> None:
    """Write a frame as ``csv``, ``parquet`` or ``xlsx``."""
    if format_ == "xlsx":
        with new_workbook(file, folder) as workbook:
            _fill_sheets(workbook, {None: frame})
    elif format_ == "parquet":
        _write_parquet(frame, file)
    else:
        _write_csv(iter([frame]), file)


def write_frames(frames: Iterator[pl.DataFrame], format_: str, file: BinaryIO) -> None:
    """Write one table that comes in frames, at least one, as ``csv`` or ``parquet``.

    The bytes are those of the frames in one.
    """
    if format_ == "parquet":
        write_parquet_frames(frames, file)
    else:
        _write_csv(frames, file)


def write_csv_rows(frame: pl.DataFrame, file: BinaryIO) -> None:
    """The rows of a frame as CSV, without headings."""
    parts = frame.with_columns(pl.col(pl.String).replace("", None)).iter_slices(_ROWS_AT_ONCE)
    file.writelines(part.write_csv(include_header=False).encode() for part in parts)


def write_marked_csv(frame: pl.DataFrame, file: BinaryIO, folder: Path | None) -> None:
    """CSV for people: with a byte order mark, by which office programs know UTF-8; runs nothing."""
    file.write(codecs.BOM_UTF8)
    write_frame(guard_formulas(frame), "csv", file, folder)


def _write_csv(frames: Iterator[pl.DataFrame], file: BinaryIO) -> None:
    """UTF-8 without a mark, one heading, lines end in a line feed; empty text is an empty cell."""
    for number, frame in enumerate(frames):
        if number == 0:
            file.write(frame.clear().write_csv().encode())
        write_csv_rows(frame, file)


def write_json_totals(answer: Answer, file: BinaryIO) -> None:
    """Write totals as JSON, by the contract of :func:`totals_json`."""
    text = json.dumps(totals_json(answer), ensure_ascii=False, indent=2)
    file.write(text.encode() + b"\n")


def _write_json(result: Result, detail: str, file: BinaryIO) -> None:
    if detail == "totals":
        write_json_totals(result, file)
        return
    frame = frame_of(result, detail).with_columns(pl.col("amount").cast(pl.String))
    head, _, tail = json.dumps(envelope(result, detail, []), ensure_ascii=False).partition(
        f'"{detail}": []'
    )
    rows = frame.write_json()
    file.write(f'{head}"{detail}": {rows}{tail}\n'.encode())


def _write_parquet(frame: pl.DataFrame, file: BinaryIO) -> None:
    """Through memory, so that a full disk is an error of the file and not of the library."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, row_group_size=ROW_GROUP)
    file.write(buffer.getbuffer())


def fill_contract_sheets(workbook: Any, result: Result, detail: str, language: str) -> None:
    """The view and, in every detail, what it does not hold; columns as in every other format.

    Raises:
        OutputRefused: more rows than a sheet holds.
    """
    names = [sheet.in_language(language) for sheet in _SHEETS]
    aside = result.set_aside().select("row", "column", "reason", "reason_zh", "unit")
    frames = (frame_of(result, detail), result.undetermined(), aside)
    _fill_sheets(workbook, dict(zip(names, frames, strict=True)))


def _fill_sheets(workbook: Any, frames: Mapping[str | None, pl.DataFrame]) -> None:
    """Text stays text, whatever it looks like; amounts are numbers with two decimals."""
    refuse_too_many_rows(max(len(frame) for frame in frames.values()))
    bold, yuan = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "0.00"})
    for name, frame in frames.items():
        fill_sheet(workbook.add_worksheet(name), frame, bold, yuan)
