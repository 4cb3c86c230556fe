"""Life tables: probabilities of dying within a year, by age and sex, exactly as a file has them.

A file is CSV in UTF-8. Lines that begin with ``# `` say where the figures come from and are kept
as the source (``english / 中文``); lines that begin with ``##`` are remarks. The heading is ``age`` and then one column a sex, named by the words of the rules
(``male``, ``female``); a file with several tables names its columns ``TABLE.male``. Ages are
whole years without a gap; probabilities are plain decimals from 0 to 1; the last is 1, because
nobody may be left of whom nothing is known.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from attrs import evolve, frozen

from subsidy.errors import Place, Problem, UsageRefused, Words, failure_words, nearest
from subsidy.money import AmountError, read_ratio

__all__ = ["SHIPPED", "LifeTable", "read_life_table"]

SHIPPED = Path(__file__).parent / "data"

_PROBABILITY = re.compile(r"[01](\.[0-9]{1,12})?", re.ASCII)
_AGE = re.compile(r"0|[1-9][0-9]{0,2}", re.ASCII)
_SHARES = 2


@frozen
class LifeTable:
    """Probabilities of dying within a year, by sex and age in full years, and a factor on them.

    ``deaths[word][n]`` is the probability at age ``first_age + n``. The factor multiplies every
    probability below 1, up to 1; what is certain stays certain.
    """

    name: str
    source: str
    sha256: str
    first_age: int
    deaths: Mapping[str, tuple[Fraction, ...]]
    factor: Fraction = Fraction(1)

    @property
    def last_age(self) -> int:
        """The age at which death within the year is certain."""
        return self.first_age + len(next(iter(self.deaths.values()))) - 1

    def probability(self, sex: str, age: int) -> Fraction:
        """Of dying within the year of that age; ages beyond the last are as the last."""
        given = self.deaths[sex][min(age, self.last_age) - self.first_age]
        return given if given == 1 else min(Fraction(1), given * self.factor)

    def scaled(self, factor: str | Fraction) -> LifeTable:
        """The same table with its probabilities *factor* times as high (``"120%"``, ``"1.2"``).

        Raises:
            UsageRefused: the factor is not a number above 0.
        """
        times = factor if isinstance(factor, Fraction) else _factor(factor)
        return evolve(self, factor=self.factor * times)


def read_life_table(source: str | Path) -> LifeTable:
    """The life table of a file, or one that ships with the package (``"cl-2010-2013"``).

    ``/TABLE`` behind the name chooses one of several tables in a file: ``cl-2010-2013/annuity``.

    Raises:
        UsageRefused: every fault of the file at once, by line.
    """
    path, chosen = _find(str(source))
    place = Place(path.name if path.parent == SHIPPED else str(path))
    notes, rows = _rows(path, place)
    problems: list[Problem] = []
    tables = _tables(rows, place, problems)
    chosen = _choose(chosen, tables, place, problems)
    if problems:
        raise UsageRefused(*problems)
    ages = [int(row[0]) for _, row in rows[1:]]
    columns = {
        sex: tuple(Fraction(row[column]) for _, row in rows[1:])
        for sex, column in tables[chosen].items()
    }
    name = f"{path.stem}/{chosen}" if chosen else path.stem
    digest = _sha256(path)
    return LifeTable(name, " ".join(notes), digest, ages[0], columns)


def _factor(text: str) -> Fraction:
    try:
        found = read_ratio(text)
    except AmountError:
        found = Fraction(0)
    if found <= 0:
        message = Words(f"{text} is not a factor", f"{text} 不是倍数")
        cure = Words(
            "write a number above 0, such as 1.2 or 120%", "请写大于 0 的数，如 1.2 或 120%"
        )
        raise UsageRefused(Problem("mortality-factor", Place("mortality"), message, cure, text))
    return found


def _find(source: str) -> tuple[Path, str]:
    """The file, and the table asked for behind it."""
    path = Path(source)
    if path.is_file():
        return path, ""
    shipped = {known.stem: known for known in sorted(SHIPPED.glob("*.csv"))}
    before, _, table = source.rpartition("/")
    for name, chosen in ((source, ""), (before, table)):
        if name in shipped:
            return shipped[name], chosen
    if before and Path(before).is_file():
        return Path(before), table
    message = Words("there is no such life table", "没有这个生命表")
    listed = ", ".join(shipped)
    cure = Words(
        f"name a CSV file, or one that ships with the package: {listed}",
        f"请指定 CSV 文件，或随程序提供的：{listed}",
    )
    raise UsageRefused(Problem("life-table-missing", Place(source), message, cure))


def _rows(path: Path, place: Place) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The lines of source, and the other lines with their numbers, cut into cells."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        number = error.errno if isinstance(error, OSError) else None
        reason = failure_words(number) if number else Words("not UTF-8", "不是 UTF-8 编码")
        message = Words(f"cannot be read: {reason.en}", f"无法读取：{reason.zh}")
        cure = Words("save it as CSV UTF-8", "请另存为 CSV UTF-8")
        raise UsageRefused(Problem("life-table-unreadable", place, message, cure)) from None
    notes = [line.lstrip("# ").strip() for line in lines if line.startswith("# ")]
    rows = [
        (number, [cell.strip() for cell in next(csv.reader([line]))])
        for number, line in enumerate(lines, start=1)
        if line.strip() and not line.startswith("#")
    ]
    return notes, rows


def _tables(
    rows: list[tuple[int, list[str]]], place: Place, problems: list[Problem]
) -> dict[str, dict[str, int]]:
    """The columns of each table by sex; notes every fault of headings and cells."""
    if not rows or rows[0][1][0] != "age" or len(rows[0][1]) < _SHARES:
        message = Words("the first line is not age, and a column a sex", "首行应为 age 及各性别列")
        cure = Words("write age,male,female", "请写 age,male,female")
        problems.append(Problem("life-table-headings", _at(place, rows), message, cure))
        return {}
    headings = rows[0][1]
    if len(set(headings)) < len(headings):
        message = Words("two columns have the same heading", "有两列标题相同")
        cure = Words("give each column its own heading", "请使各列标题不同")
        problems.append(Problem("life-table-headings", _at(place, rows), message, cure))
    _check_ages(rows[1:], place, problems)
    for line, row in rows[1:]:
        _check_cells(headings, row, Place(place.file, line), problems)
    if len(rows) > 1 and not problems:
        _check_last(headings, rows[-1], place, problems)
    tables: dict[str, dict[str, int]] = {}
    for column, heading in enumerate(headings[1:], start=1):
        table, _, sex = heading.rpartition(".")
        tables.setdefault(table, {})[sex] = column
    return tables


def _at(place: Place, rows: list[tuple[int, list[str]]]) -> Place:
    return Place(place.file, rows[0][0]) if rows else place


def _check_ages(rows: list[tuple[int, list[str]]], place: Place, problems: list[Problem]) -> None:
    expected: int | None = None
    if not rows:
        message = Words("there are no ages", "没有年龄行")
        cure = Words("write one line an age", "请每个年龄写一行")
        problems.append(Problem("life-table-empty", place, message, cure))
    for line, row in rows:
        here = Place(place.file, line)
        if not _AGE.fullmatch(row[0]):
            message = Words("this is not an age in full years", "不是周岁年龄")
            cure = Words("write whole years such as 80", "请写整数，如 80")
            problems.append(Problem("life-table-age", here, message, cure, row[0]))
            expected = None
            continue
        age = int(row[0])
        if expected is not None and age != expected:
            message = Words(
                f"age {age} follows age {expected - 1}", f"{expected - 1} 岁之后是 {age} 岁"
            )
            cure = Words(f"give age {expected} a line here", f"此处应为 {expected} 岁")
            problems.append(Problem("life-table-gap", here, message, cure, row[0]))
        expected = age + 1


def _check_cells(headings: list[str], row: list[str], here: Place, problems: list[Problem]) -> None:
    if len(row) != len(headings):
        message = Words(
            f"{len(row)} cells under {len(headings)} headings",
            f"有 {len(row)} 个单元格，标题有 {len(headings)} 个",
        )
        cure = Words("give every column one cell", "请使每列恰有一个单元格")
        problems.append(Problem("life-table-width", here, message, cure))
        return
    for heading, cell in zip(headings[1:], row[1:], strict=True):
        if _PROBABILITY.fullmatch(cell) and Fraction(cell) <= 1:
            continue
        message = Words("this is not a probability", "不是概率")
        cure = Words("write a decimal from 0 to 1, such as 0.012", "请写 0 到 1 的小数，如 0.012")
        where = Place(here.file, here.line, heading=heading)
        problems.append(Problem("life-table-probability", where, message, cure, cell))


def _check_last(
    headings: list[str], last: tuple[int, list[str]], place: Place, problems: list[Problem]
) -> None:
    line, row = last
    for heading, cell in zip(headings[1:], row[1:], strict=True):
        if Fraction(cell) == 1:
            continue
        message = Words(
            "the last age leaves people alive of whom nothing is known",
            "最末年龄之后的情况未知",
        )
        cure = Words("end the table with a probability of 1", "请以概率 1 结束")
        where = Place(place.file, line, heading=heading)
        problems.append(Problem("life-table-end", where, message, cure, cell))


def _choose(
    chosen: str, tables: Mapping[str, object], place: Place, problems: list[Problem]
) -> str:
    if chosen in tables or not tables:
        return chosen
    if not chosen and len(tables) == 1:
        return next(iter(tables))
    known = list(tables)
    listed = ", ".join(known)
    near = nearest(chosen, known) if chosen else None
    message = (
        Words(f"there is no table {chosen} in it", f"其中没有表 {chosen}")
        if chosen
        else Words("this file holds several tables", "该文件含多个表")
    )
    write = f"{Path(place.file).stem}/{near or known[0]}"
    cure = Words(f"write {write}; there are: {listed}", f"请写 {write}；可用：{listed}")
    problems.append(Problem("life-table-choice", place, message, cure, chosen))
    return chosen


def _sha256(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()
