"""CSV that people open in an office program: no cell of it may run, none may lose digits.

Such a program takes a cell that begins with ``=`` for a formula, though it is quoted, and drops
digits of an identity number from the sixteenth on. A leading apostrophe stops both (OWASP ASVS
5.0, 1.2.10). Numbers such as ``-100.00`` are no formulas and stay as they are.
"""

from __future__ import annotations

import re

import polars as pl

__all__ = ["guard_formulas", "guarded", "kept_as_text"]

_FORMULA = r"^\s*[=+\-@\x00＝＋－＠].|^[\t\r\n]"
_NUMBER = r"^[+-]?[0-9][0-9,]*(\.[0-9]+)?$|^.$"
_LOSES_DIGITS = re.compile(r"[0-9]{12,}|0[0-9]+")
_RUNS, _IS_NUMBER = re.compile(_FORMULA, re.DOTALL), re.compile(_NUMBER)


def guarded(text: str) -> str:
    """The text, with an apostrophe before it where an office program would run it.

    >>> guarded("=1+1"), guarded("-100.00"), guarded("石峰")
    ("'=1+1", '-100.00', '石峰')
    """
    return f"'{text}" if _RUNS.match(text) and not _IS_NUMBER.match(text) else text


def kept_as_text(text: str) -> str:
    """As :func:`guarded`; digits that would be lost, and a leading apostrophe, too.

    Taking one leading apostrophe away gives the text back.

    >>> kept_as_text("430204193308150019"), kept_as_text("007")
    ("'430204193308150019", "'007")
    """
    if text.startswith("'") or _LOSES_DIGITS.fullmatch(text):
        return f"'{text}"
    return guarded(text)


def guard_formulas(frame: pl.DataFrame) -> pl.DataFrame:
    """Every text and heading of a frame :func:`guarded`."""
    runs = pl.col(pl.String).str.contains(f"(?s){_FORMULA}")
    is_number = pl.col(pl.String).str.contains(_NUMBER)
    text = pl.when(runs & ~is_number).then("'" + pl.col(pl.String)).otherwise(pl.col(pl.String))
    return frame.with_columns(text.name.keep()).rename(guarded)
