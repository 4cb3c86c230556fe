"""What a projection takes for granted, named in words that are printed with every result."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from attrs import evolve, frozen

from subsidy.errors import Place, Problem, UsageRefused, Words
from subsidy.money import AmountError, read_ratio
from subsidy.projection.inflow import Inflow, read_inflow
from subsidy.projection.life_table import LifeTable, read_life_table
from subsidy.projection.uprating import EVERY_RATE, Uprating, read_uprating, signed_share

__all__ = ["Assumptions", "Variation", "assume", "vary"]


@frozen
class Assumptions:
    """What the coming years are assumed to bring; None and no growth: nothing of the kind."""

    mortality: LifeTable | None
    inflow: Inflow | None
    uprating: Uprating

    def words(self) -> tuple[Words, ...]:
        """Each assumption as a sentence."""
        return (self._of_mortality(), self._of_inflow(), *self._of_uprating())

    def _of_mortality(self) -> Words:
        table = self.mortality
        if table is None:
            return Words(
                "Nobody dies: everybody in the register ages from month to month.",
                "不计死亡：名册人员逐月增龄。",
            )
        factor = _percent(table.factor)
        return Words(
            f"Mortality by age and sex: {table.name} × {factor}.",
            f"按年龄、性别计死亡率：{table.name} × {factor}。",
        )

    def _of_inflow(self) -> Words:
        if self.inflow is None:
            return Words("Nobody new comes into the register.", "名册不新增人员。")
        name, number = self.inflow.name, f"{self.inflow.per_year:,}"
        return Words(
            f"{number} new people a year, spread evenly over its months ({name}).",
            f"每年新增 {number} 人，按月均匀进入（{name}）。",
        )

    def _of_uprating(self) -> list[Words]:
        if not self.uprating.growth:
            return [Words("Rates do not grow.", "标准不调整。")]
        return [_growth(name, given) for name, given in self.uprating.growth.items()]


@frozen
class Variation:
    """How a low or high case differs: factors on mortality and inflow, points on the uprating."""

    mortality: str = "1"
    inflow: str = "1"
    uprating: str = "0%"


def assume(
    mortality: str | Path | LifeTable | None,
    inflow: str | Path | Inflow | None,
    uprating: str | Mapping[str, str] | Uprating | None,
) -> Assumptions:
    """Assumptions from files and texts.

    Raises:
        UsageRefused: a file or a text that is not what it should be.
    """
    return Assumptions(
        read_life_table(mortality) if isinstance(mortality, str | Path) else mortality,
        read_inflow(inflow) if isinstance(inflow, str | Path) else inflow,
        read_uprating(uprating),
    )


def vary(base: Assumptions, by: Variation, name: str) -> Assumptions:
    """The assumptions of a low or high case.

    Raises:
        UsageRefused: a factor or a number of points that is none.
    """
    points = signed_share(by.uprating)
    if points is None:
        raise UsageRefused(_bad(name, by.uprating, "-1%"))
    uprating = base.uprating
    if points:
        uprating = uprating if uprating.growth else Uprating({EVERY_RATE: Fraction(0)})
        uprating = uprating.plus(points)
    _refuse_nothing_to_vary(base, by, name)
    mortality = base.mortality and base.mortality.scaled(_times(by.mortality, name))
    inflow = base.inflow and base.inflow.times(_times(by.inflow, name))
    return evolve(base, mortality=mortality, inflow=inflow, uprating=uprating)


def _refuse_nothing_to_vary(base: Assumptions, by: Variation, name: str) -> None:
    varied = (
        ("mortality", Words("mortality", "死亡率"), base.mortality, by.mortality),
        ("inflow", Words("inflow", "新增人员"), base.inflow, by.inflow),
    )
    for option, what, assumed, factor in varied:
        if assumed is None and factor != Variation().mortality:
            message = Words(
                f"there is no {what.en} that {factor} could be of", f"未假设{what.zh}，无从变动"
            )
            cure = Words(f"give --{option} too", f"请同时给出 --{option}")
            place = Place("band", heading=name)
            raise UsageRefused(Problem("band", place, message, cure, str(factor)))


def _times(text: str, name: str) -> Fraction:
    try:
        factor = read_ratio(text)
    except AmountError:
        factor = Fraction(0)
    if factor <= 0:
        raise UsageRefused(_bad(name, text, "120%"))
    return factor


def _bad(name: str, text: str, example: str) -> Problem:
    message = Words("this is no variation", "不是变动幅度")
    cure = Words(f"write {example}", f"请写 {example}")
    return Problem("band", Place("band", heading=name), message, cure, text)


def _growth(name: str, given: Fraction | Mapping[int, Fraction]) -> Words:
    is_every = name == EVERY_RATE
    en, zh = ("All rates grow", "各项标准") if is_every else (f"{name} grows", name)
    if isinstance(given, Mapping):
        years = ", ".join(f"{year} {_percent(one)}" for year, one in sorted(given.items()))
        return Words(f"{en} each January: {years}.", f"{zh}每年一月调整：{years}。")
    share = _percent(given)
    return Words(f"{en} by {share} each January.", f"{zh}每年一月增长 {share}。")


def _percent(share: Fraction) -> str:
    """A share in per cent: exact where it has few decimals, as a fraction where it has not."""
    hundred = share * 100
    for places in range(5):
        scaled = hundred * 10**places
        if scaled.denominator == 1:
            text = str(abs(scaled.numerator)).zfill(places + 1)
            sign = "-" if scaled < 0 else ""
            return f"{sign}{text[: len(text) - places]}{'.' if places else ''}{text[len(text) - places :]}%"
    return str(share)
