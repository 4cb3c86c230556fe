"""Figures as reports print them: exact amounts in 元 or 万元, and counts such as 约1100多."""

from __future__ import annotations

import re
from fractions import Fraction

from subsidy.errors import Words
from subsidy.money import HALF_UP_TO_FEN, Rounding, round_fen

__all__ = [
    "PrintedError",
    "count_words",
    "percent",
    "read_count",
    "read_money",
    "read_percent",
    "read_step",
    "show_money",
    "show_percent",
]

_MONEY = re.compile(
    r"(-?)(0|[1-9][0-9]{0,11}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3})(?:\.([0-9]{1,6}))?", re.ASCII
)
_COUNT = re.compile(
    r"(?P<about>约|近|大约)?(?P<number>0|[1-9][0-9]{0,8}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2})"
    r"(?P<more>多|余)?(?:人次|[人户名床家个床])?",
    re.ASCII,
)
_STEPS = ("1", "0.1", "0.01", "0.001", "0.0001", "0.00001", "0.000001")
_PERCENT = re.compile(r"(0|[1-9][0-9]{0,5})(?:\.([0-9]{1,2}))?%", re.ASCII)
_HUNDREDTHS = 10_000


class PrintedError(ValueError):
    """A text is not such a figure."""


def read_money(text: str, fen_per_unit: int, step_fen: int) -> int:
    """An amount in the budget's unit, as fen.

    Raises:
        PrintedError: not plain digits, or finer than the step.

    >>> read_money("681.26", 1_000_000, 10_000)
    681260000
    """
    match = _MONEY.fullmatch(text.strip())
    if not match:
        raise PrintedError
    fen = Fraction(f"{match[2].replace(',', '')}.{match[3] or '0'}") * fen_per_unit
    if fen % step_fen:
        raise PrintedError
    return int(-fen if match[1] else fen)


def show_money(fen: int, fen_per_unit: int, rounding: Rounding) -> str:
    """Fen as printed in the budget's unit, rounded once by the named rounding.

    >>> from subsidy.money import Mode
    >>> show_money(681255000, 1_000_000, Rounding(Mode.HALF_UP, 10_000))
    '681.26'
    """
    steps = round_fen(fen, rounding) // rounding.step_fen
    decimals = len(str(fen_per_unit // rounding.step_fen)) - 1
    whole, rest = divmod(abs(steps), 10**decimals)
    sign = "-" if steps < 0 else ""
    return f"{sign}{whole}.{rest:0{decimals}d}" if decimals else f"{sign}{whole}"


def read_step(text: str, fen_per_unit: int) -> int:
    """The step to which amounts are printed, as fen.

    Raises:
        PrintedError: no power of ten from 1 down to one fen.
    """
    fen = Fraction(text) * fen_per_unit if text in _STEPS else Fraction(1, 2)
    if fen.denominator != 1:
        raise PrintedError
    return int(fen)


def read_count(text: str) -> tuple[int, int]:
    """The least and the most that a printed count may mean, both included.

    多 and 余 leave open what stands below the last digit that is not zero; 约 alone leaves half
    of that open on either side.

    >>> read_count("9000多"), read_count("约1100多"), read_count("1,732人次")
    ((9000, 9999), (1100, 1199), (1732, 1732))

    Raises:
        PrintedError: not a count.
    """
    match = _COUNT.fullmatch(text.strip())
    if not match:
        raise PrintedError
    digits = match["number"].replace(",", "")
    number, open_below = int(digits), 10 ** (len(digits) - len(digits.rstrip("0")))
    if match["more"]:
        return number, number + open_below - 1
    if match["about"] == "近":
        return max(number - open_below, 0), number
    if match["about"]:
        return number - open_below // 2, number + max(open_below // 2 - 1, 0)
    return number, number


def count_words(text: str) -> Words:
    """A printed count for readers of both languages.

    >>> count_words("约1100多").en
    'some 1100 and more'
    """
    match = _COUNT.fullmatch(text.strip())
    if not match:
        return Words(text, text)
    before = {"近": "nearly ", None: ""}.get(match["about"], "some ")
    after = " and more" if match["more"] else ""
    return Words(f"{before}{match['number']}{after}", text)


def read_percent(text: str) -> int:
    """A percentage in hundredths of a per cent.

    Raises:
        PrintedError: not written like 229.09%.
    """
    match = _PERCENT.fullmatch(text.strip())
    if not match:
        raise PrintedError
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))


def percent(part: int, whole: int | None) -> int | None:
    """*part* of *whole* in hundredths of a per cent, half up; None where that has no meaning.

    >>> percent(68126, 29738)
    22909
    """
    if not whole or whole < 0:
        return None
    return round_fen(Fraction(part * _HUNDREDTHS, whole), HALF_UP_TO_FEN)


def show_percent(hundredths: int | None) -> str:
    """Hundredths of a per cent as text; a dash for None."""
    if hundredths is None:
        return "—"
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}%"
