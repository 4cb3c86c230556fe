"""Brackets and tables: what no row covers, what two cover, and what nobody can reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, product
from math import prod

from subsidy.errors import Words
from subsidy.expression.nodes import (
    And,
    Compare,
    Comparison,
    FactValue,
    Literal,
    MoneyLiteral,
    Node,
)
from subsidy.expression.uses import leaves
from subsidy.money import show_yuan
from subsidy.rulebook.bounds import Bounds
from subsidy.rulebook.domains import atoms, choices_of, every_number, values_of
from subsidy.rulebook.model import CategoryFact, MoneyFact, Row
from subsidy.rulebook.possible import Known, Values, can_hold, truth
from subsidy.rulebook.read_amount import ReadAmount
from subsidy.rulebook.reading import Context
from subsidy.rulebook.record import Value

__all__ = ["MOST_COMBINATIONS", "check_brackets", "check_table", "is_for_nobody"]

MOST_COMBINATIONS = 20_000


def is_for_nobody(eligible: Value, node: Node, context: Context) -> bool:
    """Whether no register at all can make *node* hold; it is noted."""
    bounds = Bounds(context.facts, context.ages, context.parameters)
    if can_hold(node, choices_of(node, context, bounds), {}, bounds):
        return False
    message = Words("nobody can ever be eligible", "没有人能够符合条件")
    cure = Words(
        "look for conditions that contradict one another, or lie beyond what a fact can be",
        "请检查是否有互相矛盾的条件，或超出事实取值范围的条件",
    )
    context.findings.add("nobody-eligible", eligible.place, message, cure)
    return True


def check_brackets(amount: ReadAmount, eligible: Node, context: Context) -> None:
    """Every eligible value lies in exactly one bracket, and every bracket can be reached."""
    assert amount.by is not None
    rows, by = amount.rule.rows, amount.by
    bounds = Bounds(context.facts, context.ages, context.parameters)
    conditions = [row.condition for row in rows]
    candidates = _candidates(by, [eligible, *conditions], context, bounds)
    values = list(candidates)
    matches = {v: [row for row in rows if truth(row.condition, {by: v}, bounds)] for v in values}
    choices = choices_of(eligible, context, bounds)
    wanted = [
        value
        for value, assignments in candidates.items()
        if any(can_hold(eligible, choices, known, bounds) for known in assignments)
    ]
    _refuse_gaps(amount, values, {v for v in wanted if not matches[v]}, context)
    _refuse_overlaps(amount, matches, context)
    reached = {id(row) for value in wanted for row in matches[value]}
    for row in rows:
        if id(row) not in reached:
            _refuse_unreachable(row, context)


def _candidates(
    by: Node, nodes: list[Node], context: Context, bounds: Bounds
) -> dict[int | str, list[Known]]:
    """Every value of *by* that can make a difference, with the facts that give it.

    A formula of one fact takes its values from those of the fact, so that both hang together.
    """
    read = [leaf for leaf in leaves(by) if not isinstance(leaf, Literal | MoneyLiteral)]
    if read == [by] and isinstance(by, FactValue):
        fact = context.facts[by.fact]
        if isinstance(fact, CategoryFact):
            return {choice: [{by: choice}] for choice in fact.choices}
    found: dict[int | str, list[Known]] = {}
    if read != [by] and len(set(read)) == 1:
        for number in every_number(read[0], nodes, bounds):
            value = bounds.given({read[0]: number}).of(by)
            if value is not None and value.is_constant:
                found.setdefault(int(value.low), []).append({read[0]: number, by: int(value.low)})
        return dict(sorted(found.items(), key=lambda pair: int(pair[0])))
    return {number: [{by: number}] for number in every_number(by, nodes, bounds)}


def _refuse_gaps(
    amount: ReadAmount, values: Sequence[int | str], uncovered: set[int | str], context: Context
) -> None:
    for is_gap, run in groupby(values, key=lambda value: value in uncovered):
        if not is_gap:
            continue
        gap = list(run)
        row = _row_after(amount, gap[-1])
        what, first, last = (
            _name(amount),
            _say(amount, gap[0], context),
            _say(amount, gap[-1], context),
        )
        also = Words(f" ({first} to {last} are uncovered)", f"（{first} 至 {last} 均未覆盖）")
        more = also if len(gap) > 1 and isinstance(gap[0], int) else Words("", "")
        message = Words(
            f"{what} {first} matches no bracket, though it can be eligible{more.en}",
            f"{what} {first} 可能符合条件，却不在任何一档{more.zh}",
        )
        cure = Words(
            "extend a bracket, add one, or say in eligible that it is not meant",
            "请扩展或补充档次，或在 eligible 中排除",
        )
        context.findings.add("brackets-gap", row.place, message, cure, first)


def _row_after(amount: ReadAmount, value: int | str) -> Row:
    """The bracket that begins after a gap, else the last one: where the mistake is mended."""
    rows = amount.rule.rows
    starts = [
        (start, row) for row in rows if (start := _start(row.condition, amount.by)) is not None
    ]
    later = [pair for pair in starts if isinstance(value, int) and pair[0] > value]
    return min(later, key=lambda pair: pair[0])[1] if later else rows[-1]


def _start(condition: Node, by: Node | None) -> int | None:
    """The lowest value of a bracket with a lower edge."""
    for part in condition.parts if isinstance(condition, And) else (condition,):
        match part:
            case Compare(Comparison.AT_LEAST, left, Literal(int(edge)) | MoneyLiteral(edge, _)):
                return edge if left == by else None
            case _:
                continue
    return None


def _refuse_overlaps(
    amount: ReadAmount, matches: Mapping[int | str, list[Row]], context: Context
) -> None:
    told: set[tuple[int, int]] = set()
    for value, rows in matches.items():
        for first, second in _pairs(rows):
            if (id(first), id(second)) in told:
                continue
            told.add((id(first), id(second)))
            what, shown = _name(amount), _say(amount, value, context)
            message = Words(
                f"{what} {shown} matches {first.name} and {second.name}",
                f"{what} {shown} 同时属于 {first.name} 与 {second.name}",
            )
            cure = Words("let one end where the other begins", "请使一档止于另一档的起点")
            context.findings.add("brackets-overlap", second.place, message, cure, shown)


def _pairs(rows: list[Row]) -> Iterator[tuple[Row, Row]]:
    for index, first in enumerate(rows):
        for second in rows[index + 1 :]:
            yield first, second


def _refuse_unreachable(row: Row, context: Context) -> None:
    name = row.name or "this row"
    message = Words(f"nobody can reach {name}", f"没有人会落入 {row.name or '这一行'}")
    cure = Words(
        "remove it, or change its edges or what stands before it",
        "请删去，或修改其范围或其前面的内容",
    )
    context.findings.add("row-unreachable", row.place, message, cure, row.name)


def check_table(amount: ReadAmount, eligible: Node, context: Context) -> None:
    """Every eligible combination is covered, and every row is the first for some combination."""
    bounds = Bounds(context.facts, context.ages, context.parameters)
    rows = amount.rule.rows
    conditions = [row.condition for row in rows]
    columns = atoms(conditions)
    values = [values_of(atom, [eligible, *conditions], context, bounds) for atom in columns]
    if prod(len(choices) for choices in values) > MOST_COMBINATIONS:
        _demand_otherwise(amount, context)
        return
    reached: set[int] = set()
    uncovered: Known | None = None
    choices = choices_of(eligible, context, bounds)
    for known in _combinations(columns, values):
        if truth(eligible, known, bounds) is False:
            continue
        hits = [truth(row.condition, known, bounds) for row in rows]
        sure = next((index for index, hit in enumerate(hits) if hit), len(hits))
        new = {index for index, hit in enumerate(hits[: sure + 1]) if hit is not False} - reached
        is_gap = uncovered is None and all(hit is False for hit in hits)
        if (new or is_gap) and can_hold(eligible, choices, known, bounds):
            reached |= new
            uncovered = known if is_gap else uncovered
    if uncovered is not None and not amount.covers_all:
        _refuse_uncovered(amount, uncovered, context)
    for index, row in enumerate(rows):
        if index not in reached:
            _refuse_unreachable(row, context)


def _demand_otherwise(amount: ReadAmount, context: Context) -> None:
    """A table too wide to try every combination says itself what no row covers."""
    if amount.covers_all:
        return
    message = Words(
        "this table has too many combinations to prove that each is covered",
        "此表组合过多，无法逐一证明均已覆盖",
    )
    cure = Words("write otherwise: nothing beside it", "请在 table 旁写明 otherwise: nothing")
    context.findings.add("table-too-wide", amount.rule.rows[0].place, message, cure)


def _combinations(columns: list[Node], values: list[Values]) -> Iterator[Known]:
    combinations: Iterator[tuple[bool | int | str, ...]] = product(*values)
    for combination in combinations:
        yield dict(zip(columns, combination, strict=True))


def _refuse_uncovered(amount: ReadAmount, known: Known, context: Context) -> None:
    shown = ", ".join(f"{_atom_name(atom)} {_say_value(value)}" for atom, value in known.items())
    message = Words(f"no row covers {shown}", f"没有任何一行覆盖 {shown}")
    cure = Words(
        "add a row for it, or otherwise: nothing beside the table",
        "请补充一行，或在 table 旁写明 otherwise: nothing",
    )
    place = amount.rule.rows[-1].place
    context.findings.add("table-uncovered", place, message, cure, shown)


def _atom_name(atom: Node) -> str:
    names = (getattr(atom, key, None) for key in ("status", "date_fact", "fact", "age"))
    name = next(name for name in names if name)
    return {"Since": f"since({name})", "Before": f"before({name})"}.get(
        type(atom).__name__, str(name)
    )


def _say_value(value: bool | int | str) -> str:  # noqa: FBT001
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _name(amount: ReadAmount) -> str:
    return amount.rule.by


def _say(amount: ReadAmount, value: int | str, context: Context) -> str:
    by = amount.by
    if isinstance(by, FactValue) and isinstance(context.facts[by.fact], MoneyFact):
        return show_yuan(int(value))
    return str(value)
