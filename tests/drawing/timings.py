"""Draw the rarer timings: one deciding day, first months, paying months, frozen amounts."""

from __future__ import annotations

from random import Random

from attrs import evolve

from subsidy.dates import MONTHS_PER_YEAR
from subsidy.expression.nodes import Literal, MoneyLiteral
from subsidy.money import Mode
from subsidy.rulebook.model import AmountRule, Frozen, Once, PayVersion, Row, Scheme, Timing
from tests.drawing.books import DRAWN, SOURCE
from tests.drawing.formulas import Formulas

LAST = 31


def draw_timing(random: Random, scheme: Scheme) -> Timing:
    """The scheme's timing, sometimes with one day, first months only, or paying months."""
    timing = scheme.timing
    if random.random() < 0.2:
        timing = evolve(timing, on_day=random.choice([1, 2, 15, 28, 29, 30, LAST, LAST]))
    form = random.random()
    if form < 0.2:
        return evolve(timing, once=random.choice([Once.PER_SPELL, Once.PER_YEAR]))
    if form < 0.35 and scheme.rounding.mode is not Mode.EXACT:
        return evolve(timing, pays_in=paying_months(random, scheme))
    return timing


def draw_frozen(random: Random, scheme: Scheme, before: list[str], formulas: Formulas) -> Scheme:
    """Sometimes what one of the schemes *before*, of the same unit, paid goes on."""
    if not before or scheme.rounding.mode is Mode.EXACT or random.random() < 0.75:
        return scheme
    frozen = Frozen(random.choice(before), random.choice([1, 2, 3, 4, 6, 14]))
    nothing = PayVersion(None, None, None, None, MoneyLiteral(0, 1), 1, SOURCE, DRAWN)
    amount = AmountRule(
        rows=(Row("", Literal(value=True), (nothing,), DRAWN),),
        net_of=scheme.amount.net_of,
        at_least=None,
        at_most=formulas.money(1, 1) if random.random() < 0.5 else None,
        by="",
        frozen=frozen,
    )
    return evolve(scheme, amount=amount)


def paying_months(random: Random, scheme: Scheme) -> tuple[int, ...]:
    """Months of the year in any order, one at least in each stretch that has a standard."""
    lengths = {v.per_months for row in scheme.amount.rows for v in row.versions}
    months = set(random.sample(range(1, MONTHS_PER_YEAR + 1), random.randint(1, 6)))
    for length in lengths - {1}:
        for start in range(0, MONTHS_PER_YEAR, length):
            months.add(random.randint(start + 1, start + length))
    order = sorted(months)
    random.shuffle(order)
    return tuple(order)
