"""What if: a new book in which some rules are others. The book that is changed stays as it is.

A change is ``target``, with ``@2023-07`` behind it for a change from that month on, or
``@2023-07:2023-12`` for those months; and a value. Targets:

- a rate, ``scheme.bracket`` (``scheme`` alone for a flat amount), or a parameter: a formula as in
  YAML, ``+10%``, ``-5%``, ``+60.00`` (yuan, for its own period), or a series ``+3%@2023-07 +2%@2024-07``;
- all brackets of a scheme, or ``*`` for all rates in yuan, by a change such as ``+10%``, and names in
  either language: see :mod:`subsidy.rulebook.targets`;
- any key of the rule files, as in ``scheme.eligible``, ``scheme.timing.start``,
  ``scheme.80-89.from``, ``scheme.unless_paid``, ``overlaps.name.rule``; ``withdraws`` with names
  of schemes; ``file`` with a path of a rule file: see :mod:`subsidy.rulebook.overlay`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from attrs import evolve

from subsidy.dates import FIRST_DATE, month_of
from subsidy.errors import RulesRefused, Words
from subsidy.expression.names import Names
from subsidy.expression.nodes import Node, ParameterValue
from subsidy.expression.types import Kind, Type
from subsidy.expression.uses import names_in
from subsidy.rulebook.changes import change_of
from subsidy.rulebook.checks_amounts import check_amount
from subsidy.rulebook.checks_parameters import check_model_parameters, refuse_parameter_cycle
from subsidy.rulebook.findings import Findings, cure_by_nearest
from subsidy.rulebook.model import (
    AmountRule,
    Change,
    Parameter,
    ParameterKind,
    ParameterVersion,
    PayVersion,
    Row,
    Rulebook,
    Scheme,
    Source,
)
from subsidy.rulebook.names_read import changed_parameters, read_by
from subsidy.rulebook.naming import names_of, parameter_type
from subsidy.rulebook.order import find_cycle
from subsidy.rulebook.overlay import is_of_text, overlaid, targets
from subsidy.rulebook.read_parameters import refuse_facts
from subsidy.rulebook.reading import Context, read_typed
from subsidy.rulebook.requests import Request, Step, read_request, read_steps
from subsidy.rulebook.splicing import plus, replaced, scaled, times
from subsidy.rulebook.stretches import all_rules
from subsidy.rulebook.targets import EVERY_RATE, spread

__all__ = ["reform", "reform_by"]

REFORM = Source(document="a change of the reform")


def reform(book: Rulebook, changes: Mapping[str, str]) -> Rulebook:
    """*book* with *changes*; the empty reform gives the same book.

    Raises:
        RulesRefused: every change that is misspelt, of another type, or makes an amount
            impossible, all at once.
    """
    findings = Findings()
    read = [read_request(key, changes[key], findings) for key in sorted(changes)]
    return reform_by(book, [one for one in read if one is not None], findings)


def reform_by(book: Rulebook, requests: Sequence[Request], findings: Findings) -> Rulebook:
    """*book* with changes that have been read, in the order given; *findings* hold what was
    wrong with reading them.

    Raises:
        RulesRefused: as :func:`reform`.
    """
    requests = spread(requests, book, findings)
    of_text = [one for one in requests if is_of_text(one.target, book)]
    rates = [one for one in requests if one not in of_text]
    earlier = book.origin.requests if book.origin else ()
    reformed = book
    if of_text:
        reformed = overlaid(book, of_text, findings)
    names = names_of(reformed)  # other rates have no other names
    if of_text:
        reformed = _with_rates(reformed, earlier, names, findings, told=False)
    reformed = _with_rates(reformed, rates, names, findings, told=True)
    if requests:
        reformed = _signed(reformed, book, requests, (*earlier, *rates))
    if rates or (of_text and earlier):
        _check(reformed, Context.of_book(reformed, names, findings), None if of_text else book)
    if findings.problems:
        raise RulesRefused(*findings.sorted())
    return reformed


def _signed(
    reformed: Rulebook, book: Rulebook, requests: Sequence[Request], rates: tuple[Request, ...]
) -> Rulebook:
    """With its own hash, and what a further reform needs to know."""
    new_files = sorted(set(reformed.files) - set(book.files))
    text = reformed.origin.draft.contents if reformed.origin else {}
    files = [(name, hashlib.sha256(text[name]).hexdigest()) for name in new_files]
    pairs = [*((one.key, one.text) for one in requests), *files]
    origin = evolve(reformed.origin, requests=rates) if reformed.origin else None
    return evolve(reformed, sha256=_sha256(book.sha256, pairs), origin=origin)


def _with_rates(
    book: Rulebook, requests: Iterable[Request], names: Names, findings: Findings, *, told: bool
) -> Rulebook:
    changes: list[Change] = []
    for request in requests:
        changed = _apply(book, request, names, findings)
        if told and changed is not book:  # a change that was refused changed nothing
            changes.append(change_of(book, changed, request))
        book = changed
    return evolve(book, changes=(*book.changes, *changes)) if changes else book


def _apply(book: Rulebook, request: Request, names: Names, findings: Findings) -> Rulebook:
    if request.target in book.parameters:
        return _change_parameter(book, request, names, findings)
    scheme_name, _, bracket = request.target.partition(".")
    for scheme in book.schemes:
        for row in scheme.amount.rows:
            if (scheme.name, row.name) == (scheme_name, bracket):
                return _change_row(book, (scheme, row), request, names, findings)
    _refuse_target(book, request, findings)
    return book


def _refuse_target(book: Rulebook, request: Request, findings: Findings) -> None:
    rates = [rate for scheme in book.schemes for rate in _rates_of(scheme)] + list(book.parameters)
    message = Words(
        f"{request.target} is neither a rate of a scheme, nor a parameter, nor a key of the rules",
        f"{request.target} 既不是项目的标准，也不是参数或规则中的键",
    )
    own = [name for name in rates if name.startswith(f"{request.target}.")]
    if request.target == EVERY_RATE:
        cure = Words(
            "all rates together take a change such as +10%", "全部标准只能一起写 +10% 这样的调整"
        )
    elif own:
        listed = ", ".join(own)
        cure = Words(
            f"name a bracket or row: {listed}; or write a change of all of them, such as +10%",
            f"请指定档次：{listed}；或写 +10% 这样的整体调整",
        )
    else:
        listed = ", ".join(rates)
        otherwise = Words(f"what can be changed: {listed}", f"可调整的有：{listed}")
        cure = cure_by_nearest(request.target, [*rates, *targets(book)], otherwise)
    findings.add("unknown-name", request.place, message, cure, request.target)


def _rates_of(scheme: Scheme) -> list[str]:
    """The rates of a scheme as changes name them."""
    return [".".join(filter(None, (scheme.name, row.name))) for row in scheme.amount.rows]


# ── parameters ───────────────────────────────────────────────────────────────────────


def _change_parameter(
    book: Rulebook, request: Request, names: Names, findings: Findings
) -> Rulebook:
    parameter = book.parameters[request.target]
    steps = read_steps(request, findings)
    if steps is not None:
        return _scale_parameter(book, parameter, request, steps, findings)
    wanted = parameter_type(parameter.kind, parameter.per_months)
    read = read_typed(request.value, names, None, findings)
    if read is None:
        return book
    node, kind = read
    if refuse_facts(node, request.value, findings):
        return book
    whole_as_share = (kind.kind, wanted.kind) == (Kind.WHOLE, Kind.SHARE)
    if kind != wanted and not whole_as_share:
        _refuse_type(request, wanted, findings)
        return book
    first = parameter.versions[0].from_month if parameter.versions else month_of(FIRST_DATE)
    version = ParameterVersion(
        from_month=first if request.first is None else request.first,
        until_month=None,
        decided_on=None,
        last_confirmed=None,
        value=node,
        years_back=0,
        source=REFORM,
        place=request.place,
    )
    versions = replaced(parameter.versions, version, request.first, request.end)
    return _with_parameter(book, evolve(parameter, versions=versions))


def _scale_parameter(
    book: Rulebook,
    parameter: Parameter,
    request: Request,
    steps: tuple[Step, ...],
    findings: Findings,
) -> Rulebook:
    is_money = parameter.kind is ParameterKind.MONEY
    if parameter.kind is ParameterKind.WHOLE or any(one.fen and not is_money for one in steps):
        message = Words(
            f"{request.text} is no change of {parameter.name}, which is no amount",
            f"{parameter.name} 不是金额，不能作 {request.text} 的调整",
        )
        cure = Words("write the new number", "请直接写新值")
        findings.add("parameter-type", request.place, message, cure, request.text)
        return book
    versions = parameter.versions
    if not versions:
        message = Words(f"{parameter.name} is not known", f"{parameter.name} 未知")
        cure = Words("write its value, not a change of it", "请直接写出数值，而不是调整幅度")
        findings.add("parameter-unknown", request.place, message, cure, request.text)
        return book
    for step in steps:
        first = request.first if step.first is None else step.first
        if first is None:
            first = parameter.versions[0].from_month
        change = partial(_scaled_value, step=step, per_months=parameter.per_months or 1)
        versions = scaled(versions, change, first, request.end)
    return _with_parameter(book, evolve(parameter, versions=versions))


def _scaled_value(version: ParameterVersion, step: Step, per_months: int) -> ParameterVersion:
    value = plus(times(version.value, step.factor), step.fen, per_months)
    return evolve(version, value=value, source=REFORM)


def _with_parameter(book: Rulebook, changed: Parameter) -> Rulebook:
    return evolve(book, parameters={**book.parameters, changed.name: changed})


def _refuse_type(request: Request, wanted: Type, findings: Findings) -> None:
    period = f" for {wanted.per_months} month(s)" if wanted.per_months else ""
    message = Words(
        f"{request.text} is not of the kind of {request.target}",
        f"{request.text} 与 {request.target} 的类型或期间不一致",
    )
    what = f"{wanted.kind.value}{period}"
    cure = Words(
        f"write an {what}" if what[0] in "aeiou" else f"write a {what}", "请写同类型、同期间的值"
    )
    findings.add("parameter-type", request.place, message, cure, request.text)


# ── rates of schemes ─────────────────────────────────────────────────────────────────


def _change_row(
    book: Rulebook,
    of: tuple[Scheme, Row],
    request: Request,
    names: Names,
    findings: Findings,
) -> Rulebook:
    scheme, row = of
    steps = read_steps(request, findings)
    if steps is not None:
        versions = row.versions
        for step in steps:
            first = request.first if step.first is None else step.first
            versions = scaled(versions, partial(_scaled_pay, step=step), first, request.end)
        return _with_row(book, scheme, row, evolve(row, versions=versions))
    read = read_typed(request.value, names, Kind.MONEY, findings)
    if read is None:
        return book
    node, kind = read
    months = kind.per_months or 1
    if (
        any(_is_by_period(one.amount) for one in all_rules(scheme))
        and months != row.versions[0].per_months
    ):
        _refuse_type(request, Type(Kind.MONEY, row.versions[0].per_months), findings)
        return book
    version = _pay_version(node, months, request)
    versions = replaced(row.versions, version, request.first, request.end)
    return _with_row(book, scheme, row, evolve(row, versions=versions))


def _with_row(book: Rulebook, scheme: Scheme, row: Row, changed: Row) -> Rulebook:
    rows = tuple(changed if one is row else one for one in scheme.amount.rows)
    new = evolve(scheme, amount=evolve(scheme.amount, rows=rows))
    return evolve(book, schemes=tuple(new if one is scheme else one for one in book.schemes))


def _scaled_pay(version: PayVersion, step: Step) -> PayVersion:
    pay = plus(times(version.pay, step.factor), step.fen, version.per_months)
    return evolve(version, pay=pay, source=REFORM)


def _is_by_period(amount: AmountRule) -> bool:
    """Whether nets or bounds fix the period of what is paid."""
    return bool(amount.net_of or amount.at_least or amount.at_most)


def _pay_version(node: Node, months: int, request: Request) -> PayVersion:
    return PayVersion(
        from_month=request.first,
        until_month=None,
        decided_on=None,
        last_confirmed=None,
        pay=node,
        per_months=months,
        source=REFORM,
        place=request.place,
    )


# ── the whole ────────────────────────────────────────────────────────────────────────


def _check(book: Rulebook, context: Context, sound: Rulebook | None) -> None:
    """What is not as it was in a book that is known to be *sound*, or everything."""
    changed = changed_parameters(sound, book) if sound else frozenset(book.parameters)
    if changed:
        cycle = find_cycle({name: _reads(one) for name, one in book.parameters.items()})
        if cycle:
            place = book.parameters[cycle[0]].versions[-1].place
            refuse_parameter_cycle(cycle, place, context.findings)
            return
        check_model_parameters(changed, book.parameters, context.findings)
    known = {id(scheme) for scheme in sound.schemes} if sound else set()
    for scheme in book.schemes:
        if id(scheme) in known and changed.isdisjoint(read_by(scheme).parameters):
            continue
        for rules in all_rules(scheme):
            check_amount(rules, context)


def _reads(parameter: Parameter) -> list[str]:
    """The parameters that one reads in the same year."""
    leaves = (leaf for v in parameter.versions if v.years_back == 0 for leaf in names_in(v.value))
    return sorted({leaf.parameter for leaf in leaves if isinstance(leaf, ParameterValue)})


def _sha256(old: str, changes: Iterable[tuple[str, str]]) -> str:
    """Over the old hash and all changes, whatever their order."""
    total = hashlib.sha256(old.encode())
    for change in sorted(changes):
        for part in change:
            total.update(len(part.encode()).to_bytes(8, "big") + part.encode())
    return total.hexdigest()
