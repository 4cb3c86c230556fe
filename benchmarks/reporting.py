"""What a run found, as the tables of ``benchmarks/README.md``."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Mapping, Sequence
from statistics import median

from attrs import frozen

from benchmarks.contestants.ours import Way
from benchmarks.files import FILE_WAYS, FileTimes
from benchmarks.lineup import COPY, MANY_PEOPLE, NUMPY, OPENFISCA, OURS
from benchmarks.measuring import TIMED_SECONDS, WARM_UP_SECONDS, Times
from benchmarks.people import draw_people

__all__ = [
    "Row",
    "files_table",
    "goals_table",
    "head",
    "roofline",
    "shapes_table",
    "speed_table",
]

_WORKLOADS = {
    "amounts": "the fen of every person and scheme over the period",
    "monthly": "the fen of every scheme and month, all people together",
}
_BYTES_OF_FEN = 8


@frozen
class Row:
    """One contestant at one task."""

    label: str
    times: Times
    peak_mib: int


def head(
    options: argparse.Namespace, versions: Mapping[str, str], absent: Mapping[str, str]
) -> list[str]:
    """What was run, with what, where; and who did not take part."""
    load = " ".join(f"{each:.1f}" for each in os.getloadavg()) if hasattr(os, "getloadavg") else "?"
    used = "; ".join(dict.fromkeys(versions.values()))
    return [
        (
            f"Invented people of seed {options.seed}; {options.runs} rounds, contestants in turn in"
            f" every round. A turn begins with runs for {WARM_UP_SECONDS} s that do not count; its time"
            f" is the median of the runs of the next {TIMED_SECONDS} s; one run of each kind at least."
            " Times are the median (least – most) of the turns, ratios the median of the ratios within"
            " each round; *after waiting* is the median of the turns' first runs, before which the"
            " others had the machine. One thread unless said. Every amount of every person was found"
            " equal to ours, to the fen, before any time was taken."
        ),
        "",
        (
            f"{used}. {platform.system()}, {os.cpu_count()} processors of {platform.machine()},"
            f" Python {platform.python_version()}; shared with other work, load {load} at the end."
        ),
        *(f"\nNot run: {label}: {why}." for label, why in absent.items()),
    ]


def speed_table(what: str, people: int, years: int, rows: Sequence[Row]) -> list[str]:
    """Everybody at one task; ours is the first row."""
    ours = rows[0].times
    lines = [
        (
            f"**{people:,} people, {years} year{'s' * (years > 1)}**: from columns in memory to"
            f" {_WORKLOADS[what]}"
        ),
        "",
        "| way | people | ns per person | times ours | after waiting | peak MiB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        times = _ratio(row.times, ours)
        lines.append(
            f"| {row.label} | {row.times.people:,} | {_ns(row.times)} | {times:.2f} |"
            f" {row.times.first_ns():,.1f} | {row.peak_mib:,} |"
        )
    return lines


def shapes_table(shapes: Mapping[str, Sequence[Row]]) -> list[str]:
    """Groups of rulebooks, each beside the first of its group."""
    lines = [
        (
            "**Other rules**, this engine, fen of every person and scheme; every rulebook was found to"
            " agree with the day-by-day reference on 300 people"
        ),
        "",
        "| rules | people | ns per person | times the first of its group | after waiting |",
        "|---|---:|---:|---:|---:|",
    ]
    for rows in shapes.values():
        for row in rows:
            times = _ratio(row.times, rows[0].times)
            lines.append(
                f"| {row.label} | {row.times.people:,} | {_ns(row.times)} | {times:.2f} |"
                f" {row.times.first_ns():,.1f} |"
            )
    return lines


def files_table(files: Sequence[FileTimes]) -> list[str]:
    """File to file, each way as a command."""
    lines = [
        (
            "**File to file**, whole commands, all processors: 2023, a row a person and scheme out;"
            " much of it is the start of a command. Goals for files are of ten million people, below"
        ),
        "",
        "| way | file | people | seconds | times rewriting | peak MiB | MB read | MB written |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for each in files:
        seconds = each.seconds
        lines.append(
            f"| {each.way} | {each.kind} | {each.people:,} | {median(seconds):.2f}"
            f" ({min(seconds):.2f} – {max(seconds):.2f}) | {_beside_rewriting(each, files):.2f} |"
            f" {each.peak_mib or '?'} | {each.read_bytes / 1e6:.1f} | {each.written_bytes / 1e6:.1f} |"
        )
    return lines


def goals_table(
    four: Mapping[int, Sequence[Row]],
    shapes: Mapping[str, Sequence[Row]],
) -> list[str]:
    """What was aimed at, and what was found, whichever it is."""
    goals = []
    for years, at_least in ((1, 30), (30, 500)):
        if years in four and (ratio := _beside(OPENFISCA.label, OURS.label, four[years])):
            name = f"openfisca-core, {years} year{'s' * (years > 1)}, times ours"
            goals.append((name, ratio, at_least, ratio >= at_least))
    found = {row.label: row for rows in shapes.values() for row in rows}
    thirty = [
        (label, found[f"{label}, 30 years"], found[label]) for label in (OURS.label, "age alone")
    ]
    one = found[OURS.label]
    numpy = [_beside(OURS.label, NUMPY.label, rows) for rows in four.values()]
    years = list(four)
    at_most = [
        *((f"ours, times numpy by hand, {y} year(s)", r, 1.5) for y, r in zip(years, numpy, strict=True)),
        *((f"thirty years, times one: {label}", _ratio(a.times, b.times), 1.3) for label, a, b in thirty),
        ("the whole Shifeng book, times the four rules",
         _ratio(found["the whole Shifeng book"].times, one.times), 4),
        ("the slowest general shape, times the plain rules",
         max(_ratio(r.times, shapes["two plain rules"][0].times) for r in shapes["two plain rules"]), 6),
    ]  # fmt: skip
    goals += [(name, ratio, most, ratio <= most) for name, ratio, most in at_most if ratio]
    alone, *two = shapes[MANY_PEOPLE]
    for row, name in zip(two, ("two threads", "two processes"), strict=True):
        gain = _ratio(alone.times, row.times)
        goals.append((f"one thread, times {name}", gain, 1.7, gain >= 1.7))
    lines = ["| goal | aimed at | found | |", "|---|---:|---:|---|"]
    for name, ratio, limit, is_met in goals:
        sign = "≥" if "openfisca" in name or "times two" in name else "≤"
        met = "met" if is_met else "**not met**"
        lines.append(f"| {name} | {sign} {limit} | {ratio:.2f} | {met} |")
    return lines


def roofline(four: Mapping[int, Sequence[Row]]) -> list[str]:
    """Bytes that must move, at the speed at which this machine copies, beside what was measured."""
    lines = [
        "**Roofline**: bytes that a calculation cannot avoid to move, at the speed of a copy",
        "",
        "| years | bytes read | bytes written | copy, bytes per ns | floor, ns | ours, ns | times the floor |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    people = draw_people(10)
    way = Way(people)
    for years, rows in four.items():
        times = {row.label: row.times for row in rows}
        read = sum(way.register.columns[name].itemsize for name in way.plan(years).columns)
        written = len(way.schemes) * _BYTES_OF_FEN
        copied = 2 * sum(column.itemsize for column in people.values())
        speed = copied / times[COPY.label].ns()[0]
        floor, ours = (read + written) / speed, times[OURS.label].ns()[0]
        lines.append(
            f"| {years} | {read} | {written} | {speed:.1f} | {floor:.1f} | {ours:.1f} |"
            f" {ours / floor:.1f} |"
        )
    return lines


def _ns(times: Times) -> str:
    middle, low, high = times.ns()
    return f"{middle:,.1f} ({low:,.1f} – {high:,.1f})"


def _ratio(times: Times, other: Times) -> float:
    """Of seconds per person, the median over rounds."""
    pairs = zip(times.seconds, other.seconds, strict=True)
    return median(a / b for a, b in pairs) * other.people / times.people


def _beside(label: str, other: str, rows: Sequence[Row]) -> float | None:
    times = {row.label: row.times for row in rows}
    return _ratio(times[label], times[other]) if label in times and other in times else None


def _beside_rewriting(each: FileTimes, files: Sequence[FileTimes]) -> float:
    floor = next(f for f in files if f.kind == each.kind and f.way == list(FILE_WAYS)[-1])
    return median(a / b for a, b in zip(each.seconds, floor.seconds, strict=True))
