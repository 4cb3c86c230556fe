"""``subsidy whatif``: what is asked, how it is told, and what is refused."""

import json

import pytest

SCENARIO = """scenario: richer
name: {zh: 提标, en: Richer}
reason: asked / 要求
changes:
  old_age: +10%
"""


@pytest.fixture
def whatif(run):
    """Run ``whatif`` on the register with more arguments."""

    def running(*arguments):
        return run("whatif", "register.csv", "--rules", "rules", "--period", "2023", *arguments)

    return running


def test_json_tells_baseline_scenario_and_difference(whatif):
    """14 person-months, 50 yuan and 55."""
    code, out, err = whatif("--set", "old_age=55.00 per month", "--json", "--people")
    told = json.loads(out)["comparisons"][0]

    assert (0, "") == (code, err)
    assert {
        "baseline": "700.00",
        "reform": "770.00",
        "difference": "70.00",
        "percent": "10.00",
    } == told["total"]
    assert [("P1", "60.00"), ("P2", "10.00")] == [
        (p["unit_id"], p["difference"]) for p in told["people"]
    ]


def test_tables_follow_the_language(whatif):
    """A scenario file beside a change; names, no raw codes."""
    code, out, _ = whatif("--set", "old_age=55.00 per month", "--lang", "zh")

    assert 0 == code
    assert "old_age：50.00 元/月 → 55.00 元/月" in out
    assert "增加" in out
    assert "合计" in out


def test_several_scenarios_and_all_questions(whatif, world):
    """One run, one answer."""
    (world / "richer.yaml").write_text(SCENARIO, "utf-8")
    asked = (
        "--sweep",
        "old_age=50:52:1",
        "--seek",
        "old_age",
        "--budget",
        "800",
        "--tornado",
        "--sensitivity",
    )
    code, out, _ = whatif(
        "--scenario",
        "richer.yaml",
        "--set",
        "old_age=60.00 per month",
        *asked,
        "--json",
        "--by",
        "month",
    )
    told = json.loads(out)

    assert 0 == code
    assert ["richer", "--set"] == [one["name"] for one in told["comparisons"]]
    assert 12 == len(told["comparisons"][0]["by"]["rows"])
    assert ["700.00", "714.00", "728.00"] == [row["cost"] for row in told["sweeps"][0]["rows"]]
    assert {"old_age": "57.00 per month"} == told["seek"]["values"]
    assert ("798.00", "812.00") == (told["seek"]["cost"], told["seek"]["next_cost"])
    assert [("-70.00", "70.00")] == [(row["low"], row["high"]) for row in told["tornado"]["rows"]]
    assert ["14.00"] == [row["per_extra_yuan"] for row in told["sensitivity"]["rows"]]


def test_every_answer_has_a_table(whatif):
    """In English."""
    asked = (
        "--sweep",
        "old_age=50:52:1",
        "--seek",
        "old_age",
        "--budget",
        "800",
        "--tornado",
        "--sensitivity",
    )
    code, out, _ = whatif("--set", "old_age=60.00 per month", *asked, "--people", "--by", "payer")

    assert 0 == code
    assert (
        "old_age = 57.00 per month costs 798.00 yuan: 2.00 yuan of the budget of 800.00 are left."
        in out
    )
    assert "Every rate lower and higher by 10 %:" in out


def test_csv_is_one_table(whatif, world):
    """Costs, or people, written whole or not at all."""
    code, _, err = whatif(
        "--set", "old_age=55.00 per month", "--format", "csv", "--people", "--out", "p.csv"
    )

    assert 0 == code
    assert "Written: p.csv" in err
    assert (
        "scenario,unit,unit_id,scheme,baseline,reform,difference,change"
        == (world / "p.csv").read_text().splitlines()[0]
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "ask something"),
        (("--seek", "old_age"), 2, "go together"),
        (("--set", "old_age"), 2, "NAME=VALUE"),
        (("--set", "old_age=1.00 per month", "--json", "--format", "csv"), 2, "contradicts"),
        (("--set", "old_aeg=1.00 per month"), 1, "did you mean old_age?"),
        (("--set", "old_age=1.00 per month", "--by", "regoin"), 2, "cannot be grouped"),
        (("--set", "old_age=1.00 per month", "--out", "register.csv"), 1, "one of the inputs"),
        (("--scenario", "nowhere.yaml"), 1, "nowhere.yaml"),
        (("--sweep", "old_age=1:2", "--tornado", "--format", "csv"), 2, "one table"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(whatif, arguments, code, said):
    """Nothing on standard output."""
    ended, out, err = whatif(*arguments)

    assert (code, "") == (ended, out)
    assert said in err


def test_rows_set_aside_are_an_exit_code(whatif, world):
    """As of ``calc``."""
    with (world / "register.csv").open("a", encoding="utf-8") as file:
        file.write("P9,Broken,1940-13-01\n")

    assert 3 == whatif("--set", "old_age=55.00 per month")[0]


def test_a_workbook_is_written_by_the_ending_of_out(whatif):
    """A file of office programs, and nothing on standard output."""
    code, out, err = whatif("--set", "old_age=55.00 per month", "--out", "answer.xlsx")

    assert (0, "") == (code, out)
    assert "answer.xlsx" in err


@pytest.mark.parametrize("arguments", [("--format", "xlsx"), ("--json", "--out", "answer.xlsx")])
def test_a_workbook_needs_a_file_of_its_ending(whatif, arguments):
    """Never to a terminal, nor JSON under a wrong name."""
    code, _, err = whatif("--set", "old_age=55.00 per month", *arguments)

    assert 2 == code
    assert ".xlsx" in err or "--out" in err


@pytest.mark.parametrize(
    ("option", "value"), [("--step", "12"), ("--between", "1:2"), ("--budget-for", "old_age")]
)
def test_what_belongs_to_seeking_is_not_passed_over(whatif, option, value):
    """Fails if somebody believes that a step was kept to when nothing was sought."""
    code, out, err = whatif("--set", "old_age=55.00 per month", option, value)

    assert (2, "") == (code, out)
    assert f"{option} is of --seek alone" in err


QUESTIONS = ("--sweep", "old_age=60:60", "--seek", "old_age", "--budget", "770", "--tornado")


def test_questions_beside_one_scenario_start_from_it(whatif):
    """From 1941 on: P1 alone, 12 months. Fails if a seek passes over the change beside it."""
    older = ("--set", "old_age.eligible=alive and age >= 81")
    told = json.loads(whatif(*older, *QUESTIONS, "--json")[1])

    assert "--set" == told["asked_of"]
    assert ("720.00", "120.00") == tuple(
        told["sweeps"][0]["rows"][0][name] for name in ("cost", "difference")
    )
    assert {"old_age": "64.00 per month"} == told["seek"]["values"]
    assert ("768.00", "780.00") == (told["seek"]["cost"], told["seek"]["next_cost"])
    assert "-60.00" == told["tornado"]["rows"][0]["low"]


@pytest.mark.parametrize(
    ("beside", "said"),
    [
        ((), None),
        (
            ("--set", "old_age=+10%"),
            "start from the scenario changes by --set, not from the rules in force",
        ),
        (
            ("--scenario", "richer.yaml", "--set", "old_age=+10%"),
            "start from the rules in force, without any scenario",
        ),
    ],
)
def test_what_questions_start_from_is_said(whatif, world, beside, said):
    """Of several scenarios none is taken for the one that is meant."""
    (world / "richer.yaml").write_text(SCENARIO, "utf-8")
    out = whatif(*beside, *QUESTIONS)[1]

    assert ("start from" in out) is (said is not None)
    assert said is None or said in out


@pytest.mark.parametrize(
    ("change", "notes"),
    [
        ("old_age@2024-01=60.00 per month", 2),
        ("old_age@2022-01:2022-12=60.00 per month", 2),
        ("old_age=50.00 per month", 1),
        ("old_age@2023-12=60.00 per month", 0),
        ("old_age=60.00 per month", 0),
    ],
)
def test_a_change_that_changes_nothing_is_said_to(whatif, change, notes):
    """Fails if months beside the period read as a policy that costs nothing."""
    told = json.loads(whatif("--set", change, "--json")[1])["comparisons"][0]
    out = whatif("--set", change, "--lang", "zh")[1]

    assert notes == len(told["notes"])
    assert notes == out.count("注意：")
    assert (notes == 2) is ("不在 2023 之内" in out)


def test_a_withdrawn_scheme_keeps_its_name(whatif):
    """In the books of the scenario it is no more."""
    out = whatif("--set", "withdraws=old_age")[1]

    assert "Old-age allowance" in out
    assert "-100.00" in out


def test_rates_are_told_in_the_language_asked_for(whatif):
    """600.00 per year is 元/年 for Chinese readers, also in the answer of a seek."""
    out = whatif(
        "--set", "old_age=55.00 per month", "--seek", "old_age", "--budget", "800", "--lang", "zh"
    )[1]

    assert "old_age：50.00 元/月 → 55.00 元/月" in out
    assert "old_age = 57.00 元/月：支出 798.00 元" in out


def test_a_budget_of_a_year_is_told_for_the_months_asked_about(run):
    """Half a year has half of it; of a whole year there is nothing to say."""
    asked = ("whatif", "register.csv", "--rules", "rules", "--seek", "old_age", "--budget", "800")
    half, whole = (run(*asked, "--period", period)[1] for period in ("2023-01:2023-06", "2023"))

    assert (
        "A year's budget of 800.00 yuan is 400.00 yuan for the months of 2023-01:2023-06." in half
    )
    assert "A year's budget" not in whole


@pytest.mark.parametrize("value", ["-50.00 per month", "+5.00元/月", "-50 per year"])
def test_a_change_has_no_period_of_its_own(whatif, value):
    """One problem and a cure to copy, not one of a series for each word."""
    code, out, err = whatif("--set", f"old_age={value}")

    assert (1, "") == (code, out)
    assert "which has no period of its own" in err
    assert 3 == len(err.strip().splitlines())


def test_who_bears_it_is_among_what_can_be_asked_for(whatif):
    """Where a column is none, the message lists payer, too."""
    code, _, told = whatif("--set", "old_age=+10%", "--by", "village")

    assert 2 == code
    assert "scheme, bracket, month, year, payer" in told


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_a_picture_is_written_by_its_ending(whatif, world, ending):
    """Of a grid; another ending is wrong usage."""
    pytest.importorskip("vl_convert")
    asked = ["--sweep", "old_age=40:60:10", "--picture"]

    assert 0 == whatif(*asked, f"out.{ending}")[0]
    assert 0 < (world / f"out.{ending}").stat().st_size
    assert 2 == whatif(*asked, "out.pdf")[0]
    assert 2 == whatif("--sensitivity", "--picture", f"none.{ending}")[0]
