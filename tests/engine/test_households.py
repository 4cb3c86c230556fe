"""Both engines on households and their members: every unit, scheme, share and month."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from random import Random

import polars as pl
import pytest

import subsidy
from subsidy.dates import Month, Period, read_period, show_month
from subsidy.engine.outcome import Status
from subsidy.engine.reference import MonthOutcome, Reference
from subsidy.register.facts import person_facts
from subsidy.register.units import Sources, read_registers
from subsidy.rulebook.in_play import in_play
from subsidy.rulebook.of_unit import book_of_unit
from tests.engine.drawn_households import Village, draw_village

BOOK = subsidy.load_rulebook(Path(__file__).parent / "household_rules")
UNITS = frozenset({"person", "household"})
PERIODS = ("2023", "2023-05", "2023-07:2024-02")
Told = dict[tuple[str, str, str], object]


def by_vectors(village: Village, period: str) -> Told:
    """Amounts above zero and missing facts by unit, scheme and month; shares apart."""
    result = subsidy.calculate(BOOK, village.people, period, households=village.households)
    told: Told = {}
    for row in result.monthly().iter_rows(named=True):
        told[row["unit_id"], row["scheme"], row["month"]] = row["amount"]
    for row in result.shares().iter_rows(named=True):
        told[row["unit_id"], f"share of {row['scheme']}", row["month"]] = row["amount"]
    for row in result.undetermined().iter_rows(named=True):
        first = read_period(row["first_month"]).first
        for month in range(first, first + row["months"]):
            key = row["unit_id"], row["scheme"], show_month(Month(month))
            told[key] = frozenset(row["missing"].split(";"))
    return told


def by_reference(village: Village, period: Period) -> Told:
    """The same, day by day."""
    playing, _ = in_play(BOOK, UNITS)
    registers = read_registers(Sources(village.people, village.households), playing, period)
    people, homes = registers.persons, registers.households
    assert homes is not None
    own, persons = book_of_unit(playing, "household"), book_of_unit(playing, "person")
    everybody = [
        {"person_id": people.ids[row], **person_facts(people, persons, row)}
        for row in range(len(people))
    ]
    links = people.carried["household_id"].to_list()
    reference = Reference(BOOK, period, units=UNITS)
    told: Told = {}
    for row, home in enumerate(homes.ids.to_list()):
        members = [one for one, link in zip(everybody, links, strict=True) if link == home]
        decided = reference.decide_household(person_facts(homes, own, row), members)
        _tell(told, home, decided.own)
        for one, paid, shares in zip(members, decided.members, decided.shares, strict=True):
            _tell(told, str(one["person_id"]), paid)
            known = {f"share of {name}": months for name, months in shares.items()}
            _tell(told, str(one["person_id"]), known, shares=True)
    for one, link in zip(everybody, links, strict=True):
        if link not in homes.ids.to_list():
            _tell(told, str(one["person_id"]), reference.decide(one))
    return told


def _tell(
    told: Told,
    who: str,
    decided: Mapping[str, Mapping[Month, MonthOutcome]],
    *,
    shares: bool = False,
) -> None:
    for scheme, months in decided.items():
        for month, outcome in months.items():
            key = who, scheme, show_month(month)
            if outcome.status is Status.ENTITLED and outcome.fen:
                told[key] = Decimal(outcome.fen) / 100
            elif outcome.status is Status.UNDETERMINED and not shares:
                told[key] = outcome.missing


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("seed", range(3))
def test_both_engines_say_the_same_of_households_and_members(seed: int, period: str) -> None:
    """Counts, shares, nets of shares, first months, one deciding day, frozen amounts."""
    village = draw_village(Random(seed), households=25)

    assert by_reference(village, read_period(period)) == by_vectors(village, period)


def test_shares_sum_to_what_the_household_is_due() -> None:
    """To the fen, in every month, whoever leaves or dies."""
    village = draw_village(Random(7), households=40)
    result = subsidy.calculate(BOOK, village.people, "2023", households=village.households)
    of = pl.DataFrame(village.people).select(unit_id="person_id", home="household_id")
    shared = (
        result.shares()
        .join(of, on="unit_id")
        .group_by("home", "scheme", "month")
        .agg(pl.col("amount").sum())
    )
    split = [scheme.name for scheme in BOOK.schemes if scheme.split_among]
    due = result.monthly().filter(unit="household").filter(pl.col("scheme").is_in(split))

    assert len(due) > 50
    assert (
        due.select(home="unit_id", scheme="scheme", month="month", amount="amount")
        .sort("home", "scheme", "month")
        .rows()
        == shared.sort("home", "scheme", "month").rows()
    )


def test_the_order_of_persons_and_households_does_not_matter() -> None:
    """Whoever stands first in the registers."""
    village = draw_village(Random(8), households=20)
    turned = Village(village.people[::-1], village.households[::-1])

    assert by_vectors(village, "2023") == by_vectors(turned, "2023")


def test_a_household_of_which_a_row_is_set_aside_is_never_paid_without_it() -> None:
    """Its count is not known; the others are calculated."""
    homes = [
        {"household_id": h, "income": "0.00", "approved_on": "2022-01-01"} for h in ("H1", "H2")
    ]
    people = [
        {"person_id": "A", "household_id": "H1", "birth_date": "1980-01-01"},
        {"person_id": "B", "household_id": "H1", "birth_date": "1980-02-31"},
        {"person_id": "C", "household_id": "H2", "birth_date": "1980-01-01"},
    ]
    result = subsidy.calculate(BOOK, people, "2023-05", households=homes)
    dibao = result.monthly().filter(scheme="dibao")

    assert ["H2"] == dibao["unit_id"].to_list()
    assert (
        "household",
        "H1",
        "dibao",
        "2023-05",
        1,
        "members_counted",
    ) in result.undetermined().rows()
