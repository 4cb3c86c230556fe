"""Draw rulebooks that pay persons, households and institutions, each looking where it may."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from attrs import evolve

from subsidy.dates import LeapDay, Month, Period
from subsidy.expression.nodes import (
    And,
    Compare,
    Comparison,
    FactValue,
    Holds,
    Literal,
    Node,
    Not,
)
from subsidy.rulebook.model import (
    DateFact,
    Fact,
    Funding,
    FundingVersion,
    IdentifierFact,
    IdentifierKind,
    Missing,
    MoneyFact,
    NetAmount,
    Parameter,
    ParameterKind,
    Rulebook,
    Scheme,
    WholeFact,
)
from subsidy.rulebook.order import in_dependency_order
from tests.drawing.books import DRAWN, SOURCE, Group, draw_parameters, draw_schemes, overlaps_of
from tests.drawing.facts import Vocabulary, draw_vocabulary, words
from tests.drawing.formulas import SHARES, Formulas
from tests.drawing.timings import draw_frozen, draw_timing

LINK = "household_id"
SITE_KEY = "site_id"
MONTH = "site_month"
OWN_SHARE = "own_share"  # what a register of persons says of a share; only ever netted
NOT_KNOWN = "rate_not_known"  # a parameter without any version
MOST_MEMBERS = 30

HOME_SCHEMES = ("roof", "bread", "coal")
PERSON_SCHEMES = ("alpha", "beta", "gamma", "delta")
SITE_SCHEMES = ("beds", "carers")


def draw_unit_book(random: Random, period: Period) -> Rulebook:
    """A rulebook of all units, with a rate for every month that *period* needs."""
    persons = _lasting(random, draw_vocabulary(random))
    homes = _with_counts(random, _lasting(random, draw_vocabulary(random, "home_", LINK)), persons)
    sites = _lasting(random, draw_vocabulary(random, "site_", SITE_KEY))
    by_month = random.random() < 0.5
    if by_month:
        sites = _without_changes(sites)
    parameters = _draw_rates(random, period)
    of_homes = Formulas(random, homes, parameters)
    of_persons = Formulas(random, persons, parameters, beside=of_homes)
    of_sites = Formulas(random, sites, parameters)
    roofs, groups = _draw_homes(random, of_homes, homes.counts(), period)
    shared = tuple(scheme.name for scheme in roofs if scheme.split_among)
    own, own_groups = _draw_own(random, of_persons, PERSON_SCHEMES, period, shared)
    share = _own_share(random, shared)
    own = [_netting(random, scheme, share) for scheme in own]
    beds, bed_groups = _draw_own(random, of_sites, SITE_SCHEMES, period)
    schemes = [*roofs, *own, *(evolve(scheme, unit="institution") for scheme in beds)]
    return _book(
        random,
        (persons, homes, sites),
        {**share, **_link(), **_month(by_month=by_month)},
        parameters,
        [_handed_out(random, scheme) for scheme in schemes],
        [*groups, *own_groups, *bed_groups],
    )


def turned(random: Random, book: Rulebook) -> Rulebook:
    """The same rules with the schemes stated in another order, as far as none waits for another."""
    schemes = list(book.schemes)
    random.shuffle(schemes)
    return evolve(book, schemes=in_dependency_order(schemes, book.overlaps))


def _book(  # the parts that a book is made of
    random: Random,
    of: tuple[Vocabulary, Vocabulary, Vocabulary],
    further: dict[str, Fact],
    parameters: dict[str, Parameter],
    schemes: list[Scheme],
    groups: list[Group],
) -> Rulebook:
    persons, homes, sites = of
    names = {"household": homes, "institution": sites}
    units = {
        name: unit
        for unit, one in names.items()
        for name in (*one.facts, *one.statuses, *one.ages)
        if name != LINK
    }
    if MONTH in further:
        units[MONTH] = "institution"
    return Rulebook(
        name="drawn",
        labels=words("drawn"),
        leap_day=random.choice(list(LeapDay)),
        facts={**persons.facts, **homes.facts, **sites.facts, **further},
        statuses={**persons.statuses, **homes.statuses, **sites.statuses},
        ages={**persons.ages, **homes.ages, **sites.ages},
        parameters=parameters,
        schemes=tuple(schemes),
        overlaps=overlaps_of(groups),
        sha256="0" * 64,
        files=("drawn",),
        units=units,
    )


# ── facts ────────────────────────────────────────────────────────────────────────────


def _lasting(random: Random, vocabulary: Vocabulary) -> Vocabulary:
    """Some statuses without an end last so many months."""
    statuses = dict(vocabulary.statuses)
    for name, status in vocabulary.statuses.items():
        if not name.endswith("alive") and random.random() < 0.3:
            months = random.choice([1, 2, 6, 12])
            statuses[name] = evolve(status, ends=None, lasts_months=months)
    return evolve(vocabulary, statuses=statuses)


def _with_counts(random: Random, homes: Vocabulary, persons: Vocabulary) -> Vocabulary:
    """One to three counts of members, as real rules have them or by any condition."""
    formulas = Formulas(random, persons, {})
    counts: dict[str, Fact] = {}
    for number in range(1, random.randint(2, 4)):
        name, where = f"count_{number}", _draw_counted(random, formulas, persons)
        counts[name] = WholeFact(name, words(name), 0, MOST_MEMBERS, counts=where)
    return evolve(homes, facts={**homes.facts, **counts})


def _draw_counted(random: Random, formulas: Formulas, persons: Vocabulary) -> Node:
    """Who counts: whoever lives and is not in some status, or whoever satisfies any condition."""
    if random.random() < 0.5:
        other = Holds(random.choice([name for name in persons.statuses if name != "alive"]))
        return And((Holds("alive"), Not(other) if random.random() < 0.6 else other))
    return formulas.conjunction() if random.random() < 0.6 else formulas.truth(2)


def _without_changes(sites: Vocabulary) -> Vocabulary:
    """Values that hold in the month of their row change with nothing else."""
    facts = {
        name: evolve(fact, changes_with=None) if hasattr(fact, "changes_with") else fact
        for name, fact in sites.facts.items()
    }
    return evolve(sites, facts=facts)


def _link() -> dict[str, Fact]:
    return {LINK: IdentifierFact(LINK, words(LINK), IdentifierKind.LINK)}


def _month(*, by_month: bool) -> dict[str, Fact]:
    month = DateFact(MONTH, words(MONTH), Missing.UNKNOWN, is_month=True)
    return {MONTH: month} if by_month else {}


def _own_share(random: Random, shared: tuple[str, ...]) -> dict[str, Fact]:
    if not shared or random.random() < 0.3:
        return {}
    of = random.choice(shared)
    return {OWN_SHARE: MoneyFact(OWN_SHARE, words(OWN_SHARE), 1, 0, 200_000, share_of=of)}


# ── rates and schemes ────────────────────────────────────────────────────────────────


def _draw_rates(random: Random, period: Period) -> dict[str, Parameter]:
    parameters = draw_parameters(random, period)
    if random.random() < 0.2:
        one = random.choice(list(parameters.values()))
        kind = evolve(one, kind=ParameterKind.MONEY, per_months=1)
        parameters[NOT_KNOWN] = evolve(kind, name=NOT_KNOWN, labels=words(NOT_KNOWN), versions=())
    return parameters


def _draw_homes(
    random: Random, formulas: Formulas, counts: list[str], period: Period
) -> tuple[list[Scheme], list[Group]]:
    schemes, groups = _draw_own(random, formulas, HOME_SCHEMES, period)
    return [_of_household(random, scheme, formulas, counts) for scheme in schemes], groups


def _of_household(random: Random, scheme: Scheme, formulas: Formulas, counts: list[str]) -> Scheme:
    """Mostly shared out, and often for whoever has a member that counts."""
    split_among = random.choice([*counts, *counts, ""])
    eligible = scheme.eligible
    if split_among and random.random() < 0.6:
        any_member = Compare(Comparison.AT_LEAST, FactValue(split_among), Literal(1))
        eligible = And((any_member, formulas.atom())) if random.random() < 0.7 else any_member
    return evolve(scheme, unit="household", eligible=eligible, split_among=split_among)


def _draw_own(
    random: Random,
    formulas: Formulas,
    names: tuple[str, ...],
    period: Period,
    earlier: tuple[str, ...] = (),
) -> tuple[list[Scheme], list[Group]]:
    """One to all of these schemes, with one-off, frozen and otherwise timed ones among them."""
    some = list(names[: random.randint(1, len(names))])
    schemes, groups = draw_schemes(random, formulas, some, period, earlier)
    rivals = {name for group in groups for name in group}
    timed: list[Scheme] = []
    for scheme in schemes:
        before = [s.name for s in timed if scheme.name not in rivals or s.name not in rivals]
        changed = draw_frozen(random, scheme, before, formulas)
        timed.append(evolve(changed, timing=draw_timing(random, changed)))
    return timed, groups


def _netting(random: Random, scheme: Scheme, share: dict[str, Fact]) -> Scheme:
    """Sometimes net the member's share, too, by the fact that stands for it."""
    if not share or not scheme.amount.net_of or random.random() < 0.4:
        return scheme
    net = NetAmount(FactValue(OWN_SHARE), Literal(value=True))
    return evolve(scheme, amount=evolve(scheme.amount, net_of=(*scheme.amount.net_of, net)))


def _handed_out(random: Random, scheme: Scheme) -> Scheme:
    """Payees, in-kind flags and funding, none of which may change an amount."""
    versions = tuple(
        FundingVersion(Month(month), {"city": share, "county": Fraction(1) - share}, SOURCE, DRAWN)
        for month in (0, 2023 * 12 + 5, 2024 * 12)
        for share in (random.choice([share for share in SHARES if share <= 1]),)
    )
    funding = Funding(versions, random.choice(["city", "county"]))
    return evolve(
        scheme,
        payee=words("an insurer") if random.random() < 0.2 else None,
        is_in_kind=random.random() < 0.1,
        funding=funding if random.random() < 0.4 else None,
    )
