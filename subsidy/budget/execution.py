"""A budget executed: each line with what was budgeted, spent and calculated, and every total anew.

Amounts are whole fen throughout. A sum is made from fen and rounded once for print; beside it
stands the sum of the lines as printed, so that a difference of rounding is seen.
"""

from __future__ import annotations

from pathlib import Path

from attrs import evolve, frozen

from subsidy.budget.calculated import Calculated, Calculation, ResultCalculation, Source
from subsidy.budget.checking import find_inconsistencies
from subsidy.budget.finding import Finding
from subsidy.budget.model import Budget, Line
from subsidy.budget.printed import percent
from subsidy.budget.reading import read_budget
from subsidy.dates import DateError, read_period
from subsidy.errors import Place, Problem, UsageRefused, Words
from subsidy.money import round_fen
from subsidy.results.receipt import period_text
from subsidy.results.result import Result

__all__ = ["Execution", "LineExecution", "Sum", "execute_budget"]

SUMMED = ("initial", "adjustment", "other_funds", "adjusted", "stated", "calculated", "calculated_parts", "actual", "balance")  # fmt: skip


@frozen
class LineExecution:
    """One line, in fen. ``actual`` is what was calculated where the line's schemes all were,
    else what is stated; balance and rates of execution follow from it. None: not known.
    ``calculated_parts`` is what was calculated of its parts, where the line itself was not.
    """

    line: Line
    initial: int | None
    adjustment: int | None
    other_funds: int | None
    adjusted: int | None
    stated: int | None
    calculated: int | None
    actual: int | None
    balance: int | None
    stated_balance: int | None
    of_initial: int | None  # hundredths of a per cent
    of_adjusted: int | None
    counted: Calculated | None
    calculated_parts: int | None = None

    @property
    def from_calculation(self) -> bool:
        """Whether ``actual`` was calculated."""
        return self.counted is not None and self.counted.is_whole

    @property
    def difference(self) -> int | None:
        """Calculated less stated; None unless both are whole."""
        if self.stated is None or self.calculated is None or not self.from_calculation:
            return None
        return self.calculated - self.stated

    def amount(self, column: str) -> int | None:
        """The amount in one of the columns that are summed; what is not whole is in no sum."""
        if column == "calculated" and not self.from_calculation:
            return None
        found = getattr(self, column)
        return found if isinstance(found, int) else None


@frozen
class Sum:
    """One column over all lines that know it: from fen, rounded once; and as the sum of print."""

    column: str
    fen: int
    rounded_once: int
    sum_of_rounded: int
    lines: int  # how many lines know this column

    @property
    def rounding_difference(self) -> int:
        """Sum of the printed lines less the sum printed once."""
        return self.sum_of_rounded - self.rounded_once


@frozen
class Execution:
    """The budget, its lines in order (each followed by its parts), sums, findings, the source."""

    budget: Budget
    lines: tuple[LineExecution, ...]
    sums: tuple[Sum, ...]
    of_initial: int | None  # over the lines that know both, in hundredths of a per cent
    of_adjusted: int | None
    findings: tuple[Finding, ...]
    source: Source | None

    def sum_of(self, column: str) -> Sum | None:
        """The sum of a column; None where no line knows it."""
        return next((one for one in self.sums if one.column == column), None)

    def line(self, key: str) -> LineExecution:
        """The line of that short name.

        Raises:
            KeyError: there is none.
        """
        found = next((one for one in self.lines if one.line.key == key), None)
        if found is None:
            raise KeyError(key)
        return found


def execute_budget(
    budget: Budget | str | Path, calculation: Result | Calculation | None = None
) -> Execution:
    """Each line's budget, spending, balance and execution; what the report's figures contradict.

    Args:
        budget: a budget that has been read, the path of a YAML file or workbook, or a name on
            the shelf.
        calculation: what lines that name schemes are set beside; without one, what is stated.

    Raises:
        BudgetRefused: the budget file is refused, with every problem at once.
        UsageRefused: the calculation is about another period.
    """
    read = budget if isinstance(budget, Budget) else read_budget(budget)
    given = ResultCalculation.of_result(calculation) if isinstance(calculation, Result) else calculation  # fmt: skip
    if given is not None:
        _demand_same_period(read, given.source)
    lines = _with_parts(tuple(_execute(line, given) for line in read.ordered()))
    top = [one for one in lines if one.line.part_of is None]
    sums = tuple(found for name in SUMMED if (found := _sum(read, top, name)))
    source = given.source if given else None
    return Execution(
        budget=read,
        lines=lines,
        sums=sums,
        of_initial=_rate(top, "initial"),
        of_adjusted=_rate(top, "adjusted"),
        findings=find_inconsistencies(read),
        source=source,
    )


def _execute(line: Line, calculation: Calculation | None) -> LineExecution:
    counted = calculation.of(line.schemes) if calculation and line.schemes else None
    stated = line.fen("actual")
    actual = counted.fen if counted and counted.is_whole else stated
    adjusted = line.sum_of("initial", "adjustment")
    available = line.sum_of("initial", "adjustment", "other_funds")
    initial = line.fen("initial")
    return LineExecution(
        line=line,
        initial=initial,
        adjustment=line.fen("adjustment"),
        other_funds=line.fen("other_funds"),
        adjusted=adjusted,
        stated=stated,
        calculated=counted.fen if counted else None,
        actual=actual,
        balance=None if available is None or actual is None else available - actual,
        stated_balance=line.fen("balance"),
        of_initial=None if actual is None else percent(actual, initial),
        of_adjusted=None if actual is None else percent(actual, available),
        counted=counted,
    )


def _with_parts(lines: tuple[LineExecution, ...]) -> tuple[LineExecution, ...]:
    """Lines that were not calculated themselves, with what was calculated of their parts."""
    parts: dict[str, int] = {}
    for part in lines:
        fen = part.amount("calculated")
        if part.line.part_of is not None and fen is not None:
            parts[part.line.part_of] = parts.get(part.line.part_of, 0) + fen
    return tuple(
        one if one.counted else evolve(one, calculated_parts=parts.get(one.line.key))
        for one in lines
    )


def _sum(budget: Budget, lines: list[LineExecution], column: str) -> Sum | None:
    known = [fen for line in lines if (fen := line.amount(column)) is not None]
    if not known:
        return None
    return Sum(
        column=column,
        fen=sum(known),
        rounded_once=round_fen(sum(known), budget.rounding),
        sum_of_rounded=sum(round_fen(fen, budget.rounding) for fen in known),
        lines=len(known),
    )


def _rate(lines: list[LineExecution], base: str) -> int | None:
    """Execution of all lines that know both their spending and their budget."""
    both = [line for line in lines if line.actual is not None and line.amount(base) is not None]
    other = sum(line.other_funds or 0 for line in both) if base == "adjusted" else 0
    whole = sum(line.amount(base) or 0 for line in both) + other
    return percent(sum(line.actual or 0 for line in both), whole)


def _demand_same_period(budget: Budget, source: Source) -> None:
    try:
        same = read_period(source.period) == budget.period
    except DateError:
        same = False
    if same:
        return
    period = period_text(budget.period)
    raise UsageRefused(
        Problem(
            "budget-period",
            Place(budget.file),
            Words(
                f"the budget is about {period}, the calculation about {source.period}",
                f"预算期间为 {period}，计算期间为 {source.period}",
            ),
            Words(f"calculate --period {period}", f"请按 --period {period} 计算"),
            source.period,
        )
    )
