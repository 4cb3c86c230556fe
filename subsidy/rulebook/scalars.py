"""Scalars by their kind: text in, typed value out, or what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable

from subsidy.dates import DateError, read_date, read_month
from subsidy.errors import Words
from subsidy.expression.lexicon import is_name
from subsidy.money import AmountError, read_ratio, read_yuan
from subsidy.rulebook.kinds import ScalarKind
from subsidy.rulebook.record import Typed

__all__ = ["EXPECTED", "ScalarError", "read_scalar"]

MOST_DIGITS = 9

_WHOLE = re.compile(rf"-?[0-9]{{1,{MOST_DIGITS}}}", re.ASCII)
_PLACE = re.compile(r"[^\W_][\w-]*")

EXPECTED = {
    ScalarKind.TEXT: Words("text", "文字"),
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
    ScalarKind.FORMULA: Words("a formula", "算式"),
    ScalarKind.CELL: Words("a value", "取值"),
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


def _name(text: str) -> str:
    if not is_name(text):
        raise ScalarError
    return text


def _place(text: str) -> str:
    if not _PLACE.fullmatch(text):
        raise ScalarError
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
}
