"""The value of a dated parameter in a month, exactly; a missing rate is an error, never zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from fractions import Fraction

from attrs import frozen

from subsidy.dates import MONTHS_PER_YEAR, Month, show_month
from subsidy.errors import Place, Problem, Words
from subsidy.expression.nodes import (
    Add,
    Greatest,
    Least,
    Literal,
    MoneyLiteral,
    Multiply,
    Node,
    ParameterValue,
    Subtract,
)
from subsidy.money import round_fen
from subsidy.rulebook.model import Parameter, ParameterKind, ParameterVersion, PayVersion, Rulebook
from subsidy.rulebook.versions import Version, first_month

__all__ = [
    "Absence",
    "RateMissing",
    "Rates",
    "constant_value",
    "parameter_value",
    "version_in_force",
]


Dated = ParameterVersion | PayVersion


class Absence(Enum):
    """Why there is no rate."""

    NONE = "none"  # no version holds that month
    PAST = "past last confirmed"  # the version in force is not confirmed that far


class RateMissing(LookupError):
    """A month has no rate, or none that is confirmed.

    ``name`` is the parameter or scheme, empty where not told; ``before`` and ``after`` are the
    nearest versions, of which at least one exists.
    """

    def __init__(
        self, name: str, month: Month, absence: Absence, nearest: tuple[Dated | None, Dated | None]
    ) -> None:
        self.name = name
        self.month = month
        self.absence = absence
        self.before, self.after = nearest
        super().__init__(self.problem.message.en)

    @property
    def problem(self) -> Problem:
        """What is missing and where it would stand."""
        month, name = show_month(self.month), self.name
        nearest = self.before or self.after
        place = nearest.place if nearest else Place(name)
        if self.absence is Absence.PAST and self.before and self.before.last_confirmed is not None:
            last = show_month(self.before.last_confirmed)
            message = Words(
                f"{name or 'this rate'} is confirmed up to {last}, not for {month}",
                f"{name or '此标准'}只确认到 {last}，{month} 尚未确认",
            )
            cure = Words(
                "add the version that holds then, or a later last_confirmed",
                "请补充届时执行的版本，或更新 last_confirmed",
            )
            return Problem("rate-not-confirmed", place, message, cure, month)
        message = Words(
            f"{name or 'this pay'} has no rate for {month}", f"{name or '此处'}在 {month} 没有标准"
        )
        cure = Words("add a version that holds then", "请补充届时执行的版本")
        return Problem("rate-missing", place, message, cure, month)


def version_in_force(
    versions: Sequence[Version], month: Month, known_on: date | None = None, *, name: str = ""
) -> Version:
    """The version that holds in *month* and is confirmed for it, of those decided up to *known_on*.

    Among those whose months hold it, the one that begins last; among equals the one decided
    last. *name* is the parameter or scheme, for the message.

    Raises:
        RateMissing: no version holds, or the one in force is past its last confirmed month.
    """
    known = versions if known_on is None else [v for v in versions if _is_known(v, known_on)]
    begun = [version for version in known if first_month(version) <= month]
    holding = [v for v in begun if v.until_month is None or month < v.until_month]
    if not holding:
        before = max(begun, key=first_month, default=None)
        raise RateMissing(name, month, Absence.NONE, (before, _after(known, month)))
    version = max(holding, key=_begun_and_decided) if len(holding) > 1 else holding[0]
    if version.last_confirmed is not None and month > version.last_confirmed:
        raise RateMissing(name, month, Absence.PAST, (version, _after(known, month)))
    return version


def _is_known(version: Dated, known_on: date) -> bool:
    return version.decided_on is None or version.decided_on <= known_on


def _begun_and_decided(version: Dated) -> tuple[Month, date]:
    return first_month(version), version.decided_on or date.min


def _after(known: Sequence[Version], month: Month) -> Version | None:
    later = (version for version in known if first_month(version) > month)
    return min(later, key=first_month, default=None)


def parameter_value(book: Rulebook, name: str, month: Month) -> int | Fraction:
    """A parameter's value in *month*: fen (rounded) for money, else a whole number or a share.

    Raises:
        RateMissing: it, or a parameter that it reads, has no rate for the month.
    """
    return Rates(book.values_by_month).value(name, month)


def constant_value(book: Rulebook, node: Node, month: Month) -> Fraction:
    """The exact value of a formula without facts, in fen for money.

    Raises:
        RateMissing: a parameter that it reads has no rate for the month.
        ValueError: the formula reads facts.
    """
    return Rates(book.values_by_month).of(node, month)


@frozen
class Rates:
    """The values of *parameters* by month, each parameter resolved through the others."""

    parameters: Mapping[str, Parameter]

    def value(self, name: str, month: Month) -> int | Fraction:
        """A parameter's value in *month*; see :func:`parameter_value`."""
        parameter = self.parameters[name]
        value = self.unrounded(name, month)[1]
        if parameter.kind is ParameterKind.MONEY:
            return round_fen(value, parameter.rounding)
        return value if parameter.kind is ParameterKind.SHARE else int(value)

    def unrounded(self, name: str, month: Month) -> tuple[ParameterVersion, Fraction]:
        """The version in force and its exact value, before rounding."""
        version = version_in_force(self.parameters[name].versions, month, name=name)
        return version, self.of(version.value, Month(month - version.years_back * MONTHS_PER_YEAR))

    def of(self, node: Node, month: Month) -> Fraction:
        """The exact value of a formula without facts."""
        match node:
            case Literal(bool() | str()):
                raise ValueError("a truth or a word is not a number")
            case Literal(value):
                return Fraction(value)
            case MoneyLiteral(fen, _):
                return Fraction(fen)
            case ParameterValue(name):
                return Fraction(self.value(name, month))
            case Add(left, right):
                return self.of(left, month) + self.of(right, month)
            case Subtract(left, right):
                return self.of(left, month) - self.of(right, month)
            case Multiply(value, by):
                return self.of(value, month) * self.of(by, month)
            case Least(parts):
                return min(self.of(part, month) for part in parts)
            case Greatest(parts):
                return max(self.of(part, month) for part in parts)
            case _:
                raise ValueError("the formula reads facts")
