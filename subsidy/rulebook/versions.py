"""Versions by month: their order, and the months that contradict one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from attrs import evolve

from subsidy.dates import Month, show_month
from subsidy.errors import Words
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.model import ParameterVersion, PayVersion
from subsidy.rulebook.record import Record

__all__ = [
    "BEGINNING",
    "Version",
    "check_versions",
    "first_month",
    "holes",
    "in_order",
    "refuse_months",
]

BEGINNING = Month(0)

Version = TypeVar("Version", ParameterVersion, PayVersion)


def first_month(version: ParameterVersion | PayVersion) -> Month:
    """The month from which a version holds; the beginning of all months where not said."""
    return BEGINNING if version.from_month is None else version.from_month


def in_order(versions: Iterable[Version]) -> tuple[Version, ...]:
    """Versions by first month, then by decision.

    A version without an end lasts until the next one; where that next one ends before another
    begins, this has to be written down, or the older version would come back to life.
    """
    ordered = sorted(
        versions, key=lambda version: (first_month(version), version.decided_on or date.min)
    )
    return tuple(_ended(version, ordered) for version in ordered)


def _ended(version: Version, ordered: Sequence[Version]) -> Version:
    later = [other for other in ordered if first_month(other) > first_month(version)]
    if version.until_month is not None or not later:
        return version
    if all(other.until_month is None for other in later):
        return version
    return evolve(version, until_month=first_month(later[0]))


def holes(versions: Sequence[Version]) -> list[tuple[Month, Month, Version]]:
    """Months [first, end) inside the span of *versions* that none of them covers, with the next one."""
    found: list[tuple[Month, Month, Version]] = []
    covered: Month | None = None
    for version in versions:
        begins = first_month(version)
        if covered is not None and begins > covered:
            found.append((covered, begins, version))
        end = version.until_month if version.until_month is not None else _next(version, versions)
        covered = end if covered is None else max(covered, end)
    return found


def _next(version: Version, versions: Sequence[Version]) -> Month:
    later = [first_month(other) for other in versions if first_month(other) > first_month(version)]
    return min(later, default=Month(1 << 30))


def check_versions(versions: Sequence[Version], what: Words, findings: Findings) -> None:
    """Note versions that overlap and months between versions that have no rate."""
    for first, end, version in holes(versions):
        last = Month(end - 1)
        months = (
            show_month(first) if first == last else f"{show_month(first)} to {show_month(last)}"
        )
        months_zh = (
            show_month(first) if first == last else f"{show_month(first)} 至 {show_month(last)}"
        )
        findings.add(
            "period-without-rate",
            version.place,
            Words(f"{what.en} has no rate for {months}", f"{what.zh} 在 {months_zh} 没有标准"),
            Words(
                "begin this version earlier, or end the one before later",
                "请提前本版本的起始月，或延后上一版本的终止月",
            ),
        )
    for index, version in enumerate(versions):
        for other in versions[index + 1 :]:
            _refuse_overlap(version, other, what, findings)


def _refuse_overlap(version: Version, other: Version, what: Words, findings: Findings) -> None:
    begins = show_month(first_month(other))
    if first_month(version) == first_month(other):
        if version.decided_on == other.decided_on:
            message = Words(
                f"{what.en} has two versions from {begins}, and nothing says which was decided last",
                f"{what.zh} 有两个版本都自 {begins} 起，无法判断哪个在后",
            )
            cure = Words(
                "give each its decided_on, or remove one", "请注明各自的 decided_on，或删去其一"
            )
            findings.add("versions-overlap", other.place, message, cure, begins)
    elif version.until_month is not None and version.until_month > first_month(other):
        ends = show_month(version.until_month)
        message = Words(
            f"{what.en} has a version until {ends} and another from {begins}",
            f"{what.zh} 的一个版本到 {ends} 为止，另一个版本却自 {begins} 起",
        )
        cure = Words(
            f"end the first with effective_until: {begins}",
            f"请把前一版本写为 effective_until: {begins}",
        )
        findings.add("versions-overlap", other.place, message, cure, begins)


def refuse_months(record: Record, findings: Findings) -> None:
    """Note months of one version, or of a scheme, that are out of order."""
    _refuse_confirmed_beyond(record, findings)
    begins, ends = record.month("effective_from"), record.month("effective_until")
    if begins is not None and ends is not None and ends <= begins:
        message = Words(
            f"this ends in {show_month(ends)} and begins in {show_month(begins)}",
            f"终止月 {show_month(ends)} 不晚于起始月 {show_month(begins)}",
        )
        cure = Words(
            "effective_until is the first month after", "effective_until 应为其后的第一个月"
        )
        place = record.place_of("effective_until")
        findings.add(
            "months-out-of-order", place, message, cure, record_text(record, "effective_until")
        )
    confirmed = record.month("last_confirmed")
    if begins is not None and confirmed is not None and confirmed < begins:
        message = Words(
            f"last confirmed for {show_month(confirmed)}, before it begins in {show_month(begins)}",
            f"最后确认月 {show_month(confirmed)} 早于起始月 {show_month(begins)}",
        )
        cure = Words(
            "last_confirmed is a month of this version", "last_confirmed 应在本版本的月份之内"
        )
        place = record.place_of("last_confirmed")
        findings.add(
            "months-out-of-order", place, message, cure, record_text(record, "last_confirmed")
        )


def _refuse_confirmed_beyond(record: Record, findings: Findings) -> None:
    ends, confirmed = record.month("effective_until"), record.month("last_confirmed")
    if ends is None or confirmed is None or confirmed < ends:
        return
    message = Words(
        f"last confirmed for {show_month(confirmed)}, when it no longer holds: it ends with "
        f"{show_month(Month(ends - 1))}",
        f"最后确认月 {show_month(confirmed)} 时已不再执行：执行至 {show_month(Month(ends - 1))}",
    )
    cure = Words("last_confirmed is a month of this version", "last_confirmed 应在本版本的月份之内")
    place, text = record.place_of("last_confirmed"), record_text(record, "last_confirmed")
    findings.add("months-out-of-order", place, message, cure, text)


def record_text(record: Record, key: str) -> str:
    """The text under *key* as written."""
    value = record.value(key)
    return value.text if value else ""
