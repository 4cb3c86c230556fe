"""People who are not in the register yet: how many a year, of what age, from a data file.

A file is CSV in UTF-8, one line a kind of person. ``number`` (每年人数) is how many a year,
``age`` (年龄 or the age's own name) their age in full years on the day on which they come; the
other columns are a register's. A date may be written ``entry`` (进入日): the day on which they
come. The people of a year come on the first of a month, the *k*-th of *n* in month ⌊12k/n⌋ of
the year (counted from the month in which the projection begins), so that they are spread evenly
and stay whole. Nothing is paid for months before they come.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from attrs import evolve, frozen

from subsidy.dates import MONTHS_PER_YEAR, Month, Period, first_day
from subsidy.errors import Place, Problem, RegisterRefused, UsageRefused, Words, failure_words
from subsidy.money import HALF_UP_TO_FEN, round_fen
from subsidy.register.headings import plain
from subsidy.register.readers import read_register
from subsidy.register.table import People
from subsidy.rulebook.model import Age, DateFact, Rulebook

__all__ = ["Inflow", "Newcomers", "newcomers", "read_inflow"]

Column = np.ndarray[Any, Any]

_NUMBER = ("number", "每年人数")
_ENTRY = ("entry", "进入日")
_LARGEST = 1_000_000


@frozen
class Inflow:
    """Kinds of people who come every year: a whole number a year, and a register's cells."""

    name: str
    sha256: str
    numbers: tuple[int, ...]
    rows: tuple[Mapping[str, str], ...]  # as written, without the number
    lines: tuple[int, ...]

    @property
    def per_year(self) -> int:
        """How many come in a year, of all kinds."""
        return sum(self.numbers)

    def times(self, factor: Fraction) -> Inflow:
        """So many times as many of each kind, rounded to whole people, halves up."""
        numbers = tuple(int(round_fen(one * factor, HALF_UP_TO_FEN)) for one in self.numbers)
        return evolve(self, numbers=numbers)


@frozen(eq=False)
class Newcomers:
    """The people of an inflow as a register.

    ``entry`` is the month in which each row comes, ``count`` how many people it stands for.
    """

    people: People
    entry: Column
    count: Column


def read_inflow(path: str | Path) -> Inflow:
    """The inflow of a file.

    Raises:
        UsageRefused: the file cannot be read, or a number is none; all at once.
    """
    place = Place(str(path))
    try:
        content = Path(path).read_bytes()
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        number = error.errno if isinstance(error, OSError) else None
        reason = failure_words(number) if number else Words("not UTF-8", "不是 UTF-8 编码")
        message = Words(f"cannot be read: {reason.en}", f"无法读取：{reason.zh}")
        cure = Words("save it as CSV UTF-8", "请另存为 CSV UTF-8")
        raise UsageRefused(Problem("inflow-unreadable", place, message, cure)) from None
    reader = csv.DictReader(text.splitlines(), restkey="", restval="")
    heading = next((h for h in reader.fieldnames or () if h.strip() in _NUMBER), None)
    if heading is None:
        message = Words("no column says how many people a year", "没有每年人数列")
        cure = Words("add a column number", "请补充“每年人数”列")
        raise UsageRefused(Problem("inflow-headings", place, message, cure))
    numbers, rows, lines, problems = [], [], [], []
    for row in reader:
        written = (row.pop(heading) or "").strip()
        if not (written.isascii() and written.isdecimal() and int(written) <= _LARGEST):
            problems.append(_not_a_number(place, reader.line_num, heading))
            continue
        numbers.append(int(written))
        rows.append({name: cell for name, cell in row.items() if isinstance(cell, str)})
        lines.append(reader.line_num)
    if problems:
        raise UsageRefused(*problems)
    digest = hashlib.sha256(content).hexdigest()
    return Inflow(Path(path).name, digest, tuple(numbers), tuple(rows), tuple(lines))


def _not_a_number(place: Place, line: int, heading: str) -> Problem:
    message = Words("this is not a number of people a year", "不是每年人数")
    cure = Words("write a whole number such as 120", "请写整数，如 120")
    return Problem("inflow-number", Place(place.file, line, heading=heading), message, cure)


def newcomers(inflow: Inflow, book: Rulebook, since: Month, end: Month) -> Newcomers:
    """Everybody who comes from *since* until *end*.

    Raises:
        RegisterRefused: a line of the file is not a person whom the rules can judge.
    """
    template, moving = _template(inflow, book, since)
    entries = [
        (line, month, count)
        for line, number in enumerate(inflow.numbers)
        for month in range(since, end)
        if (count := _coming(number, (month - since) % MONTHS_PER_YEAR))
    ]
    of, entry, number_of = (np.array([e[n] for e in entries], np.int64) for n in range(3))
    columns = {}
    for name, values in template.columns.items():
        column = values[of]
        for line, years in moving.get(name, {}).items():
            here = np.flatnonzero(of == line)
            days = [_day(int(month), years) for month in entry[here]]
            column[here] = np.array(days, column.dtype)
        columns[name] = column
    ids = pl.Series(
        template.ids.name,
        [f"+{line + 1}-{month}" for line, month, _ in entries],
        pl.String,
    )
    people = evolve(
        template,
        ids=ids,
        columns=columns,
        carried=template.carried[of.tolist()] if template.carried.width else template.carried,
        records_read=len(entries),
    )
    return Newcomers(people, entry, number_of)


def _coming(number: int, month: int) -> int:
    """Of *number* a year, how many come in one of its months: the *k* with ⌊12k/n⌋ = month."""
    return -(-(month + 1) * number // MONTHS_PER_YEAR) - -(-month * number // MONTHS_PER_YEAR)


def _day(month: int, years: int) -> int:
    return first_day(Month(month - years * MONTHS_PER_YEAR)).toordinal()


def _template(
    inflow: Inflow, book: Rulebook, since: Month
) -> tuple[People, dict[str, dict[int, int]]]:
    """One person a line as if they came first, and which dates move with the entry, by line.

    A date that moves stands so many full years before the entry.
    """
    dates = _date_names(book)
    ages = {plain(name): age for age in book.ages.values() for name in _age_names(age)}
    moving: dict[str, dict[int, int]] = {}
    rows: list[dict[str, str]] = []
    for number, given in enumerate(inflow.rows):
        row = {book.key: f"+{number + 1}"}
        for heading, cell in given.items():
            age, fact = ages.get(plain(heading)), dates.get(plain(heading))
            years = int(cell) if age and cell.strip().isdecimal() else None
            if cell.strip() in _ENTRY and fact:
                moving.setdefault(fact, {})[number] = 0
                row[heading] = first_day(since).isoformat()
            elif age and years is not None and years <= age.highest_years:
                moving.setdefault(age.of, {})[number] = years
                row[age.of] = _iso(since, years)
            elif age:
                raise RegisterRefused(_bad_age(inflow, number, heading))
            else:
                row[heading] = cell
        rows.append(row)
    people = read_register(rows, book, Period(since, Month(since + 1)))
    if people.set_aside:
        problems = [
            Problem(
                one.code,
                Place(inflow.name, inflow.lines[one.row - 1], heading=one.column),
                one.reason,
                Words("mend this line of the inflow", "请改正该行"),
            )
            for one in people.set_aside
        ]
        raise RegisterRefused(*problems)
    return people, moving


def _iso(since: Month, years: int) -> str:
    return first_day(Month(since - years * MONTHS_PER_YEAR)).isoformat()


def _age_names(age: Age) -> tuple[str, ...]:
    return (age.name, age.labels.en, age.labels.zh, *age.headings)


def _date_names(book: Rulebook) -> dict[str, str]:
    """The date fact that each heading names."""
    return {
        plain(heading): fact.name
        for fact in book.facts.values()
        if isinstance(fact, DateFact)
        for heading in (fact.name, fact.labels.en, fact.labels.zh, *fact.headings)
    }


def _bad_age(inflow: Inflow, number: int, heading: str) -> Problem:
    message = Words("this is not an age in full years", "不是周岁年龄")
    cure = Words("write whole years such as 80", "请写整数，如 80")
    place = Place(inflow.name, inflow.lines[number], heading=heading)
    return Problem("inflow-age", place, message, cure)
