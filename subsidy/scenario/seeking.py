"""Goal seek: the highest rate whose cost fits a budget, and proof that one step more does not.

Cost is looked at on a coarse grid first, so that a cost that falls, or goes up and down, is found
out; then the step at which it crosses the budget is closed in on. Whatever happens between the
points that were looked at, the answer fits and its neighbour does not: both are calculated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from attrs import define, field, frozen

from subsidy.dates import MONTHS_PER_YEAR, Period
from subsidy.errors import Place, Problem, RulesRefused, UsageRefused, Words
from subsidy.money import AmountError, read_budget_yuan
from subsidy.results.frames import yuan
from subsidy.results.result import ControlError
from subsidy.rulebook.findings import cure_by_nearest
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.targets import rates_of
from subsidy.scenario.answers import Seek
from subsidy.scenario.costing import Costing
from subsidy.scenario.dependence import differing
from subsidy.scenario.monotony import is_proven_to_rise
from subsidy.scenario.sweeping import costing_of
from subsidy.scenario.unknowns import Kind, Unknown, read_number, scheme_of, unknown_of

__all__ = ["Goal", "seek", "seek_on"]

GRID = 16  # intervals looked at before closing in
DOUBLINGS = 12
SCANNED = 24  # steps above the answer: roundings of instalments can make cost waver by fen

EVERYTHING = "all"


def _several(targets: str | Iterable[str]) -> tuple[str, ...]:
    return (targets,) if isinstance(targets, str) else tuple(targets)


FALLS = Words("cost falls as the value rises", "数值越高，费用越低")
WAVERS = Words(
    "cost is not monotone in the unknown: other values may fit as well",
    "费用对该数值不单调：可能还有其他数值符合预算",
)
ALL_FIT = Words(
    "every value looked at fits; the highest is given", "所试数值均在预算之内，给出最高者"
)
PROVEN = Words(
    "proven from person-months: cost never falls as the value rises",
    "由享受人月证明：数值提高，费用不会下降",
)
NONE_FITS = Words(
    "no value looked at fits; the nearest is given", "所试数值均超出预算，给出最接近者"
)


def checked_words(number: int) -> Words:
    """What is said where nothing is proven."""
    return Words(
        f"whether cost rises with the value is not proven, but was checked at {number} values",
        f"费用是否随数值上升未经证明，仅核对了 {number} 个数值",
    )


@frozen
class Goal:
    """What is sought: the highest value of *targets* for which a year costs no more than *budget*.

    ``targets``: of a reform, one or several, a scheme for all its brackets; several move in the proportion that they have now,
    each rounded down to its own step. ``budget``: yuan a year, such as ``"7000000"``; over a
    longer or shorter period it is for its months, a twelfth each. ``schemes``: those that the
    budget is for; else those that the targets change; ``("all",)`` for all. ``step``: by which
    the first target moves; else its own (:func:`subsidy.scenario.unknowns.unknown_of`).
    ``between``: the lowest and highest value to look at, ``"0:2000"``; else from nothing up.
    """

    targets: tuple[str, ...] = field(converter=_several)
    budget: str | int | Decimal
    schemes: tuple[str, ...] = ()
    step: str = ""
    between: str = ""


def seek(  # noqa: PLR0913 - three registers, rules, a period, and what is sought
    book: Rulebook,
    people: Any,
    period: str | Period,
    goal: Goal,
    *,
    households: Any = None,
    institutions: Any = None,
) -> Seek:
    """The answer to *goal*; the other arguments as for :func:`subsidy.calculate`.

    Raises:
        UsageRefused: a target is no number, or the budget is none.
        RulesRefused, RegisterRefused: as :func:`subsidy.calculate`.
    """
    return seek_on(costing_of(book, people, period, households, institutions), goal)


def seek_on(costing: Costing, goal: Goal) -> Seek:
    """:func:`seek` of a baseline that has been calculated."""
    book, period = costing.book, costing.baseline.period
    keys = [rate for target in goal.targets for rate in rates_of(target, book)]
    first, *others = [unknown_of(book, key, period) for key in keys]
    if goal.step:
        first = unknown_of(book, first.key, period, goal.step)
    unknowns = (first, *others)
    if others and first.now == 0:
        raise UsageRefused(_no_proportion(first))
    budget_fen = _budget(goal.budget)
    limit = Fraction(budget_fen * (period.end - period.first), MONTHS_PER_YEAR)
    schemes = _known(book, goal.schemes) or _concerned(book, unknowns)
    search = _Search(costing, unknowns, schemes, int(limit // 1))
    found = _find(search, *_ends(search, goal.between))
    return _answer(search, found, budget_fen)


@define
class _Search:
    """Costs by number of steps of the first unknown, each worked out once."""

    costing: Costing
    unknowns: tuple[Unknown, ...]
    schemes: tuple[str, ...]
    limit_fen: int
    known: dict[int, int] = field(factory=dict)

    def values(self, steps: int) -> dict[str, str]:
        """What each unknown is, as rules write it."""
        first, *others = self.unknowns
        value = first.step * steps
        found = {first.key: first.text(value)}
        for one in others:
            found[one.key] = one.text(one.on_step(one.now * value / first.now))
        return found

    def cost(self, steps: int) -> int:
        """Fen of the schemes that the budget is for."""
        if steps not in self.known:
            costs = self.costing.costs(self.book(steps)).by_scheme
            self.known[steps] = self._of(costs)
        return self.known[steps]

    def true_cost(self, steps: int) -> int:
        """The same, calculated again.

        Raises:
            ControlError: it differs.
        """
        costs = self.costing.by_calculation(self.book(steps)).by_scheme
        if self._of(costs) != self.cost(steps):
            raise ControlError("costs from person-months and from a calculation differ")
        return self._of(costs)

    def is_allowed(self, steps: int) -> bool:
        """Whether the rules allow those values."""
        try:
            self.cost(steps)
        except RulesRefused:
            return False
        return True

    def fits(self, steps: int) -> bool:
        """Whether the cost is within the budget."""
        return self.cost(steps) <= self.limit_fen

    def book(self, steps: int) -> Rulebook:
        """The baseline with the values of so many steps."""
        return self.costing.book.reform(self.values(steps))

    def _of(self, costs: Mapping[str, int]) -> int:
        if EVERYTHING in self.schemes:
            return sum(costs.values())
        return sum(fen for name, fen in costs.items() if name in self.schemes)


@frozen
class _Found:
    """The answer in steps, its neighbour that costs more, and what was seen on the way."""

    steps: int
    beyond: int
    reached: bool
    monotone: bool
    notes: tuple[Words, ...] = ()


def _ends(search: _Search, between: str) -> tuple[int, int]:
    """The lowest and highest number of steps to look at."""
    first = search.unknowns[0]
    if between:
        low, colon, high = between.partition(":")
        ends = [read_number(first, text) for text in (low, high if colon else "")]
        steps = [int(value // first.step) for value in ends]
        if not 0 <= steps[0] < steps[1]:
            raise UsageRefused(_wrong_range(between))
        return steps[0], steps[1]
    if first.kind is Kind.WHOLE:
        raise UsageRefused(_no_range(first.key))
    high_steps = max(int(first.now // first.step), 1)
    for _ in range(DOUBLINGS):
        if not search.fits(high_steps) or not search.is_allowed(2 * high_steps):
            break
        high_steps *= 2
    return 0, high_steps


def _find(search: _Search, low: int, high: int) -> _Found:
    points = sorted({low + (high - low) * n // GRID for n in range(GRID + 1)})
    monotone, falls = _shape([search.cost(point) for point in points])
    crossings = [pair for pair in pairwise(points) if search.fits(pair[0]) != search.fits(pair[1])]
    wavers = () if monotone else (WAVERS,)
    if not crossings:
        return _without_crossing(search, points, monotone=monotone, falls=falls)
    steps, beyond = _closed_in(search.fits, *crossings[-1])
    if beyond > steps:
        steps = _scanned(search, steps)
        beyond = steps + 1
    seen = sorted(search.known)
    monotone = monotone and _shape([search.cost(point) for point in seen])[0]
    notes = (*((FALLS,) if falls else ()), *(wavers if monotone else (WAVERS,)))
    return _Found(steps, beyond, reached=True, monotone=monotone, notes=notes)


def _closed_in(fits: Callable[[int], bool], one: int, two: int) -> tuple[int, int]:
    """Neighbours between *one* and *two*: the first fits, the second does not."""
    inside, outside = (one, two) if fits(one) else (two, one)
    while abs(outside - inside) > 1:
        middle = (inside + outside) // 2
        inside, outside = (middle, outside) if fits(middle) else (inside, middle)
    return inside, outside


def _scanned(search: _Search, steps: int) -> int:
    """The highest of the next few steps that fits, where cost wavers by roundings."""
    if not search.costing.is_fast(search.book(steps)):
        return steps
    while True:
        above = [n for n in range(steps + 2, steps + SCANNED) if search.fits(n)]
        if not above:
            return steps
        steps = above[-1]


def _without_crossing(search: _Search, points: list[int], *, monotone: bool, falls: bool) -> _Found:
    fall = (FALLS,) if falls else ()
    notes = (*fall, *(() if monotone else (WAVERS,)))
    if search.fits(points[0]):
        best = points[-1]
        beyond = best + 1 if search.is_allowed(best + 1) else best
        return _Found(best, beyond, reached=True, monotone=monotone, notes=(*notes, ALL_FIT))
    best = min(points, key=lambda point: (search.cost(point), point))
    beyond = best - 1 if falls and best > 0 else best + 1
    beyond = beyond if search.is_allowed(beyond) else best
    return _Found(best, beyond, reached=False, monotone=monotone, notes=(*notes, NONE_FITS))


def _shape(costs: list[int]) -> tuple[bool, bool]:
    """Whether costs only rise (or only fall), and whether they fall."""
    rises = all(one <= two for one, two in pairwise(costs))
    falls = all(one >= two for one, two in pairwise(costs))
    return rises or falls, falls and not rises


def _answer(search: _Search, found: _Found, budget_fen: int) -> Seek:
    cost, beyond = search.true_cost(found.steps), search.true_cost(found.beyond)
    of_period = search.limit_fen
    proven = found.monotone and is_proven_to_rise(search.costing, search.unknowns)
    basis = PROVEN if proven else checked_words(len(search.known))
    budget, limit, spent, residue, more = yuan(
        "", [budget_fen, of_period, cost, of_period - cost, beyond]
    ).to_list()
    return Seek(
        targets=tuple(one.key for one in search.unknowns),
        budget=budget,
        budget_of_period=limit,
        values=search.values(found.steps),
        cost=spent,
        residue=residue,
        next_values=search.values(found.beyond),
        next_cost=more,
        reached=found.reached,
        monotone=found.monotone,
        evaluations=len(search.known),
        notes=(*found.notes, basis),
        schemes=search.schemes,
        proven=proven,
    )


def _concerned(book: Rulebook, unknowns: Sequence[Unknown]) -> tuple[str, ...]:
    """The schemes that the targets belong to; of a parameter those whose rules read it."""
    found: set[str] = set()
    for one in unknowns:
        own = scheme_of(book, one.key)
        if own is not None:
            found.add(own)
            continue
        reform = book.reform({one.key: one.text(one.now + one.step)})
        found |= differing(book, reform) or frozenset()
    return tuple(sorted(found))


def _budget(text: str | int | Decimal) -> int:
    try:
        return read_budget_yuan(text)
    except AmountError:
        raise UsageRefused(
            Problem(
                "budget",
                Place("--budget"),
                Words(f"{text} is not an amount of yuan", f"{text} 不是金额（元）"),
                Words(
                    "write yuan a year, such as 7000000 or 700万",
                    "请写每年的金额，如 7000000 或 700万",
                ),
                str(text),
            )
        ) from None


def _wrong_range(text: str) -> Problem:
    return Problem(
        "wrong-value",
        Place("--between"),
        Words(
            f"{text} is no range: it runs from a lower to a higher value, from nothing up",
            f"{text} 不是范围：应由低到高，且不低于零",
        ),
        Words("write LOWEST:HIGHEST, such as 0:2000", "请写 最低:最高，如 0:2000"),
        text,
    )


def _no_range(text: str) -> Problem:
    return Problem(
        "wrong-value",
        Place("--between"),
        Words(f"{text} needs a range to look in", f"{text} 需要给出查找范围"),
        Words("write LOWEST:HIGHEST, such as 0:2000", "请写 最低:最高，如 0:2000"),
        text,
    )


def _no_proportion(first: Unknown) -> Problem:
    return Problem(
        "wrong-value",
        Place(first.key),
        Words(f"{first.key} is nothing now: there is no proportion to keep",
              f"{first.key} 现为零，没有可保持的比例"),
        Words("name another target first", "请把其他目标写在前面"),
        first.key,
    )  # fmt: skip


def _known(book: Rulebook, schemes: Sequence[str]) -> tuple[str, ...]:
    known = [*(scheme.name for scheme in book.schemes), EVERYTHING]
    unknown = [name for name in schemes if name not in known]
    if not unknown:
        return tuple(schemes)
    listed = ", ".join(known)
    otherwise = Words(f"there are {listed}", f"现有：{listed}")
    raise UsageRefused(
        *(
            Problem(
                "unknown-scheme",
                Place("--budget-for"),
                Words(f"there is no scheme {name}", f"没有项目 {name}"),
                cure_by_nearest(name, known, otherwise),
                name,
            )
            for name in unknown
        )
    )
