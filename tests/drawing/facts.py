"""Draw what a register may tell: facts of every type, statuses of several spells, ages."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from attrs import frozen

from subsidy.errors import Words
from subsidy.rulebook.model import (
    Age,
    CategoryFact,
    DateFact,
    Fact,
    IdentifierFact,
    IdentifierKind,
    Missing,
    MoneyFact,
    Status,
    WholeFact,
    YesNoFact,
)

AGES = (3, 6, 14, 16, 18, 60, 65, 79, 80, 90, 100)


def words(name: str) -> Words:
    """A label: the name itself."""
    return Words(name, name)


@frozen
class Vocabulary:
    """What formulas of one drawn book may mention."""

    facts: dict[str, Fact]
    statuses: dict[str, Status]
    ages: dict[str, Age]
    prefix: str = ""  # of all these names

    def counts(self) -> list[str]:
        """The counts of members, where a household has these facts."""
        return [n for n, f in self.facts.items() if isinstance(f, WholeFact) and f.counts]

    def names(self, kind: type[Fact]) -> list[str]:
        """The facts of one type."""
        return [name for name, fact in self.facts.items() if isinstance(fact, kind)]


def draw_vocabulary(random: Random, prefix: str = "", key: str = "person_id") -> Vocabulary:
    """A dozen facts; kinds, meanings of empty cells and numbers of spells are drawn."""
    facts: dict[str, Fact] = {key: IdentifierFact(key, words(key), IdentifierKind.KEY)}
    statuses: dict[str, Status] = {}

    def date_fact(suffix: str, likely: Missing) -> str:
        name = prefix + suffix
        missing = likely if random.random() < 0.6 else random.choice(list(Missing))
        facts[name] = DateFact(name, words(name), missing)
        return name

    birth = date_fact("birth_date", Missing.UNKNOWN)
    alive = f"{prefix}alive"
    statuses[alive] = Status(alive, words(alive), birth, date_fact("death_date", Missing.NEVER))
    for suffix in ("local", "certified", "poor")[: random.randint(1, 3)]:
        begins = date_fact(f"{suffix}_from", random.choice([Missing.ALWAYS, Missing.NEVER]))
        ends = date_fact(f"{suffix}_until", Missing.NEVER) if random.random() < 0.85 else None
        name = prefix + suffix
        statuses[name] = Status(
            name, words(name), begins, ends, spells=random.choice([1, 2, 2, 3, 3])
        )
    applied_on = date_fact("applied_on", Missing.NEVER)
    date_fact("left_on", Missing.NEVER)
    ages = {
        name: Age(name, words(name), of, 118)
        for name, of in ((f"{prefix}age", birth), (f"{prefix}years_since", applied_on))
    }
    changing = [None, None, *(name for name in statuses if name != alive)]
    facts |= {fact.name: fact for fact in _draw_values(random, prefix, changing)}
    return Vocabulary(facts, statuses, ages, prefix)


def _draw_values(random: Random, prefix: str, changing: list[str | None]) -> Iterator[Fact]:
    def changes() -> str | None:
        return random.choice(changing)

    def named(suffix: str) -> tuple[str, Words]:
        return prefix + suffix, words(prefix + suffix)

    yield WholeFact(*named("grade"), 1, 4, changes_with=changes())
    lowest = random.choice([0, 0, -2])
    yield WholeFact(*named("children"), lowest, 9, changes_with=changes())
    for name, choices in (
        ("category", ("mental", "sight", "speech")),
        ("second_category", ("speech", "other", "mental")),
    ):
        spellings = {word: word for word in choices}
        yield CategoryFact(*named(name), choices, spellings, changes_with=changes())
    yield YesNoFact(*named("boarder"), {"yes": True, "no": False}, changes_with=changes())
    yield MoneyFact(*named("share"), 1, 0, 200_000, changes_with=changes())
    yield MoneyFact(*named("income"), 12, 0, 10_000_000)
    yield MoneyFact(*named("wage"), 1, 0, 1_000_000, changes_with=changes())
