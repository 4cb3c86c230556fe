"""Scalars by their kind: text in, typed value out, or what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable

from subsidy.dates import DateError, read_date, read_month, read_period
from subsidy.errors import Words
from subsidy.expression.lexicon import is_name
from subsidy.money import AmountError, read_ratio, read_yuan
from subsidy.rulebook.kinds import ScalarKind
from subsidy.rulebook.record import Typed

__all__ = ["EXPECTED", "ScalarError", "meant_scalar", "read_scalar"]

MOST_DIGITS = 9

_WHOLE = re.compile(rf"-?(0|[1-9][0-9]{{0,{MOST_DIGITS - 1}}})", re.ASCII)
_LOOSE_DATE = re.compile(
    r"([0-9]{4})\s*[-./年]\s*([0-9]{1,2})(?:\s*[-./月]\s*([0-9]{1,2})日?|月)?", re.ASCII
)
_PLACE = re.compile(r"[^\W_][\w-]*")

EXPECTED = {
    ScalarKind.TEXT: Words("some text", "文字"),
    ScalarKind.NAME: Words(
        "a name of letters, digits and _, English or Chinese",
        "由字母、数字、下划线或汉字组成的名称",
    ),
    ScalarKind.NAMES_PLACE: Words("the short name of a place", "地区短名"),
    ScalarKind.MONTH: Words("a month such as 2023-07", "月份（如 2023-07）"),
    ScalarKind.DATE: Words("a date such as 2023-07-15", "日期（如 2023-07-15）"),
    ScalarKind.WHOLE: Words("a whole number such as 80", "整数（如 80）"),
    ScalarKind.YUAN: Words(
        "yuan in plain digits such as 20000.00", "以元为单位的金额（如 20000.00）"
    ),
    ScalarKind.SHARE: Words("a share such as 60%, 0.6 or 3/5", "比例（如 60%、0.6 或 3/5）"),
    ScalarKind.FORMULA: Words(
        "a formula such as alive and age >= 80, or 100.00 per month",
        "算式（如 在世 且 年龄 >= 80，或 100.00元/月）",
    ),
    ScalarKind.CELL: Words("a value such as 80 or yes", "取值（如 80 或 yes）"),
    ScalarKind.PERIOD: Words(
        "2023, 2023-05 or 2023-01:2023-12", "2023、2023-05 或 2023-01:2023-12"
    ),
}


class ScalarError(ValueError):
    """A text is not of its kind; ``detail`` says more where there is more to say."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


def read_scalar(text: str, kind: ScalarKind) -> Typed:
    """The value of *text*: months as numbers, yuan as fen, shares as fractions, else text.

    Raises:
        ScalarError: the text is not of that kind.
    """
    try:
        return _READERS[kind](text)
    except (DateError, AmountError) as fault:
        raise ScalarError(str(fault)) from None


def meant_scalar(text: str, kind: ScalarKind) -> str:
    """The month or date that *text* says in another way; empty where it says none."""
    match = _LOOSE_DATE.fullmatch(text.strip())
    if not match or kind not in (ScalarKind.MONTH, ScalarKind.DATE):
        return ""
    year, month, day = match[1], match[2].zfill(2), (match[3] or "").zfill(2)
    meant = f"{year}-{month}" if kind is ScalarKind.MONTH else f"{year}-{month}-{day}"
    try:
        read_scalar(meant, kind)
    except ScalarError:
        return ""
    return meant


def _name(text: str) -> str:
    if not is_name(text):
        raise ScalarError
    return text


def _place(text: str) -> str:
    if not _PLACE.fullmatch(text):
        raise ScalarError
    return text


def _period(text: str) -> str:
    read_period(text)
    return text


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ScalarError
    return int(text)


_READERS: dict[ScalarKind, Callable[[str], Typed]] = {
    ScalarKind.TEXT: str,
    ScalarKind.NAME: _name,
    ScalarKind.NAMES_PLACE: _place,
    ScalarKind.MONTH: read_month,
    ScalarKind.DATE: read_date,
    ScalarKind.WHOLE: _whole,
    ScalarKind.YUAN: read_yuan,
    ScalarKind.SHARE: read_ratio,
    ScalarKind.FORMULA: str,
    ScalarKind.CELL: str,
    ScalarKind.PERIOD: _period,
}
