"""What is told of the lines of a text that was read all the same."""

from __future__ import annotations

from typing import Any

import numpy as np

from subsidy.errors import Words
from subsidy.register.tallies import rows_named, tally

__all__ = ["record_warnings"]

_LINES_NAMED = 6


def record_warnings(
    blank: int, spare: np.ndarray[Any, Any], *, ends_its_last_line: bool
) -> tuple[Words, ...]:
    """Warnings of so many empty lines, of lines with separators to spare, and of a cut last line."""
    warnings: list[Words] = []
    if blank:
        warnings.append(tally("blank", blank, (), _blank_words))
    if len(spare):
        warnings.append(tally("spare", len(spare), spare[:_LINES_NAMED].tolist(), _spare_words))
    if not ends_its_last_line:
        warnings.append(
            Words(
                "the last line has no line ending: was the file cut short?",
                "最后一行没有换行符：文件是否被截断？",
            )
        )
    return tuple(warnings)


def _blank_words(count: int, _rows: tuple[int, ...]) -> Words:
    return Words(f"{count} empty lines were skipped", f"跳过 {count} 个空行")


def _spare_words(count: int, rows: tuple[int, ...]) -> Words:
    named = rows_named(rows)
    return Words(
        f"{count} rows end in separators with nothing behind them; they are read (row {named})",
        f"{count} 行末尾有多余的空字段，照常读取（第 {named} 行）",
    )
