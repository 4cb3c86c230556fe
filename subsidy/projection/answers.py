"""What a projection gives back: expected months and yuan, their assumptions, and how far a budget goes."""

from __future__ import annotations

import html
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import polars as pl
from attrs import asdict, frozen

from subsidy.dates import MONTHS_PER_YEAR, Month, Period, show_month
from subsidy.errors import Place, Problem, UsageRefused, Words
from subsidy.money import AmountError, read_budget_yuan, show_yuan
from subsidy.projection.assumptions import Assumptions
from subsidy.projection.beside import Reformed, compared, reformed_json
from subsidy.projection.cells import Cell
from subsidy.projection.survival import SURVIVORS
from subsidy.projection.uprating import CarriedRate
from subsidy.results.frames import yuan
from subsidy.results.receipt import engine_version, period_text
from subsidy.rulebook.model import Rulebook

__all__ = ["BASE", "Projection", "Reach", "Variant", "cells_frame"]

BASE = "base"
_CASES = ("low", BASE, "high")
_COLUMNS = ("scheme", "bracket", "month", "year")


@frozen(eq=False)
class Variant:
    """One case of a projection: what it assumes, the rates it carried on, and what comes out.

    ``cells`` has ``scheme, bracket, month, year, unit_months, amount``: expected paid months
    (two decimals) and expected yuan, each rounded once, halves up.
    """

    name: str
    assumptions: Assumptions
    carried: tuple[CarriedRate, ...]
    without_mortality: int
    newcomers_undecided: int  # pairs of a new person and a scheme
    cells: pl.DataFrame
    book: Rulebook


@frozen
class Reach:
    """How far a budget goes in one case.

    ``months`` are paid in full; ``runs_out`` is the first month that is not (empty where the
    budget outlasts the horizon); ``left`` is what remains after the months paid in full; ``ask``
    what the calendar year after the one in which the projection begins costs (empty where the
    horizon does not hold all of it).
    """

    case: str
    months: int
    runs_out: str
    left: str
    next_year: str
    ask: str


@frozen(eq=False)
class Projection:
    """What the people of a register are expected to be due in the coming months."""

    book: Rulebook
    period: Period
    since: Month
    variants: tuple[Variant, ...]  # base first
    people: int
    set_aside: int
    undetermined: int
    input_sha256: str
    units: tuple[str, ...] = ("person",)
    scenarios: tuple[Reformed, ...] = ()

    @property
    def base(self) -> Variant:
        """The case between low and high."""
        return self.variants[0]

    def totals(self, by: Sequence[str] = ("scheme", "bracket"), case: str = BASE) -> pl.DataFrame:
        """Expected paid months and yuan of each group; *by* names scheme, bracket, month, year.

        Raises:
            UsageRefused: a column or a case that there is not.
        """
        unknown = [name for name in by if name not in _COLUMNS]
        variant = next((one for one in self.variants if one.name == case), None)
        if unknown or variant is None:
            listed = ", ".join(_COLUMNS if unknown else (one.name for one in self.variants))
            found = unknown[0] if unknown else case
            message = Words(f"there is no {found} here", f"没有 {found}")
            cure = Words(f"choose among: {listed}", f"可用：{listed}")
            raise UsageRefused(Problem("projection-by", Place("by"), message, cure, found))
        sums = [pl.col("unit_months").sum(), pl.col("amount").sum()]
        if not by:
            return variant.cells.select(sums)
        return variant.cells.group_by(list(by)).agg(sums).sort(list(by))

    def monthly(self, case: str = BASE) -> pl.DataFrame:
        """``scheme, bracket, month, unit_months, amount``."""
        return self.totals(("scheme", "bracket", "month"), case)

    def cases(self) -> pl.DataFrame:
        """``case, scheme, bracket, month, unit_months, amount`` of every case.

        ``scenario`` stands first where there are any; it is empty for the rules in force.
        """
        own = pl.concat(
            self.monthly(one.name).select(pl.lit(one.name).alias("case"), pl.all())
            for one in self._in_order()
        )
        if not self.scenarios:
            return own
        every = [("", own), *((one.reform.name, one.projection.cases()) for one in self.scenarios)]
        return pl.concat(
            frame.select(pl.lit(name).alias("scenario"), pl.all()) for name, frame in every
        )

    def band(self, by: Sequence[str] = ("month",)) -> pl.DataFrame:
        """The columns of *by*, then the amount of each case: ``low``, ``base``, ``high``."""
        frames = [
            self.totals(by, one).rename({"amount": one}).select(*by, one)
            for one in _CASES
            if one in {variant.name for variant in self.variants}
        ]
        whole = frames[0]
        for frame in frames[1:]:
            whole = whole.join(frame, on=list(by), how="full", coalesce=True)
        nothing = pl.lit(0).cast(pl.Decimal(38, 2))
        amounts = [name for name in whole.columns if name not in by]
        return whole.with_columns(pl.col(amounts).fill_null(nothing)).sort(list(by))

    def compared(self, by: Sequence[str] = ("year",), case: str = BASE) -> pl.DataFrame:
        """Each scenario beside the rules in force: ``scenario, …by, baseline, reform, difference``.

        Raises:
            UsageRefused: a column or a case that there is not.
        """
        return compared(self, by, case)

    def reach(self, budget: str) -> tuple[Reach, ...]:
        """How far a budget in yuan goes from the first month on, case by case.

        Raises:
            UsageRefused: the budget is no amount such as ``"7000000.00"``.
        """
        fen = _budget(budget)
        return tuple(self._reach(one, fen) for one in self._in_order())

    def _in_order(self) -> list[Variant]:
        return sorted(self.variants, key=lambda one: _CASES.index(one.name))

    def _reach(self, variant: Variant, budget_fen: int) -> Reach:
        cost = _fen_by(self.totals(("month",), variant.name), "month")
        months, left = 0, budget_fen
        runs_out = ""
        for month in self.period.months():
            due = cost.get(show_month(month), 0)
            if due > left:
                runs_out = show_month(month)
                break
            months, left = months + 1, left - due
        year = self.period.first // MONTHS_PER_YEAR + 1
        whole = self.period.end >= (year + 1) * MONTHS_PER_YEAR
        by_year = _fen_by(self.totals(("year",), variant.name), "year")
        ask = show_yuan(by_year.get(str(year), 0)) if whole else ""
        return Reach(variant.name, months, runs_out, show_yuan(left), str(year), ask)

    def assumptions(self) -> tuple[tuple[str, Words], ...]:
        """Every assumption with the case that it belongs to."""
        found = [(BASE, words) for words in self._of_units()]
        table = self.base.assumptions.mortality
        if table is not None and table.source:
            found.append((BASE, Words.written(f"{table.name}: {table.source}")))
        for variant in self._in_order():
            found += [(variant.name, words) for words in variant.assumptions.words()]
            if variant.without_mortality:
                number = f"{variant.without_mortality:,}"
                found.append((variant.name, _immortal(number)))
            if variant.newcomers_undecided:
                number = f"{variant.newcomers_undecided:,}"
                found.append((variant.name, _undecided(number)))
        return tuple(found)

    def _of_units(self) -> list[Words]:
        """What is taken for granted of households and institutions."""
        mortal = any(one.assumptions.mortality is not None for one in self.variants)
        coming = any(one.assumptions.inflow is not None for one in self.variants)
        told = [_AS_REGISTERED] if len(self.units) > 1 else []
        told += [_NO_HOUSEHOLD_DIES] if mortal and "household" in self.units else []
        told += [_NEWCOMERS_ALONE] if coming and "household" in self.units else []
        return told

    def as_json(self, budget: str | None = None) -> dict[str, Any]:
        """Everything as plain values for JSON; amounts and expected months are text.

        ``scenarios`` where there are any: each with its changes, the hash of its rules, its own
        figures, and years and months beside the baseline.
        """
        answer = {
            "question": "projection",
            "place": self.book.name,
            "rulebook_sha256": self.book.sha256,
            "input_sha256": self.input_sha256,
            "engine_version": engine_version(),
            "labels": self._labels(),
            "period": period_text(self.period),
            "since": show_month(self.since),
            "is_projection": True,
            "people": self.people,
            "units": list(self.units),
            "set_aside": self.set_aside,
            "undetermined": self.undetermined,
            "assumptions": [
                {"case": case, "en": words.en, "zh": words.zh} for case, words in self.assumptions()
            ],
            "carried": [one.as_json() for one in self.base.carried],
            "changes": [asdict(one) for one in self.book.changes],
            "total": {one.name: _text(self.totals((), one.name))[0] for one in self._in_order()},
            "years": _text(self.band(("year",))),
            "months": _text(self.band(("month",))),
            "schemes": _text(self.totals(("scheme", "bracket", "year"))),
        }
        if budget is not None:
            reaches = [asdict(one) for one in self.reach(budget)]
            answer["budget"] = {"amount": show_yuan(_budget(budget)), "reach": reaches}
        if self.scenarios:
            answer["scenarios"] = [reformed_json(self, one, budget) for one in self.scenarios]
        return answer

    def _labels(self) -> dict[str, Any]:
        """What place, schemes, parameters and brackets are called, in any of the books."""
        books = [*(one.reform.book for one in self.scenarios), self.book]
        schemes = {one.name: one for book in books for one in book.schemes}
        brackets = {
            name: [row.name for book in reversed(books) for one in book.schemes
                   if one.name == name for row in one.amount.rows]
            for name in schemes
        }  # fmt: skip
        return {
            "place": _both(self.book.labels),
            "schemes": {name: _both(one.labels) for name, one in schemes.items()},
            "parameters": {
                one.name: _both(one.labels) for book in books for one in book.parameters.values()
            },
            "brackets": {name: list(dict.fromkeys(rows)) for name, rows in brackets.items()},
        }

    def _repr_html_(self) -> str:
        """The years as a table, for notebooks."""
        frame = self.band(("year",))
        head = "".join(f"<th>{html.escape(name)}</th>" for name in frame.columns)
        rows = "".join(
            "<tr>" + "".join(f"<td style='text-align:right'>{cell}</td>" for cell in row) + "</tr>"
            for row in frame.iter_rows()
        )
        notes = "".join(
            f"<li>{html.escape(case)}: {html.escape(words.en)}</li>"
            for case, words in self.assumptions()
        )
        title = html.escape(f"{self.book.labels.en} {period_text(self.period)}: projection, yuan")
        scenarios = "".join(
            f"<p>{html.escape(one.reform.name)}</p>{one.projection._repr_html_()}"
            for one in self.scenarios
        )
        return f"<p>{title}</p><table><tr>{head}</tr>{rows}</table><ul>{notes}</ul>{scenarios}"


def cells_frame(cells: Sequence[Cell]) -> pl.DataFrame:
    """Cells as a frame: expected months rounded to hundredths, amounts to fen, halves up."""
    months = [_half_up(one.unit_months, SURVIVORS // 100) for one in cells]
    return pl.DataFrame(
        [
            pl.Series("scheme", [one.scheme for one in cells], pl.String),
            pl.Series("bracket", [one.bracket for one in cells], pl.String),
            pl.Series("month", [show_month(one.month) for one in cells], pl.String),
            pl.Series("year", [show_month(one.month)[:4] for one in cells], pl.String),
            yuan("unit_months", months),  # hundredths, as fen are of a yuan
            yuan("amount", [_half_up(one.fen, SURVIVORS) for one in cells]),
        ]
    )


_AS_REGISTERED = Words(
    "Households and institutions stay as registered: members come of age and leave on the dates"
    " of the register; incomes, approvals and numbers do not change.",
    "家庭和机构按名册现状推算：成员按名册日期增龄或变动，收入、确认状态和人数不变。",
)
_NO_HOUSEHOLD_DIES = Words(
    "Mortality is in persons' own amounts only. What a household is due is not a sum over its"
    " members, so an expected amount of it is not worked out: its members are taken to live on,"
    " also in the members' shares.",
    "死亡率只计入个人项目。家庭待遇并非成员金额之和，不计算其期望值：家庭成员视为存活，本人份额亦然。",
)
_NEWCOMERS_ALONE = Words(
    "New people belong to no household, and get nothing of schemes that ask for one.",
    "新增人员不属于任何家庭，不计入须依据家庭的项目。",
)


def _both(words: Words) -> dict[str, str]:
    return {"en": words.en, "zh": words.zh}


def _half_up(value: int, step: int) -> int:
    return (2 * value + step) // (2 * step)


def _budget(text: str) -> int:
    try:
        return read_budget_yuan(text)
    except AmountError:
        message = Words("this is no budget in yuan", "不是以元计的预算")
        cure = Words("write yuan such as 7000000 or 700万", "请写金额，如 7000000 或 700万")
        raise UsageRefused(Problem("budget", Place("--budget"), message, cure, str(text))) from None


def _fen_by(frame: pl.DataFrame, name: str) -> dict[str, int]:
    return {row[name]: int(row["amount"] * 100) for row in frame.iter_rows(named=True)}


def _text(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return [
        {name: f"{cell:.2f}" if isinstance(cell, Decimal) else cell for name, cell in row.items()}
        for row in frame.iter_rows(named=True)
    ]


def _immortal(number: str) -> Words:
    return Words(
        f"Sex or date of birth unknown: {number} people are taken to live on.",
        f"性别或出生日期不详的 {number} 人，视为存活。",
    )


def _undecided(number: str) -> Words:
    return Words(
        f"{number} pairs of a new person and a scheme cannot be decided from what is said of new"
        " people, and are in no figure.",
        f"新增人员中有 {number} 人项因资料不足无法判定，不计入任何数字。",
    )
