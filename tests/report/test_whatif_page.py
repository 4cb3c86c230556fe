"""The page of a what-if answer, read as its readers see it."""

from __future__ import annotations

import re

import pytest

from subsidy.errors import UsageRefused
from subsidy.report.charts import PALETTE, band_chart, stacked_chart
from subsidy.report.drawing import draw_svg
from subsidy.report.reader import Reader
from subsidy.report.whatif_page import _sweep, whatif_page, whatif_picture
from subsidy.scenario.answers import WhatIf
from subsidy.scenario.comparison import compare_all
from subsidy.scenario.costing import Costing
from subsidy.scenario.reading import read_scenario, scenario_of
from subsidy.scenario.seeking import Goal, seek_on
from subsidy.scenario.sweeping import costing_of, sensitivity_on, sweep_on, tornado_on
from tests.units.place import HOMES, HOUSEHOLDS, PEOPLE, units_book

pytest.importorskip("vl_convert")

RAISE = """scenario: dearer
name: {zh: 提高标准, en: Raise the standard}
reason: prices rose / 物价上涨
changes: {standard: 800.00 per month}
"""
MARKUP = re.compile(r"<style>.*?</style>|<script.*?</script>|<title>.*?</title>", re.DOTALL)


@pytest.fixture(scope="module")
def baseline():
    return costing_of(units_book(), PEOPLE, "2023-01:2023-06", HOUSEHOLDS, HOMES).baseline


@pytest.fixture(scope="module")
def answer(baseline, tmp_path_factory):
    """One scenario from a file, and every question beside it."""
    file = tmp_path_factory.mktemp("scenarios") / "raise.yaml"
    file.write_text(RAISE, "utf-8")
    found = compare_all(baseline, [read_scenario(file)])
    costing = Costing(found[0].reform)
    return WhatIf(
        baseline,
        found,
        sweep_on(costing, {"old_age": "40:60:10"}),
        sensitivity_on(costing),
        tornado_on(costing, 10),
        seek_on(costing, Goal("old_age", "9000")),
        by=("unit", "payer"),
        people=True,
    ).to_dict()


def shown(answer, language):
    """What stands on the page for eyes: texts between tags."""
    return re.sub(r"<[^>]*>", "\n", MARKUP.sub("", whatif_page(answer, language)))


def test_a_page_says_what_is_asked_and_why(answer):
    """Name, reason, the change with old and new, both hashes, and what the questions start from."""
    text = shown(answer, "zh")

    for words in ("测试区 2023-01:2023-06 政策测算", "方案：提高标准", "理由：物价上涨",
                  "800.00 元/月", answer["comparisons"][0]["reform"]["sha256"][:12],
                  "以方案“提高标准”为起点。"):  # fmt: skip
        assert words in text


def test_a_page_knows_its_readers_by_language(answer):
    """No name of the code, and no word of the other language, stands on a Chinese page."""
    text = shown(answer, "zh")

    for scheme, words in answer["labels"]["schemes"].items():
        assert not re.search(rf"\b{scheme}\b", text)
        assert (words["zh"] in text) or scheme not in {
            row["scheme"] for row in answer["comparisons"][0]["by_scheme"]
        }
    assert not re.search(r"\b(per month|person|household|gaining|payer|costs?)\b", text)


def test_several_scenarios_stand_side_by_side_first(baseline):
    """One row each, and every section says whose it is."""
    changes = {"up": {"old_age": "+10%"}, "down": {"old_age": "-10%"}}
    found = compare_all(baseline, [scenario_of(name, of) for name, of in changes.items()])
    text = shown(WhatIf(baseline, found).to_dict(), "en")

    assert text.index("Scenarios side by side") < text.index("Scenario: up")
    for name in ("up", "down"):
        assert f"Cost by scheme · {name}" in text


def test_a_scheme_that_one_side_lacks_has_a_name(baseline):
    """Withdrawn in the scenario."""
    gone = compare_all(baseline, [scenario_of("less", {"withdraws": "old_age"})])
    told = WhatIf(baseline, gone).to_dict()

    assert told["labels"]["schemes"]["old_age"]["en"] in shown(told, "en")
    assert not re.search(r"\bold_age\b", shown(told, "en").partition("Cost by scheme")[2])


def test_bars_stand_in_the_order_of_their_rows_and_share_no_colour():
    """Baseline first; what costs nothing takes no colour (fault: eight colours for eleven)."""
    rows = [
        {"at": at, "kind": f"k{n:02}", "amount": f"{n}.00"}
        for at in ("现行", "方案")
        for n in range(13)
    ]
    chart = stacked_chart(rows, "zh")["encoding"]

    assert ["现行", "方案"] == chart["x"]["sort"]
    assert [f"k{n:02}" for n in range(1, 13)] == chart["color"]["scale"]["domain"]
    assert 12 == len(set(chart["color"]["scale"]["range"]))
    assert len(PALETTE) == len(set(PALETTE))


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("600.00 per year", "600.00 元/年"),
        ("600.00 per year@2023-07, 1 per month", "600.00 元/年@2023-07, 1 元/月"),
        ("1.3 * standard", "1.3 * standard"),
    ],
)
def test_rates_are_told_in_the_language_of_the_reader(text, zh):
    """Wherever they stand in a text; formulas stay as they are."""
    assert [text, zh] == [Reader({}, language).rate(text) for language in ("en", "zh")]


def test_targets_are_told_by_name_and_keep_bracket_key_and_months():
    """Of schemes and of parameters; what no label knows stays."""
    labels = {
        "schemes": {"old_age": {"en": "Old age", "zh": "高龄津贴"}},
        "parameters": {"standard": {"en": "Standard", "zh": "标准"}},
    }
    reader = Reader(labels, "zh")

    assert "高龄津贴 80-89.from@2023-07" == reader.target("old_age.80-89.from@2023-07")
    assert ["标准", "withdraws"] == [reader.target(one) for one in ("standard", "withdraws")]


def test_a_name_that_the_rules_have_in_english_only_is_pointed_out():
    """Once each, in Chinese only (fault: English words without a word about them)."""
    labels = {"schemes": {"care": {"en": "Care", "zh": "照料护理"}}}
    rows = [
        {"scheme": "care", "bracket": "in a home"},
        {"target": "care.in a home"},
        {"target": "care.80-89"},
        {"scheme": "care", "bracket": None},
    ]

    assert "" == Reader(labels, "en").unnamed(rows)
    assert "以下档次在规则中只有英文名称：照料护理“in a home”。" == Reader(labels, "zh").unnamed(
        rows
    )


def test_rates_of_a_page_have_their_thousands_parted_and_parameters_their_names():
    """In Chinese; formulas of rules go by what parameters are called."""
    labels = {"parameters": {"subsistence_standard": {"en": "Standard", "zh": "低保标准"}}}
    reader = Reader(labels, "zh")

    assert "6,000.00 元/年" == reader.rate("6000.00 per year")
    assert "低保标准 * 1.3" == reader.rate("subsistence_standard * 1.3")


def test_a_grid_is_drawn_as_fields(baseline):
    """Every pair of values once, at its cost; highest value of the first on top; units at the axes."""
    costing = Costing(baseline)
    found = sweep_on(costing, {"old_age": "1000:1200:100", "standard": "700:800:50"}).to_dict()
    reader = Reader({"schemes": {"old_age": {"en": "Old age", "zh": "高龄津贴"}}}, "zh")

    figure, _table = _sweep(found, reader, "")

    cells = figure.chart["data"]["values"]
    assert [
        (row["old_age"].replace("1", "1,", 1), row["standard"], row["cost"])
        for row in found["rows"]
    ] == [(cell["y"], cell["x"], cell["cost"]) for cell in cells]
    axis = figure.chart["encoding"]["y"]
    assert ["1,200.00", "1,100.00", "1,000.00"] == axis["sort"]
    assert "高龄津贴（元/月）" == axis["title"]
    assert "svg" in draw_svg(figure.chart, "grid")


def test_the_words_at_a_narrow_band_stand_apart():
    """Fifteen pixels at least, the base case at its line (fault: all three on one another)."""
    rows = [{"month": "2024-01", "low": "999.00", "base": "1000.00", "high": "1001.00"}]

    marks = [
        one["mark"] for one in band_chart(rows, "zh")["layer"] if one["mark"]["type"] == "text"
    ]

    low, base, high = (mark["dy"] for mark in marks)
    assert 0 == base
    assert low >= 14
    assert high <= -14


def test_the_picture_of_an_answer_has_a_title(answer):
    """Of the sweep first; an answer without any chart is refused."""
    chart = whatif_picture(answer, "zh")

    assert chart["title"]["text"].startswith("测试区 2023-01:2023-06")
    with pytest.raises(UsageRefused):
        whatif_picture({"place": "x", "period": "2023", "labels": {}}, "zh")
