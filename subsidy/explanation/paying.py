"""Why a month comes to its amount: the run of days, timing, row, rate, nets, rounding, instalment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from subsidy.dates import Month, first_day, month_of, show_month
from subsidy.engine.reference import MonthOutcome, Net, Run, Working
from subsidy.engine.reference.rates import Rates
from subsidy.errors import Words
from subsidy.explanation.conditions import Reading, conditions_of
from subsidy.explanation.figures import figures_of
from subsidy.explanation.reasons import Mark, Reason
from subsidy.explanation.wording import (
    Naming,
    exact_yuan,
    joined,
    per_words,
    rounding_words,
    source_words,
    when_words,
)
from subsidy.expression.nodes import MoneyLiteral, Node, ParameterValue
from subsidy.expression.uses import leaves, names_in
from subsidy.rulebook.model import (
    Frozen,
    NetScheme,
    ParameterKind,
    ParameterVersion,
    PayVersion,
    Row,
    Rulebook,
    Scheme,
    When,
)

__all__ = ["amount_reasons", "handed_reasons", "run_reasons"]


_LAST_DAY = 31


def run_reasons(scheme: Scheme, outcome: MonthOutcome, month: Month) -> Iterator[Reason]:
    """The days that count for the month, the timing applied, and the deciding day."""
    if outcome.run is None or outcome.run.missing:  # days that may not hold are no eligible days
        return
    yield _run_reason(scheme, outcome.run, month)
    if outcome.decided_on is not None:
        yield _deciding_day(scheme, outcome.decided_on)


def _deciding_day(scheme: Scheme, on: date) -> Reason:
    if scheme.timing.on_day is not None:
        words = Words(f"worked out from the facts of {on}", f"按 {on} 的情况核定")
        return Reason("deciding-day", words, values={"day": on.isoformat()})
    when = when_words(scheme.timing.change)
    words = Words(
        f"worked out from the facts of {on} (a change counts from {when.en})",
        f"按 {on} 的情况核定（情况变化自{when.zh}起计）",
    )
    values = {"day": on.isoformat(), "change": scheme.timing.change.name.lower()}
    return Reason("deciding-day", words, values=values)


def _run_reason(scheme: Scheme, run: Run, month: Month) -> Reason:
    timing = scheme.timing
    last = run.ends - timedelta(days=1)
    is_cut = run.begins <= first_day(Month(month - 1))
    goes_on = run.ends >= first_day(Month(month + 1))
    since = Words("", "") if is_cut else Words(f" from {run.begins}", f"自 {run.begins} 起")
    until = Words("", "") if goes_on else Words(f" to {last}", f"至 {last}")
    whole = Words(" throughout", "一直") if is_cut and goes_on else Words("", "")
    days = Words(
        f"eligible{since.en}{until.en}{whole.en}", f"{since.zh}{until.zh}{whole.zh}符合条件"
    )
    if timing.on_day is not None:
        return Reason("timing", joined(days, _on_day(timing.on_day), source_words(timing.source)))
    start, stop = when_words(timing.start), when_words(timing.stop)
    convention = Words(
        f"paid from {start.en}, no longer from {stop.en}", f"自{start.zh}起发，自{stop.zh}起停发"
    )
    values: dict[str, str | int | bool | None] = {
        "from": None if is_cut else run.begins.isoformat(),
        "until": None if goes_on else run.ends.isoformat(),
        "start": timing.start.name.lower(),
        "stop": timing.stop.name.lower(),
    }
    if not is_cut:
        first = Month(month_of(run.begins) + (timing.start is When.NEXT_MONTH))
        values["first_month"] = show_month(first)
    return Reason("timing", joined(days, convention, source_words(timing.source)), values=values)


def _on_day(day: int) -> Words:
    if day >= _LAST_DAY:
        return Words("the last day of each month decides", "以每月最后一日为准")
    return Words(f"day {day} of each month decides", f"以每月 {day} 日为准")


def handed_reasons(scheme: Scheme, row: Row | None) -> Iterator[Reason]:
    """Who is handed the money, where that is not the one who is due it, and whether it is money."""
    payee = (row.payee if row else None) or scheme.payee
    if payee is not None:
        words = Words(f"handed to {payee.en}", f"由{payee.zh}领取")
        yield Reason("payee", words, values={"payee": payee.en, "payee_zh": payee.zh})
    if scheme.is_in_kind:
        words = Words(
            "in vouchers or goods of that value, not in money", "以等值实物或票券发放，不发现金"
        )
        yield Reason("in-kind", words, values={"in_kind": True})


def amount_reasons(
    scheme: Scheme, working: Working, reading: Reading, fen: int
) -> Iterator[Reason]:
    """From the row to the fen of the month."""
    if working.row.name and names_in(working.row.condition):
        yield Reason(
            "row",
            Words(f"row {working.row.name}", f"档次 {working.row.name}"),
            Mark.MET,
            {"row": working.row.name, "by": scheme.amount.by},
            conditions_of(working.row.condition, reading),
        )
    if scheme.amount.frozen is not None:
        yield _frozen(scheme.amount.frozen, working, Naming(reading.book))
    else:
        yield _rate(scheme, working, reading)
    yield from (_net(net, Naming(reading.book)) for net in working.nets)
    yield from _bounds(working)
    if working.exact_fen != working.standard_fen:
        yield _rounding(scheme, working)
    if working.instalments > 1:
        yield _instalment(working, fen)


def _frozen(frozen: Frozen, working: Working, naming: Naming) -> Reason:
    """What another scheme paid before this one began, and which goes on."""
    label, amount = naming.scheme(frozen.scheme), exact_yuan(working.frozen_fen)
    words = Words(
        f"as {label.en} paid in the month before this began: {amount}; for {frozen.months} months",
        f"按此前一个月的{label.zh}金额 {amount} 元续发，最多 {frozen.months} 个月",
    )
    values: dict[str, str | int | bool | None]
    values = {"scheme": frozen.scheme, "amount": amount, "months": frozen.months}
    return Reason("frozen", words, values=values)


def _rate(scheme: Scheme, working: Working, reading: Reading) -> Reason:
    version = working.version
    formula = Naming(reading.book).formula(version.pay)
    amount = per_words(working.pay_fen, version.per_months)
    if isinstance(version.pay, MoneyLiteral):
        words = Words(f"rate {amount.en}", f"标准 {amount.zh}")
    else:
        figures = figures_of(version.pay, reading)
        steps = [formula, figures, amount] if figures else [formula, amount]
        told = joined(*steps, en=" = ", zh=" = ")
        words = Words(f"rate {told.en}", f"标准 {told.zh}")
    source = version.source if _is_told(version) else scheme.source
    return Reason(
        "rate",
        joined(words, _force_words(version), source_words(source)),
        values={
            "formula": formula.en,
            "amount": exact_yuan(working.pay_fen),
            "per_months": version.per_months,
            "source": source_words(source).en,
            **_force_values(version),
        },
        reasons=tuple(_parameters(version.pay, reading.book, reading.rates, reading.month)),
    )


def _is_told(version: PayVersion) -> bool:
    return bool(version.source.document or version.source.assumed)


def _force_words(version: PayVersion | ParameterVersion) -> Words:
    if version.from_month is None:
        return Words("", "")
    since = show_month(version.from_month)
    decided = Words("", "")
    if version.decided_on is not None:
        decided = Words(f"decided on {version.decided_on}", f"{version.decided_on} 定")
    return joined(Words(f"in force from {since}", f"自 {since} 起执行"), decided, en=", ", zh="，")


def _force_values(version: PayVersion | ParameterVersion) -> dict[str, str | int | bool | None]:
    return {
        "in_force_from": None if version.from_month is None else show_month(version.from_month),
        "decided_on": None if version.decided_on is None else version.decided_on.isoformat(),
    }


def _parameters(node: Node, book: Rulebook, rates: Rates, month: Month) -> Iterator[Reason]:
    """Each parameter of a formula: its value, version and source, and what it is made of."""
    for name in dict.fromkeys(n.parameter for n in leaves(node) if isinstance(n, ParameterValue)):
        parameter, number = book.values_by_month[name], rates.value(name, month)
        value = Words(str(number), str(number))
        if parameter.kind is ParameterKind.MONEY and parameter.per_months:
            value = per_words(number, parameter.per_months)
        version = rates.version(name, month)
        read_in = Month(month - 12 * version.years_back)
        label = parameter.labels
        back = Words("", "")
        if version.years_back:
            back = Words(
                f"from the values of {show_month(read_in)}", f"按 {show_month(read_in)} 的数值"
            )
        yield Reason(
            "parameter",
            joined(
                Words(f"{label.en} {value.en}", f"{label.zh} {value.zh}"),
                back,
                _force_words(version),
                source_words(version.source),
            ),
            values={"parameter": name, "value": value.en, **_force_values(version)},
            reasons=tuple(_parameters(version.value, book, rates, read_in)),
        )


def _net(net: Net, naming: Naming) -> Reason:
    if isinstance(net.rule, NetScheme):
        label = naming.scheme(net.rule.scheme)
        name = net.rule.scheme
    else:
        label = naming.formula(net.rule.amount)
        name = label.en
    taken = exact_yuan(net.fen)
    words = Words(f"less {label.en}: {taken}", f"减 {label.zh}：{taken} 元")
    if not net.applies:
        words = Words(f"less {label.en}: none this month", f"减 {label.zh}：本月无")
    return Reason("net", words, values={"net": name, "amount": taken, "applies": net.applies})


def _bounds(working: Working) -> Iterator[Reason]:
    per_months = working.version.per_months
    bounds: tuple[tuple[str, Words, Fraction | None], ...] = (
        ("at-least", Words("at least", "不低于"), working.at_least_fen),
        ("at-most", Words("at most", "不高于"), working.at_most_fen),
    )
    for code, words, fen in bounds:
        if fen is not None:
            amount = per_words(fen, per_months)
            yield Reason(
                code,
                Words(f"{words.en} {amount.en}", f"{words.zh} {amount.zh}"),
                values={"amount": exact_yuan(fen)},
            )


def _rounding(scheme: Scheme, working: Working) -> Reason:
    exact, rounded = exact_yuan(working.exact_fen), exact_yuan(working.standard_fen)
    how = rounding_words(scheme.rounding)
    return Reason(
        "rounding",
        Words(f"rounded {how.en}: {exact} → {rounded}", f"{how.zh}：{exact} → {rounded}"),
        values={"exact": exact, "rounded": rounded, "mode": scheme.rounding.mode.value},
    )


def _instalment(working: Working, fen: int) -> Reason:
    number, of = working.instalment, working.instalments
    paid, whole = exact_yuan(fen), exact_yuan(working.standard_fen)
    return Reason(
        "instalment",
        Words(
            f"instalment {number} of {of} of {whole}: {paid}",
            f"{whole} 元分 {of} 期的第 {number} 期：{paid} 元",
        ),
        values={"number": number, "of": of, "standard": whole, "amount": paid},
    )
