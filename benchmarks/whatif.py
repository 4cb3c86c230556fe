"""`make whatif`: one more scenario from person-months, beside a full recalculation.

Both must give the same fen, scheme by scheme, or nothing is measured. Times are medians.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import subsidy
from benchmarks.contestants.ours import RULES, register_of
from benchmarks.people import draw_people
from subsidy.calculation import calculate
from subsidy.dates import read_period
from subsidy.scenario.costing import Costing


def main() -> int:
    """Measure, compare, print."""
    options = _options()
    book, period = subsidy.load_rulebook(RULES), read_period("2023")
    people = register_of(draw_people(options.people))
    first, baseline = _timed(lambda: calculate(book, people, period))
    costing = Costing(baseline)
    scheme = max(book.schemes, key=lambda one: len(one.amount.rows))
    target = f"{scheme.name}.{scheme.amount.rows[0].name}".rstrip(".")
    changes = [{target: f"+{n}.{n % 100:02}"} for n in range(1, options.scenarios + 1)]
    ready, _ = _timed(lambda: costing.costs(book.reform(changes[0])))
    reforms = [_timed(lambda c=change: book.reform(c)) for change in changes]
    answers = [_timed(lambda b=reform: costing.costs(b)) for _, reform in reforms]
    again, alone = _timed(lambda: calculate(reforms[-1][1], people, period))
    totals = alone.totals(("scheme",)).to_dicts()
    fen = {row["scheme"]: int(row["amount"] * 100) for row in totals}
    said = answers[-1][1]
    if not said.from_person_months or {k: v for k, v in said.by_scheme.items() if v} != fen:
        sys.exit(f"{target} differs: {said.by_scheme} and {fen}; nothing was measured")
    both = [one[0] + two[0] for one, two in zip(reforms, answers, strict=True)]
    rows = [
        (f"first calculation of {len(people):,} people", first),
        ("person-months, once (with the first scenario)", ready),
        (f"one more scenario, from its rulebook (median of {len(both)})", _middle(answers)),
        ("… and making the rulebook: text, checks, hash", _middle(reforms)),
        ("… both together", median(both)),
        ("the same by calculating everybody again", again),
    ]
    print(f"{target}, 2023; every scheme the same fen both ways")
    for name, seconds in rows:
        print(f"{name:62} {seconds * 1000:12,.3f} ms")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000_000)
    parser.add_argument("--scenarios", type=int, default=200)
    return parser.parse_args()


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    answer = work()
    return time.perf_counter() - begun, answer


def _middle(timed: list[tuple[float, object]]) -> float:
    return median(seconds for seconds, _ in timed)


if __name__ == "__main__":
    sys.exit(main())
