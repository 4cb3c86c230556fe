"""The checks against brute force, and against texts that nobody foresaw."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy.errors import Place, RulesRefused
from subsidy.rulebook.book import _demand_all
from subsidy.rulebook.bounds import Bounds
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.order import find_cycle
from subsidy.rulebook.reading import Declared
from subsidy.rulebook.record import Record
from subsidy.rulebook.shelf import check_rulebook, load_rulebook

OLDEST = 118


def problems_of(files: dict[str, str]) -> list[str]:
    """The codes of everything that is wrong with a place of these files."""
    with tempfile.TemporaryDirectory() as above:
        folder = Path(above) / "base"
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return [problem.code for problem in check_rulebook(folder)]


@settings(deadline=None, max_examples=60)
@given(
    edges=st.lists(st.tuples(st.integers(50, 118), st.integers(50, 119)), min_size=1, max_size=4),
    least=st.integers(45, 110),
)
def test_brackets_are_refused_exactly_when_brute_force_finds_a_fault(
    sound_files: dict[str, str], edges: list[tuple[int, int]], least: int
) -> None:
    """Every age from the least eligible one to the oldest lies in one bracket, and each is reached.

    Fails when a sampled edge is left out of ``domains.every_number``.
    """
    rows = [
        f'    - {{name: r{n}, from: {low}, below: {high}, pay: "1.00 per month"}}'
        for n, (low, high) in enumerate(edges)
    ]
    head = sound_files["old_age"].split("amount:")[0].replace(">= 80", f">= {least}")
    scheme = head + "amount:\n  by: age\n  brackets:\n" + "\n".join(rows) + "\n"
    ages = range(least, OLDEST + 1)
    expected = set()
    if any(not any(low <= age < high for low, high in edges) for age in ages):
        expected.add("brackets-gap")
    if any(sum(low <= age < high for low, high in edges) > 1 for age in range(OLDEST + 1)):
        expected.add("brackets-overlap")
    if any(not any(low <= age < high for age in ages) for low, high in edges):
        expected.add("row-unreachable")

    assert expected == set(problems_of({**sound_files, "old_age": scheme}))


@pytest.mark.parametrize(
    ("eligible", "expected"),
    [
        ("alive and age + 1 > 80", set()),
        ("alive and age * 2 >= 160", set()),
        ("alive and min(age, 80) >= 80", set()),
        ("alive and not (age < 80)", set()),
        ("alive and (since(certified_from) and before(certified_from) or age >= 80)", set()),
        ("alive and (certified and not certified or age >= 80)", set()),
        ("alive and age * 2 >= 158", {"brackets-gap"}),
        ("alive and age + 1 > 80 and age * 2 < 180", {"row-unreachable"}),
        ("alive and max(age, 80) < 80", {"nobody-eligible"}),
        ("since(certified_from) and before(certified_from)", {"nobody-eligible"}),
    ],
)
def test_no_age_is_called_eligible_that_cannot_be(
    sound_files: dict[str, str], eligible: str, expected: set[str]
) -> None:
    """Sums, products and bounds of an age, and conditions that exclude each other, are worked out."""
    scheme = sound_files["old_age"].replace("alive and age >= 80", eligible)

    assert expected == set(problems_of({**sound_files, "old_age": scheme}))


def test_brackets_by_a_formula_hang_together_with_the_fact_it_reads(
    sound_files: dict[str, str],
) -> None:
    """An age of 80 or more makes ``min(age, 90)`` 80 or more, and never 91."""
    scheme = sound_files["old_age"].replace("by: age", "by: min(age, 90)")

    assert [] == problems_of({**sound_files, "old_age": scheme})


def test_nothing_that_is_declared_vanishes() -> None:
    """What does not come out of reading is a problem, even where no reader noticed."""
    findings = Findings()
    place = Place("f.yaml", 1, 1)
    lost = {"lost": Declared("lost", Record({}, {}, place, sound=True), place)}
    _demand_all(lost, (), findings)

    assert ["not-read"] == [problem.code for problem in findings.problems]


@settings(deadline=None, max_examples=150)
@given(name=st.sampled_from(["place", "facts", "parameters", "old_age"]), data=st.data())
def test_no_damage_to_a_file_makes_the_checks_fail(
    sound_files: dict[str, str], name: str, data: st.DataObject
) -> None:
    """A text with a piece missing or replaced is sound or has problems, never an exception."""
    text = sound_files[name]
    start = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 12))
    piece = data.draw(
        st.sampled_from(["", "x", "{", "]", ": ", "\n", "- ", '"', "0", "#", "&a ", "10"])
    )
    damaged = text[:start] + piece + text[start + length :]

    assert isinstance(problems_of({**sound_files, name: damaged}), list)


@pytest.fixture
def book(place: Path) -> Rulebook:
    """The sound place."""
    return load_rulebook(place)


def test_bounds_hold_all_versions_of_a_parameter(book: Rulebook) -> None:
    """The lowest and the highest value of any month."""
    interval = Bounds(book.facts, book.ages, book.parameters).parameter("standard")

    assert interval is not None
    assert (interval.low, interval.high) == (60000, 65000)


def test_a_cycle_is_named_from_its_first_name() -> None:
    """What leads into the cycle is left out."""
    assert find_cycle({"a": ["b"], "b": ["c"], "c": ["b"]}) == ("b", "c", "b")
    assert find_cycle({"a": ["b"], "b": []}) == ()


def test_the_refusal_carries_every_problem(place: Path) -> None:
    """One exception, all problems, by file, line and column."""
    (place / "here" / "x.yaml").write_text("scheme: x\ncolour: red\n")
    (place / "here" / "a.yaml").write_text("schme: x\n")
    with pytest.raises(RulesRefused) as refused:
        load_rulebook(place / "here")
    places = [(p.place.file, p.place.line) for p in refused.value.problems]

    assert sorted(places) == places
    assert refused.value.problems == check_rulebook(place / "here")
