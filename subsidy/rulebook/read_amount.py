"""How much: flat, brackets, decision table or top-up, all of which become rows."""

from __future__ import annotations

from attrs import frozen

from subsidy.errors import Place, Words
from subsidy.expression.nodes import FactValue, Literal, MoneyLiteral, Multiply, Node, YearsOfAge
from subsidy.expression.types import Kind
from subsidy.rulebook.cells import (
    ALWAYS_TRUE,
    Column,
    all_of,
    cell_condition,
    one_of_condition,
    range_condition,
)
from subsidy.rulebook.model import AmountRule, Frozen, NetAmount, NetScheme, PayVersion, Row
from subsidy.rulebook.read_pay import read_pay
from subsidy.rulebook.reading import Context, read_key, read_payee, read_source, read_typed
from subsidy.rulebook.record import Record, Value

__all__ = ["ReadAmount", "read_amount_rule"]

FORMS = ("pay", "brackets", "table", "top_up_to", "frozen_from")
MOST_FROZEN_MONTHS = 36
NOTHING_FEN = MoneyLiteral(0, 1)


@frozen
class ReadAmount:
    """An amount rule with what its checks need besides: what brackets are by, and the form."""

    rule: AmountRule
    by: Node | None
    is_table: bool
    covers_all: bool  # a table that says what no row covers


def read_amount_rule(scheme: Record, context: Context) -> ReadAmount | None:
    """The amount of a scheme; None where any part was refused."""
    record = scheme.record("amount")
    if record is None:
        return None
    mark = len(context.findings)
    form = _form(record, context)
    rows: list[Row | None] = []
    by: Node | None = None
    if form in ("pay", "top_up_to"):
        versions = read_pay(scheme, record, form, context)
        rows = [_row("", ALWAYS_TRUE, versions, record.place_of(form))]
    elif form == "frozen_from":
        rows = [_nothing_of_its_own(scheme, record.place_of(form))]
    elif form == "brackets":
        by, rows = _brackets(scheme, record, context)
    elif form == "table":
        rows = [_table_row(scheme, row, context) for row in record.records("table")]
    _refuse_same_names(record, form, context)
    kept = tuple(row for row in rows if row is not None)
    net_of = tuple(net for item in record.listing("net_of") if (net := _net(item, context)))
    _refuse_same_nets(record, net_of, context)
    _demand_nets(record, form, kept, context)
    at_least = _bound("at_least", record, kept, context)
    at_most = _bound("at_most", record, kept, context)
    if context.findings.since(mark) or not record.sound or not kept or len(kept) != len(rows):
        return None
    frozen = _frozen(record, context)
    if (form == "frozen_from") != (frozen is not None):
        return None
    rule = AmountRule(kept, net_of, at_least, at_most, _by_name(record, by), frozen)
    return ReadAmount(rule, by, form == "table", "otherwise" in record)


def _form(record: Record, context: Context) -> str:
    given = [form for form in FORMS if form in record]
    extra = [
        key
        for key, form in (("by", "brackets"), ("otherwise", "table"))
        if key in record and form not in record
    ]
    lacks = "brackets" in record and "by" not in record
    if len(given) == 1 and not extra and not lacks:
        return given[0]
    if lacks:
        message = Words("brackets do not say what they are by", "没有写明按什么分档")
        cure = Words("add by: a fact, an age or a formula", "请补充 by: 某项事实、年龄或算式")
    else:
        stands = ", ".join([*given, *extra]) or "none of them"
        message = Words(
            f"an amount is one of pay, brackets, table, top_up_to; here stands {stands}",
            f"金额应为 pay、brackets、table、top_up_to 之一；此处为 {stands}",
        )
        cure = Words("keep one of them", "请只保留其中一种")
    context.findings.add("amount-form", record.place, message, cure)
    return ""


def _nothing_of_its_own(scheme: Record, place: Place) -> Row:
    """The row of a frozen amount, to which what went before is added."""
    pay = PayVersion(None, None, None, None, NOTHING_FEN, 1, read_source(scheme), place)
    return Row("", ALWAYS_TRUE, (pay,), place)


def _frozen(record: Record, context: Context) -> Frozen | None:
    scheme, months = record.value("frozen_from"), record.whole("for_months")
    if scheme is None and "for_months" not in record:
        return None
    if scheme is None or "for_months" not in record or not 1 <= months <= MOST_FROZEN_MONTHS:
        message = Words(
            "a frozen amount names a scheme and for how many months",
            "冻结金额须写明项目及月数",
        )
        cure = Words(
            f"write frozen_from and for_months, from 1 to {MOST_FROZEN_MONTHS}",
            f"请写 frozen_from 与 for_months（1 至 {MOST_FROZEN_MONTHS}）",
        )
        context.findings.add("frozen-form", record.place, message, cure)
        return None
    return Frozen(scheme.text, months)


def _row(
    name: str,
    condition: Node | None,
    versions: tuple[PayVersion, ...],
    place: Place,
    payee: Words | None = None,
) -> Row | None:
    if condition is None or not versions:
        return None
    return Row(name, condition, versions, place, payee)


def _brackets(
    scheme: Record, record: Record, context: Context
) -> tuple[Node | None, list[Row | None]]:
    read = read_typed(record.value("by"), context.names, None, context.findings)
    rows: list[Row | None] = []
    column = Column.of(*read, context) if read else None
    if column and column.type.kind is Kind.SHARE:
        _refuse_by(record, context)
        column = None
    for bracket in record.records("brackets"):
        condition = _bracket_condition(bracket, column, context) if column else None
        versions = read_pay(scheme, bracket, "pay", context)
        payee = read_payee(bracket)
        rows.append(_row(bracket.text("name"), condition, versions, bracket.place, payee))
    if not record.listing("brackets") and record.sound:
        _refuse_empty(record.place_of("brackets"), context)
    return (column.node if column else None), rows


def _bracket_condition(bracket: Record, column: Column, context: Context) -> Node | None:
    if "is" not in bracket:
        return range_condition(bracket, column)
    if "from" in bracket or "below" in bracket:
        message = Words(
            "a bracket has edges or values, not both", "一档只能写范围或取值，不能同时写"
        )
        cure = Words("keep from and below, or is", "请保留 from、below，或只保留 is")
        context.findings.add("bracket-form", bracket.place, message, cure)
        return None
    return one_of_condition(bracket.values("is"), column)


def _table_row(scheme: Record, row: Record, context: Context) -> Row | None:
    when = row.entries.get("when")
    condition: Node | None = None
    if isinstance(when, Value):
        read = read_typed(when, context.names, Kind.YES_NO, context.findings)
        condition = read[0] if read else None
    elif isinstance(when, Record):
        condition = _cells(when, context)
    versions = read_pay(scheme, row, "pay", context)
    return _row(row.text("name"), condition, versions, row.place, read_payee(row))


def _cells(when: Record, context: Context) -> Node | None:
    parts: list[Node | None] = []
    for key, place in when.key_places.items():
        read = read_key(key, place, context.names, context.findings)
        cell = when.entries.get(key)
        if read is None or cell is None:
            parts.append(None)
            continue
        parts.append(cell_condition(cell, Column.of(*read, context)))
    kept = [part for part in parts if part is not None]
    return all_of(*kept) if len(kept) == len(parts) else None


def _net(item: object, context: Context) -> NetScheme | NetAmount | None:
    if isinstance(item, Value):
        return NetScheme(item.text)
    if not isinstance(item, Record):
        return None
    amount = item.value("amount")
    read = read_typed(amount, context.names, Kind.MONEY, context.findings)
    while_ = read_typed(item.value("while"), context.names, Kind.YES_NO, context.findings)
    if read is None or amount is None or ("while" in item and while_ is None):
        return None
    if read[1].per_months != 1:
        message = Words(
            f"{amount.text} is not an amount per month", f"{amount.text} 不是按月的金额"
        )
        cure = Words("subtract monthly amounts only", "只能扣减按月的金额")
        context.findings.add("net-period", amount.place, message, cure, amount.text)
    return NetAmount(read[0], while_[0] if while_ else ALWAYS_TRUE)


def _refuse_same_nets(
    record: Record, net_of: tuple[NetScheme | NetAmount, ...], context: Context
) -> None:
    amounts = [net for net in net_of if isinstance(net, NetAmount)]
    if len(set(amounts)) < len(amounts):
        message = Words("the same amount is subtracted twice", "同一金额被扣减两次")
        cure = Words("take one of the two away", "请删去其中一个")
        context.findings.add("listed-twice", record.place_of("net_of"), message, cure)


def _demand_nets(record: Record, form: str, rows: tuple[Row, ...], context: Context) -> None:
    if form == "top_up_to" and "net_of" not in record:
        message = Words("a top-up does not say what it is net of", "补差没有写明扣减哪些项目")
        cure = Words("add net_of: [scheme, …]", "请补充 net_of: [项目, …]")
        context.findings.add("top-up-net", record.place, message, cure)
    if "net_of" not in record:
        return
    for version in (version for row in rows for version in row.versions):
        if version.per_months != 1:
            message = Words(
                "this is not per month, and what is netted is counted by month",
                "此处不是按月标准，而扣减按月计算",
            )
            cure = Words("write the standard per month", "请写按月的标准")
            context.findings.add("top-up-period", version.place, message, cure)


def _bound(key: str, record: Record, rows: tuple[Row, ...], context: Context) -> Node | None:
    """A bound for the period of the pay; one per month is multiplied out."""
    value = record.value(key)
    read = read_typed(value, context.names, Kind.MONEY, context.findings)
    if read is None or value is None:
        return None
    node, kind = read
    periods = {version.per_months for row in rows for version in row.versions}
    if periods == {kind.per_months} or not periods:
        return node
    if kind.per_months == 1 and len(periods) == 1:
        return Multiply(node, Literal(periods.pop()))
    message = Words(
        f"{key} is for another period than what is paid", f"{key} 的期间与所付金额的期间不一致"
    )
    cure = Words(
        "write it per month, or for the period of the pay", "请写按月金额，或与所付金额同期间"
    )
    context.findings.add("bound-period", value.place, message, cure, value.text)
    return None


def _by_name(record: Record, by: Node | None) -> str:
    match by:
        case FactValue(name) | YearsOfAge(name):
            return name
        case _:
            return record.text("by")


def _refuse_by(record: Record, context: Context) -> None:
    message = Words("brackets are not by shares", "不能按比例分档")
    cure = Words("use a fact, an age or a whole number", "请用某项事实、年龄或整数")
    place = record.place_of("by")
    context.findings.add("wrong-value", place, message, cure, record.text("by"))


def _refuse_empty(place: Place, context: Context) -> None:
    message = Words("there is no bracket", "没有任何档次")
    context.findings.add("no-brackets", place, message, Words("add one", "请补充"))


def _refuse_same_names(record: Record, form: str, context: Context) -> None:
    seen: set[str] = set()
    for row in record.records(form) if form in ("brackets", "table") else ():
        name = row.value("name")
        if name and name.text in seen:
            message = Words(f"a second one is named {name.text}", f"名称 {name.text} 重复")
            cure = Words("give each its own name", "请使用不同的名称")
            context.findings.add("name-twice", name.place, message, cure, name.text)
        seen |= {name.text} if name else set()
