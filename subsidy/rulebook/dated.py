"""Rules that hold for some months only: those of two books in one.

Conditions are told apart by a switch: a whole-number parameter that is 1 in the months asked for
and 0 in all others. So a dated condition is read day by day, like a dated age in the rule files.
On the first day of the first month some begin to be eligible and others cease to be; from which
month they are paid is the scheme's own timing.

What belongs to a scheme as a whole (timing, rounding, how it stands to others) becomes later
rules: a month is paid by those that hold in it, see :mod:`subsidy.rulebook.stretches`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from attrs import evolve, fields

from subsidy.dates import FIRST_DATE, Month, month_of, show_month
from subsidy.errors import Words
from subsidy.expression.nodes import And, Compare, Comparison, Literal, Node, Or, ParameterValue
from subsidy.money import HALF_UP_TO_FEN, Rounding
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.model import (
    LaterRules,
    Once,
    Overlap,
    Parameter,
    ParameterKind,
    ParameterVersion,
    Row,
    Rulebook,
    Scheme,
    Source,
    Timing,
)
from subsidy.rulebook.requests import Request
from subsidy.rulebook.stretches import changed_in, first_tangle, rules_from

__all__ = ["in_months", "paused", "refuse_months"]

_PREFIX = "in_months_"
_SOURCE = Source(document="a change of the reform")


def in_months(
    book: Rulebook,
    plain: Rulebook,
    changed: Rulebook,
    requests: Sequence[Request],
    findings: Findings,
) -> Rulebook:
    """*book* with what *changed* has otherwise than *plain*, in the months of the requests only.

    *book* is *plain* with earlier dated changes. It is returned as it is where they differ in
    what has no months, or where the rules of some months would wait for one another.
    """
    request, switch = requests[0], switch_of(requests[0])
    schemes = [_joined(book, plain, scheme, requests, findings) for scheme in changed.schemes]
    kept = [scheme for scheme in schemes if scheme is not None]
    names = {scheme.name for scheme in changed.schemes}
    is_same = changed.parameters == plain.parameters and changed.facts == plain.facts
    is_whole = names >= {scheme.name for scheme in book.schemes}
    if len(kept) < len(schemes) or not (is_same and is_whole):
        for one in requests:
            refuse_months(one, findings)
        return book
    overlaps = _joined_overlaps(book.overlaps, plain.overlaps, changed.overlaps, request)
    found = evolve(
        book,
        schemes=tuple(kept),
        overlaps=overlaps,
        switches={**book.switches, switch.name: switch},
        files=tuple(sorted({*book.files, *changed.files})),
    )
    tangle = first_tangle(found)
    if tangle is None:
        return found
    _refuse_tangle(*tangle, request, findings)
    return book


def paused(book: Rulebook, names: Collection[str], first: Month, end: Month) -> Rulebook:
    """Schemes that do not exist in the months [first, end)."""

    def off(rules: LaterRules) -> LaterRules:
        return evolve(rules, is_in_force=False)

    schemes = (
        changed_in(one, off, first, end) if one.name in names else one for one in book.schemes
    )
    return evolve(book, schemes=tuple(schemes))


def _joined(
    book: Rulebook,
    plain: Rulebook,
    new: Scheme,
    requests: Sequence[Request],
    findings: Findings,
) -> Scheme | None:
    """One scheme with the new rules in the months asked for; None where they have no months."""
    request = requests[0]
    old = next((one for one in plain.schemes if one.name == new.name), None)
    if old is None:
        return _existing(new, request)
    now = book.scheme(new.name)
    if new == old:
        return now
    if _moves_first_months(old, new):
        _refuse_first_months(new, requests, findings)
        return now
    switch = switch_of(request).name
    pairs = zip(now.amount.rows, old.amount.rows, new.amount.rows, strict=False)
    rows = tuple(_joined_row(*three, switch) for three in pairs)
    eligible = _either(now.eligible, old.eligible, new.eligible, switch)
    if len(new.amount.rows) != len(old.amount.rows) or not _same_rules(_as_before(new, old), old):
        return None
    joined = evolve(now, eligible=eligible, amount=evolve(now.amount, rows=rows))
    other = _differences(rules_from(old, _beginning()), rules_from(new, _beginning()))
    if not other:
        return joined
    first = _beginning() if request.first is None else request.first
    return changed_in(joined, lambda rules: _with_differences(rules, other), first, request.end)


def _differences(old: Any, new: Any) -> dict[str, Any]:
    """What *new* says otherwise, by name; of a timing or a rounding again by name."""
    found: dict[str, Any] = {}
    for field in fields(type(old)):
        was, now = getattr(old, field.name), getattr(new, field.name)
        if was != now:
            has_parts = isinstance(was, Timing | Rounding)
            found[field.name] = _differences(was, now) if has_parts else now
    return found


def _with_differences(rules: LaterRules, other: Mapping[str, Any]) -> LaterRules:
    """Rules with these parts, and everything else as it is."""
    parts = {
        name: evolve(getattr(rules, name), **value) if isinstance(value, dict) else value
        for name, value in other.items()
    }
    return evolve(rules, **parts)


def _as_before(new: Scheme, old: Scheme) -> Scheme:
    """The new scheme with everything as before that can have months."""
    rows = tuple(
        evolve(one, condition=was.condition, place=was.place)
        for one, was in zip(new.amount.rows, old.amount.rows, strict=False)
    )
    amount = evolve(
        new.amount,
        rows=rows,
        net_of=old.amount.net_of,
        at_least=old.amount.at_least,
        at_most=old.amount.at_most,
    )
    return evolve(
        new,
        eligible=old.eligible,
        amount=amount,
        timing=old.timing,
        rounding=old.rounding,
        unless_paid=old.unless_paid,
        only_if_paid=old.only_if_paid,
        place=old.place,
    )


def _same_rules(one: Scheme, other: Scheme) -> bool:
    """Whether two schemes say the same, wherever it is written."""
    return evolve(one, source=other.source) == other


def _moves_first_months(old: Scheme, new: Scheme) -> bool:
    """Whether a month is paid as the first of its interval, and another one may be it now.

    ``change`` never moves it. ``stop`` only says whether an interval has a month at all, which
    matters where an earlier interval of the year decides.
    """
    if not (_counts_first_months(old) or _counts_first_months(new)):
        return False
    before, after = (
        old.timing,
        evolve(new.timing, change=old.timing.change, source=old.timing.source),
    )
    if before.once is not Once.PER_YEAR:
        after = evolve(after, stop=before.stop)
    return after != before


def _counts_first_months(scheme: Scheme) -> bool:
    """Whether what a month pays hangs on which month was the first of its interval."""
    return scheme.timing.once is not Once.EVERY_MONTH or scheme.amount.frozen is not None


def _joined_overlaps(
    now: Sequence[Overlap], old: Sequence[Overlap], new: Sequence[Overlap], request: Request
) -> tuple[Overlap, ...]:
    """Overlaps that no longer hold in the months asked for, and those that hold only there."""
    gone = [overlap for overlap in old if overlap not in new]
    kept: list[Overlap] = []
    for overlap in now:
        whole = evolve(overlap, from_month=None, until_month=None)
        kept += _outside(overlap, request) if whole in gone else [overlap]
    only = (one for one in new if one not in old)
    return (
        *kept,
        *(evolve(one, from_month=request.first, until_month=request.end) for one in only),
    )


def _outside(overlap: Overlap, request: Request) -> list[Overlap]:
    """An overlap in its months before and after those asked for."""
    begins, ends = overlap.from_month, overlap.until_month
    first, end = request.first, request.end
    before = first if ends is None or (first is not None and first < ends) else ends
    parts = [(begins, before)] if first is not None else []
    if end is not None:
        parts.append((end if begins is None or begins < end else begins, ends))
    return [
        evolve(overlap, from_month=one, until_month=two)
        for one, two in parts
        if one is None or two is None or one < two
    ]


def _joined_row(now: Row, old: Row, new: Row, switch: str) -> Row:
    return evolve(now, condition=_either(now.condition, old.condition, new.condition, switch))


def _either(now: Node, old: Node, new: Node, switch: str) -> Node:
    """The new formula while the switch is on, else what held before."""
    if new == old:
        return now
    on, off = (
        Compare(Comparison.EQUAL, ParameterValue(switch), Literal(number)) for number in (1, 0)
    )
    return Or((And((on, new)), And((off, now))))


def _existing(scheme: Scheme, request: Request) -> Scheme:
    """A new scheme, in the months asked for."""
    first, end = scheme.from_month, scheme.until_month
    if request.first is not None:
        first = request.first if first is None else Month(max(first, request.first))
    if request.end is not None:
        end = request.end if end is None else Month(min(end, request.end))
    return evolve(scheme, from_month=first, until_month=end)


def switch_of(request: Request) -> Parameter:
    """1 in the months of the request, 0 before and after them."""
    begin = _beginning()
    first = begin if request.first is None else request.first
    steps = [(begin, 0), (first, 1), *([] if request.end is None else [(request.end, 0)])]
    until = "" if request.end is None else f"_{show_month(request.end)}"
    name = f"{_PREFIX}{show_month(first)}{until}".replace("-", "_")
    versions = tuple(
        ParameterVersion(month, None, None, None, Literal(number), 0, _SOURCE, request.place)
        for month, number in dict(steps).items()
    )
    months = show_month(first) + (f" – {show_month(Month(request.end - 1))}" if request.end else "")
    labels = Words(f"months from {months}", f"{months} 起的月份" if not request.end else months)
    return Parameter(
        name, labels, ParameterKind.WHOLE, None, HALF_UP_TO_FEN, versions, request.place
    )


def _beginning() -> Month:
    return month_of(FIRST_DATE)


# ── refusals ─────────────────────────────────────────────────────────────────────────


def refuse_months(request: Request, findings: Findings) -> None:
    """Refuse a change of something that is the same in all months."""
    message = Words(
        f"{request.target} is not dated: it holds in all months",
        f"{request.target} 没有月份，对所有月份有效",
    )
    cure = Words(
        "leave out what stands behind @; to change it from a month on, end the scheme"
        " (withdraws@MONTH) and add a new one (file@MONTH)",
        "请去掉 @ 及其后的月份；要从某月起变动，请终止该项目（withdraws@月份）并新增一个项目（file@月份）",
    )
    findings.add("not-dated", request.place, message, cure, request.key)


def _refuse_first_months(scheme: Scheme, requests: Sequence[Request], findings: Findings) -> None:
    request = next(
        (one for one in requests if one.target.startswith(f"{scheme.name}.")), requests[0]
    )
    target = request.target
    message = Words(
        f"what {scheme.name} pays hangs on the first month of each spell:"
        " with two timings a spell could be paid twice, or never",
        f"{scheme.name} 的发放取决于每段资格的首月：若中途改变计发口径，同一段可能发两次或漏发",
    )
    cure = Words(
        f"leave out what stands behind @ ({target}): the new timing then holds in all months",
        f"请去掉 @ 及其后的月份（写成 {target}）：新口径即适用于所有月份",
    )
    findings.add("not-dated", request.place, message, cure, request.key)


def _refuse_tangle(
    month: Month, names: tuple[str, ...], request: Request, findings: Findings
) -> None:
    listed, since = ", ".join(names), show_month(month)
    message = Words(
        f"from {since} on, {listed} depend on one another",
        f"自 {since} 起，{listed.replace(', ', '、')} 相互依赖",
    )
    cure = Words(
        "decide which comes first, and take away the other condition for the same months",
        "请确定先后，并在相同月份去掉另一方向的条件",
    )
    findings.add("cycle", request.place, message, cure, request.key)
