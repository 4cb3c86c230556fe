"""Rows of a roster that are not people: totals, signatures, notes, page numbers, empty rows.

Clerks' tables end in 合计 and 制表人, and have a 小计 after each street. Such a row is recognised
by its words alone, exactly, and only where nothing in it looks like a person: a row with an
identity number or a date is never taken for one of these.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from enum import Enum
from itertools import islice

from subsidy.errors import Words

__all__ = [
    "RowKind",
    "is_a_value",
    "is_number",
    "kind_beside",
    "kind_of_row",
    "looks_like_a_value",
    "spelled",
]


class RowKind(Enum):
    """What a row is that is no person."""

    TOTAL = "total"  # of the whole table
    SUBTOTAL = "subtotal"  # of the rows since the last subtotal
    SIGNATURE = "signature"  # who made, checked or approved the table
    NOTE = "note"
    PAGE = "page"
    HEADING = "heading"  # the headings once more
    TITLE = "title"  # what stands above the headings
    SUMMARY = "summary"  # of a table that counts people and names nobody
    BLANK = "blank"  # separators without any content

    @property
    def words(self) -> Words:
        """The kind in both languages."""
        return _WORDS[self]


_WORDS = {
    RowKind.TOTAL: Words("total", "合计行"),
    RowKind.SUBTOTAL: Words("subtotal", "小计行"),
    RowKind.SIGNATURE: Words("signature", "签字行"),
    RowKind.NOTE: Words("note", "说明行"),
    RowKind.PAGE: Words("page number", "页码行"),
    RowKind.HEADING: Words("heading", "标题行"),
    RowKind.TITLE: Words("title", "表头行"),
    RowKind.SUMMARY: Words("row of a summary", "汇总行"),
    RowKind.BLANK: Words("empty row", "空行"),
}
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))
_COUNT = r"(?:[(:：（]?(?:共)?[0-9,.]*(?:人|户|名|元|人次)?[)）]?)"
_TOTAL = re.compile(
    r"(?:总?合计(?:人民币)?(?:[(（]?大写[)）]?:?.*)?|总计|共计|累计|全[区县市镇乡村街道表]{1,3}合计|grandtotal|totals?)"
    + _COUNT
    + r"|(?:总[人户]数|合计[人户]数|(?:人数|户数|金额|发放)合计):?[0-9,.]*(?:人|户|名|元)?"
    r"|(?:人民币|合计|总计|金额)*[(（]?(?:金额)?大写(?:金额)?[)）]?:?.*",
    re.IGNORECASE,
)
_SUBTOTAL = re.compile(
    r"(?:[^:]{0,16}(?:小计|分计)|本页[合小]计|本表[合小]计|[^:]{1,16}合计|sub-?totals?)" + _COUNT,
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"(?:制表|审核|复核|填表|填报|经办|编制|报送|审批|批准|校对|分管|主管)(?:人|人员|单位|日期|时间|领导|负责人|签字|部门)?"
    r"(?:[(（](?:签字|签名|签章|盖章)[)）])?(?::.*)?"
    r"|(?:单位|部门|社区|村)?(?:主要)?(?:负责人|领导)(?:[(（]?(?:签字|签名|签章)[)）]?)?(?::.*)?"
    r"|(?:单位)?[(（]?(?:公章|盖章|签章|签字)[)）]?(?::.*)?"
    r"|日期:.*|(?:联系)?电话:.*"
    r"|(?:联系|核对|会计|出纳|财务|承办|主办|签发|统计|录入|监督)(?:人|人员|部门|负责人)?:.*"
)
_NOTE = re.compile(
    r"(?:注|备注|说明|附注|填表说明|填报说明|注意|notes?)[0-9一二三]*[:.、].*", re.IGNORECASE
)
_PAGE = re.compile(
    r"(?:第[0-9一二三四五六七八九十]+页)?[,，/]?(?:共[0-9一二三四五六七八九十]+页)?|page[0-9]+(?:of[0-9]+)?",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"[0-9]{15}|[0-9]{17}[0-9x]|[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?", re.IGNORECASE
)
_TITLE = re.compile(
    r".*(?:花名册|名册|发放表|明细表|汇总表|登记表|统计表|公示表|一览表|台账)(?:[(（].*[)）])?(?:续表?)?"
)
_SECTION = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.].*|[(（][一二三四五六七八九十]{1,3}[)）].*"
)
_CARRIED = re.compile(r"(?:过次|转下|转次|承前|承上|接上|接前)页(?:合计|小计)?:?")
_SEALED = re.compile(r"[^0-9]{0,20}(?:签字|签名|签章|盖章|公章)[)）]?:?[^0-9]{0,20}")
_LONE_TOTAL = re.compile(r"(?:总?合计|总计|共计|小计|累计)[:(共0-9].*")
_ABOVE = re.compile(r"以上(?:共计|合计|总计|共)[:：]?.*")
_REMARK = re.compile(  # that nothing follows, a line drawn, a numbered remark
    r"[(（*=_—–~-]*(?:[本此]?[表页行处]?以下(?:均为|为)?(?:空白|无正文|无内容|空)|此?[处页行]空白)[)）*=_—–~-]*"
    r"|[-—–=_*~.·…/\\]{2,}"
    r"|[0-9]{1,2}[.、)）](?=.*[\u4e00-\u9fff])[^0-9].*"
)
_FIGURE = re.compile(r"[-¥0-9,.]*(?:元|人|户|人次|名)?")
_CELLS_LOOKED_AT = 3
_RUNNING = re.compile(r"[0-9]{1,5}(?:\.0)?")


def spelled(cell: object) -> str:
    """A cell without spaces, width and characters that cannot be seen; empty for nothing."""
    if cell is None:
        return ""
    text = str(cell)
    if not text.isascii():  # which has neither width nor anything that cannot be seen
        text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    return "".join(text.split())


def kind_of_row(cells: Sequence[object]) -> RowKind | None:
    """What a row is if it is no person, by its cells from left to right; else None.

    >>> kind_of_row(["", "合 计", None, "1,086.00"])
    <RowKind.TOTAL: 'total'>
    >>> kind_of_row(["1", "王合计", "430204194305200017"]) is None
    True
    """
    filled: list[str] = []
    for text in filter(None, map(spelled, cells)):
        filled.append(text)
        if is_a_value(text):  # what stands behind it changes nothing any more
            return None if _kind_of_first(filled) is not RowKind.SIGNATURE else RowKind.SIGNATURE
    if not filled:
        return RowKind.BLANK
    return _kind_of_first(filled) or _total_behind_numbers(filled)


def _kind_of_first(filled: Sequence[str]) -> RowKind | None:
    first = filled[0]
    if _SUBTOTAL.fullmatch(first) and not _TOTAL.fullmatch(first):
        return RowKind.SUBTOTAL if all(map(is_number, filled[1:])) else None
    if _TOTAL.fullmatch(first):
        return RowKind.TOTAL
    if _SIGNATURE.fullmatch(first):
        return RowKind.SIGNATURE
    if _NOTE.fullmatch(first):
        return RowKind.NOTE
    if _CARRIED.fullmatch(first) and all(map(is_number, filled[1:])):
        return RowKind.PAGE
    return _kind_of_lone(first) if len(filled) == 1 else None


def _kind_of_lone(text: str) -> RowKind | None:
    """The only cell of its row that is filled: a page, a title once more, or a part's heading."""
    if _SEALED.fullmatch(text):
        return RowKind.SIGNATURE
    if _ABOVE.fullmatch(text) or _LONE_TOTAL.fullmatch(text):
        return RowKind.TOTAL
    if _PAGE.fullmatch(text):
        return RowKind.PAGE
    if _TITLE.fullmatch(text):
        return RowKind.TITLE
    return RowKind.NOTE if _SECTION.fullmatch(text) or _REMARK.fullmatch(text) else None


def looks_like_a_value(cell: object) -> bool:
    """Whether a cell is an identity number or a day: something of a person, never a heading."""
    return is_a_value(spelled(cell))


def is_a_value(text: str) -> bool:
    """The same of a text, as :func:`spelled` gives it."""
    return _PERSON.fullmatch(text) is not None


def kind_beside(cells: Sequence[object], telling: Collection[int]) -> RowKind | None:
    """What a row is of which one cell alone is filled, in a column that tells nothing of anybody.

    Text is a note. A small number in one of the first columns numbers a line that nobody has
    filled in. *telling* are the positions of the columns that tell a fact.
    """
    every = (position for position, cell in enumerate(cells) if spelled(cell))
    filled = list(islice(every, 2))  # that there are more than one is enough
    if len(filled) != 1 or filled[0] in telling:
        return None
    text = spelled(cells[filled[0]])
    if not is_number(text):
        return RowKind.NOTE
    is_running = filled[0] < _CELLS_LOOKED_AT and _RUNNING.fullmatch(text)
    return RowKind.BLANK if is_running else None


def _total_behind_numbers(filled: Sequence[str]) -> RowKind | None:
    """A total whose word stands behind a serial number or the name of a street."""
    for position, text in enumerate(filled[1:_CELLS_LOOKED_AT], start=1):
        rest = filled[position + 1 :]
        if not all(is_number(other) for other in rest):
            continue
        if _TOTAL.fullmatch(text):
            return RowKind.TOTAL
        if _SUBTOTAL.fullmatch(text) and text.endswith(("小计", "合计", "分计")):
            return RowKind.SUBTOTAL
    return None


def is_number(text: str) -> bool:
    """Whether a text, as :func:`spelled` gives it, is a figure, with its unit or without."""
    return _FIGURE.fullmatch(text) is not None
