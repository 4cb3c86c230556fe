"""What one scheme comes to in one month, from the facts of one day: exactly, then rounded once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from attrs import frozen

from subsidy.dates import Month
from subsidy.engine.outcome import Status
from subsidy.engine.reference.evaluate import Unit
from subsidy.engine.reference.kleene import Unknown, missing_in
from subsidy.engine.reference.outcomes import Because, MonthOutcome, Net, Run, Working
from subsidy.engine.reference.rates import Rates, inexact
from subsidy.errors import RulesRefused
from subsidy.expression.nodes import Node
from subsidy.money import AmountError, instalment, round_fen
from subsidy.rulebook.model import NetAmount, NetScheme, Row, Scheme

__all__ = ["Question", "amount_of"]


@frozen
class Question:
    """One scheme of one unit in one month, judged by the facts of ``decided_on`` in ``run``."""

    scheme: Scheme
    unit: Unit
    rates: Rates
    month: Month
    run: Run
    decided_on: date
    others: Mapping[str, MonthOutcome]  # the schemes decided before, in this month
    before: MonthOutcome | None = None  # a frozen amount: what the scheme paid before this run

    def fens(self, node: Node) -> Fraction | Unknown:
        """An amount formula, in exact fen."""
        value = self.unit.value(node, self.decided_on, self.month)
        return value if isinstance(value, Unknown) else Fraction(value)

    def bound(self, node: Node | None) -> Fraction | Unknown | None:
        """``at_least`` or ``at_most``, in exact fen; None where there is none."""
        return None if node is None else self.fens(node)


@frozen
class Sums:
    """What an amount is put together from, all of it known."""

    pay: Fraction
    nets: tuple[Net, ...]
    at_least: Fraction | None
    at_most: Fraction | None
    frozen: Fraction

    def total(self) -> Fraction:
        """The pay less what is netted, never below zero for that, then bounded."""
        fens = self.pay + self.frozen
        if self.nets:
            fens = max(fens - sum(net.fen for net in self.nets), Fraction(0))
        if self.at_least is not None:
            fens = max(fens, self.at_least)
        return fens if self.at_most is None else min(fens, self.at_most)


def amount_of(question: Question, missing: frozenset[str]) -> MonthOutcome:
    """The month's outcome; *missing* is what is unknown already about the schemes beside it.

    Raises:
        RulesRefused: the amount needs rounding and the scheme's rounding is ``exact``.
    """
    before = question.before
    if before is not None and before.status is not Status.UNDETERMINED and before.fen == 0:
        return _without_amount(question, Status.NOT_ELIGIBLE, Because.NO_ROW, frozenset())
    missing |= before.missing if before is not None else frozenset()
    scheme, row = question.scheme, _first_row(question)
    if row is None:
        return _without_amount(question, Status.NOT_ELIGIBLE, Because.NO_ROW, frozenset())
    pay = row if isinstance(row, Unknown) else _pay(question, row)
    nets = [_net(question, rule) for rule in scheme.amount.net_of]
    at_least = question.bound(scheme.amount.at_least)
    at_most = question.bound(scheme.amount.at_most)
    missing |= missing_in([pay, *nets, at_least, at_most])
    if missing or isinstance(row, Unknown) or isinstance(pay, Unknown):
        return _without_amount(question, Status.UNDETERMINED, Because.UNKNOWN, missing)
    assert not isinstance(at_least, Unknown)
    assert not isinstance(at_most, Unknown)
    known = tuple(net for net in nets if isinstance(net, Net))
    frozen = Fraction(question.before.fen if question.before else 0)
    return _paid(question, row, Sums(pay, known, at_least, at_most, frozen))


def _first_row(question: Question) -> Row | Unknown | None:
    """The first row that holds; unknown where one above it may hold; None where none does."""
    for row in question.scheme.amount.rows:
        holds = question.unit.truth(row.condition, question.decided_on, question.month)
        if holds is not False:
            return row if holds is True else holds
    return None


def _pay(question: Question, row: Row) -> Fraction | Unknown:
    return question.fens(question.rates.pay(row, question.scheme, question.month).pay)


def _net(question: Question, rule: NetScheme | NetAmount) -> Net | Unknown:
    if isinstance(rule, NetScheme):
        other = question.others[rule.scheme]
        if other.status is Status.UNDETERMINED:
            return Unknown(other.missing)
        return Net(rule, Fraction(other.fen), applies=other.fen > 0)
    counts = question.unit.truth(rule.while_, question.decided_on, question.month)
    if counts is False:
        return Net(rule, Fraction(0), applies=False)
    fens = counts if isinstance(counts, Unknown) else question.fens(rule.amount)
    return fens if isinstance(fens, Unknown) else Net(rule, fens, applies=True)


def _without_amount(
    question: Question, status: Status, because: Because, missing: frozenset[str]
) -> MonthOutcome:
    return MonthOutcome(
        status=status,
        because=because,
        missing=missing,
        run=question.run,
        decided_on=question.decided_on,
    )


def _paid(question: Question, row: Row, sums: Sums) -> MonthOutcome:
    scheme, month = question.scheme, question.month
    version = question.rates.pay(row, scheme, month)
    number, count = scheme.timing.instalment(month, version.per_months)
    try:
        standard = round_fen(sums.total(), scheme.rounding)
        fen = instalment(standard, number, count, scheme.rounding)
    except AmountError:
        raise RulesRefused(inexact(scheme.name, version.place)) from None
    working = Working(
        row=row,
        version=version,
        pay_fen=sums.pay,
        nets=sums.nets,
        at_least_fen=sums.at_least,
        at_most_fen=sums.at_most,
        exact_fen=sums.total(),
        standard_fen=standard,
        instalment=number,
        instalments=count,
        frozen_fen=sums.frozen,
    )
    return MonthOutcome(
        status=Status.ENTITLED,
        because=Because.PAID,
        fen=fen,
        bracket=row.name,
        run=question.run,
        decided_on=question.decided_on,
        working=working,
    )
