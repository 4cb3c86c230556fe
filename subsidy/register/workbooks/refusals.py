"""Why a workbook is not read, one function a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from subsidy.errors import Place, Words
from subsidy.register.refusing import refuse

__all__ = [
    "refuse_empty",
    "refuse_full_of_both",
    "refuse_hidden",
    "refuse_no_fact",
    "refuse_no_headings",
    "refuse_other_headings",
    "refuse_people_outside",
    "refuse_second_table",
    "refuse_unknown_sheet",
]


def refuse_empty(place: Place) -> NoReturn:
    """No sheet has a cell."""
    refuse("empty-file", place, Words("the workbook is empty", "工作簿为空"))


def refuse_unknown_sheet(unknown: list[str], names: list[str], place: Place) -> NoReturn:
    """A sheet was asked for that is not there."""
    asked, there = _listed(unknown), _listed(names)
    refuse(
        "unknown-sheet",
        place,
        Words(f"there is no sheet {asked.en}", f"没有工作表“{asked.zh}”"),
        Words(f"the sheets with content are: {there.en}", f"有内容的工作表：{there.zh}"),
        asked.en,
    )


def refuse_no_headings(names: Sequence[str], wanted: Sequence[str], place: Place) -> NoReturn:
    """No row of headings was found in any of these sheets."""
    shown = _listed(names)
    refuse(
        "no-heading-row",
        place,
        Words(
            f"no row of headings was found in the first 60 rows; sheets looked at: {shown.en}",
            f"前 60 行中没有找到标题行；已查找的工作表：{shown.zh}",
        ),
        _looked_for(wanted),
        shown.en,
    )


def _listed(names: Sequence[str]) -> Words:
    """Names one after another, as each language joins them."""
    return Words(", ".join(names), "、".join(names))


def _looked_for(wanted: Sequence[str]) -> Words:
    shown = "、".join(wanted)
    return Words(
        f"a row of headings has two known ones at least, one of them of {shown}",
        f"标题行至少应有两个可识别的标题，其中之一为：{shown}",
    )


def refuse_people_outside(place: Place, wanted: Sequence[str], *, is_above: bool) -> NoReturn:
    """Identity numbers stand where no people are read: they would be lost."""
    where = (
        Words("above the headings", "标题行之上")
        if is_above
        else Words("in a sheet without headings", "没有标题行的工作表中")
    )
    refuse(
        "people-without-headings",
        place,
        Words(f"there are identity numbers {where.en}", f"{where.zh}有身份证号码"),
        _looked_for(wanted),
    )


def refuse_second_table(place: Place) -> NoReturn:
    """Other headings stand among the people: the rows below are not those of the first table."""
    refuse(
        "second-table",
        place,
        Words(
            "another row of headings stands here, with other columns than the first",
            "此处另有一行标题，其各列与首个标题行不同",
        ),
        Words(
            "put what stands below into a file of its own, or under the first headings",
            "请将其下各行另存为单独的文件，或按首个标题行的各列填写",
        ),
    )


def refuse_unidentified(place: Place, headings: Sequence[str]) -> NoReturn:
    """A table among or below the people that may hold people, and no number of theirs."""
    shown = _listed(headings)
    refuse(
        "table-without-identity",
        place,
        Words(
            f"another table begins here ({shown.en}); no column of it says who somebody is",
            f"此处另有一张表（{shown.zh}），没有身份证号码或编号列",
        ),
        Words(
            "if it lists people, add their numbers; else delete it or put it on a sheet of its own",
            "如所列为人员，请补上身份证号码列；否则请删去，或移到单独的工作表",
        ),
    )


def refuse_hidden(names: list[str], place: Place) -> NoReturn:
    """A hidden sheet holds people: nobody can say whether it counts."""
    shown = _listed(names)
    refuse(
        "hidden-sheet",
        place,
        Words(f"hidden sheets hold people: {shown.en}", f"隐藏的工作表中有人员：{shown.zh}"),
        Words(
            "show or delete them, or name the sheets to read with --sheet",
            "请取消隐藏或删除，或用 --sheet 指明要读取的工作表",
        ),
        shown.en,
    )


def refuse_other_headings(lacking: list[tuple[str, list[str]]], place: Place) -> NoReturn:
    """The sheets do not tell the same facts."""
    english = "; ".join(f"{name} has no {', '.join(cols)}" for name, cols in lacking)
    chinese = "；".join(f"“{name}”没有 {'、'.join(cols)}" for name, cols in lacking)
    refuse(
        "sheets-differ",
        place,
        Words(f"the sheets have different headings: {english}", f"各工作表标题不一致：{chinese}"),
        Words(
            "give all of them the same headings, or read them one by one: a sheet with --sheet,"
            " a table further down on a sheet of its own",
            "请统一各表的标题，或逐个读取：工作表用 --sheet 指明，同一工作表中的第二张表请移到单独的工作表",
        ),
    )


def refuse_no_fact(fact: str, place: Place) -> NoReturn:
    """The name of a sheet is a text; this is no fact that a text tells."""
    refuse(
        "sheet-fact",
        place,
        Words(f"{fact} is not a fact that a text tells", f"“{fact}”不是文本类事项"),
        Words("name one such as region", "请指明文本类事项，例如 region"),
        fact,
    )


def refuse_full_of_both(fact: str, place: Place) -> NoReturn:
    """The name of the sheet was to tell a fact that a column tells."""
    refuse(
        "sheet-fact",
        place,
        Words(f"a column tells {fact} already", f"已有表示 {fact} 的列"),
        Words("leave --sheet-as out", "请去掉 --sheet-as"),
        fact,
    )
