"""Slips that people make in formulas, and what they meant: told instead of what the grammar misses.

They are looked for only in a formula that cannot be read, around the place where reading stopped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from subsidy.expression.faults import Said
from subsidy.expression.wording import said
from subsidy.money import show_yuan

__all__ = ["Slip", "find_slip", "name_slip"]

Slip = tuple[int, int, Said]

_NUMBER = r"[0-9][0-9.]*"
_FEN_PER_TEN_THOUSAND_YUAN = 1_000_000
_SIGNS = {
    "不低于": ">=", "不少于": ">=", "不高于": "<=", "不超过": "<=", "大于": ">", "小于": "<",
    "等于": "==", "以上": ">=", "以下": "<=", "达到": ">=", "年满": ">=",
}  # fmt: skip
_NO_NUMBERS = {"nan", "inf", "infinity", "null", "none"}
_PERIODS = ("month", "quarter", "half-year", "year")


def find_slip(plain: str, at: int, end: int) -> Slip | None:
    """The slip that touches the characters [at, end) of *plain*, with its own span."""
    for pattern, say in _SLIPS:
        for match in re.finditer(pattern, plain, re.IGNORECASE):
            if match.start() <= end and at <= match.end():
                return match.start(), match.end(), say(match)
    return None


def name_slip(name: str, known: Callable[[str], bool]) -> Said | None:
    """What was meant by an unknown name, where it is plain; *known* tells the names there are."""
    glued = re.fullmatch(r"(and|or|not|in)(.+)", name, re.IGNORECASE)
    if glued and known(glued[2]):
        return _glued(glued[1], glued[2])
    sign = next((word for word in _SIGNS if word in name), None)
    if sign:
        return _words_for_signs(sign)
    if name.lower() in _NO_NUMBERS:
        return said(
            f"{name} is no number", f"{name} 不是数", "write a number such as 80", "请写数，例如 80"
        )
    if name.lower() in _PERIODS:
        return said(
            f"{name} is a period, and follows per",
            f"{name} 是周期，应写在 per 之后",
            f"write 100.00 per {name.lower()}",
            f"请写 100.00 per {name.lower()}",
        )
    return None


def _glued(word: str, rest: str) -> Said:
    return said(
        f"a space is missing between {word} and {rest}",
        f"{word} 与 {rest} 之间缺少空格",
        f"write {word} {rest}",
        f"请写 {word} {rest}",
    )


def _words_for_signs(word: str) -> Said:
    sign = _SIGNS[word]
    return said(
        f"{word} is no sign of the formula language",
        f"公式中不使用“{word}”",
        f"write {sign}: age {sign} 80",
        f"请写 {sign}，例如 年龄 {sign} 80",
    )


def _half_year(match: re.Match[str]) -> Said:
    return said(
        f"{match[0]} is no period",
        f"{match[0]} 不是周期",
        "write per half-year",
        "请写 per half-year",
    )


def _several(match: re.Match[str]) -> Said:
    return said(
        f"{match[0]} is no period",
        f"{match[0]} 不是周期",
        "write the amount per month, quarter, half-year or year",
        "请写每月、每季度、每半年或每年的金额",
    )


def _grouped(match: re.Match[str]) -> Said:
    number = match[0].replace(",", "")
    return said(
        f"{match[0]} has commas between its digits",
        f"{match[0]} 的数字之间有逗号",
        f"write {number}",
        f"请写 {number}",
    )


def _ten_thousand(match: re.Match[str]) -> Said:
    fen = Fraction(match[1]) * _FEN_PER_TEN_THOUSAND_YUAN
    shown = show_yuan(int(fen)) if fen.denominator == 1 else "600.00"
    return said(
        f"{match[0]} counts in ten thousands",
        f"{match[0]} 以万为单位",
        f"write it in yuan: {shown}元/年, or {shown} per year",
        f"请以元为单位：{shown}元/年",
    )


def _percent(match: re.Match[str]) -> Said:
    return said(
        f"{match[0]} is not how a share is written",
        f"{match[0]} 不是比例的写法",
        f"write {match[1]}%",
        f"请写 {match[1]}%",
    )


def _aged(match: re.Match[str]) -> Said:
    return said(
        f"{match[0]}: an age is a bare number",
        f"{match[0]}：年龄只写数字",
        f"write {match[1]}",
        f"请写 {match[1]}",
    )


def _between(match: re.Match[str]) -> Said:
    what, low, high = match[1], match[2], match[3]
    return said(
        "between is no word of the formula language",
        "公式中不使用 between",
        f"write {what} >= {low} and {what} <= {high}",
        f"请写 {what} >= {low} 且 {what} <= {high}",
    )


def _turned(match: re.Match[str]) -> Said:
    sign = match[0][::-1]
    return said(
        f"{match[0]} is no comparison",
        f"{match[0]} 不是比较符号",
        f"did you mean {sign}?",
        f"是否应为 {sign}？",
    )


def _is(match: re.Match[str]) -> Said:
    del match
    return said("is compares nothing here", "此处不能用 is 比较", "write ==", "请写 ==")


def _currency(match: re.Match[str]) -> Said:
    return said(
        f"{match[0]} has no meaning in a formula",
        f"公式中不能使用 {match[0]}",
        "take it away: 50.00 per month, 50元/月",
        "请删去：50元/月",
    )


_SLIPS: tuple[tuple[str, Callable[[re.Match[str]], Said]], ...] = (
    (r"per\s+half[\s_]+year", _half_year),
    (r"(?:per|every)\s+[0-9]+\s*[a-z]+", _several),
    (r"(?<![0-9.])[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", _grouped),
    (rf"({_NUMBER})\s*万元?", _ten_thousand),
    (rf"({_NUMBER})(?:\s*percent|\s*per\s+cent|\s+%)", _percent),
    (r"([0-9]+)\s*(?:周?岁|years?\s+old)", _aged),
    (r"(\S+)\s+between\s+(\S+)\s+and\s+(\S+)", _between),
    (r"=[<>]", _turned),
    (r"(?<![A-Za-z_])(and|or|not|in)([一-鿿]\w*)", lambda m: _glued(m[1], m[2])),
    (rf"(?:{'|'.join(_SIGNS)})", lambda m: _words_for_signs(m[0])),
    (r"\bis\b", _is),
    (r"[$¥￥]", _currency),
)
