"""Money: the only door. Amounts are whole fen from reading to report; nothing here is a float."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import NewType

from attrs import frozen

__all__ = [
    "EXACT",
    "HALF_UP_TO_FEN",
    "Amount",
    "AmountError",
    "Fen",
    "Mode",
    "Rounding",
    "instalment",
    "instalments_until",
    "read_amount",
    "read_budget_yuan",
    "read_ratio",
    "read_yuan",
    "round_fen",
    "show_amount",
    "show_yuan",
]

Fen = NewType("Fen", int)

FEN_PER_YUAN = 100
_WAN = 10_000
MONTHS_PER_YEAR = 12

# No number has leading zeros: 080 is as likely a slip for 800 as for 80.
_YUAN = re.compile(r"-?(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?", re.ASCII)
_FINER = re.compile(r"-?[0-9]{1,13}\.[0-9]{3,18}", re.ASCII)
_RATIO = re.compile(
    r"((?:0|[1-9][0-9]{0,8})(\.[0-9]{1,9})?)(%)?|(0|[1-9][0-9]{0,8})/([1-9][0-9]{0,8})", re.ASCII
)

_PARTED = re.compile(r"-?[0-9]{1,3}([,，][0-9]{3})+(\.[0-9]+)?", re.ASCII)

_PERIOD_MONTHS = {
    "month": 1, "月": 1,
    "quarter": 3, "季": 3, "季度": 3,
    "half-year": 6, "半年": 6,
    "year": 12, "年": 12,
}  # fmt: skip
_PERIOD_NAMES = {1: "month", 3: "quarter", 6: "half-year", 12: "year"}
_AMOUNT = re.compile(
    r"(?P<yuan>\S+?)\s*(?:yuan|元)?\s*(?:per\s+(?P<en>[a-z-]+)|/\s*(?:人[·.]?)?(?P<zh>[月季度半年]+)"
    r"|每(?:人每)?(?P<mei>[月季度半年]+))"
)


class AmountError(ValueError):
    """A text is not an exact amount; the message says what was expected."""


class Mode(Enum):
    """How a value between two steps is rounded."""

    HALF_UP = "half_up"  # 四舍五入
    HALF_EVEN = "half_even"
    UP = "up"  # 见分进角 and the like, by the step
    DOWN = "down"  # 舍去
    EXACT = "exact"  # refuse anything that needs rounding


@frozen
class Rounding:
    """A mode and the step it rounds to: 1 fen, 10 fen (jiao) or 100 fen (yuan)."""

    mode: Mode
    step_fen: int = 1


HALF_UP_TO_FEN = Rounding(Mode.HALF_UP)
EXACT = Rounding(Mode.EXACT)


@frozen
class Amount:
    """So many fen for a period of 1, 3, 6 or 12 months."""

    fen: int
    per_months: int


def read_yuan(text: str) -> Fen:
    """Read yuan such as ``"100.00"`` exactly, as fen.

    Raises:
        AmountError: not text, not a plain decimal, or finer than a fen.

    >>> read_yuan("1086.10")
    108610
    """
    if not isinstance(text, str):
        raise AmountError(f"an amount is written as text such as 100.00, not {type(text).__name__}")
    if _FINER.fullmatch(text):
        raise AmountError(f"{text} yuan is finer than one fen")
    if not _YUAN.fullmatch(text):
        raise AmountError("an amount is written in plain digits such as 100.00")
    whole, _, cents = text.lstrip("-").partition(".")
    fen = int(whole) * FEN_PER_YUAN + int(cents.ljust(2, "0") or 0)
    return Fen(-fen if text.startswith("-") else fen)


def read_budget_yuan(text: str | int | Decimal) -> Fen:
    """Read a budget as people write one: thousands may be parted, 万 and 元 may follow.

    Raises:
        AmountError: no amount, one below nothing, or one finer than a fen.

    >>> [read_budget_yuan(text) for text in ("7000000", "7,000,000.00", "700万元")]
    [700000000, 700000000, 700000000]
    """
    if isinstance(text, int | Decimal) and not isinstance(text, bool):
        text = str(text)
    if not isinstance(text, str):
        raise AmountError(f"a budget is written as text such as 7000000, not {type(text).__name__}")
    plain = text.strip().removesuffix("元").rstrip()
    number = plain.removesuffix("万").rstrip()
    if _PARTED.fullmatch(number):
        number, plain = (text.replace(",", "").replace("，", "") for text in (number, plain))
    fen = read_yuan(number)
    if fen < 0:
        raise AmountError("a budget is not below nothing")
    return Fen(fen * _WAN) if number != plain else fen


def read_amount(text: str) -> Amount:
    """Read an amount with its period: ``"600.00 per year"``, ``"50元/月"``, ``"每月"`` last.

    Raises:
        AmountError: the amount is not exact, or its period is missing or unknown.
    """
    match = _AMOUNT.fullmatch(text.strip())
    period = match and (match["en"] or match["zh"] or match["mei"])
    if not match or period not in _PERIOD_MONTHS:
        raise AmountError("an amount names its period: 50.00 per month, 600.00 per year, 50元/月")
    return Amount(read_yuan(match["yuan"]), _PERIOD_MONTHS[period])


def read_ratio(text: str) -> Fraction:
    """Read a share such as ``"1.3"``, ``"30%"`` or ``"1/3"`` exactly."""
    match = _RATIO.fullmatch(text.strip())
    if not match:
        raise AmountError("a share is written 1.3, 30% or 1/3")
    if match[4]:
        return Fraction(int(match[4]), int(match[5]))
    return Fraction(match[1]) / (100 if match[3] else 1)


def show_yuan(fen: int) -> str:
    """Print fen as yuan with two decimals; the inverse of :func:`read_yuan`.

    >>> show_yuan(-5)
    '-0.05'
    """
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // FEN_PER_YUAN}.{abs(fen) % FEN_PER_YUAN:02d}"


def show_amount(amount: Amount) -> str:
    """Print an amount with its period; the inverse of :func:`read_amount`."""
    return f"{show_yuan(amount.fen)} per {_PERIOD_NAMES[amount.per_months]}"


def round_fen(value: Fraction | int, rounding: Rounding) -> Fen:
    """Round fen, which may be a fraction, to whole steps. Halves go away from zero in HALF_UP.

    Raises:
        AmountError: the mode is EXACT and the value is not a whole number of steps.
    """
    return _rounded(value.numerator, value.denominator, rounding)


def _rounded(numerator: int, denominator: int, rounding: Rounding) -> Fen:
    """:func:`round_fen` of a fraction that need not be in lowest terms."""
    one = denominator * rounding.step_fen
    whole, rest = divmod(abs(numerator), one)
    twice = 2 * rest
    match rounding.mode:
        case Mode.HALF_UP:
            whole += twice >= one
        case Mode.HALF_EVEN:
            whole += twice > one or (twice == one and whole % 2 == 1)
        case Mode.UP:
            whole += rest > 0
        case Mode.DOWN:
            pass
        case Mode.EXACT:
            if rest:
                raise AmountError("the amount does not come out in whole steps; name a rounding")
    return Fen(whole * rounding.step_fen * (1 if numerator >= 0 else -1))


def instalments_until(fen: int, count: int, of: int, rounding: Rounding) -> Fen:
    """What the first *count* of *of* instalments of a standard come to."""
    return _rounded(fen * count, of, rounding)


def instalment(fen: int, number: int, of: int, rounding: Rounding) -> Fen:
    """Instalment *number* (1 … *of*) of a standard, by cumulative rounding.

    round(A·k/n) − round(A·(k−1)/n): the *of* instalments always sum to round(A).

    >>> sum(instalment(100000, k, 12, HALF_UP_TO_FEN) for k in range(1, 13))
    100000
    """
    upper = instalments_until(fen, number, of, rounding)
    return Fen(upper - instalments_until(fen, number - 1, of, rounding))
