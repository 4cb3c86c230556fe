"""Sums looked up by the day of birth: the same fen as person by person, and really looked up."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import polars as pl
import pytest
from dateutil.relativedelta import relativedelta

import subsidy
from subsidy.dates import read_period
from subsidy.engine.batch import EMPTY_DAY
from subsidy.engine.by_birth import ByBirth
from subsidy.engine.kernel import run
from subsidy.engine.ready import Ready
from subsidy.engine.units.plans import flat_book
from subsidy.plan.build import build_plan
from subsidy.register.table import People
from subsidy.results import views
from subsidy.results.amounts import amounts_by_month, amounts_of_period
from subsidy.results.spells import months_of
from tests.drawing.people import people_of
from tests.strategies import draw_situation

COLUMNS = ("birth_date", "death_date", "hukou_from", "hukou_until")
ELIGIBLE = (
    "alive and age >= {low}",
    "alive and local and age >= {low}",
    "local and age >= {low} and age < {high}",
    "alive and age < {high}",
    "alive and local",
)
PERIODS = ("2023", "2023-02", "2020-01:2024-12", "2023-03:2053-02")
CROWD = 400


def draw_rules(random: Random, folder: Path) -> Path:
    """One scheme in tiers of age; ages, months, rates and the leap day are drawn."""
    low = random.choice((60, 78, 80))
    high = low + random.choice((12, 30))
    shifts = [random.choice(("same_month", "next_month")) for _ in range(3)]
    rates = "\n".join(
        f'          - {{effective_from: {month}, pay: "{random.randint(1, 99_999) / 100:.2f} per '
        f'{random.choice(("month", "year"))}"}}'
        for month in ("1990-01", *random.sample(("2020-07", "2023-02", "2023-08", "2031-05"), 2))
    )
    brackets = "\n".join(
        f"    - name: {name}\n      from: {start}\n{below}      pay:\n{rates}"
        for name, start, below in (
            ("first", 0, f"      below: {low + 5}\n"),
            ("second", low + 5, f"      below: {low + 11}\n"),
            ("third", low + 11, ""),
        )
    )
    by_age = f"amount:\n  by: age\n  brackets:\n{brackets}\n"
    flat = f"amount:\n  pay:\n{rates.replace('          ', '    ')}\n"
    folder.mkdir()
    (folder / "place.yaml").write_text(
        "place: drawn\nname: {zh: 虚构, en: drawn}\ninherits: cn\n"
        f"leap_day_birthday: {random.choice(('march_1', 'february_28'))}\n",
        "utf-8",
    )
    (folder / "for_the_old.yaml").write_text(
        "scheme: for_the_old\nname: {zh: 高龄, en: for the old}\nunit: person\n"
        "assumed: invented\n"
        f"eligible: {random.choice(ELIGIBLE).format(low=low, high=high)}\n"
        "timing: {start: %s, change: %s, stop: %s}\n"
        % tuple(shifts)
        + random.choice((by_age, by_age, flat)),
        "utf-8",
    )
    return folder


def draw_people(random: Random, period: str, unknown: float) -> People:
    """Births near birthdays in the window and far from it, and few other days near its ends."""
    months = read_period(period)
    first, last = (date(m // 12, m % 12 + 1, 1) for m in (months.first - 1, months.end))

    def near(day: date) -> date:
        return day + relativedelta(days=random.randint(-40, 40))

    def born() -> date:
        if random.random() < 0.1:
            return date(random.choice(range(1924, 1980, 4)), 2, 29)
        edge = near(random.choice((first, last)))
        if random.random() < 0.7:
            return edge - relativedelta(years=random.choice((0, 1, 60, 65, 71, 78, 80, 83, 85, 91)))
        return date(1905, 1, 1) + relativedelta(days=random.randrange(44_000))

    def rarely(share: float) -> int:
        is_given = random.random() < share
        return near(random.choice((first, last))).toordinal() if is_given else EMPTY_DAY

    columns = {
        "birth_date": [
            EMPTY_DAY if random.random() < unknown else born().toordinal() for _ in range(CROWD)
        ],
        **{name: [rarely(0.1) for _ in range(CROWD)] for name in COLUMNS[1:]},
    }
    arrays = {name: np.array(values, np.int32) for name, values in columns.items()}
    ids = pl.Series([str(number) for number in range(CROWD)])
    return People("person", ids, arrays, pl.DataFrame(), CROWD, (), (), "")


def planned(seed, folder):
    """A drawn rulebook's plan over drawn people."""
    random = Random(seed)
    period = random.choice(PERIODS)
    book = flat_book(subsidy.load_rulebook(draw_rules(random, folder / str(seed))), "person")
    people = draw_people(random, period, random.choice((0, 0, 0.02)))
    return build_plan(book, read_period(period), frozenset(COLUMNS)), people


@pytest.fixture(autouse=True)
def looked_up(monkeypatch):
    """Births are looked up however few the people; counts who is paid by a table, and who not."""
    counts = {"by birth": 0, "others": 0}
    of_scheme = Ready._others

    def counted(scheme, batch):
        found = of_scheme(scheme, batch)
        if found is not None:
            counts["by birth"] += batch.size - len(found)
            counts["others"] += len(found)
        return found

    monkeypatch.setattr(ByBirth, "is_worthwhile", lambda *_: True)
    monkeypatch.setattr(Ready, "_others", counted)
    return counts


def by_month(outcome, plan, people):
    """What each month pays, by the spells."""
    amounts = {
        (scheme, month): int(amount * 100)
        for scheme, month, amount in subsidy.Result(None, people, outcome)
        .totals(("scheme", "month"))
        .select("scheme", "month", "amount")
        .iter_rows()
    }
    return {
        scheme.name: [
            amounts.get((scheme.name, f"{m.first // 12}-{m.first % 12 + 1:02}"), 0)
            for m in months_of(plan.period, 1)
        ]
        for scheme in plan.schemes
    }


@pytest.mark.parametrize("seeds", [range(n, n + 12) for n in range(0, 72, 12)])
def test_sums_are_those_of_the_spells(seeds, tmp_path, looked_up):
    """Fails if a birthday, a rate, a death, a move or an unknown birth is looked up wrongly."""
    for seed in seeds:
        plan, people = planned(seed, tmp_path)
        outcome = run(plan, people)
        summed = amounts_of_period(plan, people, 128)
        months = amounts_by_month(plan, people, 128)

        assert views.amounts_fen(outcome, CROWD, "for_the_old").tolist() == (
            summed["for_the_old"].tolist()
        )
        assert by_month(outcome, plan, people) == {n: m.tolist() for n, m in months.items()}
    assert looked_up["by birth"] > 2_000
    assert looked_up["others"] > 250


@pytest.mark.parametrize("seed", range(5_000, 5_040))
def test_drawn_rules_come_to_the_same_by_month(seed):
    """Fails if spells, instalments or undetermined months are added up wrongly by month."""
    situation = draw_situation(Random(seed), 40)
    people = people_of(situation.book, situation.crowd)
    plan = build_plan(situation.book, situation.period, frozenset(situation.crowd.columns))
    months = amounts_by_month(plan, people, 16)

    assert by_month(run(plan, people), plan, people) == {n: m.tolist() for n, m in months.items()}


def test_few_people_are_not_looked_up(tmp_path, monkeypatch):
    """Fails if one person's sum needs a table of all births."""
    monkeypatch.undo()
    monkeypatch.setattr(ByBirth, "one_of_each", lambda _: pytest.fail("a table was made"))
    sums = [amounts_of_period(*planned(seed, tmp_path))["for_the_old"] for seed in range(8)]

    assert all(fen.any() for fen in sums)
