"""Draw whole rulebooks as checked models: parameters, schemes, timings, amounts, overlaps."""

from __future__ import annotations

from datetime import date
from random import Random

from attrs import evolve

from subsidy.dates import LeapDay, Month, Period, read_month
from subsidy.errors import Place
from subsidy.expression.nodes import (
    And,
    Compare,
    Comparison,
    FactValue,
    Literal,
    MoneyLiteral,
    Multiply,
    Node,
    OneOf,
    ParameterValue,
    YearsOfAge,
)
from subsidy.money import Mode, Rounding
from subsidy.rulebook.model import (
    AmountRule,
    NetAmount,
    NetScheme,
    Overlap,
    OverlapRule,
    Parameter,
    ParameterKind,
    ParameterVersion,
    PayVersion,
    Row,
    Rulebook,
    Scheme,
    Source,
    Timing,
    When,
)
from tests.drawing.facts import AGES, draw_vocabulary, words
from tests.drawing.formulas import AWKWARD_FEN, SHARES, Formulas

DRAWN = Place("drawn")
SOURCE = Source(assumed="drawn for a test")
Group = tuple[str, ...]  # of schemes of which the highest is paid
INEXACT = (Mode.HALF_UP, Mode.HALF_UP, Mode.HALF_EVEN, Mode.UP, Mode.DOWN)
YEARS_OF_RATES = 12  # before the period, enough for rates that look back


def draw_period(random: Random) -> Period:
    """One to fourteen months, often around leap days and turns of the year."""
    if random.random() < 0.3:
        year = random.choice([2000, 2023, 2024, 2100])
        return Period(Month(year * 12), Month(year * 12 + 12))
    first = read_month("1999-06") + random.choice([0, 1200]) + random.randrange(36)
    if random.random() < 0.6:
        first = read_month("2022-06") + random.randrange(36)
    return Period(Month(first), Month(first + random.choice([1, 2, 3, 5, 8, 14])))


def draw_book(random: Random, period: Period) -> Rulebook:
    """A rulebook that passes every check and has a rate for every month that *period* needs."""
    vocabulary = draw_vocabulary(random)
    parameters = draw_parameters(random, period)
    formulas = Formulas(random, vocabulary, parameters)
    names = ["alpha", "beta", "gamma", "delta", "epsilon"][: random.randint(1, 5)]
    schemes, groups = draw_schemes(random, formulas, names, period)
    return Rulebook(
        name="drawn",
        labels=words("drawn"),
        leap_day=random.choice(list(LeapDay)),
        facts=vocabulary.facts,
        statuses=vocabulary.statuses,
        ages=vocabulary.ages,
        parameters=parameters,
        schemes=tuple(schemes),
        overlaps=overlaps_of(groups),
        sha256="0" * 64,
        files=("drawn",),
    )


def draw_parameters(random: Random, period: Period) -> dict[str, Parameter]:
    """Two to six dated values, some of them shares of others."""
    parameters: dict[str, Parameter] = {}
    for number in range(random.randint(2, 6)):
        parameter = _draw_parameter(random, f"rate_{number}", parameters, period)
        parameters[parameter.name] = parameter
    return parameters


def draw_schemes(
    random: Random,
    formulas: Formulas,
    names: list[str],
    period: Period,
    earlier: tuple[str, ...] = (),
) -> tuple[list[Scheme], list[Group]]:
    """Schemes of these names, which may look at *earlier* ones; and groups that compete."""
    groups = _draw_groups(random, names)
    known = [*earlier, *names]
    schemes = [
        _draw_scheme(random, formulas, known, number, groups=groups, period=period)
        for number in range(len(earlier), len(known))
    ]
    return _draw_ties(random, schemes, groups), groups


def overlaps_of(groups: list[Group]) -> tuple[Overlap, ...]:
    """The groups as the model has them."""
    return tuple(
        Overlap(f"group {members[0]}", OverlapRule.HIGHEST_OF, members, SOURCE, DRAWN)
        for members in groups
    )


# ── dated values ─────────────────────────────────────────────────────────────────────


def _draw_parameter(
    random: Random, name: str, others: dict[str, Parameter], period: Period
) -> Parameter:
    kind = random.choice([ParameterKind.MONEY] * 3 + [ParameterKind.SHARE, ParameterKind.WHOLE])
    per_months = random.choice([1, 1, 1, 12, 3, 6]) if kind is ParameterKind.MONEY else None
    rounding = _draw_rounding(random)
    sources = [n for n, p in others.items() if p.kind is kind and p.per_months == per_months]
    versions = []
    for from_month, until_month, decided_on in _draw_months(random, period):
        value, years_back = _draw_value(random, kind, per_months, sources), 0
        if isinstance(value, Multiply):
            years_back = random.choice([0, 0, 1, 2])
        versions.append(
            ParameterVersion(
                from_month, until_month, decided_on, None, value, years_back, SOURCE, DRAWN
            )
        )
    return Parameter(name, words(name), kind, per_months, rounding, tuple(versions), DRAWN)


def _draw_value(
    random: Random, kind: ParameterKind, per_months: int | None, sources: list[str]
) -> Node:
    if kind is ParameterKind.WHOLE:
        return Literal(random.choice([1, 2, 60, 80]))
    if kind is ParameterKind.SHARE:
        return Literal(random.choice(SHARES))
    if sources and random.random() < 0.6:
        return Multiply(Literal(random.choice(SHARES)), ParameterValue(random.choice(sources)))
    assert per_months is not None
    return MoneyLiteral(random.choice(AWKWARD_FEN), per_months)


def _draw_months(random: Random, period: Period) -> list[tuple[Month, Month | None, date | None]]:
    """A first version that always holds, then changes, replacements and passing exceptions."""
    start = Month(period.first - 12 * YEARS_OF_RATES)
    found: list[tuple[Month, Month | None, date | None]] = [(start, None, None)]
    for _ in range(random.choice([0, 0, 1, 1, 2])):
        month = Month(random.randint(period.first - 14, period.end))
        until = Month(month + random.randint(1, 4)) if random.random() < 0.3 else None
        found.append((month, until, date(1990, 1, 1)))
        if random.random() < 0.4:
            found.append((month, until, date(1990, 8, 15)))
    latest = {(month, decided): (month, until, decided) for month, until, decided in found}
    return [latest[key] for key in sorted(latest, key=lambda key: (key[0], key[1] or date.min))]


def _draw_rounding(random: Random) -> Rounding:
    return Rounding(random.choice(INEXACT), random.choice([1, 1, 1, 10, 100]))


# ── schemes ──────────────────────────────────────────────────────────────────────────


def _draw_groups(random: Random, names: list[str]) -> list[tuple[str, ...]]:
    if len(names) < 2 or random.random() < 0.5:
        return []
    first = random.randrange(len(names) - 1)
    members = names[first : first + random.choice([2, 2, 3])]
    random.shuffle(members)
    return [tuple(members)]


def _draw_ties(
    random: Random, schemes: list[Scheme], groups: list[tuple[str, ...]]
) -> list[Scheme]:
    """Sometimes let the members of a group pay alike, so that their order decides."""
    rivals = [scheme for scheme in schemes if any(scheme.name in group for group in groups)]
    if not rivals or random.random() < 0.6:
        return schemes
    first = rivals[0]
    return [
        evolve(s, amount=first.amount, rounding=first.rounding) if s in rivals else s
        for s in schemes
    ]


def _draw_scheme(
    random: Random,
    formulas: Formulas,
    names: list[str],
    number: int,
    *,
    groups: list[tuple[str, ...]],
    period: Period,
) -> Scheme:
    name = names[number]
    rivals = {member for group in groups if name in group for member in group}
    earlier = [other for other in names[:number] if other not in rivals]
    from_month, until_month = _draw_existence(random, period)
    rounding = _draw_rounding(random)
    if random.random() < 0.15:
        rounding = Rounding(Mode.EXACT, rounding.step_fen)
    return Scheme(
        name=name,
        labels=words(name),
        unit="person",
        eligible=formulas.conjunction() if random.random() < 0.5 else formulas.truth(3),
        timing=Timing(
            random.choice(list(When)), random.choice(list(When)), random.choice(list(When)), SOURCE
        ),
        amount=_draw_amount(random, formulas, earlier, rounding, period),
        rounding=rounding,
        unless_paid=_draw_some(random, earlier, 0.3),
        only_if_paid=_draw_some(random, earlier, 0.12),
        from_month=from_month,
        until_month=until_month,
        funding=None,
        source=SOURCE,
        place=DRAWN,
    )


def _draw_existence(random: Random, period: Period) -> tuple[Month | None, Month | None]:
    from_month = Month(random.randint(period.first - 2, period.end))
    until_month = Month(random.randint(from_month + 1, period.end + 2))
    return (
        from_month if random.random() < 0.1 else None,
        until_month if random.random() < 0.1 else None,
    )


def _draw_some(random: Random, names: list[str], likely: float) -> tuple[str, ...]:
    return tuple(name for name in names if random.random() < likely)


def _draw_amount(
    random: Random, formulas: Formulas, earlier: list[str], rounding: Rounding, period: Period
) -> AmountRule:
    exact = rounding.mode is Mode.EXACT
    nets: tuple[NetScheme | NetAmount, ...] = ()
    if not exact and random.random() < 0.3:
        nets = _draw_nets(random, formulas, earlier)
    bounded = not exact and random.random() < 0.3
    per_months = 1 if nets else random.choice([1, 1, 1, 12, 12, 3, 6])
    same_period = bool(nets) or bounded or random.random() < 0.5

    def pays() -> tuple[PayVersion, ...]:
        return _draw_pays(
            random, formulas, per_months if same_period else None, period,
            rounding.step_fen if exact else None,
        )  # fmt: skip

    rows, by = _draw_rows(random, formulas, pays)
    return AmountRule(
        rows=rows,
        net_of=nets,
        at_least=formulas.money(per_months, 1) if bounded and random.random() < 0.6 else None,
        at_most=formulas.money(per_months, 1) if bounded and random.random() < 0.6 else None,
        by=by,
    )


def _draw_nets(
    random: Random, formulas: Formulas, earlier: list[str]
) -> tuple[NetScheme | NetAmount, ...]:
    nets: list[NetScheme | NetAmount] = [NetScheme(n) for n in _draw_some(random, earlier, 0.5)]
    if random.random() < 0.5 or not nets:
        nets.append(NetAmount(formulas.fact_money(), formulas.truth(1)))
    return tuple(nets)


def _draw_pays(
    random: Random, formulas: Formulas, per_months: int | None, period: Period, exact: int | None
) -> tuple[PayVersion, ...]:
    months = _draw_months(random, period)
    always = random.random() < 0.5
    versions = []
    for number, (from_month, until_month, decided_on) in enumerate(months):
        per = per_months or random.choice([1, 3, 6, 12])
        pay = formulas.money(per, 2)
        if exact is not None:
            pay = MoneyLiteral(random.randrange(100) * per * exact, per)
        since = None if always and number == 0 else from_month
        versions.append(PayVersion(since, until_month, decided_on, None, pay, per, SOURCE, DRAWN))
    return tuple(versions)


def _draw_rows(random: Random, formulas: Formulas, pays: object) -> tuple[tuple[Row, ...], str]:
    assert callable(pays)
    prefix = formulas.vocabulary.prefix
    match random.randrange(5):
        case 0:
            return (Row("", Literal(value=True), pays(), DRAWN),), ""
        case 1:
            conditions, by = _age_brackets(random, prefix), f"{prefix}age"
        case 2:
            conditions, by = _grade_brackets(random, prefix), f"{prefix}grade"
        case 3:
            first, *rest = random.sample(["mental", "sight", "speech"], 3)
            category = FactValue(f"{prefix}category")
            conditions = [Compare(Comparison.EQUAL, category, Literal(first))]
            conditions.append(OneOf(category, tuple(rest)))
            by = f"{prefix}category"
        case _:
            conditions, by = [formulas.truth(1) for _ in range(random.randint(1, 3))], ""
    rows = [Row(f"row {n}", each, pays(), DRAWN) for n, each in enumerate(conditions, 1)]
    return tuple(rows), by


def _age_brackets(random: Random, prefix: str) -> list[Node]:
    age = YearsOfAge(f"{prefix}age")
    edges = sorted(random.sample(AGES, random.randint(1, 4)))
    conditions: list[Node] = []
    for edge, above in zip(edges, [*edges[1:], None], strict=True):
        at_least = Compare(Comparison.AT_LEAST, age, Literal(edge))
        if above is None:
            conditions.append(at_least)
        else:
            conditions.append(And((at_least, Compare(Comparison.LESS, age, Literal(above)))))
    return conditions


def _grade_brackets(random: Random, prefix: str) -> list[Node]:
    grade = FactValue(f"{prefix}grade")
    return random.choice(
        [
            [OneOf(grade, (1, 2)), OneOf(grade, (3, 4))],
            [Compare(Comparison.EQUAL, grade, Literal(n)) for n in (1, 2, 3, 4)],
            [Compare(Comparison.LESS, grade, Literal(3))],
        ]
    )
