"""What an odd or bad file is: a name, how to build it, and exactly what must come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import field, frozen

__all__ = ["Expected", "OddFile"]


@frozen
class Expected:
    """The whole outcome of reading one file.

    Refused: ``refused`` holds the problem codes, sorted; all else stays empty. Read: ``ids``
    are the keys of those who can be calculated, in order; ``facts`` some of their columns as
    text by heading name of the fact; ``set_aside`` holds (row of the file or sheet, code),
    sorted; ``non_data`` counts the recognised rows that are no records, by kind; ``warnings``
    are pieces of English text, each of which must stand in one warning, and as many warnings as
    pieces there must be.
    """

    ids: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    set_aside: tuple[tuple[int, str], ...] = ()
    non_data: Mapping[str, int] = field(factory=dict)
    warnings: tuple[str, ...] = ()
    facts: Mapping[str, tuple[str | None, ...]] = field(factory=dict)
    encoding: str | None = None  # to be named when the file is read
    sheet: str | None = None  # to be asked for when the file is read


@frozen
class OddFile:
    """One file of the corpus.

    ``name`` says what is odd, with the ending of the file (``two-title-rows.xlsx``); ``build``
    gives the bytes, the same ones each time; ``expected`` is the exact outcome.
    """

    name: str
    build: Callable[[], bytes]
    expected: Expected
