"""What is said of a workbook that was read: nothing that was done to it goes unsaid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from subsidy.errors import Words
from subsidy.register.totals_rows import RowKind
from subsidy.register.workbooks.control_sums import Difference
from subsidy.register.workbooks.roster import Roster

__all__ = ["warnings_of"]

_FULL = (65_536, 1_048_576)


def warnings_of(
    rosters: Sequence[Roster], ignored: Sequence[str], differences: Sequence[Difference]
) -> tuple[Words, ...]:
    """Sheets left out, rows skipped or hidden, cells filled or read as days, totals that differ."""
    found = [*_sheets(rosters, ignored)]
    for roster in rosters:
        found.extend(_of_sheet(roster))
    return (*found, *map(_difference, differences))


def _sheets(rosters: Sequence[Roster], ignored: Sequence[str]) -> Iterable[Words]:
    if not ignored:
        return
    read, others = ", ".join(r.grid.name for r in rosters), ", ".join(ignored)
    yield Words(
        f"read: {read}; sheets not read, as they are not asked for or have no headings of people: {others}",
        f"已读取工作表：{read}；未指定或没有人员标题行、未读取的工作表：{others}",
    )


def _of_sheet(roster: Roster) -> Iterable[Words]:
    name = roster.grid.name
    blank = sum(kind is RowKind.BLANK for kind in roster.kinds.values())
    if blank:
        yield Words(f"{blank} empty rows were skipped", f"跳过 {blank} 个空行")
    hidden = sum(r + roster.grid.first_row in roster.grid.marks.hidden_rows for r in roster.people)
    if hidden:
        yield Words(
            f"sheet {name}: {hidden} hidden rows are people too and are read",
            f"工作表“{name}”：有 {hidden} 个隐藏行，同样按人员读取",
        )
    if roster.filled:
        yield Words(
            f"sheet {name}: {roster.filled} cells were filled from merged cells above them",
            f"工作表“{name}”：{roster.filled} 个单元格按其上方的合并单元格填充",
        )
    if roster.serials:
        yield Words(
            f"sheet {name}: {roster.serials} plain numbers in columns of days are read as days",
            f"工作表“{name}”：日期列中的 {roster.serials} 个数值按日期序号读取",
        )
    if roster.grid.merged is None:
        yield Words(
            f"sheet {name}: this kind of file does not tell merged cells and hidden rows",
            f"工作表“{name}”：该文件类型无法得知合并单元格和隐藏行",
        )
    for one in roster.others:
        first, last = roster.grid.row_number(one.first), roster.grid.row_number(one.last)
        shown = ", ".join(one.headings)
        yield Words(
            f"sheet {name}, rows {first} to {last}: a table that counts people ({shown}) is not read",
            f"工作表“{name}”第 {first} 至 {last} 行：汇总表（{shown}），未读取",
        )
    yield from _completeness(roster)


def _completeness(roster: Roster) -> Iterable[Words]:
    name, marks = roster.grid.name, roster.grid.marks
    if roster.grid.first_row + len(roster.grid.rows) in _FULL:
        yield Words(
            f"sheet {name} is full to the last row: was it cut?",
            f"工作表“{name}”已满至最后一行：是否被截断？",
        )
    filled = sum(any(cell != "" for cell in row) for row in roster.grid.rows)
    if marks.valued_rows is not None and marks.valued_rows != filled:
        yield Words(
            f"sheet {name}: the file has {marks.valued_rows} rows with values, {filled} were read;"
            " the others hold errors or empty texts",
            f"工作表“{name}”：文件中有值的行为 {marks.valued_rows}，读入 {filled}；其余为错误值或空文本",
        )


def _difference(one: Difference) -> Words:
    return Words(
        f"sheet {one.sheet}, row {one.row}, {one.heading}: the total says {one.stated:f},"
        f" the rows come to {one.computed:f}",
        f"工作表“{one.sheet}”第 {one.row} 行“{one.heading}”：合计写为 {one.stated:f}，"
        f"各行相加为 {one.computed:f}",
    )
