"""A calculation that ``subsidy calc --format json`` wrote, read strictly, with no float on the way.

``--detail monthly`` tells everything; ``annual`` all but the stock at the end of the period;
``totals`` counts persons of single schemes only: who draws two of a line's schemes, it cannot
tell, and such a count stays open.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from attrs import field, frozen

from subsidy.budget.calculated import Calculated, Source, last_month
from subsidy.dates import read_period
from subsidy.errors import BudgetRefused, Place, Problem, Words, failure_words
from subsidy.money import AmountError, read_yuan

__all__ = ["FileCalculation", "read_calculation"]

_MOST_BYTES = 1 << 30
_PERSON, _HOUSEHOLD = "person", "household"


@frozen
class _Row:
    """One row of a detailed calculation."""

    unit: str
    unit_id: str
    scheme: str
    months: int
    fen: int
    month: str


@frozen
class FileCalculation:
    """A calculation as its JSON file tells it. ``rows`` is None where only totals are given."""

    source: Source
    totals: Mapping[str, Calculated] = field(repr=False)  # by scheme, persons only
    rows: tuple[_Row, ...] | None = field(repr=False)
    last_month: str = ""  # set where rows are by month

    def of(self, schemes: tuple[str, ...]) -> Calculated | None:
        """What these schemes come to, as far as the file tells."""
        held = [name for name in schemes if name in self.totals]
        if not held:
            return None
        left_out = tuple(name for name in schemes if name not in self.totals)
        if self.rows is None:
            return self._of_totals(held, left_out)
        mine = [row for row in self.rows if row.scheme in held]
        only_persons = all(row.unit == _PERSON for row in mine)
        households = {row.unit_id for row in mine if row.unit == _HOUSEHOLD}
        at_end = {row.unit_id for row in mine if row.month == self.last_month}
        return Calculated(
            fen=sum(row.fen for row in mine),
            persons=len({row.unit_id for row in mine}) if only_persons else None,
            person_times=sum(row.months for row in mine) if only_persons else None,
            households=len(households) or None,
            year_end=len(at_end) if only_persons and self.last_month else None,
            left_out=left_out,
        )

    def _of_totals(self, held: list[str], left_out: tuple[str, ...]) -> Calculated:
        found = [self.totals[name] for name in held]
        return Calculated(
            fen=sum(one.fen for one in found),
            persons=found[0].persons if len(found) == 1 else None,
            person_times=_sum_known([one.person_times for one in found]),
            left_out=left_out,
        )


def _sum_known(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def read_calculation(path: str | Path) -> FileCalculation:
    """The calculation in a JSON file.

    Raises:
        BudgetRefused: it cannot be read, or is not what ``subsidy calc --format json`` writes.
    """
    file = Path(path)
    try:
        if file.stat().st_size > _MOST_BYTES:
            _refuse(file, "it is larger than 1 GiB", "文件超过 1 GiB")
        content = file.read_text("utf-8")
    except OSError as error:
        reason = failure_words(error.errno or 0)
        _refuse(file, f"it cannot be read: {reason.en}", f"无法读取：{reason.zh}")
    except UnicodeDecodeError:
        _refuse(file, "it is not UTF-8", "不是 UTF-8 编码")
    try:
        text = json.loads(content, parse_float=_no_float, parse_constant=_no_float)
        return _calculation(text)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, AmountError):
        _refuse(
            file,
            "it is not what subsidy calc --format json writes",
            "不是 subsidy calc --format json 的输出",
        )


def _no_float(_text: str) -> NoReturn:
    raise ValueError


def _refuse(file: Path, en: str, zh: str) -> NoReturn:
    message = Words(f"this is no calculation: {en}", f"计算结果无法使用：{zh}")
    cure = Words(
        "write one with subsidy calc … --detail monthly --format json --out FILE",
        "请用 subsidy calc … --detail monthly --format json --out FILE 生成",
    )
    raise BudgetRefused(Problem("calculation-file", Place(str(file)), message, cure))


def _calculation(text: dict[str, Any]) -> FileCalculation:
    receipt = text["receipt"]
    alone = not receipt.get("registers")  # else totals do not tell persons from households
    totals = {one["scheme"]: _total(one, counts_persons=alone) for one in receipt["totals"]}
    detail = next((name for name in ("monthly", "annual") if name in text), "")
    if not detail and "totals" not in text:
        raise ValueError
    rows = tuple(_row(one, detail) for one in text[detail]) if detail else None
    if rows is not None and sum(row.fen for row in rows) != read_yuan(text["total"]):
        raise ValueError
    if sum(one.fen for one in totals.values()) != read_yuan(text["total"]):
        raise ValueError
    return FileCalculation(
        source=_source(receipt),
        totals=totals,
        rows=rows,
        last_month=last_month(read_period(str(receipt["period"]))) if detail == "monthly" else "",
    )


def _source(receipt: dict[str, Any]) -> Source:
    counts = receipt["counts"]
    return Source(
        rulebook=str(receipt["rulebook"]["name"]),
        rulebook_sha256=str(receipt["rulebook"]["sha256"]),
        input_sha256=str(receipt["input"]["sha256"]),
        engine_version=str(receipt["engine"]["version"]),
        period=str(receipt["period"]),
        undetermined=_whole(counts["undetermined"]),
        set_aside=_whole(counts["set_aside"]),
        left_out={
            str(one["scheme"]): Words(str(one["why"]), str(one["why_zh"]))
            for one in receipt.get("not_calculated", ())
        },
        beside={str(one["unit"]): str(one["sha256"]) for one in receipt.get("registers", ())},
        changes=tuple(
            f"{one['name']}: {one['old']} → {one['new']}" for one in receipt.get("changes", ())
        ),
    )


def _total(one: dict[str, Any], *, counts_persons: bool) -> Calculated:
    units, times = _whole(one["units"]), _whole(one["unit_months"])
    return Calculated(
        fen=read_yuan(one["amount"]),
        persons=units if counts_persons else None,
        person_times=times if counts_persons else None,
    )


def _row(one: dict[str, Any], detail: str) -> _Row:
    is_monthly = detail == "monthly"
    return _Row(
        unit=str(one["unit"]),
        unit_id=str(one["unit_id"]),
        scheme=str(one["scheme"]),
        months=1 if is_monthly else _whole(one["months"]),
        fen=read_yuan(one["amount"]),
        month=str(one["month"]) if is_monthly else "",
    )


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError
    return value
