"""Who runs: the contestants of the four rules, and the shapes of rules that goals ask about."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measuring import Contestant

__all__ = [
    "CONTESTANTS",
    "COPY",
    "HALVES",
    "MANY_PEOPLE",
    "MOST_PERSON_MONTHS",
    "NUMPY",
    "OPENFISCA",
    "OURS",
    "SHAPES",
    "TWO_PROCESSES",
]

_HERE = "benchmarks.contestants"
_SHAPES = Path(__file__).parent / "shapes"

OURS = Contestant("this engine, from YAML", f"{_HERE}.ours")
NUMPY = Contestant("numpy, closed form, by hand", f"{_HERE}.numpy_closed_form")
OPENFISCA = Contestant("openfisca-core", f"{_HERE}.openfisca", environment="openfisca")
COPY = Contestant("a copy of the same bytes", f"{_HERE}.copying")

CONTESTANTS = (
    OURS,
    Contestant(
        "this engine, plan made anew",
        f"{_HERE}.ours",
        (str(Path(__file__).parent / "rules"), "1", "anew"),
    ),
    NUMPY,
    Contestant("numba, fused by hand", f"{_HERE}.numba_fused", environment="numba"),
    Contestant("Polars, closed form", f"{_HERE}.polars_closed_form"),
    Contestant("Polars, an expression a month", f"{_HERE}.polars_months"),
    Contestant("DuckDB, closed-form SQL", f"{_HERE}.duckdb_closed_form"),
    OPENFISCA,
    Contestant("openfisca-core, tuned", f"{_HERE}.openfisca", ("tuned",), environment="openfisca"),
    Contestant("policyengine-core", f"{_HERE}.policyengine", environment="policyengine"),
    Contestant(
        "policyengine-core, tuned", f"{_HERE}.policyengine", ("tuned",), environment="policyengine"
    ),
    Contestant("GETTSIM's engine (ttsim)", f"{_HERE}.ttsim_engine", environment="ttsim"),
    Contestant("plain Python", f"{_HERE}.plain_python"),
    COPY,
)

# so many at most where a run would take too long, or hold too much; fewer people then
MOST_PERSON_MONTHS = {
    "Polars, an expression a month": 36_000_000,
    "openfisca-core": 108_000_000,
    "openfisca-core, tuned": 36_000_000,
    "policyengine-core": 108_000_000,
    "policyengine-core, tuned": 36_000_000,
    "GETTSIM's engine (ttsim)": 36_000_000,
    "plain Python": 1_200_000,
}


def _shape(label: str, folder: str, people: str = "more") -> Contestant:
    return Contestant(label, f"{_HERE}.ours", (str(_SHAPES / folder), "1"), people=people)


def _of_many(label: str, threads: int) -> Contestant:
    rules = str(Path(__file__).parent / "rules")
    return Contestant(
        f"four rules, {label}", f"{_HERE}.ours", (rules, str(threads)), threads=threads, crowds=8
    )


MANY_PEOPLE = "many people"
TWO_PROCESSES = "four rules, two processes"
# of that group, too: each has half as many people, and both are at work at the same time
HALVES = tuple(
    Contestant(f"four rules, {which} of two", f"{_HERE}.ours") for which in ("first", "second")
)

# the first one of each group is what the others of the group are set beside
SHAPES = {
    "four rules": (
        OURS,
        Contestant(
            "the whole Shifeng book",
            f"{_HERE}.ours",
            ("cn/hunan/zhuzhou/shifeng", "1"),
            people="more",
        ),
    ),
    MANY_PEOPLE: (_of_many("one thread", 1), _of_many("two threads", 2)),
    "two plain rules": (
        _shape("two plain rules", "plain"),
        _shape("a status that comes and goes", "plain", "spells"),
        _shape("unless another status holds", "comes_and_goes"),
        _shape("one status or another", "either"),
        _shape("one rule excludes the other", "excludes"),
        _shape("the highest of both", "highest_of"),
    ),
    "age alone": (_shape("age alone", "age_only", "people"),),
}
