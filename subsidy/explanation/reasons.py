"""Reasons as values: a frozen tree that prints as text in two languages and as plain JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from attrs import field, frozen

from subsidy.dates import Month, show_month
from subsidy.engine.outcome import Status
from subsidy.errors import Words
from subsidy.money import show_yuan
from subsidy.report.language import display_width, pad_right

__all__ = ["Explanation", "Mark", "NotCalculated", "Reason", "SchemeExplanation"]

INDENT = "  "
WIDEST = 40


class Mark(Enum):
    """Whether a condition is met."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"


_SIGNS = {Mark.MET: "✓", Mark.NOT_MET: "✗", Mark.UNKNOWN: "?", None: "·"}

_CONCLUSIONS = {
    Status.ENTITLED: Words("entitled", "享受"),
    Status.NOT_ELIGIBLE: Words("not eligible", "不享受"),
    Status.UNDETERMINED: Words("undetermined", "待核"),
}

_OUTBID = Words("not paid", "不发放")
_SHARE = Words(" (share of the household's amount)", "（家庭待遇中的本人份额）")
_UNITS = {
    "household": Words("household ", "家庭 "),
    "institution": Words("institution ", "机构 "),
}
_NOT_CALCULATED = Words("Not calculated:", "未计算：")


@frozen
class Reason:
    """One step: what it is about (``code``), in words, with the plain values that it rests on."""

    code: str
    words: Words
    mark: Mark | None = None
    values: Mapping[str, str | int | bool | None] = field(factory=dict)
    reasons: tuple[Reason, ...] = ()
    note: Words | None = None  # what the register says about it

    def headline(self, language: str, width: int) -> str:
        """The step in one line, its note *width* columns to the right."""
        words = self.words.in_language(language)
        if self.note is None:
            return f"{_SIGNS[self.mark]} {words}"
        padded = pad_right(words, max(width, display_width(words)))
        return f"{_SIGNS[self.mark]} {padded}  {self.note.in_language(language)}"

    def as_json(self) -> dict[str, Any]:
        """Plain values; keys without content are left out."""
        told: dict[str, Any] = {"code": self.code, "en": self.words.en, "zh": self.words.zh}
        if self.note is not None:
            told |= {"note_en": self.note.en, "note_zh": self.note.zh}
        if self.mark is not None:
            told["mark"] = self.mark.value
        told |= self.values
        if self.reasons:
            told["reasons"] = [reason.as_json() for reason in self.reasons]
        return told


def _lines(reasons: tuple[Reason, ...], language: str, depth: int) -> Iterator[str]:
    """A line each, notes aligned, what a step rests on below it."""
    noted = [reason.words.in_language(language) for reason in reasons if reason.note]
    width = min(max(map(display_width, noted), default=0), WIDEST)
    for reason in reasons:
        yield INDENT * depth + reason.headline(language, width)
        yield from _lines(reason.reasons, language, depth + 1)


@frozen
class SchemeExplanation:
    """One scheme's conclusion and the reasons for it, in the order in which they decide."""

    scheme: str
    labels: Words
    status: Status
    fen: int
    bracket: str
    missing: tuple[str, ...]
    reasons: tuple[Reason, ...]
    is_outbid: bool = False  # eligible, but another scheme of a group takes its place
    is_share: bool = False  # what a member has of what the household is due

    def lines(self, language: str) -> Iterator[str]:
        """A headline and the reasons below it."""
        name = self.labels.in_language(language)
        name += _SHARE.in_language(language) if self.is_share else ""
        conclusion = (_OUTBID if self.is_outbid else _CONCLUSIONS[self.status]).in_language(
            language
        )
        amount = ""
        if self.status is Status.ENTITLED:
            amount = f" {show_yuan(self.fen)}" + (" 元" if language == "zh" else " yuan")
        yield f"{name}{'：' if language == 'zh' else ': '}{conclusion}{amount}"
        yield from _lines(self.reasons, language, 1)

    def as_json(self) -> dict[str, Any]:
        """Plain values; the amount as text."""
        return {
            "scheme": self.scheme,
            "name": {"en": self.labels.en, "zh": self.labels.zh},
            "status": self.status.value,
            "amount": show_yuan(self.fen),
            "bracket": self.bracket,
            "missing": list(self.missing),
            "is_share": self.is_share,
            "reasons": [reason.as_json() for reason in self.reasons],
        }


@frozen
class NotCalculated:
    """A scheme that was left out, and why."""

    scheme: str
    labels: Words
    why: Words

    def line(self, language: str) -> str:
        """The scheme and the reason in one line."""
        colon = "：" if language == "zh" else ": "
        words = f"{self.labels.in_language(language)}{colon}{self.why.in_language(language)}"
        return f"{INDENT}{_SIGNS[None]} {words}"

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"scheme": self.scheme, "why": self.why.en, "why_zh": self.why.zh}


@frozen
class Explanation:
    """Why one unit is, or is not, due what it is due in one month. Holds no name or ID number.

    ``left_out`` are the schemes of such units that are not calculated.
    """

    unit_id: str
    month: Month
    rulebook: str
    labels: Words
    schemes: tuple[SchemeExplanation, ...]
    unit: str = "person"
    left_out: tuple[NotCalculated, ...] = ()

    def text(self, language: str = "en") -> str:
        """The whole as lines for a clerk, in ``"en"`` or ``"zh"``."""
        place = self.labels.in_language(language)
        unit = _UNITS[self.unit].in_language(language) if self.unit in _UNITS else ""
        head = f"{unit}{self.unit_id}  {show_month(self.month)}  {place}"
        blocks = ["\n".join(scheme.lines(language)) for scheme in self.schemes]
        if self.left_out:
            lines = [one.line(language) for one in self.left_out]
            blocks.append("\n".join([_NOT_CALCULATED.in_language(language), *lines]))
        return "\n\n".join([head, *blocks]) + "\n"

    def as_json(self) -> dict[str, Any]:
        """The whole as plain values, amounts as text such as ``"50.00"``."""
        return {
            "unit": self.unit,
            "unit_id": self.unit_id,
            "month": show_month(self.month),
            "rulebook": self.rulebook,
            "schemes": [scheme.as_json() for scheme in self.schemes],
            "not_calculated": [one.as_json() for one in self.left_out],
        }
