"""Two rulebooks over the same people: what it costs, who gains, who loses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl
from attrs import frozen

from subsidy.calculation import calculate, period_of
from subsidy.dates import Period
from subsidy.errors import Words
from subsidy.results.frames import AMOUNT
from subsidy.results.receipt import period_text
from subsidy.results.result import Result
from subsidy.rulebook.model import Rulebook
from subsidy.scenario.costs import costs
from subsidy.scenario.effect import NO_EFFECT, is_outside, outside_words
from subsidy.scenario.frames import beside, html_table, percent, rows_of, total
from subsidy.scenario.gains import bands, groups, quantiles, with_change
from subsidy.scenario.reading import Scenario
from subsidy.scenario.recalculation import recalculate

__all__ = ["Comparison", "compare", "compare_all", "side_by_side"]

_NO_WORDS = Words("", "")
_WHO = ["unit", "unit_id", "scheme"]
_UNIT = ["unit", "unit_id"]
_OPEN = {"unit": pl.String, "unit_id": pl.String, "scheme": pl.String}


@frozen(eq=False, slots=False, repr=False)
class Comparison:
    """A baseline and a reform, calculated for the same people over the same period.

    Amounts are yuan, ``Decimal(38, 2)``; ``percent`` is of the baseline, half up to two
    decimals, null where the baseline is nothing. Undetermined months are in no amount.
    """

    baseline: Result
    reform: Result
    name: str = ""
    labels: Words = _NO_WORDS
    reason: Words = _NO_WORDS

    def people(self) -> pl.DataFrame:
        """Everybody whose amount differs: ``unit, unit_id, scheme, baseline, reform, difference,
        change``; *change* as in :class:`subsidy.scenario.gains.Change`. Rows sorted.
        """
        return self._by_scheme.filter(pl.col("difference") != 0)

    def totals(self) -> pl.DataFrame:
        """``scheme, baseline, reform, difference, gaining, losing, newly_in, newly_out, unchanged``.

        One row a scheme that pays anything in either; counts are of units. Those newly in count
        among the gaining too, those newly out among the losing; *undetermined* pairs of a unit
        and a scheme are in none of them.
        """
        is_ = {one: pl.col("change") == one for one in ("newly_in", "newly_out", "unchanged")}
        counts = {
            "gaining": (pl.col("change") == "gaining") | is_["newly_in"],
            "losing": (pl.col("change") == "losing") | is_["newly_out"],
            **is_,
        }
        amounts = [pl.col(name).sum() for name in ("baseline", "reform", "difference")]
        tests = [test.sum().cast(pl.Int64).alias(name) for name, test in counts.items()]
        paid = self._by_scheme.filter((pl.col("baseline") != 0) | (pl.col("reform") != 0))
        return paid.group_by("scheme").agg(*amounts, *tests).sort("scheme")

    def costs(self, by: Sequence[str] = ("scheme",)) -> pl.DataFrame:
        """``…by, baseline, reform, difference, percent``; *by* names any of scheme, bracket,
        month, year, payer (funding level) and the text columns of the register, such as region.

        Raises:
            UsageRefused: a column that there is not.
        """
        return beside(costs(self.baseline, by), costs(self.reform, by), list(dict.fromkeys(by)))

    def groups(self, by: Sequence[str] = ()) -> pl.DataFrame:
        """``[scheme,] change, units, baseline, reform, difference``: disjoint groups of people.

        *by* is empty (each person once, all schemes together) or ``("scheme",)``. Their
        differences sum to the difference of the costs.
        """
        return groups(self._by_scheme if "scheme" in by else self._by_unit, by)

    def quantiles(self) -> pl.DataFrame:
        """``percent, difference`` of everybody whose sum over all schemes differs; exact."""
        return quantiles(self._by_unit)

    def bands(self) -> pl.DataFrame:
        """``from, below, units, difference``: people by what they gain or lose, in yuan."""
        return bands(self._by_unit)

    def undetermined(self) -> pl.DataFrame:
        """``unit, unit_id, scheme, baseline, reform``: months that cannot be told in either."""
        months = pl.col("months").sum().cast(pl.Int64)
        one = self.baseline.undetermined().group_by(_WHO).agg(months.alias("baseline"))
        two = self.reform.undetermined().group_by(_WHO).agg(months.alias("reform"))
        both = one.join(two, on=_WHO, how="full", coalesce=True)
        return both.with_columns(pl.col("baseline", "reform").fill_null(0)).sort(_WHO)

    def notes(self) -> tuple[Words, ...]:
        """What might be taken for an answer and is none: a change of other months than those of
        the period, and that nobody's amount differs.
        """
        new = self.reform.book.changes[len(self.baseline.book.changes) :]
        period = self.baseline.period
        away = [one.name for one in new if is_outside(one.name, period)]
        notes = [outside_words(name, period_text(period)) for name in away]
        return (*notes, NO_EFFECT) if new and not len(self.people()) else tuple(notes)

    def total(self) -> tuple[Decimal, Decimal]:
        """What everybody is due in the baseline and in the reform, in yuan."""
        frame = self.costs(("scheme",))
        return total(frame, "baseline"), total(frame, "reform")

    def to_dict(self, by: Sequence[str] = (), *, people: bool = False) -> dict[str, Any]:
        """Everything as plain values for JSON, amounts as text.

        Keys: ``name, labels, reason, period, notes, baseline, reform, total, by_scheme, by_bracket, by_month, by_payer,
        groups, groups_by_scheme, quantiles, bands, undetermined``; ``by`` where *by* names
        columns; ``people`` on request.
        """
        before, after = self.total()
        share = percent(after - before, before)
        told: dict[str, Any] = {
            "name": self.name,
            "labels": {"en": self.labels.en, "zh": self.labels.zh},
            "reason": {"en": self.reason.en, "zh": self.reason.zh},
            "period": period_text(self.baseline.period),
            "notes": [f"{note.en} / {note.zh}" for note in self.notes()],
            "baseline": _book_told(self.baseline.book),
            "reform": _book_told(self.reform.book),
            "total": {
                "baseline": f"{before:.2f}",
                "reform": f"{after:.2f}",
                "difference": f"{after - before:.2f}",
                "percent": None if share is None else f"{share:.2f}",
            },
            "by_scheme": rows_of(self.costs(("scheme",))),
            "by_bracket": self._by_bracket(),
            "by_month": rows_of(self.costs(("month",))),
            "by_payer": rows_of(self.costs(("payer",))),
            "groups": rows_of(self.groups()),
            "groups_by_scheme": rows_of(self.groups(("scheme",))),
            "quantiles": rows_of(self.quantiles()),
            "bands": rows_of(self.bands()),
            "undetermined": rows_of(self.undetermined()),
        }
        if by:
            told["by"] = {"columns": list(by), "rows": rows_of(self.costs(by))}
        if people:
            told["people"] = rows_of(self.people())
        return told

    def __repr__(self) -> str:
        before, after = self.total()
        return f"<Comparison {self.name or self.reform.book.name}: {before:,} → {after:,} yuan>"

    def _by_bracket(self) -> list[dict[str, Any]]:
        """Costs by scheme and bracket, in the order of the rules."""
        books = (self.baseline.book, self.reform.book)
        rows = [(s.name, row.name) for b in books for s in b.schemes for row in s.amount.rows]
        places = {cell: number for number, cell in enumerate(dict.fromkeys(rows))}
        costs = rows_of(self.costs(("scheme", "bracket")))
        return sorted(costs, key=lambda row: places[row["scheme"], row["bracket"]])

    def _repr_html_(self) -> str:
        return html_table(self.name or "baseline and reform", self.costs(("scheme",)))

    @cached_property
    def _by_scheme(self) -> pl.DataFrame:
        """Every unit and scheme that pays, or is undetermined, in either; with ``change``."""
        one, two = self.baseline.annual(), self.reform.annual()
        both = beside(one.select(*_WHO, "amount"), two.select(*_WHO, "amount"), _WHO)
        return with_change(both.drop("percent"), self._open, _WHO)

    @cached_property
    def _by_unit(self) -> pl.DataFrame:
        sums = [pl.col(name).sum().cast(AMOUNT) for name in ("baseline", "reform", "difference")]
        units = self._by_scheme.group_by(_UNIT).agg(*sums)
        return with_change(units, self._open, _UNIT)

    @cached_property
    def _open(self) -> pl.DataFrame:
        """Pairs of a unit and a scheme of which some month cannot be told."""
        either = [one.undetermined().select(_WHO) for one in (self.baseline, self.reform)]
        return pl.concat([pl.DataFrame(schema=_OPEN), *either]).unique()


def compare(  # noqa: PLR0913 - three registers, two books, a period
    baseline: Rulebook,
    reform: Rulebook | Mapping[str, str],
    people: Any,
    period: str | Period,
    *,
    households: Any = None,
    institutions: Any = None,
    name: str = "",
) -> Comparison:
    """Calculate two rulebooks for the same units; registers and *period* as for ``calculate``.

    Members' shares of what their household is due are in no amount: they are the household's.
    *reform* is a book, or changes as for :meth:`Rulebook.reform`. Only schemes that the reform
    can touch are calculated a second time.

    Raises:
        RulesRefused, RegisterRefused, UsageRefused: as :func:`subsidy.calculate`.
    """
    months = period_of(period)
    book = reform if isinstance(reform, Rulebook) else baseline.reform(reform)
    before = calculate(baseline, people, months, households=households, institutions=institutions)
    return Comparison(before, recalculate(before, book), name)


def compare_all(baseline: Result, scenarios: Sequence[Scenario]) -> tuple[Comparison, ...]:
    """Several scenarios, each beside the same baseline.

    Raises:
        RulesRefused: changes that do not fit the baseline's book.
    """
    return tuple(
        Comparison(
            baseline,
            recalculate(baseline, one.on(baseline.whole_book)),
            one.name,
            one.labels,
            one.reason,
        )
        for one in scenarios
    )


def side_by_side(
    comparisons: Sequence[Comparison], by: Sequence[str] = ("scheme",)
) -> pl.DataFrame:
    """``scenario, …by, baseline, reform, difference, percent``, one scenario below the other."""
    frames = [
        one.costs(by).select(pl.lit(one.name).alias("scenario"), pl.all()) for one in comparisons
    ]
    return pl.concat(frames)


def _book_told(book: Rulebook) -> dict[str, Any]:
    changes = [{"name": one.name, "old": one.old, "new": one.new} for one in book.changes]
    return {"name": book.name, "sha256": book.sha256, "changes": changes}
