"""Draw what-if questions for drawn worlds: changes of rates, and changes of anything else."""

from __future__ import annotations

from random import Random

from attrs import evolve

from subsidy.dates import Month, Period, show_month
from subsidy.errors import RulesRefused
from subsidy.money import Mode, Rounding
from subsidy.results.result import Result
from subsidy.rulebook.model import OverlapRule, ParameterKind, Rulebook, Timing, When

CHANGES = ("+10%", "-5%", "+3.00", "+0.07", "-100%", "+0%", "1.30 per month", "999.99 per year")


def draw_changes(random: Random, book: Rulebook, period: Period) -> dict[str, str]:
    """One to three changes of rates or parameters, some of them for some months only."""
    targets = [
        f"{scheme.name}.{row.name}" if row.name else scheme.name
        for scheme in book.schemes
        for row in scheme.amount.rows
    ]
    if random.random() < 0.5:
        targets = list(book.parameters)
    chosen = random.sample(targets, min(random.randint(1, 3), len(targets)))
    return {
        target + _draw_months(random, period): random.choice(_changes_of(target, book))
        for target in chosen
    }


def _changes_of(target: str, book: Rulebook) -> tuple[str, ...]:
    kind = book.parameters[target].kind if target in book.parameters else ParameterKind.MONEY
    numbers = {ParameterKind.WHOLE: ("1", "61", "79"), ParameterKind.SHARE: ("+10%", "65%", "0.1")}
    return numbers.get(kind, CHANGES)


def reformed(random: Random, book: Rulebook, period: Period) -> Rulebook:
    """The book with drawn changes that the rules allow; at worst the book itself."""
    for _ in range(5):
        try:
            return book.reform(draw_changes(random, book, period))
        except RulesRefused:
            continue
    return book


def rebuilt(random: Random, book: Rulebook) -> Rulebook:
    """The book with one scheme changed in more than its rates."""
    number = random.randrange(len(book.schemes))
    scheme, other = book.schemes[number], random.choice(book.schemes)
    flipped = When.NEXT_MONTH if scheme.timing.start is When.SAME_MONTH else When.SAME_MONTH
    timing = Timing(flipped, scheme.timing.change, scheme.timing.stop, scheme.timing.source)
    rivals = {n for o in book.overlaps if o.rule is OverlapRule.HIGHEST_OF for n in o.schemes}
    changed = random.choice(
        [
            evolve(scheme, eligible=other.eligible),
            evolve(scheme, timing=timing),
            evolve(scheme, rounding=Rounding(Mode.UP, 10)),
            evolve(scheme, unless_paid=(), only_if_paid=()),
            evolve(scheme, amount=evolve(scheme.amount, at_most=None)),
        ]
    )
    schemes = tuple(changed if one is scheme else one for one in book.schemes)
    overlaps = () if rivals and random.random() < 0.3 else book.overlaps
    return evolve(book, schemes=schemes, overlaps=overlaps)


def everything(result: Result) -> tuple[object, ...]:
    """All that a result says, row by row."""
    frames = (result.monthly(), result.annual(), result.totals(), result.undetermined())
    return tuple(tuple(frame.sort(frame.columns).rows()) for frame in frames)


def _draw_months(random: Random, period: Period) -> str:
    if random.random() < 0.5:
        return ""
    first = random.randrange(period.first - 1, period.end)
    if random.random() < 0.5:
        return f"@{show_month(Month(first))}"
    last = random.randrange(first, period.end)
    return f"@{show_month(Month(first))}:{show_month(Month(last))}"
