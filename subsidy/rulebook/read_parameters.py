"""Dated parameters: their types are found first, then every version is read with all names known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from subsidy.errors import Words
from subsidy.expression.faults import FormulaError
from subsidy.expression.infer import read_formula
from subsidy.expression.names import Meaning, Names, Role
from subsidy.expression.nodes import Node, ParameterValue
from subsidy.expression.parse import parse
from subsidy.expression.syntax import Name, Syntax
from subsidy.expression.types import Kind, Type
from subsidy.expression.uses import names_in
from subsidy.expression.wording import PERIODS
from subsidy.money import Rounding
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.model import Parameter, ParameterKind, ParameterVersion
from subsidy.rulebook.naming import parameter_meaning
from subsidy.rulebook.read_facts import PER_MONTHS
from subsidy.rulebook.reading import (
    Declared,
    demand_source,
    read_labels,
    read_rounding,
    read_source,
    read_typed,
)
from subsidy.rulebook.record import Record, Value
from subsidy.rulebook.versions import in_order, refuse_months

__all__ = ["parameter_types", "read_parameters", "refuse_facts"]

KINDS = {
    Kind.MONEY: ParameterKind.MONEY,
    Kind.SHARE: ParameterKind.SHARE,
    Kind.WHOLE: ParameterKind.WHOLE,
}
MOST_YEARS_BACK = 50
_UNKNOWN_TYPES = {
    "share": Type(Kind.SHARE),
    "whole": Type(Kind.WHOLE),
    **{f"money per {period}": Type(Kind.MONEY, months) for period, months in PER_MONTHS.items()},
}


def parameter_types(
    declared: Mapping[str, Declared], register: list[Meaning], findings: Findings
) -> dict[str, Meaning]:
    """What each parameter is, found from its first version that can be typed.

    A parameter may read others, so this goes round until nothing more is found; what is left
    depends on itself, which :func:`refuse_cycles` tells.
    """
    known: dict[str, Meaning] = {}
    spellings = _spellings(declared)
    waiting = dict(declared)
    while waiting:
        names = Names.of([*register, *known.values()])
        found = {
            name: kind
            for name, one in waiting.items()
            if (kind := _type(one, names, spellings, known))
        }
        if not found:
            break
        for name, kind in found.items():
            label = read_labels(waiting.pop(name).record).zh
            known[name] = parameter_meaning(name, label, KINDS[kind.kind], kind.per_months)
    findings.broken_names |= {spelling for spelling, name in spellings.items() if name in waiting}
    return known


def read_parameters(
    declared: Mapping[str, Declared],
    types: Mapping[str, Meaning],
    names: Names,
    default: Rounding,
    findings: Findings,
) -> dict[str, Parameter]:
    """Every sound parameter; formulas of the others are read too, for their problems."""
    read = (
        _parameter(one, types.get(name), names, default, findings) for name, one in declared.items()
    )
    return {parameter.name: parameter for parameter in read if parameter is not None}


def mentioned(text: str) -> frozenset[str]:
    """Every name that a formula mentions; none where it cannot be read."""
    try:
        return frozenset(_names(parse(text)))
    except FormulaError:
        return frozenset()


def _names(syntax: Syntax) -> Iterator[str]:
    if isinstance(syntax, Name):
        yield syntax.text
    for part in syntax.parts:
        yield from _names(part)


def _spellings(declared: Mapping[str, Declared]) -> dict[str, str]:
    labels = {read_labels(one.record).zh: name for name, one in declared.items()}
    return {**labels, **{name: name for name in declared}}


def _type(
    one: Declared, names: Names, spellings: Mapping[str, str], known: Mapping[str, Meaning]
) -> Type | None:
    """The type of a parameter; shares win over whole numbers among its versions."""
    unknown = one.record.text("unknown")
    if unknown:
        return _UNKNOWN_TYPES[unknown]
    found: list[Type] = []
    for version in one.record.records("versions"):
        value = version.value("value")
        if value is None or any(spellings.get(m, m) not in known for m in mentioned(value.text)):
            continue
        try:
            _, kind = read_formula(value.text, names)
        except FormulaError:
            continue
        if kind.kind in KINDS:
            found.append(kind)
    numbers = all(kind.kind in (Kind.SHARE, Kind.WHOLE) for kind in found)
    shares = [kind for kind in found if kind.kind is Kind.SHARE]
    return next(iter(shares if numbers and shares else found), None)


def _parameter(
    one: Declared, meaning: Meaning | None, names: Names, default: Rounding, findings: Findings
) -> Parameter | None:
    mark = len(findings)
    record = one.record
    versions = [
        version
        for version_record in record.records("versions")
        if (version := _version(version_record, meaning, names, findings))
    ]
    _demand_versions(one, findings)
    if findings.since(mark) or not record.sound or meaning is None or meaning.type is None:
        return None
    return Parameter(
        name=one.name,
        labels=read_labels(record),
        kind=KINDS[meaning.type.kind],
        per_months=meaning.type.per_months,
        rounding=read_rounding(record, default),
        versions=in_order(versions),
        place=one.place,
        headings=tuple(value.text for value in record.values("headings")),
    )


def _demand_versions(one: Declared, findings: Findings) -> None:
    record = one.record
    has_versions, is_unknown = bool(record.listing("versions")), "unknown" in record
    if has_versions != is_unknown or not record.sound:
        return
    if is_unknown:
        message = Words(f"{one.name} has versions and is unknown", f"{one.name} 既有版本又写为未知")
        cure = Words("keep one of the two", "请只保留其中一种")
        findings.add("parameter-unknown", record.place_of("unknown"), message, cure)
        return
    message = Words(f"{one.name} has no versions", f"{one.name} 没有任何版本")
    cure = Words("add one", "请补充")
    findings.add("no-versions", record.place_of("versions"), message, cure)


def _version(
    record: Record, meaning: Meaning | None, names: Names, findings: Findings
) -> ParameterVersion | None:
    demand_source(record, record.place, Words("this version", "此版本"), findings)
    refuse_months(record, findings)
    value = record.value("value")
    node = _value(value, meaning, names, findings)
    years_back = record.whole("years_back")
    if not 0 <= years_back <= MOST_YEARS_BACK:
        message = Words(f"years_back is {years_back}", f"years_back 为 {years_back}")
        cure = Words(f"write 0 to {MOST_YEARS_BACK}", f"请写 0 至 {MOST_YEARS_BACK}")
        findings.add("wrong-value", record.place_of("years_back"), message, cure, str(years_back))
    if years_back and node is not None and not names_in(node):
        message = Words(
            "years_back has no effect: this value reads no other parameter",
            "years_back 不起作用：此值没有引用其他参数",
        )
        cure = Words("remove years_back", "请删去 years_back")
        findings.add("no-effect", record.place_of("years_back"), message, cure, str(years_back))
    from_month = record.month("effective_from")
    if node is None or from_month is None or value is None:
        return None
    return ParameterVersion(
        from_month=from_month,
        until_month=record.month("effective_until"),
        decided_on=record.date("decided_on"),
        last_confirmed=record.month("last_confirmed"),
        value=node,
        years_back=years_back,
        source=read_source(record),
        place=value.place,
    )


def _value(
    value: Value | None, meaning: Meaning | None, names: Names, findings: Findings
) -> Node | None:
    read = read_typed(value, names.offering(Role.PARAMETER), None, findings)
    if read is None or value is None:
        return None
    node, kind = read
    if refuse_facts(node, value, findings):
        return None
    if kind.kind not in KINDS:
        message = Words(f"this is a {kind.kind.value}", "此处的值类型不对")
        cure = Words(
            "write money with its period, a share or a whole number",
            "请写金额（含期间）、比例或整数",
        )
        findings.add("parameter-type", value.place, message, cure, value.text)
        return None
    wanted = meaning.type if meaning else None
    if wanted and not _fits(kind, wanted):
        message = Words(
            f"{_say(kind).en}, while another version is {_say(wanted).en}",
            f"此版本为{_say(kind).zh}，其他版本为{_say(wanted).zh}",
        )
        cure = Words("give every version the same kind and period", "各版本的类型与期间应一致")
        findings.add("parameter-type", value.place, message, cure, value.text)
        return None
    return node


def refuse_facts(node: Node, value: Value, findings: Findings) -> bool:
    """Whether the value reads what only a register can tell; it is noted."""
    if all(isinstance(leaf, ParameterValue) for leaf in names_in(node)):
        return False
    message = Words(f"{value.text} reads facts of a register", f"{value.text} 引用了名册中的事实")
    cure = Words("a parameter is worked out from other parameters only", "参数只能由其他参数算得")
    findings.add("parameter-type", value.place, message, cure, value.text)
    return True


def _fits(kind: Type, wanted: Type) -> bool:
    numbers = (Kind.WHOLE, Kind.SHARE)
    if kind.kind in numbers and wanted.kind is Kind.SHARE:
        return True
    return (kind.kind, kind.per_months) == (wanted.kind, wanted.per_months)


def _say(kind: Type) -> Words:
    if kind.kind is Kind.MONEY:
        period = PERIODS[kind.per_months or 1]
        return Words(f"an amount per {period.en}", f"每{period.zh}的金额")
    names = {Kind.SHARE: Words("a share", "比例"), Kind.WHOLE: Words("a whole number", "整数")}
    return names.get(kind.kind, Words(kind.kind.value, kind.kind.value))
