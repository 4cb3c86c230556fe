"""What if: a new book in which some rates are others.

Keys are ``scheme.bracket`` (``scheme`` alone for a flat amount) or the name of a parameter,
with ``@2023-07`` behind it for a change from that month on; values are formulas as in YAML.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from attrs import evolve, frozen

from subsidy.dates import DateError, Month, read_month
from subsidy.errors import Place, RulesRefused, Words
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
    Parameter,
    ParameterVersion,
    PayVersion,
    Row,
    Rulebook,
    Scheme,
    Source,
)
from subsidy.rulebook.naming import names_of, parameter_type
from subsidy.rulebook.order import find_cycle
from subsidy.rulebook.read_parameters import refuse_facts
from subsidy.rulebook.reading import Context, read_typed
from subsidy.rulebook.record import Value
from subsidy.rulebook.text import TextScalar
from subsidy.rulebook.versions import Version, first_month

__all__ = ["reform"]

REFORM = Source(document="a change of the reform")


@frozen
class _Change:
    """One change: what it is of, from which month on, and its formula."""

    key: str
    target: str
    from_month: Month | None
    formula: Value

    @property
    def place(self) -> Place:
        """The change that the problem is in."""
        return self.formula.place


def reform(book: Rulebook, changes: Mapping[str, str]) -> Rulebook:
    """*book* with *changes*; the empty reform gives the same book.

    Raises:
        RulesRefused: every change that is misspelt, of another type, or makes an amount
            impossible, all at once.
    """
    findings = Findings()
    names = names_of(book)
    reformed = book
    for key in sorted(changes):
        change = _read_change(key, changes[key], findings)
        if change is not None:
            changed = _apply(reformed, change, names, findings)
            reformed = _recorded(reformed, changed, change)
    if changes:
        reformed = evolve(reformed, sha256=_sha256(book.sha256, changes))
        _check(reformed, findings)
    if findings.problems:
        raise RulesRefused(*findings.sorted())
    return reformed


def _recorded(book: Rulebook, changed: Rulebook, change: _Change) -> Rulebook:
    """The changed book, with what was changed; a change that was refused changed nothing."""
    if changed is book:
        return book
    told = change_of(book, changed, change.key, change.from_month)
    return evolve(changed, changes=(*book.changes, told))


def _read_change(key: str, formula: str, findings: Findings) -> _Change | None:
    place = Place("reform", heading=key)
    target, at, month = key.rpartition("@")
    value = Value(formula, TextScalar(formula, place))
    if not at:
        return _Change(key, key, None, value)
    try:
        return _Change(key, target, read_month(month), value)
    except DateError as fault:
        message = Words(f"{month} is not a month: {fault}", f"{month} 不是月份")
        cure = Words("write scheme.bracket@2023-07", "请写成 项目.档次@2023-07")
        findings.add("wrong-value", place, message, cure, month)
    return None


def _apply(book: Rulebook, change: _Change, names: Names, findings: Findings) -> Rulebook:
    if change.target in book.parameters:
        return _change_parameter(book, change, names, findings)
    scheme_name, _, bracket = change.target.partition(".")
    for scheme in book.schemes:
        for row in scheme.amount.rows:
            if (scheme.name, row.name) == (scheme_name, bracket):
                return _change_row(book, (scheme, row), change, names, findings)
    _refuse_target(book, change, findings)
    return book


def _refuse_target(book: Rulebook, change: _Change, findings: Findings) -> None:
    rows = [(scheme.name, row.name) for scheme in book.schemes for row in scheme.amount.rows]
    known = [".".join(part for part in pair if part) for pair in rows] + list(book.parameters)
    message = Words(
        f"{change.target} is neither a rate of a scheme nor a parameter",
        f"{change.target} 既不是项目的标准，也不是参数",
    )
    listed = ", ".join(known)
    otherwise = Words(f"what can be changed: {listed}", f"可调整的有：{listed}")
    cure = cure_by_nearest(change.target, known, otherwise)
    findings.add("unknown-name", change.place, message, cure, change.target)


def _change_parameter(
    book: Rulebook, change: _Change, names: Names, findings: Findings
) -> Rulebook:
    parameter = book.parameters[change.target]
    wanted = parameter_type(parameter.kind, parameter.per_months)
    read = read_typed(change.formula, names, None, findings)
    if read is None:
        return book
    node, kind = read
    if refuse_facts(node, change.formula, findings):
        return book
    whole_as_share = (kind.kind, wanted.kind) == (Kind.WHOLE, Kind.SHARE)
    if kind != wanted and not whole_as_share:
        _refuse_type(change, wanted, findings)
        return book
    first = parameter.versions[0].from_month
    version = ParameterVersion(
        from_month=first if change.from_month is None else change.from_month,
        until_month=None,
        decided_on=None,
        last_confirmed=None,
        value=node,
        years_back=0,
        source=REFORM,
        place=change.place,
    )
    kept = _kept(parameter.versions, change.from_month)
    changed: Parameter = evolve(parameter, versions=(*kept, version))
    return evolve(book, parameters={**book.parameters, parameter.name: changed})


def _refuse_type(change: _Change, wanted: Type, findings: Findings) -> None:
    period = f" for {wanted.per_months} month(s)" if wanted.per_months else ""
    message = Words(
        f"{change.formula.text} is not of the kind of {change.target}",
        f"{change.formula.text} 与 {change.target} 的类型或期间不一致",
    )
    what = f"{wanted.kind.value}{period}"
    cure = Words(
        f"write an {what}" if what[0] in "aeiou" else f"write a {what}", "请写同类型、同期间的值"
    )
    findings.add("parameter-type", change.place, message, cure, change.formula.text)


def _change_row(
    book: Rulebook,
    of: tuple[Scheme, Row],
    change: _Change,
    names: Names,
    findings: Findings,
) -> Rulebook:
    scheme, row = of
    read = read_typed(change.formula, names, Kind.MONEY, findings)
    if read is None:
        return book
    node, kind = read
    months = kind.per_months or 1
    if _is_by_period(scheme.amount) and months != row.versions[0].per_months:
        _refuse_type(change, Type(Kind.MONEY, row.versions[0].per_months), findings)
        return book
    version = _pay_version(node, months, change)
    changed = evolve(row, versions=(*_kept(row.versions, change.from_month), version))
    rows = tuple(changed if one is row else one for one in scheme.amount.rows)
    new = evolve(scheme, amount=evolve(scheme.amount, rows=rows))
    return evolve(book, schemes=tuple(new if one is scheme else one for one in book.schemes))


def _is_by_period(amount: AmountRule) -> bool:
    """Whether nets or bounds fix the period of what is paid."""
    return bool(amount.net_of or amount.at_least or amount.at_most)


def _pay_version(node: Node, months: int, change: _Change) -> PayVersion:
    return PayVersion(
        from_month=change.from_month,
        until_month=None,
        decided_on=None,
        last_confirmed=None,
        pay=node,
        per_months=months,
        source=REFORM,
        place=change.place,
    )


def _kept(versions: tuple[Version, ...], from_month: Month | None) -> tuple[Version, ...]:
    """The versions that hold before *from_month*, ended there; none for a change of all months."""
    if from_month is None:
        return ()
    earlier = [version for version in versions if first_month(version) < from_month]
    return tuple(_ended(version, from_month) for version in earlier)


def _ended(version: Version, month: Month) -> Version:
    if version.until_month is not None and version.until_month < month:
        return version
    return evolve(version, until_month=month)


def _check(book: Rulebook, findings: Findings) -> None:
    cycle = find_cycle({name: _reads(parameter) for name, parameter in book.parameters.items()})
    if cycle:
        refuse_parameter_cycle(cycle, book.parameters[cycle[0]].versions[-1].place, findings)
        return
    check_model_parameters(book.parameters, findings)
    context = Context.of_book(book, findings)
    for scheme in book.schemes:
        check_amount(scheme, context)


def _reads(parameter: Parameter) -> list[str]:
    """The parameters that one reads in the same year."""
    leaves = (leaf for v in parameter.versions if v.years_back == 0 for leaf in names_in(v.value))
    return sorted({leaf.parameter for leaf in leaves if isinstance(leaf, ParameterValue)})


def _sha256(old: str, changes: Mapping[str, str]) -> str:
    total = hashlib.sha256(old.encode())
    for key in sorted(changes):
        for text in (key, changes[key]):
            total.update(len(text.encode()).to_bytes(8, "big") + text.encode())
    return total.hexdigest()
