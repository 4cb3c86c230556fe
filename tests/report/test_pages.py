"""Pages: every number is one of the JSON's, nothing is fetched, no data can become markup."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

import subsidy
from subsidy.report.charts import band_chart, months_chart, sweep_chart, tornado_chart
from subsidy.report.drawing import draw_png, draw_svg
from subsidy.report.pages import Table, page, upcoming_page
from subsidy.report.projection_page import projection_page
from subsidy.report.reader import part
from subsidy.report.whatif_page import whatif_page, write_whatif_page
from tests.projection.worlds import old_people

pytest.importorskip("vl_convert")

SHIFENG = "cn/hunan/zhuzhou/shifeng"
NUMBER = re.compile(r"-?[0-9][0-9,]*(\.[0-9]+)?")

WHATIF = {
    "place": SHIFENG,
    "period": "2023",
    "comparisons": [
        {
            "name": "plus",
            "total": {
                "baseline": "1234567.80",
                "reform": "2345678.90",
                "difference": "1111111.10",
                "percent": "90.00",
            },
            "by_scheme": [
                {
                    "scheme": "elderly_allowance",
                    "baseline": "1234567.80",
                    "reform": "2345678.90",
                    "difference": "1111111.10",
                    "percent": None,
                }
            ],
            "by_bracket": [
                {
                    "scheme": "elderly_allowance",
                    "bracket": "80-89",
                    "baseline": "1234567.80",
                    "reform": "2345678.90",
                    "difference": "1111111.10",
                    "percent": "90.00",
                }
            ],
            "by_month": [
                {"month": f"2023-{month:02}", "baseline": "102880.65", "reform": "195473.24"}
                for month in range(1, 13)
            ],
            "groups": [{"change": "gaining", "units": 8123, "difference": "1111111.10"}],
        }
    ],
    "sweeps": [
        {
            "targets": ["elderly_allowance.80-89"],
            "baseline": "1234567.80",
            "rows": [
                {"elderly_allowance.80-89": f"{value}.00 per year", "cost": f"{value}000.00"}
                for value in range(600, 720, 20)
            ],
        }
    ],
    "tornado": {
        "percent": 10,
        "rows": [{"target": "a.b", "low": "-5000.00", "high": "5000.01", "span": "10000.01"}],
    },
    "sensitivity": None,
    "seek": {
        "values": {"elderly_allowance.80-89": "617.00 per year"},
        "budget": "7000000.00",
        "cost": "6999000.00",
        "residue": "1000.00",
        "next_cost": "7010000.00",
        "notes": [],
    },
}


class Cells(HTMLParser):
    """The texts of all table cells."""

    def __init__(self):
        super().__init__()
        self.found, self.inside = [], False

    def handle_starttag(self, tag, attrs):
        self.inside = tag == "td"
        if self.inside:
            self.found.append("")

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "td"

    def handle_data(self, data):
        if self.inside:
            self.found[-1] += data


def numbers_of(text):
    cells = Cells()
    cells.feed(text)
    return [cell.replace(",", "") for cell in cells.found if NUMBER.fullmatch(cell)]


def values_of(answer):
    if isinstance(answer, dict):
        return {one for value in answer.values() for one in values_of(value)}
    if isinstance(answer, list):
        return {one for value in answer for one in values_of(value)}
    return {str(answer)}


def answer_of(text):
    inside = text.partition('id="answer">')[2].partition("</script>")[0]
    return json.loads(inside)


@pytest.fixture(scope="module")
def projection():
    varied = {"low": subsidy.Variation(uprating="-1%"), "high": subsidy.Variation(uprating="1%")}
    return subsidy.project(
        SHIFENG,
        old_people(150),
        "2024-01:2026-12",
        mortality="cl-2010-2013/class-one",
        uprating="3%",
        band=varied,
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_number_of_a_projection_page_is_in_its_json(projection, language):
    """Cell by cell; and the JSON in the page is the JSON (fault: a cell rounded to yuan)."""
    answer = projection.as_json("123456.78")

    text = projection_page(answer, language)

    assert 50 < len(numbers_of(text))
    assert set() == set(numbers_of(text)) - values_of(answer)
    assert answer == answer_of(text)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_number_of_a_whatif_page_is_in_its_json(language):
    """The same for comparison, sweep, tornado and goal seek."""
    text = whatif_page(WHATIF, language)

    assert 20 < len(numbers_of(text))
    assert set() == set(numbers_of(text)) - values_of(WHATIF)
    assert answer_of(text) == WHATIF


def test_the_drawings_hold_the_numbers_of_the_json(projection):
    """What a chart is drawn from is text of the answer, unchanged."""
    rows = projection.as_json()["months"]

    drawn = band_chart(rows, "en")["data"]["values"]

    assert rows == [{key: row[key] for key in rows[0]} for row in drawn]


def test_a_page_fetches_nothing_and_forbids_it(projection):
    """No address but the names of XML; the policy of the page allows no source at all."""
    text = projection_page(projection.as_json(), "zh")

    addresses = set(re.findall(r"https?://[^\s\"'<>)]+", text))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "default-src 'none'" in text
    assert "<link" not in text
    assert "src=" not in text
    assert "@import" not in text


def test_the_drawings_of_a_page_share_no_inner_name(projection):
    """Each element has a name of its own, though every drawing begins to count anew."""
    text = projection_page(projection.as_json(), "en")

    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(ids)


def test_a_drawing_carries_its_name_in_every_inner_name(monkeypatch):
    """Definitions and what refers to them move together (fault: names left as they are)."""
    from types import SimpleNamespace

    svg = '<svg><clipPath id="clip0"/><g clip-path="url(#clip0)"/></svg>'
    library = SimpleNamespace(vegalite_to_svg=lambda *_, **__: svg)
    monkeypatch.setitem(__import__("sys").modules, "vl_convert", library)

    assert svg.replace("clip0", "f1-clip0") == draw_svg({}, "f1")


def test_words_of_others_cannot_become_markup():
    """Names from rules and registers are escaped, in tables and in the JSON."""
    evil = "</script><script>alert(1)</script>"

    text = page(evil, "en", [evil, evil], [Table(evil, [evil], [[evil]])], {"name": evil})

    assert 1 == text.count("<script")
    assert {"name": evil} == answer_of(text)


def test_assumptions_stand_in_the_page(projection):
    """What was assumed, the source of the life table, and that it is a projection."""
    text = projection_page(projection.as_json(), "en")

    for words in ("This is a projection", "grow by 4%", "China Life Insurance Mortality Table"):
        assert words in text


def test_a_page_of_upcoming_changes_lists_them():
    """Each row of the table; JSON beside it."""
    found = subsidy.upcoming(SHIFENG, old_people(100), "2023-09")

    text = upcoming_page(found.as_json(), found.table("zh"), "zh")

    assert len(found.events) + 1 == text.count("<tr>")
    assert set(numbers_of(text)) <= values_of(found.as_json())


def test_a_whatif_page_is_written_whole(tmp_path):
    """From any answer that tells itself as plain values."""

    class Answer:
        def to_dict(self):
            return WHATIF

    write_whatif_page(Answer(), tmp_path / "out.html", "zh")

    assert (tmp_path / "out.html").read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(("amount", "unit"), [("99999.99", "yuan"), ("100000.00", "10,000 yuan")])
def test_large_amounts_are_drawn_in_ten_thousands(amount, unit):
    """The axis says which."""
    rows = [{"month": "2024-01", "base": amount}, {"month": "2024-02", "base": "0.00"}]

    svg = draw_svg(band_chart(rows, "en"), "one")

    assert f">{unit}<" in svg


def test_charts_of_nothing_are_still_charts():
    """Nobody is due anything: an empty frame, no failure."""
    for chart in (
        band_chart([], "en"),
        months_chart([], [], "en"),
        sweep_chart([], "a", "en"),
        tornado_chart([], 10, "en"),
    ):
        assert draw_svg(chart, "one").startswith("<svg")


def test_a_png_is_a_picture():
    """Signature and size; the same chart, the same bytes."""
    rows = [{"month": "2024-01", "base": "5.00"}, {"month": "2024-02", "base": "7.00"}]

    picture = draw_png(band_chart(rows, "en"))

    assert picture.startswith(b"\x89PNG")
    assert draw_png(band_chart(rows, "en")) == picture


def test_without_the_extra_the_cure_names_it(monkeypatch):
    """A refusal, no traceback."""
    monkeypatch.setitem(__import__("sys").modules, "vl_convert", None)

    with pytest.raises(subsidy.OutputRefused, match=r"subsidy\[charts\]"):
        draw_svg({}, "one")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("1234567.80", "1,234,567.80"), ("-1000.00", "-1,000.00"), ("7", "7"), ("80-89", "80-89")],
)
def test_thousands_are_parted_and_nothing_else(text, shown):
    """Digits and decimals stay as they are."""
    assert shown == part(text)
