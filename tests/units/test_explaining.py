"""Explanations of members, households and institutions, by hand."""

from __future__ import annotations

import json

import pytest

import subsidy
from subsidy.engine.outcome import Status
from subsidy.errors import UsageRefused
from subsidy.explanation import Mark, Reason
from tests.units.place import HOMES, HOUSEHOLDS, PEOPLE, units_book


def explained(unit_id: str, month: str, **more):
    return subsidy.explain(
        units_book(), PEOPLE, unit_id, month, households=HOUSEHOLDS, institutions=HOMES, **more
    )


def scheme(told, name: str):
    return next(one for one in told.schemes if one.scheme == name)


def reason(told, name: str, code: str) -> Reason:
    return next(one for one in scheme(told, name).reasons if one.code == code)


def test_a_members_share_tells_the_amount_who_counts_and_the_split() -> None:
    """800.00 in June among the two who are alive on 31 May."""
    told = explained("P2", "2023-06")
    count = reason(told, "gap", "count")

    assert (True, 40_000) == (scheme(told, "gap").is_share, scheme(told, "gap").fen)
    assert [("P1", Mark.MET), ("P2", Mark.MET), ("P3", Mark.NOT_MET)] == [
        (one.values["member"], one.mark) for one in count.reasons
    ]
    assert ["condition"] == [one.code for one in count.reasons[2].reasons]
    assert "death 2023-05-10" in count.reasons[2].reasons[0].note.en
    assert "800.00 = 400.00 + 400.00" in reason(told, "gap", "share").words.en


def test_the_share_is_netted_from_the_members_own_scheme() -> None:
    """1000 less 400."""
    told = explained("P2", "2023-06")

    assert 60_000 == scheme(told, "top_up").fen
    assert "400.00" == reason(told, "top_up", "net").values["amount"]


def test_a_member_who_does_not_count_has_no_share() -> None:
    """The dead grandfather in July."""
    told = scheme(explained("P3", "2023-07"), "gap")

    assert (Status.NOT_ELIGIBLE, 0) == (told.status, told.fen)
    assert "share" not in [one.code for one in told.reasons]


def test_a_household_tells_its_gap_in_figures() -> None:
    """3 × 700 − 600 in January, 2 × 700 − 600 in June."""
    january, june = (
        reason(explained("H1", month), "gap", "rate") for month in ("2023-01", "2023-06")
    )

    assert "700.00 per month * 3 - 600.00 per month = 1500.00 per month" in january.words.en
    assert "700.00元/月 × 2 - 600.00元/月 = 800.00 元/月" in june.words.zh


def test_an_institution_tells_the_figures_of_the_month() -> None:
    """Eight residents in May."""
    told = explained("I1", "2023-05")

    assert 80_000 == scheme(told, "running").fen
    assert "100.00 per month * min(8, 10) = 800.00" in reason(told, "running", "rate").words.en


def test_a_scheme_of_some_months_tells_which() -> None:
    """Coal in January and December; half of 400 each, in kind, to the village office."""
    told = explained("H1", "2023-01")

    assert "1,12" == reason(explained("H1", "2023-06"), "coal", "paying-months").values["pays_in"]
    assert 20_000 == scheme(told, "coal").fen
    assert "instalment 1 of 2 of 400.00: 200.00" == reason(told, "coal", "instalment").words.en
    assert "由村委会领取" == reason(told, "coal", "payee").words.zh
    assert reason(told, "coal", "in-kind").values["in_kind"]


def test_what_is_left_out_is_told_with_its_reason() -> None:
    """An unknown rate; a register that is not given."""
    alone = subsidy.explain(units_book(), PEOPLE, "P2", "2023-06")

    assert ["building"] == [one.scheme for one in explained("I1", "2023-05").left_out]
    assert ["gap"] == [one.scheme for one in alone.left_out]
    assert "--households" in alone.text("zh")
    assert "gap" == json.loads(json.dumps(alone.as_json()))["not_calculated"][0]["scheme"]


def test_one_number_in_two_registers_can_be_told_apart() -> None:
    """Persons come first; unit= looks in one register alone."""
    people = [*PEOPLE, {**PEOPLE[3], "person_id": "H1"}]
    told = [
        subsidy.explain(
            units_book(), people, "H1", "2023-06", households=HOUSEHOLDS, unit=unit
        ).unit
        for unit in (None, "household")
    ]

    assert ["person", "household"] == told


def test_a_household_with_a_member_set_aside_is_not_told_as_if_he_were_not_there() -> None:
    """Who counts is unknown, and so are the amount and every share."""
    people = [
        {**one, "birth_date": "1850-13-40"} if one["person_id"] == "P3" else one for one in PEOPLE
    ]
    told = subsidy.explain(units_book(), people, "P2", "2023-06", households=HOUSEHOLDS)
    result = subsidy.calculate(units_book(), people, "2023-06", households=HOUSEHOLDS)

    assert Status.UNDETERMINED == scheme(told, "gap").status
    assert reason(told, "gap", "count").mark is Mark.UNKNOWN
    assert {("gap", "H1"), ("top_up", "P2")} == set(
        result.undetermined().select("scheme", "unit_id").rows()
    )


def test_nobody_of_that_number_is_refused_and_a_wrong_unit_too() -> None:
    """The number is not repeated."""
    with pytest.raises(UsageRefused) as refused:
        explained("H9", "2023-05")

    assert ["unknown-person"] == [one.code for one in refused.value.problems]
    assert "H9" not in str(refused.value)
    with pytest.raises(UsageRefused):
        explained("H1", "2023-05", unit="village")


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("month", ["2023-01", "2023-05", "2023-06", "2023-12"])
def test_explanations_say_what_the_calculation_says(person, month) -> None:
    """Shares and own schemes alike, fen by fen."""
    told = explained(person["person_id"], month)
    result = subsidy.calculate(units_book(), PEOPLE, month, households=HOUSEHOLDS)
    paid = {(scheme, unit): amount for unit, scheme, _, amount in result.shares().iter_rows()}
    paid |= {
        (scheme, unit): amount
        for unit, scheme, amount in result.monthly()
        .select("unit_id", "scheme", "amount")
        .iter_rows()
    }
    said = {(one.scheme, person["person_id"]): one.fen for one in told.schemes if one.fen}

    assert {
        key: int(amount * 100) for key, amount in paid.items() if key[1] == person["person_id"]
    } == said


def test_the_command_line_explains_a_household(folder, capfdbinary) -> None:
    """Exit 0; the members who count."""
    from subsidy.cli.main import run_command

    asked = "explain people.csv H1 --month 2023-06 --rules rules --households households.csv"
    code = run_command([*asked.split(), "--institutions", "homes.csv", "--lang", "en"])
    out = capfdbinary.readouterr().out.decode()

    assert 0 == code
    assert out.startswith("household H1  2023-06  Mine")
    assert "members who count on 2023-05-31: 2 of 3" in out
