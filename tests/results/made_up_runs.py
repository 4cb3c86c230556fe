"""Hand-built runs: units, schemes and entitlement spells drawn at random, and a slow way to add up."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import polars as pl
from hypothesis import strategies as st

from subsidy.dates import LeapDay, Month, Period, read_period, show_month
from subsidy.engine.outcome import Entitlements, Outcome, Undetermined
from subsidy.errors import Words
from subsidy.money import HALF_UP_TO_FEN, Mode, Rounding, instalment
from subsidy.register.table import People, SetAside
from subsidy.results.result import Result
from subsidy.rulebook.model import Rulebook

ROUNDINGS = [
    Rounding(mode, step) for mode in Mode if mode is not Mode.EXACT for step in (1, 10, 100)
]
YEAR_2023 = read_period("2023")


def made_book(**changes) -> Rulebook:
    """A rulebook without any rules."""
    given = {
        "name": "made/up",
        "labels": Words("made up", "虚构"),
        "leap_day": LeapDay.MARCH_1,
        "facts": {},
        "statuses": {},
        "ages": {},
        "parameters": {},
        "schemes": (),
        "overlaps": (),
        "sha256": "0" * 64,
        "files": (),
    }
    return Rulebook(**{**given, **changes})


def made_people(ids: list[str], *, set_aside: tuple[SetAside, ...] = (), **carried) -> People:
    """Units with nothing known about them but what is carried along."""
    return People(
        unit="person",
        ids=pl.Series("person_id", ids, pl.String),
        columns={},
        carried=pl.DataFrame({name: pl.Series(v, dtype=pl.String) for name, v in carried.items()}),
        records_read=len(ids) + len(set_aside),
        set_aside=set_aside,
        warnings=(),
        sha256="1" * 64,
    )


def made_undetermined(*runs: tuple[int, int, int, int]) -> Undetermined:
    """Runs of (row, first, end, bits)."""
    columns = [np.array([run[n] for run in runs], np.int64) for n in range(4)]
    return Undetermined(
        columns[0], columns[1].astype(np.int32), columns[2].astype(np.int32), columns[3]
    )


def made_scheme(
    scheme: str,
    *spells: tuple[int, str, int, int, int, int],
    rounding: Rounding = HALF_UP_TO_FEN,
    undetermined: Undetermined | None = None,
) -> Entitlements:
    """Spells of (row, bracket, first month, end month, fen, months the fen is for)."""
    spells = tuple(sorted(spells, key=lambda spell: (spell[0], spell[2])))
    brackets = tuple(dict.fromkeys(spell[1] for spell in spells))
    return Entitlements(
        scheme=scheme,
        brackets=brackets,
        rounding=rounding,
        row=np.array([spell[0] for spell in spells], np.int64),
        bracket=np.array([brackets.index(spell[1]) for spell in spells], np.int16),
        first=np.array([spell[2] for spell in spells], np.int32),
        end=np.array([spell[3] for spell in spells], np.int32),
        fen=np.array([spell[4] for spell in spells], np.int64),
        per_months=np.array([spell[5] for spell in spells], np.int16),
        undetermined=undetermined or made_undetermined(),
    )


def made_result(people: People, *schemes: Entitlements, period: Period = YEAR_2023) -> Result:
    """A result of a run that nobody ran."""
    return Result(made_book(), people, Outcome(period, ("sex", "grade", "birth_date"), schemes))


@st.composite
def results(draw) -> Result:
    """Up to five units and four schemes, awkward standards, every rounding, up to three years."""
    first = Month(2023 * 12 + draw(st.integers(0, 14)))
    period = Period(first, Month(first + draw(st.sampled_from([1, 5, 12, 13, 30]))))
    count = draw(st.integers(1, 5))
    ids = draw(st.permutations([f"P{number}" for number in range(count)]))
    regions = draw(
        st.lists(st.sampled_from(["东区", "西区", None]), min_size=count, max_size=count)
    )
    schemes = []
    for name in draw(st.permutations(["b_scheme", "a_scheme", "c_scheme"])):
        spells = [spell for row in range(count) for spell in draw(_spells_of(row, period))]
        schemes.append(made_scheme(name, *spells, rounding=draw(st.sampled_from(ROUNDINGS))))
    return made_result(made_people(ids, region=regions), *schemes, period=period)


@st.composite
def _spells_of(draw, row: int, period: Period) -> list[tuple[int, str, int, int, int, int]]:
    edges = sorted(draw(st.sets(st.integers(period.first, period.end), max_size=6)))
    fen = st.one_of(st.integers(0, 30), st.integers(0, 300_000), st.integers(0, 10**13))
    return [
        (
            row,
            draw(st.sampled_from(["", "one", "two"])),
            first,
            end,
            draw(fen),
            draw(st.sampled_from([1, 3, 6, 12])),
        )
        for first, end in zip(edges[::2], edges[1::2], strict=False)
    ]


def written_out(result: Result) -> list[tuple[str, str, str, str, str, Decimal]]:
    """Every month of every spell by the scalar money functions, above zero only, sorted."""
    rows = []
    for one in result.outcome.schemes:
        columns = (one.row, one.bracket, one.first, one.end, one.fen, one.per_months)
        for row, bracket, first, end, fen, of in zip(*(c.tolist() for c in columns), strict=True):
            for month in range(first, end):
                due = instalment(fen, month % 12 % of + 1, of, one.rounding)
                if due > 0:
                    where = (result.people.ids[row], one.scheme, one.brackets[bracket])
                    amount = Decimal(due) / 100
                    rows.append(("person", *where, show_month(Month(month)), amount))
    return sorted(rows)
