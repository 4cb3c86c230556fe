"""Answers of what-if questions: small frozen values with frames, plain values and a notebook table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import polars as pl
from attrs import frozen

from subsidy.errors import Words
from subsidy.results.receipt import period_text
from subsidy.results.result import Result
from subsidy.scenario.comparison import Comparison, side_by_side
from subsidy.scenario.frames import html_table, rows_of

__all__ = ["Seek", "Sensitivity", "Sweep", "Tornado", "WhatIf"]


@frozen(eq=False)
class Sweep:
    """The cost of the period for every value of one parameter, or of two in a grid.

    ``frame``: one column a parameter (named by its target, the value as it is written), then
    ``cost, difference, percent`` in yuan beside the baseline. Rows in the order of the values.
    ``units``: what stands behind each parameter's values, ``per year``; empty for plain numbers.
    """

    targets: tuple[str, ...]
    frame: pl.DataFrame
    baseline_cost: Decimal
    units: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """``targets, units, baseline, rows``; amounts as text."""
        return {
            "targets": list(self.targets),
            "units": list(self.units),
            "baseline": f"{self.baseline_cost:.2f}",
            "rows": rows_of(self.frame),
        }

    def _repr_html_(self) -> str:
        return html_table(" × ".join(self.targets), self.frame)


@frozen(eq=False)
class Sensitivity:
    """What every rate costs, and what one more yuan of it would cost.

    ``frame``: ``target, rate, person_months, cost, per_extra_yuan``; *rate* as it is written in
    the last month of the period; *per_extra_yuan* is the exact difference of the period's cost
    when the rate is one yuan higher (for its own period of payment) in every month.
    """

    frame: pl.DataFrame

    def to_dict(self) -> dict[str, Any]:
        """``rows``; amounts as text."""
        return {"rows": rows_of(self.frame)}

    def _repr_html_(self) -> str:
        return html_table("cost per extra yuan", self.frame)


@frozen(eq=False)
class Tornado:
    """Every rate lower and higher by the same percentage, the widest span first.

    ``frame``: ``target, low, high, span``: differences of the period's cost in yuan.
    """

    percent: int
    frame: pl.DataFrame

    def to_dict(self) -> dict[str, Any]:
        """``percent, rows``; amounts as text."""
        return {"percent": self.percent, "rows": rows_of(self.frame)}

    def _repr_html_(self) -> str:
        return html_table(f"±{self.percent} %", self.frame)


@frozen(eq=False)
class Seek:
    """The highest value of one or more rates whose cost fits a budget.

    ``values`` maps each target to its value as written, at the answer; ``cost`` and ``residue``
    (budget − cost) are what a calculation at the answer gives; ``next_values`` and ``next_cost``
    those one step above. ``reached``: whether any value fits; where none does, the answer is
    the nearest. ``monotone``: whether cost only rises, or only falls, as the unknown rises: for all
    values where ``proven``, else in the ``evaluations`` values that were looked at; ``notes`` say
    more. ``schemes``: what the budget is for.
    """

    targets: tuple[str, ...]
    budget: Decimal
    budget_of_period: Decimal
    values: dict[str, str]
    cost: Decimal
    residue: Decimal
    next_values: dict[str, str]
    next_cost: Decimal
    reached: bool
    monotone: bool
    evaluations: int
    notes: tuple[Words, ...] = ()
    schemes: tuple[str, ...] = ()
    proven: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The same as plain values; amounts as text."""
        return {
            "targets": list(self.targets),
            "budget": f"{self.budget:.2f}",
            "budget_of_period": f"{self.budget_of_period:.2f}",
            "values": dict(self.values),
            "cost": f"{self.cost:.2f}",
            "residue": f"{self.residue:.2f}",
            "next_values": dict(self.next_values),
            "next_cost": f"{self.next_cost:.2f}",
            "reached": self.reached,
            "monotone": self.monotone,
            "proven": self.proven,
            "evaluations": self.evaluations,
            "notes": [f"{note.en} / {note.zh}" for note in self.notes],
            "schemes": list(self.schemes),
        }

    def _repr_html_(self) -> str:
        rows = [(key, str(value)) for key, value in self.to_dict().items()]
        frame = pl.DataFrame(rows, schema={"": pl.String, "value": pl.String}, orient="row")
        return html_table("goal seek", frame)


@frozen(eq=False)
class WhatIf:
    """One run of ``subsidy whatif``: the baseline, and whatever was asked for beside it.

    ``by``: columns by which costs are also told; ``people``: whether each person is. The sweep
    and what follows start from the only comparison's reform, of none or several from the baseline.
    """

    baseline: Result
    comparisons: tuple[Comparison, ...] = ()
    sweep: Sweep | None = None
    sensitivity: Sensitivity | None = None
    tornado: Tornado | None = None
    seek: Seek | None = None
    by: tuple[str, ...] = ()
    people: bool = False

    @property
    def start(self) -> Comparison | None:
        """Whose reform the sweep and what follows start from; None where from the baseline."""
        asked = (self.sweep, self.sensitivity, self.tornado, self.seek)
        is_asked = any(one is not None for one in asked)
        return self.comparisons[0] if is_asked and len(self.comparisons) == 1 else None

    def labels(self) -> dict[str, Any]:
        """``place, schemes, parameters``: names in both languages, of any of the rulebooks."""
        books = [*(one.reform.whole_book for one in self.comparisons), self.baseline.whole_book]
        schemes = {scheme.name: scheme.labels for book in books for scheme in book.schemes}
        parameters = {one.name: one.labels for book in books for one in book.parameters.values()}
        return {
            "place": _both(books[-1].labels),
            "schemes": {name: _both(words) for name, words in schemes.items()},
            "parameters": {name: _both(words) for name, words in parameters.items()},
        }

    def to_dict(self) -> dict[str, Any]:
        """``place, labels, period, receipt, comparisons, asked_of, sweeps, sensitivity, tornado, seek``.

        ``labels`` says what place, schemes and parameters are called, in both languages;
        ``receipt`` is the baseline's; ``asked_of`` names the scenario that the sweep and what
        follows start from, None where that is the baseline; what was not asked for is None, or an
        empty list. Amounts are text.
        """
        return {
            "place": self.baseline.book.name,
            "labels": self.labels(),
            "period": period_text(self.baseline.period),
            "receipt": self.baseline.receipt().as_json(),
            "comparisons": [one.to_dict(self.by, people=self.people) for one in self.comparisons],
            "asked_of": start.name if (start := self.start) else None,
            "sweeps": [self.sweep.to_dict()] if self.sweep else [],
            "sensitivity": self.sensitivity.to_dict() if self.sensitivity else None,
            "tornado": self.tornado.to_dict() if self.tornado else None,
            "seek": self.seek.to_dict() if self.seek else None,
        }

    def frames(self) -> dict[str, pl.DataFrame]:
        """Every table by name, for sheets and files; those not asked for are left out."""
        found: dict[str, pl.DataFrame] = {}
        if self.comparisons:
            found["costs"] = side_by_side(self.comparisons, self.by or ("scheme", "bracket"))
            found["groups"] = _named(self.comparisons, Comparison.groups)
        if self.comparisons and self.people:
            found["people"] = _named(self.comparisons, Comparison.people)
        asked = (self.sweep, self.sensitivity, self.tornado)
        for name, one in zip(("sweep", "sensitivity", "tornado"), asked, strict=True):
            if one is not None:
                found[name] = one.frame
        return found

    def _repr_html_(self) -> str:
        parts = (*self.comparisons, self.sweep, self.sensitivity, self.tornado, self.seek)
        return "".join(part._repr_html_() for part in parts if part is not None)


def _named(
    comparisons: Sequence[Comparison], view: Callable[[Comparison], pl.DataFrame]
) -> pl.DataFrame:
    frames = [view(one).select(pl.lit(one.name).alias("scenario"), pl.all()) for one in comparisons]
    return pl.concat(frames)


def _both(words: Words) -> dict[str, str]:
    return {"en": words.en, "zh": words.zh}
