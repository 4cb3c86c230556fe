"""Which record of a text file holds the headings, and whether the separator is the right one."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from attrs import evolve

from subsidy.errors import Place, Words
from subsidy.register.roster_map import SEPARATORS, FileForm
from subsidy.register.source import refuse

__all__ = ["find_head", "read_fields"]

_OURS = "set_aside_"
_LOOKED_AT = 1000  # fields of a record: one with more is refused
_ENOUGH = 2  # headings that are known: no title holds as many


def read_fields(text: str, separator: str) -> tuple[str, ...]:
    """The fields of one record; its text as one field where the quotes are not those of CSV."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator))
    except csv.Error:
        return (text,)
    return tuple(rows[0]) if len(rows) == 1 else (text,)


def find_head(
    texts: Sequence[str],
    lines: Sequence[int],
    form: FileForm,
    recognises: Callable[[str], bool],
    place: Place,
) -> int:
    """The number, from 0, of the record of headings among the first ones.

    The first record if it has a known heading; else the first with two; else the first. A file
    that would have known headings under another separator is refused, never read so silently.

    Raises:
        RegisterRefused: another separator; no record on the line that is declared.
    """
    if texts[0].lstrip("\ufeff").startswith(_OURS):  # rows set aside, fed again: no titles above
        return 0
    if form.header_row is not None:
        return _declared(lines, form.header_row, place)
    separator = form.separator or ","
    head = _known_head(texts, separator, recognises)
    if head is not None:
        return head
    for name, other in SEPARATORS.items():
        found = _known_head(texts, other, recognises) if other != separator else None
        if found is not None:
            _refuse_separator(name, separator, evolve(place, line=int(lines[found])))
    return 0


def _known_head(
    texts: Sequence[str], separator: str, recognises: Callable[[str], bool]
) -> int | None:
    fewest = 1
    for number, text in enumerate(texts):
        known = sum(recognises(field) for field in read_fields(text, separator)[:_LOOKED_AT])
        if known >= fewest:
            return number
        fewest = _ENOUGH
    return None


def _declared(lines: Sequence[int], row: int, place: Place) -> int:
    if row in lines:
        return list(lines).index(row)
    return refuse(
        "header-row",
        place,
        Words(f"no record begins on line {row}, where the headings are declared", f"声明的标题行第 {row} 行没有记录"),
        Words("correct header_row", "请更正 header_row"),
    )  # fmt: skip


def _refuse_separator(name: str, separator: str, place: Place) -> None:
    given = next(known for known, sign in SEPARATORS.items() if sign == separator)
    refuse(
        "separator",
        place,
        Words(
            f"the headings are separated by {name}, not by {given}",
            f"标题以 {name} 分隔，而不是 {given}",
        ),
        Words(f"add --separator {name}", f"请加 --separator {name}"),
    )
