"""Columns of which one look at all texts in a row proves that nothing in them needs a closer one."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

__all__ = ["are_plain", "are_whole_numbers", "may_hold"]

_ROWS_AT_ONCE = 1 << 16


def are_plain(texts: pl.Series) -> bool:
    """Whether all texts are letters and digits of ASCII; none is empty, null may be."""
    return _none_empty(texts) and all(content.isalnum() for content in _joined(texts))


def are_whole_numbers(texts: pl.Series) -> bool:
    """Whether all texts are digits; none is empty, null may be."""
    return _none_empty(texts) and all(content.isdigit() for content in _joined(texts))


def may_hold(texts: pl.Series, *words: str) -> bool:
    """Whether one of some lower-case words could stand in a text, in any case.

    It is found across two texts, too: then there is a closer look that finds nothing.
    """
    looked_for = [word.encode() for word in words]
    return any(word in content.lower() for content in _joined(texts) for word in looked_for)


def _none_empty(texts: pl.Series) -> bool:
    return texts.str.len_bytes().min() != 0


def _joined(texts: pl.Series) -> Iterator[bytes]:
    """The bytes of some thousands of texts at a time, so that the first odd ones end the look."""
    for start in range(0, len(texts), _ROWS_AT_ONCE):
        content = texts.slice(start, _ROWS_AT_ONCE).str.join("").item()
        if content:
            yield content.encode()
