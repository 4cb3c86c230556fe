"""Tables and charts say what was measured."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from benchmarks.drawing import bars, lines
from benchmarks.files import FILE_WAYS, FileTimes
from benchmarks.lineup import MANY_PEOPLE, NUMPY, OPENFISCA, OURS, SHAPES, TWO_PROCESSES
from benchmarks.measuring import Times
from benchmarks.reporting import Row, files_table, goals_table, shapes_table, speed_table

OURS_ROW = Row(OURS.label, Times(1000, (1e-6, 2e-6, 4e-6), (3e-6, 5e-6, 9e-6)), 10)
OTHER_ROW = Row(OPENFISCA.label, Times(500, (50e-6, 50e-6, 50e-6), (60e-6, 50e-6, 70e-6)), 20)


def test_ratios_are_taken_within_rounds_and_per_person():
    """100, 50 and 25 times ours in three rounds of half as many people: 50 in the middle."""
    row = speed_table("amounts", 1000, 1, [OURS_ROW, OTHER_ROW])[-1]

    assert "| openfisca-core | 500 | 100.0 (100.0 – 100.0) | 50.00 | 120.0 | 20 |" == row


def goals(found):
    rows = {
        group: [Row(contestant.label, Times(1000, (found,)), 1) for contestant in contestants]
        for group, contestants in SHAPES.items()
    }
    rows[MANY_PEOPLE].append(Row(TWO_PROCESSES, Times(1000, (found / 1.8,)), 1))
    for group, label in (("four rules", OURS.label), ("age alone", "age alone")):
        rows[group].append(Row(f"{label}, 30 years", Times(1000, (found,)), 1))
    four = {
        1: [Row(OURS.label, Times(1000, (1.0,)), 1), Row(OPENFISCA.label, Times(1000, (31.0,)), 1)],
        30: [Row(OURS.label, Times(1000, (1.0,)), 1), Row(NUMPY.label, Times(1000, (0.5,)), 1)],
    }
    return {line.split(" | ")[0]: line for line in goals_table(four, rows)}


def test_goals_that_are_not_met_say_so():
    """31 times is past 30; twice numpy's time is more than 1.5; two threads gain nothing."""
    found = goals(1.0)

    assert found["| openfisca-core, 1 year, times ours"].endswith("| ≥ 30 | 31.00 | met |")
    assert found["| ours, times numpy by hand, 30 year(s)"].endswith("| 2.00 | **not met** |")
    assert found["| one thread, times two threads"].endswith("| ≥ 1.7 | 1.00 | **not met** |")
    assert found["| one thread, times two processes"].endswith("| ≥ 1.7 | 1.80 | met |")


def test_a_contestant_that_did_not_run_has_no_goal():
    """No figure is made up for thirty years of an engine that was not there."""
    assert "| openfisca-core, 30 years, times ours" not in goals(1.0)


def test_shapes_stand_beside_the_first_of_their_group():
    """Twice the time is 2.00."""
    rows = (Row("plain", Times(10, (1.0,), (3.0,)), 1), Row("other", Times(10, (2.0,), (4.0,)), 1))

    assert shapes_table({"group": rows})[-1].endswith("| 2.00 | 400,000,000.0 |")


def test_files_stand_beside_rewriting_them():
    """Three seconds where rewriting takes one is 3.00."""
    first, _, last = FILE_WAYS
    files = [
        FileTimes(first, "csv", 10, (3.0,), 5, 1_000_000, 2_000_000),
        FileTimes(last, "csv", 10, (1.0,), 5, 1_000_000, 1_000_000),
    ]

    assert files_table(files)[-2].endswith("| 3.00 (3.00 – 3.00) | 3.00 | 5 | 1.0 | 2.0 |")


def test_memory_that_nobody_saw_is_no_figure():
    """A system that does not show it has not held nothing."""
    files = [FileTimes(way, "csv", 10, (1.0,), 0, 1, 1) for way in FILE_WAYS]

    assert all("| ? |" in row for row in files_table(files)[-len(files) :])


@pytest.mark.parametrize(
    "chart",
    [
        bars("a < b", {"1 year": [("ours", 20.0, 19.0, 30.0), ("other & co", 900.0, 880.0, 2e3)]}),
        lines("a < b", {"ours": [(1e4, 30.0), (1e7, 20.0)]}),
    ],
)
def test_charts_are_well_formed_and_load_nothing(chart):
    """A picture that a page shows without a script or a network."""
    drawn = ET.fromstring(chart)
    kinds = {element.tag.rpartition("}")[2] for element in drawn.iter()}

    assert kinds <= {"svg", "style", "text", "rect", "line", "polyline", "circle"}
    assert "http" not in chart.replace('xmlns="http://www.w3.org/2000/svg"', "")


def test_longer_times_have_longer_bars():
    """Ten times the time is one step of the scale more."""
    drawn = ET.fromstring(bars("", {"": [(str(n), n, n, n) for n in (10.0, 100.0, 1000.0)]}))
    widths = [float(r.get("width")) for r in drawn.iter() if r.tag.endswith("rect")]

    assert widths == sorted(widths)
    assert round(widths[2] - widths[1], 1) == round(widths[1] - widths[0], 1)
