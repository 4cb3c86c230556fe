"""Which records of a text file hold the headings, and whether the separator is the right one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from subsidy.errors import Place, Words
from subsidy.register.heading_rows import below_groups, identifies, looks_like_people
from subsidy.register.refusing import refuse
from subsidy.register.roster_map import SEPARATORS, FileForm
from subsidy.register.workbooks.other_tables import people_above
from subsidy.register.workbooks.refusals import refuse_people_outside, refuse_unidentified
from subsidy.register.workbooks.vocabulary import Vocabulary

__all__ = ["Head", "find_head", "read_fields"]

_OURS = "set_aside_"
_LOOKED_AT = 1000  # fields of a record: one with more is refused
_MOST_ROWS = 3  # of headings
_ENOUGH = 2  # headings that are known: no title holds as many


def read_fields(text: str, separator: str) -> tuple[str, ...]:
    """The fields of one record; its text as one field where the quotes are not those of CSV."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator))
    except csv.Error:
        return (text,)
    return tuple(rows[0]) if len(rows) == 1 else (text,)


@frozen
class Head:
    """The headings of a text file: records *first* to *last*, from 0, and what they say together."""

    first: int
    last: int
    headings: tuple[str, ...]

    def records(self) -> range:
        """The numbers of its records."""
        return range(self.first, self.last + 1)

    def texts(self, records: Iterable[str], separator: str) -> Iterator[str]:
        """Its records as they stand; those wider than the headings without what stands beyond."""
        width = len(self.headings)
        for text in records:
            fields = read_fields(text, separator)
            if len(fields) <= width:
                yield text
                continue
            shortened = io.StringIO(newline="")
            csv.writer(shortened, delimiter=separator, lineterminator="").writerow(fields[:width])
            yield shortened.getvalue()


def find_head(
    texts: Sequence[str],
    lines: Sequence[int],
    form: FileForm,
    vocabulary: Vocabulary,
    place: Place,
) -> Head:
    """The headings among the first records, in one record or in up to three below one another.

    The first record if it has a known heading; else the first with two; else the first. One that
    tells who somebody is goes before one that does not: above it a summary may stand. A file
    that would have known headings under another separator is refused, never read so silently.

    Raises:
        RegisterRefused: another separator; no record on the line that is declared; a person, or
            a table that may list people, above the headings.
    """
    separator = form.separator or ","
    rows = [read_fields(text, separator) for text in texts]
    if texts[0].lstrip("\ufeff").startswith(_OURS):  # rows set aside, fed again: no titles above
        return Head(0, 0, rows[0])
    declared = None if form.header_row is None else _declared(lines, form.header_row, place)
    head = _head(rows, declared, form.heading_rows, vocabulary)
    if head is None:
        _check_separators(texts, lines, separator, vocabulary, place)
        return Head(0, 0, rows[0])
    person = looks_like_people(rows[: head.first])
    if person is not None:
        here = evolve(place, line=int(lines[person]))
        refuse_people_outside(here, vocabulary.wanted, is_above=True)
    listed = people_above(rows[: head.first], vocabulary) if declared is None else None
    if listed is not None:
        here = evolve(place, line=int(lines[listed]))
        refuse_unidentified(here, [text for text in rows[listed] if text.strip()])
    return head


def _head(
    rows: Sequence[tuple[str, ...]], declared: int | None, most: int | None, vocabulary: Vocabulary
) -> Head | None:
    """The headings on the row that is declared, else on the first row that has known ones."""
    fewest = 1
    of_nobody: Head | None = None
    for number in range(len(rows)) if declared is None else (declared,):
        head = _from(rows, number, most, vocabulary)
        known = _known(head.headings, vocabulary)
        if declared is not None or (known >= fewest and identifies(head.headings, vocabulary)):
            return head
        of_nobody = of_nobody or (head if known >= fewest else None)
        fewest = _ENOUGH
    return of_nobody


def _from(
    rows: Sequence[tuple[str, ...]], first: int, most: int | None, vocabulary: Vocabulary
) -> Head:
    """The headings that begin on a row, with the rows below that belong to them."""
    last, headings = first, rows[first]
    for row in rows[first + 1 : first + (most or _MOST_ROWS)]:
        width = max(len(row), len(headings))
        if width > _LOOKED_AT:
            break
        above, below = (_padded(each, width) for each in (headings, row))
        joined = below_groups(above, below, vocabulary)
        if joined is None:
            break
        last, headings = last + 1, joined
    return Head(first, last, headings)


def _padded(row: Sequence[str], width: int) -> tuple[str, ...]:
    return (*(field.strip() for field in row), *[""] * (width - len(row)))


def _known(headings: Sequence[str], vocabulary: Vocabulary) -> int:
    return sum(map(vocabulary.knows, headings[:_LOOKED_AT]))


def _check_separators(
    texts: Sequence[str],
    lines: Sequence[int],
    separator: str,
    vocabulary: Vocabulary,
    place: Place,
) -> None:
    for name, other in SEPARATORS.items():
        rows = [read_fields(text, other) for text in texts] if other != separator else []
        found = _head(rows, None, 1, vocabulary)
        if found is not None:
            _refuse_separator(name, separator, evolve(place, line=int(lines[found.first])))


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
