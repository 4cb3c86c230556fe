"""What sheets and headings of a budget workbook are called, in English and Chinese."""

from __future__ import annotations

import re

from subsidy.budget.model import COUNTS, MONEY, PERCENT
from subsidy.budget.wording import COLUMNS

__all__ = ["HEADINGS", "LISTED", "SHEETS", "heading_of"]

SHEETS = {
    "budget": ("budget", "预算"),
    "lines": ("lines", "项目"),
    "figures": ("figures", "合计与其他数"),
    "claims": ("claims", "勾稽关系"),
    "statements": ("statements", "出处"),
    "notes": ("notes", "备注"),
}
"""The key of a sheet and the names that it may have."""

_FIGURES = {key: {COLUMNS[key].zh} for key in (*MONEY, *COUNTS, *PERCENT)}
_NAMED: dict[str, set[str]] = {"name_zh": {"名称"}, "name_en": {"英文名称"}, "at": {"报告位置"}}

_SPELLINGS: dict[str, dict[str, set[str]]] = {
    "budget": {
        "budget": {"代码"}, "name_zh": {"名称"}, "name_en": {"英文名称"}, "document": {"文件"},
        "period": {"期间"}, "unit": {"单位"}, "step": {"精度"}, "rounding": {"舍入"},
    },
    "lines": {
        "line": {"代码"}, **_NAMED, "part_of": {"上级项目"}, "parts": {"分项"},
        "schemes": {"补贴项目"}, "rates": {"标准"}, "pays": {"发放方式"}, "note": {"说明"}, **_FIGURES,
    },
    "figures": {"figure": {"代码"}, **_NAMED, "kind": {"种类"}, "stated": {"数值"}},
    "claims": {
        "of_figure": {"figure", "代码"}, "sum": {"等于合计"}, "includes": {"包含"}, "at_most": {"不超过"},
        "share": {"比例"}, "of": {"比例基数"}, "at": {"报告位置"}, "assumed": {"假定"},
    },
    "statements": {"of": {"代码"}, "value": {"数值"}, "at": {"报告位置"}, "quote": {"原文"}},
    "notes": {"zh": {"中文"}, "en": {"英文"}, "at": {"报告位置"}},
}  # fmt: skip

HEADINGS = {
    sheet: {
        spelling: key
        for key, others in keys.items()
        for spelling in (others if key == "of_figure" else {key, *others})
    }
    for sheet, keys in _SPELLINGS.items()
}
"""Of each sheet: every accepted heading and its key."""

_SEPARATOR = re.compile(r"[,，;；、\n]")
_PLACES = re.compile(r"[;；\n]")  # 、 may stand inside a place of a report
LISTED = dict.fromkeys(("schemes", "rates", "sum", "includes"), _SEPARATOR) | {"places": _PLACES}
"""Keys whose cell holds several values, and what stands between them."""


def heading_of(sheet: str, heading: str) -> str | None:
    """The key that a heading means; None where it means none."""
    return HEADINGS[sheet].get(heading.strip()) or HEADINGS[sheet].get(heading.strip().lower())
