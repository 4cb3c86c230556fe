"""What a scenario changed for some months only: in words, and the rules as they are in the month."""

from __future__ import annotations

from attrs import evolve

from subsidy.dates import Month, show_month
from subsidy.engine.reference.rates import Rates
from subsidy.errors import Words
from subsidy.explanation.reasons import Mark, Reason
from subsidy.expression.nodes import And, Compare, Node, Not, Or, ParameterValue
from subsidy.rulebook.model import LaterRules, Parameter, Rulebook, Scheme
from subsidy.rulebook.stretches import rules_from

__all__ = ["as_changed", "changed_rules", "not_in_force_now"]

_PARTS = {
    "timing": Words("timing", "计发口径"),
    "rounding": Words("rounding", "取整方式"),
    "unless_paid": Words("exclusions", "互斥关系"),
    "only_if_paid": Words("requirements", "配套条件"),
    "net_of": Words("deductions", "抵扣项"),
    "at_least": Words("floor", "下限"),
    "at_most": Words("cap", "上限"),
}


def as_changed(node: Node, book: Rulebook, month: Month) -> tuple[Node, tuple[Reason, ...]]:
    """A condition as it is in a month, without the switch between old and new; and what was told.

    A changed condition is ``(switch == 1 and new) or (switch == 0 and old)``.
    """
    match node:
        case Or((And((Compare(_, ParameterValue(name), _), new)), And((_, old)))) if (
            name in book.switches
        ):
            is_on = Rates(book).value(name, month) == 1
            told, inner = as_changed(new if is_on else old, book, month)
            return told, ((_switched(book.switches[name]),) if is_on else ()) + inner
        case And(parts) | Or(parts):
            each = [as_changed(part, book, month) for part in parts]
            reasons = tuple(reason for _, found in each for reason in found)
            return evolve(node, parts=tuple(part for part, _ in each)), reasons
        case Not(part):
            told, inner = as_changed(part, book, month)
            return Not(told), inner
        case _:
            return node, ()


def changed_rules(scheme: Scheme, month: Month) -> list[Reason]:
    """Which of the scheme's rules are changed ones in a month."""
    plain, now = rules_from(_without_later(scheme), month), rules_from(scheme, month)
    parts = [words for name, words in _PARTS.items() if getattr(now, name) != getattr(plain, name)]
    if not parts:
        return []
    en, zh = ", ".join(one.en for one in parts), "、".join(one.zh for one in parts)
    first, end = _months_of(scheme, month)
    since = _since(first, end)
    words = Words(f"{since.en} the changed {en} applies", f"{since.zh}适用调整后的{zh}")
    return [Reason("changed-rules", words, values=_values(first, end))]


def not_in_force_now(scheme: Scheme, month: Month) -> Reason | None:
    """That a scenario withdraws the scheme for some months, this one among them; else None."""
    if rules_from(scheme, month).is_in_force:
        return None
    first, end = _months_of(scheme, month)
    since = _since(first, end)
    words = Words(f"{since.en} the scheme is withdrawn", f"{since.zh}本项目停止执行")
    return Reason("not-in-force", words, Mark.NOT_MET, _values(first, end))


def _switched(switch: Parameter) -> Reason:
    first = next(one.from_month for one in switch.versions if one.value.value == 1)  # type: ignore[union-attr]
    end = next((one.from_month for one in switch.versions if one.from_month > first), None)
    since = _since(first, end)
    words = Words(f"{since.en} the changed condition applies", f"{since.zh}适用调整后的条件")
    return Reason("changed-condition", words, values=_values(first, end))


def _months_of(scheme: Scheme, month: Month) -> tuple[Month, Month | None]:
    """The months of the later rules that hold in a month."""
    begun: LaterRules = next(one for one in reversed(scheme.later) if one.from_month <= month)
    after = (one.from_month for one in scheme.later if one.from_month > month)
    return begun.from_month, next(after, None)


def _since(first: Month, end: Month | None) -> Words:
    begins = show_month(first)
    if end is None:
        return Words(f"from {begins}", f"自 {begins} 起")
    last = show_month(Month(end - 1))
    if last == begins:
        return Words(f"in {begins}", f"{begins} ")
    return Words(f"from {begins} to {last}", f"{begins} 至 {last} ")


def _values(first: Month, end: Month | None) -> dict[str, str | int | bool | None]:
    return {"from": show_month(first), "until": None if end is None else show_month(end)}


def _without_later(scheme: Scheme) -> Scheme:
    return evolve(scheme, later=())
