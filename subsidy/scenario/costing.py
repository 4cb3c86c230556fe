"""What a reform costs, from person-months where that is exact, else by calculating again.

How many people each bracket pays in each month is all that a flat rate needs: the cost of a
month is that number times the month's instalment, which is rounded as the engine rounds it.
That holds for a change of a scheme whose rules are the same but for what its rows pay, if

- nothing is netted from it, it has no bounds, and no scheme nets it or competes with it;
- every pay is worked out without facts of people, in the baseline and in the reform;
- in the baseline every month of its existence pays something, so that everybody is counted; and
  where other schemes ask whether it pays (``unless_paid``, ``only_if_paid``), so does the reform;
- no parameter that differs is read anywhere but in pays;
- it is no household's scheme whose members' shares others ask for: a share may be nothing.

Everything else is calculated again; both give the same fen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import polars as pl
from attrs import evolve, frozen

from subsidy.dates import Month, read_month
from subsidy.expression.nodes import MoneyLiteral
from subsidy.money import FEN_PER_YUAN, AmountError, instalment, round_fen
from subsidy.results.result import Result
from subsidy.rulebook.model import (
    AmountRule,
    LaterRules,
    NetScheme,
    OverlapRule,
    PayVersion,
    Row,
    Rulebook,
    Scheme,
)
from subsidy.rulebook.names_read import changed_parameters
from subsidy.rulebook.values import RateMissing, Rates, version_in_force
from subsidy.scenario.dependence import differing, parameters_outside_pays
from subsidy.scenario.recalculation import in_play_beside, recalculate

__all__ = ["Costing", "Costs"]

_LARGEST_FEN = 2**45  # beyond it the engine is asked, which refuses what could leave 64 bits

Bracket = tuple[str, str]  # of a scheme


@frozen(eq=False)
class Costs:
    """Fen by scheme over the period; ``from_person_months``: no person was looked at."""

    by_scheme: Mapping[str, int]
    from_person_months: bool

    @property
    def total(self) -> int:
        """Fen of all schemes."""
        return sum(self.by_scheme.values())


@frozen(eq=False, slots=False)
class Costing:
    """A calculated baseline, ready to say what reforms cost."""

    baseline: Result

    def costs(self, book: Rulebook) -> Costs:
        """What *book* costs for the people and period of the baseline.

        Raises:
            RulesRefused: a rate that it needs is missing in the period.
        """
        fast = self.from_person_months(book)
        return self.by_calculation(book) if fast is None else fast

    def from_person_months(self, book: Rulebook) -> Costs | None:
        """The costs without looking at people; None where that would not be exact."""
        book = in_play_beside(self.baseline, book)
        touched = differing(self.baseline.book, book)
        if touched is None or len(book.schemes) != len(self.baseline.book.schemes):
            return None
        parameters = changed_parameters(self.baseline.book, book)
        rates = Rates(book.values_by_month)
        costs = dict(self.baseline_costs)
        for name in touched:
            scheme, old = book.scheme(name), self._flat.get(name)
            if old is None or not _differs_in_pays_only(old, scheme):
                return None
            if parameters and parameters & parameters_outside_pays(scheme):
                return None
            fen = self._priced(old, scheme, rates, is_of_rows=not parameters)
            if fen is None:
                return None
            costs[name] = fen
        return Costs(costs, from_person_months=True)

    @property
    def book(self) -> Rulebook:
        """The baseline's rules, with what was left out: what reforms are made of."""
        return self.baseline.whole_book

    def is_fast(self, book: Rulebook) -> bool:
        """Whether the costs of *book* come from person-months."""
        return self.from_person_months(book) is not None

    def by_calculation(self, book: Rulebook) -> Costs:
        """The costs, every scheme that the reform can touch calculated again."""
        return Costs(_by_scheme(recalculate(self.baseline, book)), from_person_months=False)

    def is_asked_for(self, scheme: str) -> bool:
        """Whether other schemes ask if this one pays."""
        return scheme in self._asked_for

    @cached_property
    def baseline_costs(self) -> dict[str, int]:
        """Fen by scheme in the baseline; a scheme that pays nothing is there with nothing."""
        costs = {scheme.name: 0 for scheme in self.baseline.book.schemes}
        for (scheme, _), fen in self._paid_fen.items():
            costs[scheme] += fen
        return costs

    def person_months(self, scheme: str, bracket: str) -> int:
        """The months paid in the baseline to everybody in a bracket."""
        return sum(self._person_months.get((scheme, bracket), {}).values())

    @cached_property
    def _person_months(self) -> dict[Bracket, dict[Month, int]]:
        found: dict[Bracket, dict[Month, int]] = {}
        for row in self._totals.iter_rows(named=True):
            months = found.setdefault((row["scheme"], row["bracket"]), {})
            months[read_month(row["month"])] = row["unit_months"]
        return found

    @cached_property
    def _paid_fen(self) -> dict[Bracket, int]:
        """What each bracket is paid in the baseline; none for one that nobody is in."""
        found: dict[Bracket, int] = {}
        for row in self._totals.iter_rows(named=True):
            bracket = row["scheme"], row["bracket"]
            found[bracket] = found.get(bracket, 0) + int(row["amount"] * FEN_PER_YUAN)
        return found

    @cached_property
    def _totals(self) -> pl.DataFrame:
        return self.baseline.totals(("scheme", "bracket", "month"))

    @cached_property
    def _flat(self) -> dict[str, Scheme]:
        """The schemes of the baseline whose rates can be changed without looking at people."""
        book = self.baseline.book
        rules: list[AmountRule | LaterRules] = []
        for scheme in book.schemes:
            rules += [scheme.amount, *scheme.later]
        netted = {n.scheme for one in rules for n in one.net_of if isinstance(n, NetScheme)}
        netted |= {s.amount.frozen.scheme for s in book.schemes if s.amount.frozen}
        rivals = {
            name
            for one in book.overlaps
            if one.rule is OverlapRule.HIGHEST_OF
            for name in one.schemes
        }
        rates = Rates(book.values_by_month)
        return {
            scheme.name: scheme
            for scheme in book.schemes
            if scheme.name not in netted | rivals
            and not (scheme.split_among and scheme.name in self._asked_for)
            and _has_rows_only(scheme)
            and self._pays_always(scheme, rates)
        }

    @cached_property
    def _asked_for(self) -> frozenset[str]:
        """The schemes of which others ask whether they pay."""
        rules: list[Scheme | LaterRules] = []
        for scheme in self.baseline.book.schemes:
            rules += [scheme, *scheme.later]
        return frozenset(n for one in rules for n in (*one.unless_paid, *one.only_if_paid))

    def _pays_always(self, scheme: Scheme, rates: Rates) -> bool:
        """Whether every row pays something, without facts, in every month of its existence."""
        dues = [self._dues(scheme, row, rates) for row in scheme.amount.rows]
        return all(due is not None and all(fen > 0 for fen in due.values()) for due in dues)

    def _priced(self, old: Scheme, scheme: Scheme, rates: Rates, *, is_of_rows: bool) -> int | None:
        """What a scheme costs; ``is_of_rows``: a row that is as before pays as before."""
        total = 0
        for before, row in zip(old.amount.rows, scheme.amount.rows, strict=True):
            bracket = scheme.name, row.name
            if is_of_rows and row is before:
                total += self._paid_fen.get(bracket, 0)
                continue
            dues = self._dues(scheme, row, rates)
            if dues is None or (self.is_asked_for(scheme.name) and 0 in dues.values()):
                return None
            counts = self._person_months.get(bracket, {})
            total += sum(dues[month] * count for month, count in counts.items())
        return total

    def _dues(self, scheme: Scheme, row: Row, rates: Rates) -> dict[Month, int] | None:
        """What the row pays in each month in which the scheme exists; None where facts decide."""
        dues: dict[Month, int] = {}
        standards: dict[int, int] = {}
        try:
            for month, version in self._in_force(scheme, row):
                fen = standards.get(id(version))
                if fen is None:
                    fen = round_fen(rates.of(version.pay, month), scheme.rounding)
                if isinstance(version.pay, MoneyLiteral):
                    standards[id(version)] = fen
                if not 0 <= fen < _LARGEST_FEN:
                    return None
                number, of = scheme.timing.instalment(month, version.per_months)
                dues[month] = instalment(fen, number, of, scheme.rounding)
        except (RateMissing, AmountError, ValueError):  # missing, inexact, or of facts
            return None
        return dues

    def _in_force(self, scheme: Scheme, row: Row) -> Iterator[tuple[Month, PayVersion]]:
        for month in self.baseline.period.months():
            begun = scheme.from_month is None or scheme.from_month <= month
            begun = begun and scheme.timing.pays(month)
            if begun and (scheme.until_month is None or month < scheme.until_month):
                yield month, version_in_force(row.versions, month)


def _by_scheme(result: Result) -> dict[str, int]:
    rows = result.totals(("scheme",)).iter_rows(named=True)
    paid = {row["scheme"]: int(row["amount"] * FEN_PER_YUAN) for row in rows}
    return {scheme.name: paid.get(scheme.name, 0) for scheme in result.book.schemes}


def _has_rows_only(scheme: Scheme) -> bool:
    """Whether its amount is what its row pays in all months, and rows are told apart by name."""
    amount = scheme.amount
    names = {row.name for row in amount.rows}
    is_bounded = amount.at_least is not None or amount.at_most is not None
    return (
        amount.frozen is None
        and not scheme.later
        and not amount.net_of
        and not is_bounded
        and len(names) == len(amount.rows)
    )


def _differs_in_pays_only(old: Scheme, new: Scheme) -> bool:
    """Whether two schemes are the same but for the pays of their rows."""
    if old is new:
        return True
    rows = zip(old.amount.rows, new.amount.rows, strict=False)
    alike = [evolve(two, versions=one.versions) for one, two in rows]
    if len(old.amount.rows) != len(new.amount.rows) or tuple(alike) != old.amount.rows:
        return False
    return evolve(new, amount=evolve(new.amount, rows=old.amount.rows)) == old
