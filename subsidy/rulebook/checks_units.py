"""Units: whose facts a formula may read, and which schemes may stand beside one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from subsidy.dates import MONTHS_PER_YEAR
from subsidy.errors import Place, Words
from subsidy.expression.nodes import (
    Before,
    FactValue,
    Holds,
    Node,
    ParameterValue,
    Since,
    YearsOfAge,
)
from subsidy.expression.uses import names_in
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.model import (
    AmountRule,
    Fact,
    LaterRules,
    MoneyFact,
    NetAmount,
    Overlap,
    OverlapRule,
    Scheme,
    WholeFact,
)
from subsidy.rulebook.order import dependencies
from subsidy.rulebook.reading import Context
from subsidy.rulebook.record import Record

__all__ = ["READS", "UNITS", "check_beside", "check_count", "check_units", "name_read"]

UNITS = {
    "person": Words("a person", "个人"),
    "household": Words("a household", "家庭"),
    "institution": Words("an institution", "机构"),
}
READS: Mapping[str, frozenset[str]] = {  # whose facts and schemes a scheme of each unit may name
    "person": frozenset({"person", "household"}),
    "household": frozenset({"household"}),
    "institution": frozenset({"institution"}),
}


def name_read(leaf: Node) -> str:
    """The fact, status, age or parameter that a leaf of a formula names; empty for a constant."""
    match leaf:
        case Holds(name) | Since(name) | Before(name) | FactValue(name):
            return name
        case YearsOfAge(name) | ParameterValue(name):
            return name
        case _:
            return ""


def check_units(scheme: Scheme, record: Record, context: Context) -> None:
    """Everything that the unit of a scheme allows it to say."""
    allowed = READS[scheme.unit]
    read = {name_read(leaf) for node in formulas_of(scheme) for leaf in names_in(node)}
    for name in sorted(read):
        unit = context.units.get(name, "person")
        if name not in context.parameters and unit not in allowed:
            _refuse_name(name, unit, scheme, record.place_of("eligible"), context.findings)
    _check_split(scheme, record, context)
    _check_shares(scheme, record, context)
    _check_instalments(scheme, record, context.findings)


def check_count(name: str, where: Node, place: Place, context: Context) -> bool:
    """Whether a count reads facts of persons alone; else it is noted."""
    wrong = [
        read
        for leaf in names_in(where)
        if (read := name_read(leaf)) in context.parameters
        or context.units.get(read, "person") != "person"
    ]
    for read in sorted(wrong):
        message = Words(
            f"{name} counts members, and {read} is not told of a member",
            f"{name} 按成员计数，而 {read} 不是成员的事实",
        )
        cure = Words("read facts, ages and statuses of persons", "请只引用个人的事实、年龄与状态")
        context.findings.add("unit-names", place, message, cure, read)
    return not wrong


def check_beside(
    schemes: Sequence[Scheme], overlaps: Iterable[Overlap], findings: Findings
) -> None:
    """Schemes that name others: only such whose money reaches the same unit."""
    known = {scheme.name: scheme for scheme in schemes}
    for scheme in schemes:
        for name in dependencies(scheme):
            other = known.get(name)
            if other is None:
                continue
            frozen = scheme.amount.frozen
            is_frozen = frozen is not None and name == frozen.scheme
            if other.unit not in READS[scheme.unit] or (is_frozen and other.unit != scheme.unit):
                _refuse_beside(scheme, other, scheme.place, findings)
            elif other.unit != scheme.unit and not other.split_among:
                _refuse_unshared(scheme, other, findings)
    for overlap in overlaps:
        units = {known[name].unit for name in overlap.schemes if name in known}
        if len(units) > 1 and overlap.rule is not OverlapRule.ADD:
            one, two = (next(s for s in schemes if s.unit == u) for u in sorted(units)[:2])
            _refuse_beside(one, two, overlap.place, findings)


def formulas_of(scheme: Scheme) -> Iterator[Node]:
    """Every formula of a scheme."""
    amount = scheme.amount
    yield scheme.eligible
    for row in amount.rows:
        yield row.condition
        yield from (version.pay for version in row.versions)
    every: list[AmountRule | LaterRules] = [amount, *scheme.later]
    for rules in every:
        for net in rules.net_of:
            if isinstance(net, NetAmount):
                yield from (net.amount, net.while_)
        yield from (bound for bound in (rules.at_least, rules.at_most) if bound is not None)


def _refuse_name(name: str, unit: str, scheme: Scheme, place: Place, findings: Findings) -> None:
    whose, paid = UNITS[unit], UNITS[scheme.unit]
    message = Words(
        f"{scheme.name} pays {paid.en}, but {name} is told of {whose.en}",
        f"{scheme.name} 以{paid.zh}为对象，而 {name} 是{whose.zh}的事实",
    )
    cure = Words(
        "read facts of the unit that is paid; of members a household's rule reads counts",
        "请引用发放对象的事实；家庭的规则以计数（count）引用成员",
    )
    findings.add("unit-names", place, message, cure, name)


def _check_split(scheme: Scheme, record: Record, context: Context) -> None:
    if not scheme.split_among:
        return
    fact: Fact | None = context.facts.get(scheme.split_among)
    if scheme.unit == "household" and isinstance(fact, WholeFact) and fact.counts is not None:
        return
    message = Words(
        f"{scheme.split_among} is no count of a household's members",
        f"{scheme.split_among} 不是家庭成员的计数",
    )
    cure = Words(
        "name a fact of type count, in a scheme whose unit is household",
        "请写 type: count 的事实，且项目的 unit 为 household",
    )
    context.findings.add("split-among", record.place_of("split_among"), message, cure)


def _check_shares(scheme: Scheme, record: Record, context: Context) -> None:
    """A member's share of a household's amount can be netted, and nothing else."""
    shares = {
        name
        for name, fact in context.facts.items()
        if isinstance(fact, MoneyFact) and fact.share_of is not None
    }
    netted = {net.amount for net in scheme.amount.net_of if isinstance(net, NetAmount)}
    nodes = [node for node in formulas_of(scheme) if node not in netted]
    inside = [net for net in netted if not isinstance(net, FactValue)]
    for node in (*nodes, *inside):
        for leaf in names_in(node):
            if name_read(leaf) in shares:
                message = Words(
                    f"{name_read(leaf)} is a share of a household's amount; it can only be netted",
                    f"{name_read(leaf)} 是家庭金额中的本人份额，只能用于扣减",
                )
                cure = Words(
                    "write it alone as an amount in net_of", "请单独写在 net_of 的 amount 中"
                )
                context.findings.add("share-use", record.place_of("amount"), message, cure)


def _check_instalments(scheme: Scheme, record: Record, findings: Findings) -> None:
    """A standard for several months needs a paying month in each such stretch of the year."""
    paying = scheme.timing.pays_in
    for row in scheme.amount.rows if paying else ():
        for version in row.versions:
            length = version.per_months
            stretches = range(0, MONTHS_PER_YEAR, length)
            bare = [s for s in stretches if not any(s < m <= s + length for m in paying)]
            if length > 1 and bare:
                message = Words(
                    f"months {bare[0] + 1} to {bare[0] + length} have a standard of their own and no paying month",
                    f"{bare[0] + 1} 月至 {bare[0] + length} 月有各自的标准，却没有发放月份",
                )
                cure = Words("name a month of it in pays_in, or write the standard per month",
                             "请在 pays_in 中写入其中的月份，或改写为按月标准")  # fmt: skip
                place = record.place_of("timing")
                findings.add("pays-in", place, message, cure)
                return


def _refuse_beside(scheme: Scheme, other: Scheme, place: Place, findings: Findings) -> None:
    one, two = UNITS[scheme.unit], UNITS[other.unit]
    message = Words(
        f"{scheme.name} pays {one.en} and {other.name} pays {two.en}; neither can look at the other",
        f"{scheme.name} 以{one.zh}为对象，{other.name} 以{two.zh}为对象，不能相互引用",
    )
    cure = Words("combine schemes that pay the same unit", "请只组合同一对象的项目")
    findings.add("unit-beside", place, message, cure, other.name)


def _refuse_unshared(scheme: Scheme, other: Scheme, findings: Findings) -> None:
    message = Words(
        f"{scheme.name} looks at a member's share of {other.name}, which is not shared out",
        f"{scheme.name} 引用成员在 {other.name} 中的份额，而该项目未写明如何分摊",
    )
    cure = Words(f"add split_among to {other.name}", f"请在 {other.name} 中补充 split_among")
    findings.add("unit-beside", scheme.place, message, cure, other.name)
