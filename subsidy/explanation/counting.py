"""Why a household has so many members who count, and what of its amount is one member's share."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from subsidy.dates import month_of
from subsidy.engine.outcome import Status
from subsidy.engine.reference import MonthOutcome
from subsidy.engine.reference.evaluate import Unit
from subsidy.engine.reference.kleene import Unknown
from subsidy.errors import Words
from subsidy.explanation.conditions import Reading, conditions_of
from subsidy.explanation.reasons import Mark, Reason
from subsidy.explanation.subjects import Home
from subsidy.explanation.wording import Naming
from subsidy.expression.nodes import FactValue, Node
from subsidy.expression.uses import leaves
from subsidy.money import show_yuan
from subsidy.rulebook.model import Scheme, WholeFact

__all__ = ["Sharing", "count_reasons", "share_reasons"]

_MARKS = {True: Mark.MET, False: Mark.NOT_MET}


def count_reasons(
    home: Home, reading: Reading, scheme: Scheme, more: tuple[Node, ...] = ()
) -> Iterator[Reason]:
    """Each count of members that the scheme reads: who counts on the day, and who does not, why."""
    nodes = (scheme.eligible, *more)
    read = [leaf.fact for node in nodes for leaf in leaves(node) if isinstance(leaf, FactValue)]
    for name in dict.fromkeys([*read, *([scheme.split_among] if scheme.split_among else [])]):
        fact = reading.book.facts[name]
        if isinstance(fact, WholeFact) and fact.counts is not None:
            yield _count(name, fact.counts, home, reading)


def _count(name: str, where: Node, home: Home, reading: Reading) -> Reason:
    label, day = Naming(reading.book).label(name), reading.day
    if home.is_blind:
        words = Words(
            f"{label.en}: not known, a row that names this household was set aside",
            f"{label.zh}：未知，有成员所在行已被搁置",
        )
        return Reason("count", words, Mark.UNKNOWN, {name: None, "day": day.isoformat()})
    members = tuple(_member(place, where, home, reading) for place in range(len(home.members)))
    counted = sum(one.mark is Mark.MET for one in members)
    words = Words(
        f"{label.en} on {day}: {counted} of {len(members)}",
        f"{day} {label.zh}：{len(members)} 人中 {counted} 人",
    )
    if any(one.mark is Mark.UNKNOWN for one in members):
        words = Words(f"{label.en} on {day}: not known", f"{day} {label.zh}：未知")
    values: dict[str, str | int | bool | None] = {name: counted, "day": day.isoformat()}
    return Reason("count", words, values=values | {"members": len(members)}, reasons=members)


def _member(place: int, where: Node, home: Home, reading: Reading) -> Reason:
    """One member by number; the conditions are told of who does not count."""
    facts = home.members[place]
    unit = Unit(reading.book, reading.rates, facts)
    own = Reading(reading.book, unit, reading.rates, facts, reading.day, month_of(reading.day))
    truth = own.truth(where)
    mark = Mark.UNKNOWN if isinstance(truth, Unknown) else _MARKS[truth]
    failing = tuple(one for one in conditions_of(where, own) if one.mark is not Mark.MET)
    number = home.member_ids[place]
    return Reason("member", Words(number, number), mark, {"member": number}, failing)


@frozen(eq=False)
class Sharing:
    """A scheme of a household, what it came to, and what one member has of it."""

    scheme: Scheme
    home: Home
    own: MonthOutcome
    share: MonthOutcome
    shares: tuple[MonthOutcome, ...]  # of every member, in the order of ``home.members``


def share_reasons(sharing: Sharing, reading: Reading | None) -> Iterator[Reason]:
    """The household's amount, who counts, and how it was split; *reading* is of the household."""
    own, home = sharing.own, sharing.home
    yield _amount(own, home.household_id)
    if own.status is Status.NOT_ELIGIBLE:
        return
    if reading is not None:
        fact = reading.book.facts[sharing.scheme.split_among]
        assert isinstance(fact, WholeFact)
        assert fact.counts is not None
        yield _count(fact.name, fact.counts, home, reading)
    if sharing.share.status is Status.ENTITLED:
        yield _split(sharing)


def _amount(own: MonthOutcome, household_id: str) -> Reason:
    due = show_yuan(own.fen)
    words = {
        Status.ENTITLED: Words(
            f"household {household_id} is due {due}; members who count share it",
            f"所在家庭 {household_id} 应享 {due} 元，由计入的成员均分",
        ),
        Status.NOT_ELIGIBLE: Words(
            f"household {household_id} is due nothing this month",
            f"所在家庭 {household_id} 本月不享受",
        ),
        Status.UNDETERMINED: Words(
            f"what household {household_id} is due cannot be told",
            f"所在家庭 {household_id} 本月待核",
        ),
    }[own.status]
    mark = {Status.NOT_ELIGIBLE: Mark.NOT_MET, Status.UNDETERMINED: Mark.UNKNOWN}.get(own.status)
    values = {"household_id": household_id, "amount": due, "status": own.status.value}
    return Reason("household", words, mark, values)


def _split(sharing: Sharing) -> Reason:
    """Every share in the order of the members' numbers, and which one this is."""
    order = sorted(range(len(sharing.shares)), key=lambda place: sharing.home.member_ids[place])
    paid = [sharing.shares[n] for n in order if sharing.shares[n].status is Status.ENTITLED]
    number = next(n for n, one in enumerate(paid, start=1) if one is sharing.share)
    due, mine = show_yuan(sharing.own.fen), show_yuan(sharing.share.fen)
    parts = " + ".join(show_yuan(one.fen) for one in paid)
    return Reason(
        "share",
        Words(
            f"{due} = {parts}, in the order of the members' numbers; this member is number {number}: {mine}",
            f"{due} = {parts}（按成员编号顺序）；此人为第 {number} 位：{mine} 元",
        ),
        values={"amount": due, "number": number, "of": len(paid), "share": mine},
    )
