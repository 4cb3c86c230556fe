"""Deliberate faults where sums have a closed form; see ``faults``."""

from __future__ import annotations

from tests.proving.fault import Fault

__all__ = ["FAULTS_OF_SUMS"]

SUMMING = "tests/engine/test_summing.py"
BIRTHS = "tests/engine/test_by_birth.py"
OF_SPELLS = "test_sums_are_those_of_the_spells"
BY_MONTH = "test_drawn_rules_come_to_the_same_by_month"

AMOUNTS = "subsidy/results/amounts.py"
BY_BIRTH = "subsidy/engine/by_birth.py"
READY = "subsidy/engine/ready.py"
TALLY = "subsidy/engine/summing.py"
THRESHOLDS = "subsidy/engine/thresholds.py"


FAULTS_OF_SUMS = (
    Fault(
        SUMMING, OF_SPELLS, "months before the period are paid for",
        TALLY, "return np.where(months < plan.period.first, 0, paid)", "return paid",
    ),
    Fault(
        SUMMING, OF_SPELLS, "the step inside a run changes nothing",
        TALLY,
        "*(before - after for before, after in pairwise(until))",
        "*(before - before for before, after in pairwise(until))",
    ),
    Fault(
        BIRTHS, OF_SPELLS, "whoever has had every birthday is taken for a day younger",
        BY_BIRTH, "window.first + 1) - 1", "window.first + 30)",
    ),
    Fault(
        BIRTHS, OF_SPELLS, "the last births of the window are left out",
        BY_BIRTH, "return cls(column, first_born, last - first + 1,", "return cls(column, first_born, last - first - 20,",
    ),
    Fault(
        BIRTHS, OF_SPELLS, "deaths and moves away are looked up by birth",
        BY_BIRTH,
        "bound += [day.ends_before(window.end, cells[day.column]) for day in self.ends]",
        "bound += []",
    ),
    Fault(
        BIRTHS, OF_SPELLS, "who moves in is looked up by birth",
        BY_BIRTH,
        "bound += [day.begins_after(window.first, cells[day.column]) for day in self.starts]",
        "bound += []",
    ),
    Fault(
        BIRTHS, OF_SPELLS, "who has always lived here goes the general way",
        THRESHOLDS,
        "        if self.empty is not Empty.EARLY:\n            cells = cells.view(np.uint32)\n        after",
        "        cells = cells.view(np.uint32)\n        after",
    ),
    Fault(
        BIRTHS, OF_SPELLS, "others are paid on top of what their birth says",
        READY, "            fen[others] = 0\n", "",
    ),
    Fault(
        BIRTHS, OF_SPELLS, "others are counted among those born on their day",
        READY,
        "born = self.by_birth.count(batch) - self.by_birth.count(self.by_birth.only(others, batch))",
        "born = self.by_birth.count(batch)",
    ),
    Fault(
        BIRTHS, BY_MONTH, "every month pays the instalment of its neighbour",
        AMOUNTS,
        "which = slice((month - plan.period.first) % MONTHS_PER_YEAR,",
        "which = slice((month + 1 - plan.period.first) % MONTHS_PER_YEAR,",
    ),
    Fault(
        BIRTHS, BY_MONTH, "undetermined months are paid",
        AMOUNTS,
        "    known = settled if settled.missing is None else settled.take(settled.missing == 0)\n    if",
        "    known = settled\n    if",
    ),
    Fault(
        BIRTHS, "test_few_people_are_not_looked_up", "a table for one person",
        BY_BIRTH, "return batch.size >= self.births", "return True",
    ),
)  # fmt: skip
