"""Aligned tables of text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from subsidy.report.language import display_width, pad_left, pad_right

__all__ = ["align", "one_line", "shorten"]

_GAP = "  "


def align(
    headings: Sequence[str], rows: Iterable[Sequence[str]], right: frozenset[int] = frozenset()
) -> list[str]:
    """Lines of a table; the columns in *right* stand flush right. A rule under the headings."""
    cells = [[one_line(cell) for cell in row] for row in [headings, *rows]]
    widths = [max(map(display_width, column)) for column in zip(*cells, strict=True)]
    lines = [_line(row, widths, right) for row in cells]
    return [lines[0], _GAP.join("-" * width for width in widths), *lines[1:]]


def one_line(text: str) -> str:
    """Text without line ends or control characters, so that no value can disturb a screen."""
    if text.isprintable():
        return text
    return "".join(
        " " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text
    )


def shorten(text: str, width: int) -> str:
    """The text, cut with … where it takes more than *width* columns."""
    if display_width(text) <= width:
        return text
    while display_width(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _line(row: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> str:
    padded = [
        pad_left(cell, width) if number in right else pad_right(cell, width)
        for number, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return _GAP.join(padded).rstrip()
