"""Draw what a register may tell: facts of every type, statuses of several spells, ages."""

from __future__ import annotations

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

    def names(self, kind: type[Fact]) -> list[str]:
        """The facts of one type."""
        return [name for name, fact in self.facts.items() if isinstance(fact, kind)]


def draw_vocabulary(random: Random) -> Vocabulary:
    """A dozen facts; kinds, meanings of empty cells and numbers of spells are drawn."""
    facts: dict[str, Fact] = {
        "person_id": IdentifierFact("person_id", words("person_id"), IdentifierKind.KEY)
    }
    statuses: dict[str, Status] = {}

    def date_fact(name: str, likely: Missing) -> str:
        missing = likely if random.random() < 0.6 else random.choice(list(Missing))
        facts[name] = DateFact(name, words(name), missing)
        return name

    birth = date_fact("birth_date", Missing.UNKNOWN)
    statuses["alive"] = Status(
        "alive", words("alive"), birth, date_fact("death_date", Missing.NEVER)
    )
    for name in ("local", "certified", "poor")[: random.randint(1, 3)]:
        begins = date_fact(f"{name}_from", random.choice([Missing.ALWAYS, Missing.NEVER]))
        ends = date_fact(f"{name}_until", Missing.NEVER) if random.random() < 0.85 else None
        statuses[name] = Status(
            name, words(name), begins, ends, spells=random.choice([1, 2, 2, 3, 3])
        )
    date_fact("applied_on", Missing.NEVER)
    date_fact("left_on", Missing.NEVER)
    ages = {
        "age": Age("age", words("age"), "birth_date", 118),
        "years_since": Age("years_since", words("years_since"), "applied_on", 118),
    }
    _draw_values(random, facts, [None, None, *(name for name in statuses if name != "alive")])
    return Vocabulary(facts, statuses, ages)


def _draw_values(random: Random, facts: dict[str, Fact], changing: list[str | None]) -> None:
    def changes() -> str | None:
        return random.choice(changing)

    facts["grade"] = WholeFact("grade", words("grade"), 1, 4, changes_with=changes())
    lowest = random.choice([0, 0, -2])
    facts["children"] = WholeFact("children", words("children"), lowest, 9, changes_with=changes())
    for name, choices in (
        ("category", ("mental", "sight", "speech")),
        ("second_category", ("speech", "other", "mental")),
    ):
        spellings = {word: word for word in choices}
        facts[name] = CategoryFact(name, words(name), choices, spellings, changes_with=changes())
    facts["boarder"] = YesNoFact(
        "boarder", words("boarder"), {"yes": True, "no": False}, changes_with=changes()
    )
    facts["share"] = MoneyFact("share", words("share"), 1, 0, 200_000, changes_with=changes())
    facts["income"] = MoneyFact("income", words("income"), 12, 0, 10_000_000)
    facts["wage"] = MoneyFact("wage", words("wage"), 1, 0, 1_000_000, changes_with=changes())
