"""How days become months: the conventions of a scheme, or the one day that decides."""

from __future__ import annotations

from subsidy.dates import MONTHS_PER_YEAR
from subsidy.errors import Words
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.model import Once, Timing, When
from subsidy.rulebook.reading import read_source
from subsidy.rulebook.record import Record

__all__ = ["read_timing"]

LAST_DAY = 31
WHEN = {"same_month": When.SAME_MONTH, "next_month": When.NEXT_MONTH}
CONVENTIONS = ("start", "change", "stop")


def read_timing(scheme: Record, findings: Findings) -> Timing | None:
    """The timing of a scheme; None where any part was refused."""
    record = scheme.record("timing")
    if record is None:
        return None
    mark = len(findings)
    _demand_one_way(record, findings)
    if not record.sound:
        return None
    if "once" in record and "pays_in" in record:
        message = Words(
            "once and pays_in both say which months are paid", "once 与 pays_in 都规定发放月份"
        )
        cure = Words("keep one of the two", "请只保留其中一个")
        findings.add("timing-form", record.place_of("pays_in"), message, cure)
    pays_in = _pays_in(record, findings)
    if findings.since(mark):
        return None
    start, change, stop = (WHEN.get(record.text(key), When.SAME_MONTH) for key in CONVENTIONS)
    on_day = record.text("on_day")
    return Timing(
        start,
        change,
        stop,
        read_source(record, read_source(scheme)),
        on_day=None if not on_day else LAST_DAY if on_day == "last" else int(on_day),
        once=Once(record.text("once") or Once.EVERY_MONTH.value),
        pays_in=pays_in,
    )


def _demand_one_way(record: Record, findings: Findings) -> None:
    """Either the three conventions, or the one day."""
    given = [key for key in CONVENTIONS if key in record]
    lacking = [key for key in CONVENTIONS if key not in record]
    if "on_day" in record and given:
        message = Words(
            f"one day decides, so {given[0]} says nothing", f"由一日决定，{given[0]} 不起作用"
        )
        cure = Words("keep on_day, or the three others", "请只保留 on_day，或另外三项")
        findings.add("timing-form", record.place_of(given[0]), message, cure, given[0])
    if "on_day" not in record and lacking:
        for key in lacking:
            message = Words(f"timing has no {key}", f"timing 缺少 {key}")
            cure = Words(f"add {key}: …", f"请补充 {key}: …")
            findings.add("missing-key", record.place, message, cure)


def _pays_in(record: Record, findings: Findings) -> tuple[int, ...]:
    values = record.values("pays_in")
    months = tuple(value.value for value in values if isinstance(value.value, int))
    for number, value in enumerate(values):
        wrong = not 1 <= months[number] <= MONTHS_PER_YEAR
        if wrong or months[number] in months[:number]:
            message = Words(
                f"{value.text} is no month, or named twice", f"{value.text} 不是月份，或重复"
            )
            cure = Words("write each month once, from 1 to 12", "每个月份只写一次，1 至 12")
            findings.add("wrong-value", value.place, message, cure, value.text)
    return months
