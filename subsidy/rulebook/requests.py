"""What a reform asks for: one change as it is written, ``target@months = value``, taken apart."""

from __future__ import annotations

import re
from fractions import Fraction

from attrs import frozen

from subsidy.dates import DateError, Month, read_month
from subsidy.errors import Place, Words
from subsidy.money import AmountError, read_ratio
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.record import Value
from subsidy.rulebook.text import TextScalar

__all__ = ["Request", "Step", "read_request", "read_steps"]

_BETWEEN = re.compile(r"\s*[,，;；]\s*|\s+")


@frozen
class Request:
    """One change: what it is of, the months [first, end) in which it holds, and its text.

    ``first`` None: from the beginning; ``end`` None: from then on.
    """

    key: str
    target: str
    first: Month | None
    end: Month | None
    value: Value

    @property
    def text(self) -> str:
        """The new value as written."""
        return self.value.text

    @property
    def place(self) -> Place:
        """The change that a problem is in."""
        return self.value.place

    @property
    def is_dated(self) -> bool:
        """Whether it names months."""
        return self.first is not None or self.end is not None


@frozen
class Step:
    """A percentage by which a value changes, from a month on (None: in all months asked for)."""

    factor: Fraction
    first: Month | None


def read_request(
    key: str, text: str, findings: Findings, place: Place | None = None
) -> Request | None:
    """A change as written; None where its months cannot be read."""
    at_key = place or Place("reform", heading=key)
    target, at, months = key.rpartition("@")
    value = Value(text, TextScalar(text, at_key, on_one_line=at_key.column is not None))
    if not at:
        return Request(key, key, None, None, value)
    first, colon, last = months.partition(":")
    try:
        begins = read_month(first)
        ends = Month(read_month(last) + 1) if colon else None
    except DateError as fault:
        message = Words(f"{months} is not a month: {fault}", f"{months} 不是月份")
        cure = Words(
            "write scheme.bracket@2023-07, or @2023-07:2023-12",
            "请写成 项目.档次@2023-07 或 @2023-07:2023-12",
        )
        findings.add("wrong-value", at_key, message, cure, months)
        return None
    if ends is not None and ends <= begins:
        message = Words(f"{months} ends before it begins", f"{months} 的止月早于起月")
        cure = Words("write the earlier month first", "请把较早的月份写在前面")
        findings.add("months-out-of-order", at_key, message, cure, months)
        return None
    return Request(key, target, begins, ends, value)


def read_steps(request: Request, findings: Findings) -> tuple[Step, ...] | None:
    """``+10%``, ``-5%``, or a series ``+3%@2023-07 +2.5%@2024-07``; None where it is no such text.

    The steps of a series build on one another.
    """
    parts = [part for part in _BETWEEN.split(request.text.strip()) if part]
    if not parts or parts[0][0] not in "+-" or not any("%" in part for part in parts):
        return None
    steps = [_step(part, request, findings) for part in parts]
    months = [step.first or 0 for step in steps if step]
    if len(steps) > 1 and (sorted(set(months)) != months or 0 in months):
        message = Words(
            f"{request.text} is not a series by months", f"{request.text} 不是按月份排列的序列"
        )
        cure = Words(
            "write each percentage with its month: +3%@2023-07 +2.5%@2024-07",
            "请为每个百分比注明月份：+3%@2023-07 +2.5%@2024-07",
        )
        findings.add("wrong-value", request.place, message, cure, request.text)
        return ()
    return tuple(step for step in steps if step is not None)


def _step(text: str, request: Request, findings: Findings) -> Step | None:
    sign, ratio, month_text = text[0], text[1:].partition("@")[0], text.partition("@")[2]
    try:
        share = read_ratio(ratio if sign in "+-" else "")
        month = read_month(month_text) if "@" in text else None
    except (AmountError, DateError):
        message = Words(f"{text} is not a percentage of a change", f"{text} 不是百分比变动")
        cure = Words("write +10%, -5% or +3%@2023-07", "请写 +10%、-5% 或 +3%@2023-07")
        findings.add("wrong-value", request.place, message, cure, text)
        return None
    factor = 1 + share if sign == "+" else 1 - share
    if factor < 0:
        message = Words(f"{text} takes away more than there is", f"{text} 减去的超过全部")
        cure = Words("write -100% or less of a cut", "最多减 100%")
        findings.add("wrong-value", request.place, message, cure, text)
        return None
    return Step(factor, month)
