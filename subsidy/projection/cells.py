"""Expected months and fen of every scheme, bracket and month, from the spells of a calculation.

Nobody's months are written out: month by month the spells that run are added up by scheme and
bracket and by *cohort* (sex, months of birth and of coming), in whole fen, and each sum is multiplied by its
cohort's survivors of 10¹². What a scheme, bracket and month comes to is rounded once, to whole
fen, halves up; every total is a sum of these cells, so that all tables agree and a horizon may
be cut anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from attrs import frozen

from subsidy.dates import Month, Period, read_month
from subsidy.projection.life_table import LifeTable
from subsidy.projection.survival import SURVIVORS, monthly_deaths, survivors
from subsidy.register.table import NO_DAY, NO_WORD, People
from subsidy.results.instalments import Standards
from subsidy.results.result import Result
from subsidy.rulebook.model import CategoryFact, IdentifierFact, Rulebook, Scheme, When
from subsidy.rulebook.stretches import rules_from

__all__ = ["Cell", "Crowd", "cells_of", "crowd_of"]

Column = np.ndarray[Any, Any]
Cohort = tuple[str, int, int]

_CERTAIN = -1  # sorts before every cohort that may die
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_HALF_BITS = 20
_LARGEST_SUM = 2**42


@frozen(order=True)
class Cell:
    """One scheme, bracket and month: expected paid months and fen, both in exact parts of 10⁻¹²."""

    scheme: str
    bracket: str
    month: Month
    unit_months: int
    fen: int


@frozen(eq=False)
class Crowd:
    """A calculation, and what it does not know: when each person comes, and who may die.

    ``cohort`` is a position in ``cohorts`` (sex, month of birth, and the month from which on death
    is a chance; the first is of nobody who may die).
    """

    result: Result
    entry: Column | None  # month, one a row
    count: Column  # int64 people, one a row
    cohort: Column  # int64, one a row
    cohorts: tuple[Cohort, ...]
    without_mortality: int  # people who would be subject to it, but whose sex or birth is unknown

    def undecided(self) -> int:
        """Pairs of a person and a scheme that cannot be told in some month."""
        pairs = self.result.undetermined().select("unit_id", "scheme").unique()
        ids = self.result.people.ids.cast(pl.String)
        count = pl.DataFrame([ids.alias("unit_id"), pl.Series("count", self.count)])
        return int(pairs.join(count, on="unit_id")["count"].sum())


@frozen(eq=False)
class _Spells:
    """Entitlement spells as columns; ``kind`` is a position in the list of kinds."""

    kinds: tuple[tuple[str, str], ...]
    kind: Column
    row: Column
    first: Column
    end: Column
    fen: Column
    per_months: Column


def crowd_of(
    result: Result,
    entry: Column | None,
    count: Column | None,
    table: LifeTable | None,
    since: Month,
) -> Crowd:
    """The people of a calculation by cohort, each at risk from *since*, or from when they come.

    Without a table nobody dies.
    """
    size = len(result.people)
    count = np.ones(size, np.int64) if count is None else count
    if table is None:
        return Crowd(result, entry, count, np.zeros(size, np.int64), (("", 0, 0),), 0)
    known = _known_births(result.people, result.book, table)
    begins = np.full(size, since, np.int64) if entry is None else np.maximum(entry, since)
    cohort, cohorts = _cohorts(known, begins)
    return Crowd(result, entry, count, cohort, cohorts, int(count[known.is_unknown].sum()))


@frozen(eq=False)
class _Births:
    """Who may die by a table: sex as a position in ``words``, month of birth; one a row."""

    words: tuple[str, ...]
    sex: Column
    month: Column
    is_at_risk: Column
    is_unknown: Column  # no date of death, and no sex or no date of birth either


def _known_births(people: People, book: Rulebook, table: LifeTable) -> _Births:
    born_name, died_name = born_and_died(book)
    size, name = len(people), sex_words(book)[0]
    born = people.columns.get(born_name, np.full(size, NO_DAY)).astype(np.int64)
    died = people.columns.get(died_name, np.full(size, NO_DAY)).astype(np.int64)
    sex = people.columns.get(name, np.full(size, NO_WORD)).astype(np.int64)
    fact = book.facts[name]
    assert isinstance(fact, CategoryFact)
    told = np.array([word in table.deaths for word in fact.choices], np.bool_)
    is_known = (born != NO_DAY) & (sex >= 0) & told[np.maximum(sex, 0)]
    at_risk = is_known & (died == NO_DAY)
    safe = np.where(at_risk, born, 1)
    days = (safe - 719163).astype("datetime64[D]").astype("datetime64[M]")  # ordinal of 1970
    month = days.astype(np.int64) + 1970 * 12
    return _Births(fact.choices, sex, month, at_risk, ~is_known & (died == NO_DAY))


def _cohorts(known: _Births, begins: Column) -> tuple[Column, tuple[Cohort, ...]]:
    """Each row's cohort, and the cohorts; the first is of those to whom no mortality applies."""
    width, first = len(known.words), int(begins.min(initial=0))
    span = int(begins.max(initial=0)) - first + 1
    key = (known.month * width + known.sex) * span + begins - first
    key = np.where(known.is_at_risk, key, _CERTAIN)
    used, code = np.unique(np.concatenate([[_CERTAIN], key]), return_inverse=True)
    rest = (divmod(one, span) for one in used[1:].tolist())
    cohorts = ((known.words[who % width], who // width, first + late) for who, late in rest)
    return code[1:].astype(np.int64), (("", 0, 0), *cohorts)


def sex_words(book: Rulebook) -> tuple[str, tuple[str, ...]]:
    """The fact that tells the sex, and its words; LookupError where the rules have none."""
    for fact in book.facts.values():
        if isinstance(fact, IdentifierFact) and fact.gives_sex and fact.sex_words:
            return fact.gives_sex, fact.sex_words
    raise LookupError("no fact of these rules tells the sex")


def born_and_died(book: Rulebook) -> tuple[str, str]:
    """The dates of birth and death; LookupError where the rules have no age or no life's end."""
    for age in book.ages.values():
        for status in book.statuses.values():
            if status.begins == age.of and status.ends is not None:
                return age.of, status.ends
    raise LookupError("no status of these rules lasts from birth to death")


def cells_of(crowd: Crowd, table: LifeTable | None) -> list[Cell]:
    """The expected months and fen of every scheme, bracket and month that pays anything."""
    spells = _read(crowd)
    months = crowd.result.period
    alive = _alive(crowd, table, months)
    rounded = _rounding_groups(crowd.result.book, spells)
    base = months.first - months.first % 12
    cells: list[Cell] = []
    width = len(crowd.cohorts)
    for number, month in enumerate(months.months()):
        here = np.flatnonzero((spells.first <= month) & (month < spells.end))
        fen = _instalments(spells, rounded, here, month - base)
        key = spells.kind[here] * width + crowd.cohort[spells.row[here]]
        weight = crowd.count[spells.row[here]]
        paid, people = (
            _add(key, values, len(spells.kinds) * width).reshape(-1, width)
            for values in (fen * weight, (fen > 0) * weight)
        )
        for kind, (scheme, bracket) in enumerate(spells.kinds):
            if not people[kind].any():
                continue
            dies_late = _pays_month_of_death(crowd.result.book.scheme(scheme), month)
            still = alive[:, number + (not dies_late)]
            expected = _expected(people[kind], still), _expected(paid[kind], still)
            cells.append(Cell(scheme, bracket, month, *expected))
    return cells


def _read(crowd: Crowd) -> _Spells:
    """The spells of the result, from the month on in which each person comes."""
    frame = crowd.result.spells()
    ids = crowd.result.people.ids.cast(pl.String).alias("unit_id").to_frame()
    place = ids.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    frame = frame.join(place, on="unit_id", how="left", maintain_order="left")
    kinds = frame.select("scheme", "bracket").unique().sort("scheme", "bracket")
    coded = kinds.with_row_index("kind").with_columns(pl.col("kind").cast(pl.Int64))
    frame = frame.join(coded, on=["scheme", "bracket"], how="left", maintain_order="left")
    row = frame["row"].to_numpy()
    first, end = (_months(frame[name]) for name in ("first_month", "end_month"))
    if crowd.entry is not None:
        first = np.maximum(first, crowd.entry[row])
    fen = (frame["amount"] * 100).cast(pl.Int64).to_numpy()
    per = frame["per"].replace_strict(_MONTHS, return_dtype=pl.Int64).to_numpy()
    names = tuple((str(scheme), str(bracket)) for scheme, bracket in kinds.iter_rows())
    return _Spells(names, frame["kind"].to_numpy(), row, first, end, fen, per)


def _months(texts: pl.Series) -> Column:
    known: Mapping[str, int] = {text: int(read_month(text)) for text in texts.unique().to_list()}
    return texts.replace_strict(known, return_dtype=pl.Int64).to_numpy()


def _alive(crowd: Crowd, table: LifeTable | None, months: Period) -> Column:
    """Survivors of each cohort at the beginning of each month, and after the last."""
    alive = np.full((len(crowd.cohorts), months.end - months.first + 1), SURVIVORS, np.int64)
    if table is not None:
        deaths = {sex: monthly_deaths(table, sex) for sex in table.deaths}
        for number, (sex, born, begin) in enumerate(crowd.cohorts[1:], start=1):
            alive[number] = survivors(deaths[sex], born, begin, months)
    return alive


def _pays_month_of_death(scheme: Scheme, month: Month) -> bool:
    """Whether the month of a death is still paid, as the scheme's timing has it."""
    return rules_from(scheme, month).timing.stop is When.NEXT_MONTH


def _rounding_groups(book: Rulebook, spells: _Spells) -> list[tuple[Any, Column]]:
    """Each rounding in use, and for every kind whether it is rounded so."""
    roundings = [book.scheme(scheme).instalment_rounding for scheme, _ in spells.kinds]
    return [
        (rounding, np.array([one == rounding for one in roundings], np.bool_))
        for rounding in dict.fromkeys(roundings)
    ]


def _instalments(
    spells: _Spells, groups: list[tuple[Any, Column]], here: Column, month: int
) -> Column:
    """What each of some spells pays in a month, counted from a January."""
    amount = np.zeros(len(here), np.int64)
    for rounding, uses in groups:
        which = np.flatnonzero(uses[spells.kind[here]])
        some = here[which]
        standards = Standards(spells.fen[some], spells.per_months[some], rounding)
        amount[which] = standards.instalment(np.full(len(some), month, np.int64))
    return amount


def _add(key: Column, values: Column, length: int) -> Column:
    sums = np.zeros(length, np.int64)
    np.add.at(sums, key, values.astype(np.int64))
    return sums


def _expected(amounts: Column, alive: Column) -> int:
    """The sum of amounts times survivors, exactly; amounts are never negative."""
    if int(amounts.sum()) >= _LARGEST_SUM:
        pairs = zip(amounts.tolist(), alive.tolist(), strict=True)
        return sum(amount * share for amount, share in pairs)
    high, low = alive >> _HALF_BITS, alive & (2**_HALF_BITS - 1)
    return (int(amounts @ high) << _HALF_BITS) + int(amounts @ low)
