"""The closed shape of a budget file, declared once; a workbook is read into the same shape."""

from __future__ import annotations

from subsidy.budget.model import COUNTS, MONEY, PERCENT
from subsidy.rulebook.kinds import Choice, Key, Keys, ListOf, OneOf, Scalar, ScalarKind

__all__ = ["BUDGET", "CLAIM", "CLAIMS", "FIGURE", "LINE", "NOTE", "STATED", "STATEMENT", "UNITS"]

CLAIMS = ("sum", "includes", "at_most", "share")
UNITS = ("元", "万元")

_TEXT = Scalar(ScalarKind.TEXT)
_NAME = Scalar(ScalarKind.NAME)
_TEXTS = ListOf(_TEXT, or_one=True, filled=True)
_LABELS = Keys("name", (
    Key("zh", _TEXT, "in Chinese", required=True),
    Key("en", _TEXT, "in English", required=True),
))  # fmt: skip
_AT = Key("at", _TEXT, "the place in the report")
_LABEL = Key("name", _LABELS, "the name in both languages", required=True)

STATEMENT = Keys("a statement", (
    Key("value", _TEXT, "the figure as printed", required=True),
    _AT,
    Key("quote", _TEXT, "the words around it"),
))  # fmt: skip
STATED = OneOf((_TEXT, STATEMENT, ListOf(STATEMENT, filled=True)))

LINE = Keys("a line", (
    Key("line", _NAME, "its short name", required=True),
    _LABEL,
    _AT,
    Key("part_of", _NAME, "the line that this is a part of; no total counts it again"),
    Key("parts", Choice(("all", "some")), "whether the named parts claim to be all; some where not said"),
    Key("schemes", ListOf(_NAME, or_one=True, filled=True), "the schemes that it pays for"),
    Key("rates", ListOf(OneOf((_TEXT, STATEMENT)), filled=True), "what a person is paid, yuan with a period"),
    Key("pays", Choice(("full", "up_to")), "whether everybody is paid the whole rate; full where not said"),
    *(Key(name, STATED, "an amount in the budget's unit") for name in MONEY),
    *(Key(name, STATED, "a count as printed, such as 9000多") for name in COUNTS),
    *(Key(name, STATED, "a stated rate of execution, in per cent") for name in PERCENT),
    Key("note", _TEXT, "free text for readers"),
))  # fmt: skip

CLAIM = Keys("a claim", (
    Key("sum", _TEXTS, "it is the sum of these"),
    Key("includes", _TEXTS, "these are part of it"),
    Key("at_most", _TEXT, "it is no more than this"),
    Key("share", Scalar(ScalarKind.SHARE), "it is this share of what `of` names"),
    Key("of", _TEXT, "what the share is of"),
    _AT,
    Key("assumed", _TEXT, "why a reader supposes this, where the report does not say it"),
))  # fmt: skip

FIGURE = Keys("a figure", (
    Key("figure", _NAME, "its short name", required=True),
    _LABEL,
    Key("kind", Choice(("money", "count")), "an amount in the budget's unit, or a count; money where not said"),
    _AT,
    Key("stated", STATED, "what the report says, once or several times", required=True),
    Key("claims", ListOf(CLAIM, filled=True), "what it says of itself"),
))  # fmt: skip

NOTE = Keys("a note", (
    Key("zh", _TEXT, "in Chinese", required=True),
    Key("en", _TEXT, "in English", required=True),
    Key("at", _TEXTS, "the places in the report"),
))  # fmt: skip

BUDGET = Keys("a budget", (
    Key("budget", _NAME, "its short name", required=True),
    _LABEL,
    Key("document", _TEXT, "the report that states the figures", required=True),
    Key("period", Scalar(ScalarKind.PERIOD), "the months that it is about", required=True),
    Key("unit", Choice(UNITS), "of every amount", required=True),
    Key("step", _TEXT, "what amounts are printed to, in that unit; 0.01 where not said"),
    Key("rounding", Choice(("half_up", "half_even", "up", "down")), "how amounts become printed ones; half_up where not said"),
    Key("lines", ListOf(LINE, filled=True), "the lines of spending", required=True),
    Key("figures", ListOf(FIGURE, filled=True), "further figures of the report, totals among them"),
    Key("notes", ListOf(NOTE, filled=True), "what no arithmetic tells"),
))  # fmt: skip
