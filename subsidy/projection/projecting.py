"""Projection: the rules over a roster that ages, month by month, for one to thirty years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from subsidy.calculation import calculate, period_of
from subsidy.dates import (
    MONTHS_PER_YEAR,
    DateError,
    Month,
    Period,
    read_month,
    show_month,
)
from subsidy.engine.units.plans import playing
from subsidy.errors import Place, Problem, UsageRefused, Words
from subsidy.projection.answers import BASE, Projection, Variant, cells_frame
from subsidy.projection.assumptions import Assumptions, Variation, assume, vary
from subsidy.projection.beside import Reform, Reformed, Reforms, read_reforms
from subsidy.projection.cells import Cell, Crowd, born_and_died, cells_of, crowd_of, sex_words
from subsidy.projection.inflow import Inflow, newcomers
from subsidy.projection.life_table import LifeTable
from subsidy.projection.uprating import Uprating, carry_on, check_growth
from subsidy.register.table import People
from subsidy.register.units import Registers, Sources, read_registers
from subsidy.results.receipt import rows_set_aside
from subsidy.rulebook.model import CategoryFact, Rulebook
from subsidy.rulebook.shelf import load_rulebook

__all__ = ["project", "years_from"]

LONGEST_YEARS = 30
_CASES = ("low", "high")


@frozen(eq=False)
class _Question:
    """What is projected: the rules, the registers, the months, and the month it all begins in."""

    book: Rulebook
    registers: Registers
    period: Period
    since: Month

    @property
    def people(self) -> People:
        """The persons."""
        return self.registers.persons


def project(  # noqa: PLR0913 - each assumption has its own name
    rulebook: Rulebook | str | Path,
    people: Any,
    period: str | Period,
    *,
    since: str | Month | None = None,
    mortality: str | Path | LifeTable | None = None,
    inflow: str | Path | Inflow | None = None,
    uprating: str | Mapping[str, str] | Uprating | None = None,
    band: Mapping[str, Variation] | None = None,
    reforms: Reforms = (),
    households: Any = None,
    institutions: Any = None,
    encoding: str | None = None,
) -> Projection:
    """What the people of a register are expected to be due in the coming months.

    Without mortality, inflow and uprating: the plain calculation, by rates that are carried on.

    Args:
        rulebook: as for :func:`subsidy.calculate`.
        people: likewise, those who are in the register in the month *since*.
        period: the months to project, ``"2024-01:2033-12"``; up to thirty years.
        since: the month in which mortality, inflow and uprating begin; else the first of *period*.
        mortality: a life table, its file, or the name of one (``"cl-2010-2013/annuity"``).
        inflow: people who come every year, or their file.
        uprating: ``"3%"`` a year, or by rate: :func:`~subsidy.projection.uprating.read_uprating`.
        band: what is different in the cases ``low`` and ``high``.
        reforms: other rules beside *rulebook* by name: books, or changes as for ``book.reform``.
        households: a register of households; members age, mortality does not reach them.
        institutions: a register of institutions, as it stands.
        encoding: of a CSV register.

    Raises: as :func:`subsidy.calculate`.
    """
    sources = Sources(people, households, institutions, {"encoding": encoding})
    question = _asked(rulebook, sources, period, since)
    cases = _cases(assume(mortality, inflow, uprating), band or {})
    return _beside(question, cases, read_reforms(reforms, question.book))


def _asked(
    rulebook: Rulebook | str | Path,
    sources: Sources,
    period: str | Period,
    since: str | Month | None,
) -> _Question:
    book = rulebook if isinstance(rulebook, Rulebook) else load_rulebook(rulebook)
    months = period_of(period)
    begin = _since(since, months)
    return _Question(book, _as_of(begin, sources, book), months, begin)


def _beside(
    question: _Question, cases: Mapping[str, Assumptions], reforms: Sequence[Reform]
) -> Projection:
    """The rules in force, and each reform's."""
    check_growth(cases[BASE].uprating, [question.book, *(one.book for one in reforms)])
    scenarios = tuple(
        Reformed(one, _answer(evolve(question, book=one.book), cases)) for one in reforms
    )
    return evolve(_answer(question, cases), scenarios=scenarios)


def _cases(base: Assumptions, band: Mapping[str, Variation]) -> dict[str, Assumptions]:
    return {BASE: base, **_varied(base, band)}


def _as_of(begin: Month, sources: Sources, book: Rulebook) -> Registers:
    """The registers as the first month sees them, in which nobody is yet too old to be true."""
    rules, _ = playing(book, sources.units())
    return read_registers(sources, rules, Period(begin, Month(begin + 1)))


def _answer(question: _Question, cases: Mapping[str, Assumptions]) -> Projection:
    """Every case, base first."""
    of_book = {
        name: evolve(one, uprating=one.uprating.of(question.book)) for name, one in cases.items()
    }
    found = [_project(question, given, name) for name, given in of_book.items()]
    given = question.registers
    every = [
        one for one in (given.persons, given.households, given.institutions) if one is not None
    ]
    return Projection(
        question.book,
        question.period,
        question.since,
        tuple(variant for variant, _ in found),
        len(given.persons),
        sum(rows_set_aside(one) for one in every),
        max(undecided for _, undecided in found),
        given.persons.sha256,
        tuple(one.unit for one in every),
    )


def years_from(first: str, years: int) -> Period:
    """So many years from a month on.

    Raises:
        UsageRefused: the month is none, or the years are not 1 to 30.
    """
    begin = period_of(first, "--from").first
    if 1 <= years <= LONGEST_YEARS:
        return Period(begin, Month(begin + years * MONTHS_PER_YEAR))
    message = Words("project 1 to 30 years", "可预测 1 至 30 年")
    cure = Words("write --years 10", "请写 --years 10")
    raise UsageRefused(Problem("horizon", Place("--years"), message, cure, str(years)))


def _since(given: str | Month | None, months: Period) -> Month:
    if months.end - months.first > LONGEST_YEARS * MONTHS_PER_YEAR:
        message = Words("this is longer than thirty years", "超过三十年")
        cure = Words("project at most 30 years", "最多预测 30 年")
        raise UsageRefused(Problem("horizon", Place("--period"), message, cure, str(months)))
    if given is None:
        return months.first
    try:
        month = read_month(given) if isinstance(given, str) else given
    except DateError:
        month = Month(months.end)
    if month > months.first:
        message = Words(
            "this is no month up to the first of the period", "不是期间首月或更早的月份"
        )
        cure = Words(f"write {show_month(months.first)} or earlier", "请写期间首月或更早的月份")
        raise UsageRefused(Problem("since", Place("--since"), message, cure, str(given)))
    return month


def _varied(base: Assumptions, band: Mapping[str, Variation]) -> dict[str, Assumptions]:
    for name in band:
        if name not in _CASES:
            message = Words("a band has a low and a high case", "区间只有 low 与 high 两种情形")
            cure = Words("name them low and high", "请用 low 和 high")
            raise UsageRefused(Problem("band", Place("band"), message, cure, name))
    return {name: vary(base, by, name) for name, by in band.items()}


def _project(question: _Question, given: Assumptions, name: str) -> tuple[Variant, int]:
    """One case, and how many pairs of a person and a scheme could not be decided."""
    book, carried = carry_on(question.book, question.period, given.uprating, since=question.since)
    crowds = list(_crowds(book, question, given))
    cells: dict[tuple[str, str, Month], Cell] = {}
    for crowd in crowds:
        if given.mortality is not None:
            _check_young(crowd, given.mortality)
        for cell in cells_of(crowd, given.mortality):
            key = (cell.scheme, cell.bracket, cell.month)
            cells[key] = _sum(cells[key], cell) if key in cells else cell
    every = [cells[key] for key in sorted(cells)]
    unknown = sum(crowd.without_mortality for crowd in crowds)
    has_newcomers = given.inflow is not None and given.inflow.per_year > 0
    undecided = [crowd.undecided() for crowd in crowds]
    coming = undecided.pop() if has_newcomers else 0
    variant = Variant(name, given, carried, unknown, coming, cells_frame(every), book)
    return variant, sum(undecided)


def _crowds(book: Rulebook, question: _Question, given: Assumptions) -> list[Crowd]:
    """Those who are here, and those who come."""
    table = given.mortality
    if table is not None:
        _check_sexes(book, table)
    registers = question.registers
    here = calculate(
        book,
        registers.persons,
        question.period,
        households=registers.households,
        institutions=registers.institutions,
    )
    since = question.since
    crowds = [crowd_of(evolve(here, beside=()), None, None, table, since)]
    crowds += [
        crowd_of(part, None, None, None, since) for part in here.beside
    ]  # no chance of dying
    if given.inflow is not None and given.inflow.per_year:
        coming = newcomers(given.inflow, book, since, question.period.end)
        result = calculate(book, coming.people, question.period)
        crowds.append(crowd_of(result, coming.entry, coming.count, table, since))
    return crowds


def _sum(one: Cell, other: Cell) -> Cell:
    return Cell(
        one.scheme,
        one.bracket,
        one.month,
        one.unit_months + other.unit_months,
        one.fen + other.fen,
    )


def _check_sexes(book: Rulebook, table: LifeTable) -> None:
    """A life table can be used where the rules know births, deaths and sexes by its words."""
    place = Place(table.name)
    try:
        born_and_died(book)
        fact = book.facts[sex_words(book)[0]]
    except LookupError:
        message = Words(
            "these rules do not tell a person's birth, death and sex", "规则未声明出生、死亡和性别"
        )
        cure = Words("project without mortality", "请不使用死亡率")
        raise UsageRefused(Problem("life-table-facts", place, message, cure)) from None
    assert isinstance(fact, CategoryFact)
    missing = [word for word in sex_words(book)[1] if word not in table.deaths]
    if missing:
        listed = ", ".join(missing)
        message = Words(f"the table has no column for {listed}", f"表中没有 {listed} 列")
        cure = Words(f"head its columns {listed}", f"请以 {listed} 为列标题")
        raise UsageRefused(Problem("life-table-sex", place, message, cure, listed))


def _check_young(crowd: Crowd, table: LifeTable) -> None:
    ages = [(begin - born) // MONTHS_PER_YEAR for _, born, begin in crowd.cohorts[1:]]
    youngest = max(min(ages, default=table.first_age), 0)
    if youngest < table.first_age:
        message = Words(
            f"the table begins at age {table.first_age}; there are people aged {youngest}",
            f"生命表自 {table.first_age} 岁起，而名册中有 {youngest} 岁的人",
        )
        cure = Words("give a table that begins at age 0", "请提供自 0 岁起的生命表")
        raise UsageRefused(Problem("life-table-young", Place(table.name), message, cure))
