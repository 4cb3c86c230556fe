"""Draw rules that hold from some months on: other timing, rounding and relations between schemes."""

from __future__ import annotations

from functools import partial
from random import Random

from attrs import evolve

from subsidy.dates import Month, Period
from subsidy.money import Mode, Rounding
from subsidy.rulebook.model import (
    LaterRules,
    NetAmount,
    NetScheme,
    Once,
    Overlap,
    OverlapRule,
    Rulebook,
    Scheme,
    When,
)
from subsidy.rulebook.stretches import changed_in
from tests.drawing.books import DRAWN, INEXACT, SOURCE
from tests.drawing.timings import LAST, paying_months

__all__ = ["with_later_rules"]


def with_later_rules(random: Random, book: Rulebook, period: Period) -> Rulebook:
    """The book, from one to three months on with other rules, some of them for a while."""
    count = random.choice([1, 1, 2, 3])
    months = range(period.first - 2, period.end + 1)
    for number in sorted(random.sample(months, min(count, len(months)))):
        first, end = Month(number), None
        if random.random() < 0.3:
            end = Month(first + random.randint(1, 4))
        book = _with_other_rules(random, book, first, end)
        if random.random() < 0.5 and end is None:
            book = _with_other_relations(random, book, first)
    return book


def _with_other_rules(random: Random, book: Rulebook, first: Month, end: Month | None) -> Rulebook:
    def of(scheme: Scheme) -> Scheme:
        if random.random() < 0.4:
            return scheme
        return changed_in(scheme, partial(_other, random, scheme), first, end)

    return evolve(book, schemes=tuple(map(of, book.schemes)))


def _other(random: Random, scheme: Scheme, rules: LaterRules) -> LaterRules:
    """Other timing, other rounding, no rules at all: whatever the scheme allows."""
    if random.random() < 0.15:
        return evolve(rules, is_in_force=not rules.is_in_force)
    timing = rules.timing
    is_free = timing.once is Once.EVERY_MONTH and scheme.amount.frozen is None
    if is_free and random.random() < 0.7:
        start, change, stop = (random.choice(list(When)) for _ in range(3))
        on_day = random.choice([1, 15, LAST]) if random.random() < 0.15 else None
        timing = evolve(timing, start=start, change=change, stop=stop, on_day=on_day)
        if scheme.rounding.mode is not Mode.EXACT:
            pays_in = paying_months(random, scheme) if random.random() < 0.2 else ()
            timing = evolve(timing, pays_in=pays_in)
    elif random.random() < 0.5:  # what never moves the first month of an interval
        timing = evolve(timing, change=random.choice(list(When)))
        if timing.once is not Once.PER_YEAR:
            timing = evolve(timing, stop=random.choice(list(When)))
    rounding = rules.rounding
    if scheme.rounding.mode is not Mode.EXACT and random.random() < 0.5:
        rounding = Rounding(random.choice(INEXACT), random.choice([1, 10, 100]))
    return evolve(rules, timing=timing, rounding=rounding)


def _with_other_relations(random: Random, book: Rulebook, first: Month) -> Rulebook:
    """From a month on another order of schemes: who excludes, nets and competes with whom."""
    names = [scheme.name for scheme in book.schemes]
    if any(scheme.amount.frozen or scheme.unit != "person" for scheme in book.schemes):
        return book
    random.shuffle(names)
    at = random.randrange(len(names))
    group = tuple(names[at : at + 2]) if random.random() < 0.5 else ()

    def of(scheme: Scheme) -> Scheme:
        earlier = [name for name in names[: names.index(scheme.name)] if name not in group]
        if scheme.name not in group:
            earlier = names[: names.index(scheme.name)]
        return changed_in(scheme, partial(_related, random, earlier), first, None)

    overlaps = [_ended(overlap, first) for overlap in book.overlaps]
    if len(group) > 1:
        overlaps.append(
            Overlap(f"later {first}", OverlapRule.HIGHEST_OF, group, SOURCE, DRAWN, first)
        )
    return evolve(book, schemes=tuple(map(of, book.schemes)), overlaps=tuple(overlaps))


def _related(random: Random, earlier: list[str], rules: LaterRules) -> LaterRules:
    nets = tuple(one for one in rules.net_of if isinstance(one, NetAmount))
    if rules.net_of:
        nets += tuple(NetScheme(name) for name in earlier if random.random() < 0.4)
    return evolve(
        rules,
        unless_paid=tuple(name for name in earlier if random.random() < 0.3),
        only_if_paid=tuple(name for name in earlier if random.random() < 0.12),
        net_of=nets,
    )


def _ended(overlap: Overlap, month: Month) -> Overlap:
    return evolve(overlap, until_month=month) if overlap.holds_in(month) else overlap
