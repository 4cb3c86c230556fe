"""The receipt of a run: what was calculated from what, by which rules, and what it came to.

Without a clock: the same rules and the same register give the same receipt, byte for byte.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import polars as pl
from attrs import asdict, field, frozen

from subsidy import __version__
from subsidy.dates import MONTHS_PER_YEAR, Period, show_month
from subsidy.register.table import People, SheetCount
from subsidy.results.assumed import Assumption
from subsidy.rulebook.in_play import LeftOut
from subsidy.rulebook.model import Change

__all__ = [
    "Receipt",
    "RegisterRead",
    "SchemeTotal",
    "engine_version",
    "non_data",
    "period_text",
    "register_read",
    "rows_set_aside",
    "scheme_totals",
]

ENGINE = "subsidy"


@frozen
class SchemeTotal:
    """What one scheme came to: distinct units, paid months, yuan as text."""

    scheme: str
    units: int
    unit_months: int
    amount: str


@frozen
class RegisterRead:
    """A register beside that of persons: of which unit, which content, how many records."""

    unit: str
    sha256: str
    records_read: int
    set_aside: int


@frozen
class Receipt:
    """Enough to tell two runs apart and to check one against another.

    ``calculated``, ``set_aside``: records of the register. ``undetermined``: pairs of a unit
    and a scheme with months that could not be decided. ``amount`` and ``by_month`` are control
    sums in yuan, worked out on two different ways.
    """

    rulebook: str
    rulebook_sha256: str
    engine_version: str
    input_sha256: str
    period: str
    records_read: int
    calculated: int
    set_aside: int
    undetermined: int
    totals: tuple[SchemeTotal, ...]
    amount: str
    unit_months: int
    by_month: Mapping[str, str]
    assumed: tuple[Assumption, ...]
    non_data: Mapping[str, int] = field(factory=dict)  # rows that are no people, by kind
    sheets: tuple[SheetCount, ...] = ()  # of workbooks
    changes: tuple[Change, ...] = ()  # rates that the rules were given for this run
    registers: tuple[RegisterRead, ...] = ()  # beside that of persons
    left_out: tuple[LeftOut, ...] = ()  # schemes that were not calculated

    def as_json(self) -> dict[str, Any]:
        """The receipt as plain values for JSON."""
        return {
            "rulebook": {"name": self.rulebook, "sha256": self.rulebook_sha256},
            "engine": {"name": ENGINE, "version": self.engine_version},
            "input": {"sha256": self.input_sha256},
            "period": self.period,
            "counts": {
                "records_read": self.records_read,
                "calculated": self.calculated,
                "set_aside": self.set_aside,
                "undetermined": self.undetermined,
                "non_data": dict(self.non_data),
            },
            "sheets": [asdict(one) for one in self.sheets],
            "totals": [asdict(total) for total in self.totals],
            "control": {
                "amount": self.amount,
                "unit_months": self.unit_months,
                "by_month": dict(self.by_month),
            },
            "assumed": [asdict(one) for one in self.assumed],
            "changes": [asdict(one) for one in self.changes],
            "registers": [asdict(one) for one in self.registers],
            "not_calculated": [
                {"scheme": one.scheme, "why": one.why.en, "why_zh": one.why.zh}
                for one in self.left_out
            ],
        }

    def as_text(self) -> str:
        """The receipt as JSON text, UTF-8 to be."""
        return json.dumps(self.as_json(), ensure_ascii=False, indent=2) + "\n"


def engine_version() -> str:
    """The version of this package."""
    return __version__


def period_text(period: Period) -> str:
    """The shortest writing of a period: ``2023``, ``2023-05`` or ``2023-01:2023-06``.

    >>> from subsidy.dates import read_period
    >>> period_text(read_period("2023-01:2023-12"))
    '2023'
    """
    length = period.end - period.first
    if length == MONTHS_PER_YEAR and period.first % MONTHS_PER_YEAR == 0:
        return show_month(period.first)[:4]
    return show_month(period.first) if length == 1 else str(period)


def non_data(people: People) -> dict[str, int]:
    """How many rows of the source are no people, by kind: titles, totals, signatures, empty ones."""
    if not people.sheets:
        return dict(sorted(Counter(one.kind.value for one in people.apart).items()))
    counted: Counter[str] = Counter()
    for sheet in people.sheets:
        counted.update(sheet.non_data)
    return dict(sorted(counted.items()))


def rows_set_aside(people: People) -> int:
    """How many records were set aside, whatever the number of reasons."""
    return len({(one.sheet, one.row) for one in people.set_aside})


def register_read(people: People) -> RegisterRead:
    """What a receipt says of one register."""
    return RegisterRead(people.unit, people.sha256, people.records_read, rows_set_aside(people))


def scheme_totals(totals: pl.DataFrame) -> tuple[SchemeTotal, ...]:
    """Totals by scheme as values."""
    return tuple(
        SchemeTotal(row["scheme"], row["units"], row["unit_months"], f"{row['amount']:.2f}")
        for row in totals.iter_rows(named=True)
    )
