"""Scenario files, and reforms of anything that rules can say."""

from __future__ import annotations

import pytest

import subsidy
from subsidy.dates import read_month
from subsidy.errors import RulesRefused, Words
from subsidy.scenario.comparison import compare_all, side_by_side
from subsidy.scenario.reading import read_scenario, scenario_of

FILE = """\
scenario: younger
name: {zh: 提前一年, en: One year earlier}
reason: asked by the council / 区政府要求
changes:
  elderly_allowance.eligible: alive and local and age >= 79
  elderly_allowance.80-89.from: 79
  elderly_allowance.80-89@2023-07:2023-09: +10%
  disability_living_subsidy.unless_paid: [extreme_poverty_support, elderly_allowance]
withdraws: orphan_allowance
"""
ADDED = """\
scheme: gift
name: {zh: 慰问金, en: Gift}
unit: person
assumed: invented for a test
eligible: alive and age >= 90
timing: {start: same_month, change: same_month, stop: next_month}
amount: {pay: 10.00 per month}
"""


def written(tmp_path, text):
    """A scenario file."""
    path = tmp_path / "younger.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_scenario_has_a_name_a_reason_and_changes(tmp_path, costing):
    """Fails if a part of the file is dropped."""
    scenario = read_scenario(written(tmp_path, FILE))
    (compared,) = compare_all(costing.baseline, [scenario])
    told = compared.to_dict()
    changes = {one["name"]: (one["old"], one["new"]) for one in told["reform"]["changes"]}

    assert Words("One year earlier", "提前一年") == scenario.labels
    assert {"en": "asked by the council", "zh": "区政府要求"} == told["reason"]
    assert ("80", "79") == changes["elderly_allowance.80-89.from"]
    assert ("600.00 per year", "660.00 per year") == changes[
        "elderly_allowance.80-89@2023-07:2023-09"
    ]
    assert ("orphan_allowance", "") == changes["withdraws"]
    assert told["baseline"]["sha256"] == costing.baseline.book.sha256 != told["reform"]["sha256"]
    assert "newly_in" in {row["change"] for row in told["groups"]}
    assert "newly_out" in {row["change"] for row in told["groups_by_scheme"]}


def test_a_scenario_may_bring_a_scheme(tmp_path, costing):
    """A rule file beside the scenario. Fails if what it costs is left out."""
    (tmp_path / "gift.yaml").write_text(ADDED, "utf-8")
    text = "scenario: gifts\nname: {zh: 慰问, en: Gifts}\nreason: why\nfiles: gift.yaml\n"
    (compared,) = compare_all(costing.baseline, [read_scenario(written(tmp_path, text))])
    costs = compared.costs(("scheme",)).rows_by_key("scheme", named=True)

    assert 0 == costs["gift"][0]["baseline"] < costs["gift"][0]["reform"]
    assert all(0 == rows[0]["difference"] for name, rows in costs.items() if name != "gift")


def test_a_rule_file_with_months_stands_beside_its_scenario(tmp_path, book, monkeypatch):
    """Fails if it is looked for where the command was started."""
    (tmp_path / "gift.yaml").write_text(ADDED, "utf-8")
    text = "scenario: gifts\nname: {zh: 慰问, en: Gifts}\nreason: why\n"
    changes = "changes: {file@2023-07: gift.yaml}\n"
    scenario = read_scenario(written(tmp_path, text + changes))
    monkeypatch.chdir(tmp_path.parent)

    assert read_month("2023-07") == scenario.on(book).scheme("gift").from_month


def test_other_text_of_an_added_file_is_another_hash(tmp_path, book):
    """Fails if only the file's name is hashed."""
    hashes = set()
    for pay in ("10.00", "11.00"):
        path = tmp_path / "gift.yaml"
        path.write_text(ADDED.replace("10.00", pay), "utf-8")
        hashes.add(book.reform({"file": str(path)}).sha256)

    assert 2 == len(hashes)


def test_all_problems_of_a_scenario_are_told_at_once(tmp_path, book):
    """With line and column."""
    text = (
        FILE.replace("80-89.from: 79", "80-98.from: 79")
        .replace("age >= 79", "aeg >= 79")
        .replace("orphan_allowance", "orphan")
    )
    with pytest.raises(RulesRefused) as refused:
        read_scenario(written(tmp_path, text)).on(book)
    said = refused.value.show()

    assert "younger.yaml:5:" in said
    assert "younger.yaml:6:" in said
    assert "younger.yaml:9:" in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("reason:", "resaon:", "did you mean reason?"),
        ("@2023-07:2023-09", "@2023-7", "is not a month"),
        ("@2023-07:2023-09", "@2023-07:2023-05", "ends before it begins"),
        (
            "  elderly_allowance.80-89.from: 79\n",
            "  elderly_allowance.80-89.from: 79\n" * 2,
            "a second time",
        ),
    ],
)
def test_a_broken_scenario_file_is_refused(tmp_path, old, new, said):
    """Checked like rules."""
    with pytest.raises(RulesRefused) as refused:
        read_scenario(written(tmp_path, FILE.replace(old, new)))

    assert said in refused.value.show()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"elderly_allowance.80-89": "600.00 per year"},
        {"elderly_allowance.80-89": "+0%", "subsistence_standard": "-0%"},
        {"elderly_allowance.80-89@2023-03:2023-05": "600.00 per year"},
        {"elderly_allowance.eligible": "alive and local and age >= 80"},
        {"elderly_allowance.timing.start": "same_month", "elderly_allowance.80-89.from": "80"},
    ],
)
def test_a_scenario_equal_to_the_baseline_differs_nowhere(book, people, changes):
    """Exactly. Fails if reading again drops or moves anything."""
    compared = subsidy.compare(book, changes, people, "2023")

    assert 0 == len(compared.people())
    assert {"unchanged"} == set(compared.groups()["change"])
    assert compared.baseline.monthly().equals(compared.reform.monthly())
    for by in (("scheme",), ("month",), ("scheme", "bracket"), ("region",), ("payer",)):
        assert {0} == set(compared.costs(by)["difference"])


def test_the_baseline_stays_as_it_is(book, people):
    """Whatever was asked of it. Fails if an overlay writes into the book's own text."""
    before = subsidy.calculate(book, people, "2023").monthly()
    text = {name: repr(one.record) for name, one in book.origin.draft.schemes.items()}
    book.reform({"elderly_allowance.timing.stop": "same_month", "withdraws": "orphan_allowance"})

    assert before.equals(subsidy.calculate(book, people, "2023").monthly())
    assert text == {name: repr(one.record) for name, one in book.origin.draft.schemes.items()}
    assert "orphan_allowance" in {scheme.name for scheme in book.schemes}


def test_scenarios_stand_side_by_side(costing):
    """Each beside the same baseline."""
    scenarios = [scenario_of(text, {"elderly_allowance.80-89": text}) for text in ("+10%", "-10%")]
    both = side_by_side(compare_all(costing.baseline, scenarios), ())

    assert ["+10%", "-10%"] == both["scenario"].to_list()
    assert 0 == sum(both["difference"]) != both["difference"][0]


def test_a_later_reform_keeps_an_earlier_rate(book, people):
    """A key of the text after a rate: both hold. Fails if reading again forgets the rate."""
    once = book.reform({"elderly_allowance.80-89": "720.00 per year"})
    twice = once.reform({"elderly_allowance.timing.start": "next_month"})
    together = book.reform(
        {
            "elderly_allowance.80-89": "720.00 per year",
            "elderly_allowance.timing.start": "next_month",
        }
    )
    results = [subsidy.calculate(one, people, "2023").monthly() for one in (twice, together)]

    assert results[0].equals(results[1])
    assert 2 == len(twice.changes)
