"""What a reform asks for: one change as it is written, ``target@months = value``, taken apart."""

from __future__ import annotations

import re
from fractions import Fraction

from attrs import frozen

from subsidy.dates import DateError, Month, read_month
from subsidy.errors import Place, Words
from subsidy.money import AmountError, read_ratio, read_yuan
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.record import Value
from subsidy.rulebook.text import TextScalar

__all__ = ["Request", "Step", "read_request", "read_steps"]

_WITH_PERIOD = re.compile(r"([+-][0-9.]+)\s*(?:per\s+[a-z-]+|元?/\S+)")
_BETWEEN = re.compile(r"\s*[,，;；]\s*|\s+")
_BEFORE_PERCENT = re.compile(r"\s+(?=%)")
_WIDE = str.maketrans(
    "＋－％＠．０１２３４５６７８９", "+-%@.0123456789"
)  # as Chinese keyboards write them


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
    """By what a value is multiplied, and the fen that are then added for its own period, from a
    month on (None: in all months asked for).
    """

    factor: Fraction
    fen: int
    first: Month | None


def read_request(
    key: str, text: str, findings: Findings, place: Place | None = None
) -> Request | None:
    """A change as written; None where its months cannot be read."""
    at_key = place or Place("reform", heading=key)
    if not isinstance(text, str):
        kind = type(text).__name__
        message = Words(
            f"a new value is written as text, not as {kind}", f"新值须写成文本，不能是 {kind}"
        )
        cure = Words('write "720.00 per year"', '请写 "720.00 per year"')
        findings.add("wrong-value", at_key, message, cure, str(text))
        return None
    target, at, months = key.rpartition("@")
    if text.lstrip()[:1] in ("+", "-", "＋", "－"):
        text = _BEFORE_PERCENT.sub("", text.translate(_WIDE))
    value = Value(text, TextScalar(text, at_key, on_one_line=at_key.column is not None))
    if not at:
        return Request(key, key, None, None, value)
    first, colon, last = months.partition(":")
    try:
        begins = read_month(first)
        ends = Month(read_month(last) + 1) if colon else None
    except DateError as fault:
        message = Words(f"{months or '@'} is not a month: {fault}", f"{months or '@'} 不是月份")
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
    """``+10%``, ``-5%``, ``+60.00`` (yuan, for the rate's own period), or a series by months,
    ``+3%@2023-07 +2.5%@2024-07``; None where it is no such text.

    The steps of a series build on one another.
    """
    parts = [part for part in _BETWEEN.split(request.text.strip()) if part]
    if not parts or parts[0][0] not in "+-":
        return None
    if _WITH_PERIOD.fullmatch(request.text.strip()):
        _refuse_period(request, findings)
        return ()
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


def _refuse_period(request: Request, findings: Findings) -> None:
    text = request.text.strip()
    message = Words(
        f"{text} is a change, which has no period of its own", f"{text} 是调整额，不另写期间"
    )
    change, plain = _WITH_PERIOD.sub(r"\1", text), text[1:]
    cure = Words(
        f"write {change} for a change of the rate in its own period, {plain} for a new rate",
        f"调整请写 {change}（按标准自身的期间），新标准请写 {plain}",
    )
    findings.add("wrong-value", request.place, message, cure, text)


def _step(text: str, request: Request, findings: Findings) -> Step | None:
    change, at, month_text = text.partition("@")
    sign, number = change[:1], change[1:]
    try:
        if sign not in ("+", "-"):
            number = ""  # which no reader takes
        month = read_month(month_text) if at else None
        if number.endswith("%"):
            share = read_ratio(number)
            return _not_below_zero(
                Step(1 + share if sign == "+" else 1 - share, 0, month), request, findings
            )
        fen = read_yuan(number)
        return Step(Fraction(1), fen if sign == "+" else -fen, month)
    except (AmountError, DateError):
        message = Words(f"{text} is not a change of a rate", f"{text} 不是对标准的调整")
        cure = Words(
            "write +10%, -5%, +60.00 (yuan, for the period of the rate) or +3%@2023-07",
            "请写 +10%、-5%、+60.00（元，按标准自身的期间）或 +3%@2023-07",
        )
        findings.add("wrong-value", request.place, message, cure, text)
        return None


def _not_below_zero(step: Step, request: Request, findings: Findings) -> Step | None:
    if step.factor >= 0:
        return step
    message = Words(
        f"{request.text} takes away more than there is", f"{request.text} 减去的超过全部"
    )
    cure = Words("take away 100% at most", "最多减 100%")
    findings.add("wrong-value", request.place, message, cure, request.text)
    return None
