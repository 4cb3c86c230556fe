"""Every number of a page, in tables and in drawings, held against the JSON written beside it."""

from __future__ import annotations

import csv
import html
import json
import re
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest

from subsidy.cli.main import run_command
from tests.projection.worlds import old_people

pytest.importorskip("vl_convert")

RULES = ["--rules", "cn/hunan/zhuzhou/shifeng"]
RATE = "elderly_allowance.80-89"
WHATIF = ["whatif", "REGISTER", *RULES, "--period", "2023"]
QUESTIONS = {
    "whatif": [*WHATIF, "--set", f"{RATE}=720.01 per year", "--people", "--by", "month,region"],
    "later": [*WHATIF, "--set", "elderly_allowance.timing.stop@2023-07=same_month", "--people"],
    "sweep": [*WHATIF, "--sweep", f"{RATE}=600:720:20"],
    "grid": [
        *WHATIF,
        *("--sweep", f"{RATE}=600:720:60"),
        *("--sweep", "elderly_allowance.90-99=1200:1440:120"),
    ],
    "tornado": [*WHATIF, "--tornado", "--sensitivity"],
    "seek": [*WHATIF, "--seek", RATE, "--budget", "100000"],
    "project": [
        *("project", "REGISTER", *RULES, "--from", "2024-01", "--years", "3"),
        *("--mortality", "cl-2010-2013/class-one", "--uprating", "3%", "--budget", "200000"),
        *("--low", "mortality=120%", "--high", "uprating=+1%"),
    ],
    "beside": [
        *("project", "REGISTER", *RULES, "--from", "2024-01", "--years", "2"),
        *("--uprating", "2%", "--budget", "200000", "--low", "uprating=-1%"),
        *("--set", f"{RATE}@2025-01=720.01 per year"),
    ],
}
DRAWN = {"whatif": 30, "later": 30, "sweep": 7, "grid": 9, "tornado": 26, "seek": 0, "project": 9}
DRAWN |= {"beside": 54}

NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)
LABEL = re.compile(r'<path aria-label="([^"]*)" role="graphics-symbol"')
DRAWING = re.compile(r"<svg.*?</svg>", re.DOTALL)
ANSWER = re.compile(r'<script type="application/json" id="answer">(.*?)</script>', re.DOTALL)
LENGTH = re.compile(r"v_[a-z]+: ([−-]?[0-9][0-9,.]*)")
LARGE = ("10,000 yuan", "万元")


def told(text):
    """Every number in a text, its thousands together."""
    return {found.replace(",", "").rstrip(".") for found in NUMBER.findall(text)}


def texts(answer):
    """Every text and number of a JSON answer, and the names of its keys."""
    if isinstance(answer, dict):
        return [one for key, value in answer.items() for one in (key, *texts(value))]
    if isinstance(answer, list):
        return [one for value in answer for one in texts(value)]
    return [str(answer)]


def amounts(answer):
    """Every number of a JSON answer that may be drawn as a length."""
    plain = re.compile(r"-?[0-9]+(\.[0-9]+)?")
    return {Decimal(one) for one in texts(answer) if plain.fullmatch(one)}


def as_drawn(amount, factor):
    """An amount in the unit of a drawing, to the four decimals that its labels tell."""
    places = Decimal("0.0001")
    halves = (ROUND_HALF_UP, ROUND_HALF_EVEN)
    return {(amount / factor).quantize(places, rounding) for rounding in halves}


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    """Sixty old people in three streets."""
    path = tmp_path_factory.mktemp("register") / "register.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        names = ["person_id", "birth_date", "sex", "death_date", "region"]
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        for number, person in enumerate(old_people(60)):
            writer.writerow({**person, "region": f"street {number % 3}"})
    return str(path)


@pytest.fixture(scope="module")
def answers(register, tmp_path_factory):
    """Question and language to the page and the JSON that were written of it."""
    folder = tmp_path_factory.mktemp("answers")
    found = {}
    for name, words in QUESTIONS.items():
        for language in ("zh", "en"):
            page, out = folder / f"{name}.{language}.html", folder / f"{name}.{language}.json"
            asked = [register if word == "REGISTER" else word for word in words]
            more = ["--lang", language, "--html", str(page), "--out", str(out), "--format", "json"]
            assert run_command([*asked, *more]) in (0, 3)
            found[name, language] = page.read_text("utf-8"), json.loads(out.read_text("utf-8"))
    return found


@pytest.fixture(params=[(name, tongue) for name in QUESTIONS for tongue in ("zh", "en")], ids=str)
def asked(request, answers):
    """One question, its page and its JSON."""
    return request.param[0], *answers[request.param]


def test_the_answer_in_the_page_is_the_json(asked):
    """Fails if the page carries another answer than the file for machines."""
    _, page, answer = asked

    assert answer == json.loads(ANSWER.search(page)[1])


def test_every_number_of_every_table_is_one_of_the_json(asked):
    """Whole cells, and numbers within words such as a rate with its period."""
    _, page, answer = asked
    known = set().union(*map(told, texts(answer)))
    cells = [html.unescape(cell) for cell in CELL.findall(ANSWER.sub("", page))]
    numbers = set().union(*map(told, cells))

    assert numbers - known == set()
    assert len(numbers) > 3


def test_every_length_of_every_drawing_is_an_amount_of_the_json(asked):
    """In yuan or ten thousands as the axis says, to the four decimals that a drawing tells."""
    name, page, answer = asked
    known, count = amounts(answer), 0
    for drawing in DRAWING.findall(page):
        factor = 10_000 if any(unit in drawing for unit in LARGE) else 1
        shown = {one for amount in known for one in as_drawn(amount, factor)}
        for length in (one for label in LABEL.findall(drawing) for one in LENGTH.findall(label)):
            count += 1
            assert Decimal(length.replace("−", "-").replace(",", "")) in shown

    assert count >= DRAWN[name]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_month_is_drawn_once_at_its_amount(answers, language):
    """Twelve months of the baseline and of the scenario, in order."""
    page, answer = answers["whatif", language]
    rows = answer["comparisons"][0]["by_month"]
    drawing = next(one for one in DRAWING.findall(page) if "v_value" in one)
    marks = re.findall(
        r"month \(year-month\): ([0-9-]+); v_value: ([0-9,.]+); case: ([^\"]+)\"", drawing
    )
    factor = 10_000 if any(unit in drawing for unit in LARGE) else 1
    first = marks[0][2]
    expected = {
        (row["month"], is_baseline): Decimal(row[key]) / factor
        for row in rows
        for key, is_baseline in (("baseline", True), ("reform", False))
    }
    found = {(month, case == first): Decimal(v.replace(",", "")) for month, v, case in marks}

    assert 12 == len(rows)
    assert expected == found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_value_of_a_sweep_is_drawn_at_its_cost(answers, language):
    """A point a value, none exchanged for another."""
    page, answer = answers["sweep", language]
    drawing = next(one for one in DRAWING.findall(page) if "v_cost" in one)
    points = re.findall(r": ([0-9.]+); v_cost: ([0-9,.]+)\"", drawing)
    factor = 10_000 if any(unit in drawing for unit in LARGE) else 1
    rows = {row[RATE]: Decimal(row["cost"]) for row in answer["sweeps"][0]["rows"]}

    assert rows.keys() == {value for value, _ in points}
    for value, cost in points:
        assert Decimal(cost.replace(",", "")) in as_drawn(rows[value], factor)
