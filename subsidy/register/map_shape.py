"""The closed shape of a mapping file, declared once, in the words of rule files."""

from __future__ import annotations

from subsidy.register.roster_map import SEPARATORS
from subsidy.rulebook.kinds import Choice, Key, Keys, ListOf, Named, OneOf, Scalar, ScalarKind

__all__ = ["DATE_FORMS", "ROSTER", "UNITS"]

DATE_FORMS = ("year_month_day", "day_month_year", "month_day_year", "serial")
UNITS = {"元": 100, "yuan": 100, "万元": 1_000_000}

_TEXT = Scalar(ScalarKind.TEXT)
_FILE = Keys("file", (
    Key("separator", Choice(tuple(SEPARATORS)), "what stands between the fields of a CSV file"),
    Key("encoding", Choice(("utf-8", "gb18030", "utf-16")), "the encoding of a CSV file"),
    Key("sheet", ListOf(_TEXT, or_one=True, filled=True), "the sheets to read"),
    Key("header_row", Scalar(ScalarKind.WHOLE), "the line, or row of the sheet, of the headings"),
))  # fmt: skip
_FIXED = OneOf((_TEXT, Keys("a fixed value", (
    Key("from", Choice(("sheet",)), "the name of the sheet", required=True),
))))  # fmt: skip
_TOLD = OneOf((_TEXT, Keys("a value of the row", (
    Key("column", _TEXT, "the heading of the column that tells it", required=True),
))))  # fmt: skip
_CONSEQUENCE = OneOf((_TEXT, Named(_TOLD, filled=True)))
_MEMBERS = ListOf(Named(_TEXT, filled=True), filled=True)

_READING = (
    Key("file", _FILE, "how the file is taken apart"),
    Key("columns", Named(_TEXT, ScalarKind.TEXT, filled=True), "headings and the facts they tell"),
    Key("ignore", ListOf(_TEXT, or_one=True, filled=True), "headings that are not read"),
    Key("fixed", Named(_FIXED, filled=True), "facts that are the same in every row"),
    Key("words", Named(Named(_TEXT, ScalarKind.TEXT, filled=True), filled=True), "facts, and words with what they stand for"),
    Key("standing", Named(Named(_CONSEQUENCE, ScalarKind.TEXT, filled=True), ScalarKind.TEXT, filled=True), "headings whose words say whether somebody goes on"),
    Key("dates", Named(Choice(DATE_FORMS), filled=True), "date facts, and how they are written"),
    Key("money", Named(Choice(tuple(UNITS)), filled=True), "money facts, and their unit"),
)  # fmt: skip

ROSTER = Keys("a mapping file", (
    Key("roster", _TEXT, "what kind of roster it is for", required=True),
    Key("note", _TEXT, "free text for readers"),
    *_READING,
    Key("members", _MEMBERS, "households in one row: for each member, facts and their headings"),
    Key("household_size", _TEXT, "the heading of the number of members"),
    Key("household", Keys("the register of households", _READING), "how the register of households is read"),
    Key("institution", Keys("the register of institutions", _READING), "how the register of institutions is read"),
))  # fmt: skip
