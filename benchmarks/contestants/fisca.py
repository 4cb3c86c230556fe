"""The four rules as experts of OpenFisca and PolicyEngine write them: variables, parameters, months.

Both families share their vocabulary, so one model serves either engine. Whole fen are ``int``
variables; what does not change is eternal and calculated once; every formula is vectorised. There
are two styles. In the families' own, a person's age is a variable of the month and the tiers are
a scale among the parameters, as their guides and country packages have it. In the ``tuned``
one, birthdays come from a table and are kept, and tiers are two comparisons: it is what this
engine's authors would do if they had to, and hardly anybody does.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import Any

import numpy as np

from benchmarks.contestants import way
from benchmarks.contestants.way import (
    CARE_FEN,
    FIRST_BORN,
    FIRST_YEAR,
    LIVING_FEN,
    OLD_FEN,
    ORPHAN_FEN,
    SCHEMES,
    Column,
)
from benchmarks.people import EPOCH, Columns

__all__ = ["FiscaWay"]

_RATES = {
    "elderly_80": OLD_FEN[0],
    "elderly_90": OLD_FEN[1],
    "elderly_100": OLD_FEN[2],
    "orphan_benefit": ORPHAN_FEN,
    "severe_care": CARE_FEN,
    "living": LIVING_FEN,
    "adult_age": way.AGES[0],
}


class FiscaWay(way.Way):
    """A simulation a year of either family, as results are kept in it; the first is not timed."""

    def __init__(self, people: Columns, package: str, style: str = "own") -> None:
        super().__init__(people)
        self.package = package
        self.system = _system(package, style)
        self.simulation: Any = None

    def fresh(self, years: int) -> None:  # noqa: ARG002
        self._start(FIRST_YEAR, anew=True)

    def _start(self, year: int, *, anew: bool = False) -> None:
        """A simulation for a year; that of the first is there already."""
        if year == FIRST_YEAR and not anew:
            return
        simulations = import_module(f"{self.package}.simulations")
        count = len(self.people["birth_date"])
        self.simulation = simulations.SimulationBuilder().build_default_simulation(
            self.system, count
        )
        for name, column in self.people.items():
            self.simulation.set_input(name, "ETERNITY", column)

    def amounts(self, years: int) -> list[Column]:
        sums = [np.zeros(len(self.people["birth_date"]), np.int64) for _ in SCHEMES]
        for year in range(FIRST_YEAR, FIRST_YEAR + years):
            self._start(year)
            for total, scheme in zip(sums, SCHEMES, strict=True):
                np.add(total, self.simulation.calculate_add(scheme, str(year)), out=total)
        return sums

    def monthly(self, years: int) -> Column:
        rows = []
        for year in range(FIRST_YEAR, FIRST_YEAR + years):
            self._start(year)
            for month in range(1, 13):
                due = [self.simulation.calculate(s, f"{year}-{month:02}") for s in SCHEMES]
                rows.append([fen.sum(dtype=np.int64) for fen in due])
        return np.array(rows).T

    def versions(self) -> str:
        return f"{self.package} {version(self.package)}, numpy {np.__version__}"


def _system(package: str, style: str) -> Any:
    """Person, variables and parameters."""
    person = import_module(f"{package}.entities").build_entity(
        key="person", plural="persons", label="Person", is_person=True
    )
    taxbenefitsystems = import_module(f"{package}.taxbenefitsystems")
    system = taxbenefitsystems.TaxBenefitSystem([person])
    parameters = import_module(f"{package}.parameters")
    data: dict[str, Any] = {name: _since_2000(rate) for name, rate in _RATES.items()}
    tiers = zip(way.AGES[1:], OLD_FEN, strict=True)
    brackets = [
        {"threshold": _since_2000(age)["values"], "amount": _since_2000(fen)["values"]}
        for age, fen in tiers
    ]
    data["elderly"] = {"brackets": brackets, "metadata": {"type": "single_amount"}}
    system.parameters = parameters.ParameterNode("", data=data)
    model = import_module(f"{package}.model_api")
    benefits = _benefits(model, person, style)
    for variable in [*_inputs(model, person), *_days(model, person), *benefits]:
        system.add_variable(variable)
    return system


def _since_2000(value: int) -> dict[str, Any]:
    return {"values": {"2000-01-01": {"value": value}}}


def _variable(model: Any, name: str, **attributes: Any) -> Any:
    return type(name, (model.Variable,), {"label": name, "value_type": int, **attributes})


def _inputs(model: Any, person: Any) -> list[Any]:
    names = (
        *("birth_date", "death_date", "disability_from", "disability_until", "disability_grade"),
        *("subsistence_allowance_from", "subsistence_allowance_until"),
        *("orphan_from", "orphan_until"),
    )
    eternal = {"entity": person, "definition_period": model.ETERNITY}
    return [_variable(model, name, **eternal) for name in names]


def _days(model: Any, person: Any) -> list[Any]:
    """Days that never change, calculated once and kept."""

    def birthday(age: int) -> Any:
        table = way.birthdays(age)
        return lambda person, period: table.take(person("birth_date", period) - FIRST_BORN)

    def latest(*names: str) -> Any:
        return lambda person, period: np.maximum.reduce([person(n, period) for n in names])

    def earliest(*names: str) -> Any:
        return lambda person, period: np.minimum.reduce([person(n, period) for n in names])

    def part_of_birth(unit: str, below: str) -> Any:
        return lambda person, period: _parts(person("birth_date", period), unit, below)

    formulas = {f"at{age}": birthday(age) for age in way.AGES} | {
        "birth_year": part_of_birth("Y", "Y"),
        "birth_month": part_of_birth("M", "Y"),
        "birth_day": part_of_birth("D", "M"),
        "age_at_death": _age_at_death,
        "orphan_begin": latest("orphan_from", "birth_date"),
        "orphan_end": earliest("orphan_until", "at18", "death_date"),
        "care_begin": latest("disability_from", "birth_date"),
        "care_end": earliest("disability_until", "death_date"),
        "living_begin": latest("care_begin", "subsistence_allowance_from"),
        "living_end": earliest("care_end", "subsistence_allowance_until"),
    }
    eternal = {"entity": person, "definition_period": model.ETERNITY}
    return [_variable(model, name, formula=f, **eternal) for name, f in formulas.items()]


def _benefits(model: Any, person: Any, style: str) -> list[Any]:
    """The four benefits of a month, and the ages that they ask for."""
    formulas: dict[str, Any] = {
        "age": _age,
        "age_last_month": _age_last_month,
        "elderly": _elderly,
        "orphan_benefit": _orphan_benefit,
        "severe_care": _severe_care,
        "living": _living,
    }
    if style == "tuned":
        formulas |= {"elderly": _elderly_tuned, "orphan_benefit": _orphan_benefit_tuned}
    monthly = {"entity": person, "definition_period": model.MONTH}
    return [_variable(model, name, formula=f, **monthly) for name, f in formulas.items()]


def _age(person: Any, period: Any) -> Column:
    """Full years on the last day of the month that was lived."""
    _, following = _days_of(period)
    return np.minimum(_age_on(person, period, following - 1), person("age_at_death", period))


def _age_last_month(person: Any, period: Any) -> Column:
    """Full years on the day before the month."""
    first, _ = _days_of(period)
    return _age_on(person, period, first - 1)


def _age_at_death(person: Any, period: Any) -> Column:
    """Full years on the last day that was lived whole."""
    return _age_on(person, period, person("death_date", period) - 1)


def _age_on(person: Any, period: Any, day: Any) -> Column:
    year, month, day_of_month = _parts(day, "Y", "Y"), _parts(day, "M", "Y"), _parts(day, "D", "M")
    months = person("birth_month", period)
    before = (month < months) | ((month == months) & (day_of_month < person("birth_day", period)))
    return year - person("birth_year", period) - before


def _parts(day: Any, unit: str, below: str) -> Any:
    """The year of days, their month within the year or their day within the month, from 0."""
    dates = np.asarray(day, np.int32).astype("datetime64[D]")
    within = dates.astype(f"datetime64[{unit}]")
    if unit == below:
        return within.astype(np.int32)
    return (within - dates.astype(f"datetime64[{below}]")).astype(np.int32)


def _elderly(person: Any, period: Any, parameters: Any) -> Column:
    first, _ = _days_of(period)
    lived = person("death_date", period) >= first
    return lived * parameters(period).elderly.calc(person("age", period))


def _orphan_benefit(person: Any, period: Any, parameters: Any) -> Column:
    first, _ = _days_of(period)
    lived = person("death_date", period) >= first
    recognised = (person("orphan_begin", period) < first) & (
        person("orphan_until", period) >= first
    )
    young = person("age_last_month", period) < parameters(period).adult_age
    return (lived & recognised & young) * parameters(period).orphan_benefit


def _elderly_tuned(person: Any, period: Any, parameters: Any) -> Column:
    first, following = _days_of(period)
    died, rates = person("death_date", period), parameters(period)
    at80, at90, at100 = (person(f"at{age}", period) for age in (80, 90, 100))
    due = (at80 < following) & (at80 < died) & (died >= first)
    older = (at90 < following) & (at90 < died)
    oldest = (at100 < following) & (at100 < died)
    tier = np.where(oldest, rates.elderly_100, np.where(older, rates.elderly_90, rates.elderly_80))
    return due * tier


def _orphan_benefit_tuned(person: Any, period: Any, parameters: Any) -> Column:
    first, _ = _days_of(period)
    return _holds(person, period, "orphan", first) * parameters(period).orphan_benefit


def _severe_care(person: Any, period: Any, parameters: Any) -> Column:
    _, following = _days_of(period)
    severe = person("disability_grade", period) <= 2
    return (severe & _holds(person, period, "care", following)) * parameters(period).severe_care


def _living(person: Any, period: Any, parameters: Any) -> Column:
    _, following = _days_of(period)
    orphan = person("orphan_benefit", period) > 0
    return (_holds(person, period, "living", following) & ~orphan) * parameters(period).living


def _holds(person: Any, period: Any, name: str, before: int) -> Column:
    begin, end = person(f"{name}_begin", period), person(f"{name}_end", period)
    first, _ = _days_of(period)
    return (begin < before) & (end >= first) & (begin < end)


def _days_of(period: Any) -> tuple[int, int]:
    """First day of a month, and of the month after it."""
    first, following = period.start.date, period.offset(1).start.date
    return first.toordinal() - EPOCH, following.toordinal() - EPOCH
