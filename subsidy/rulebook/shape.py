"""The closed shape of every rule file, declared once.

From it come the problems of unknown, missing and wrong keys (:mod:`subsidy.rulebook.conform`)
and the JSON Schema for editors (:mod:`subsidy.rulebook.schema`).
"""

from __future__ import annotations

from subsidy.rulebook.kinds import (
    Choice,
    Key,
    Keys,
    ListOf,
    Named,
    OneOf,
    Scalar,
    ScalarKind,
    Typed,
)

__all__ = [
    "CASES",
    "FACTS",
    "FACT_FILES",
    "FILES",
    "OVERLAPS",
    "OVERRIDE",
    "PARAMETERS",
    "PLACE",
    "RULE_FILES",
    "SCHEME",
]

TEXT = Scalar(ScalarKind.TEXT)
NAME = Scalar(ScalarKind.NAME)
MONTH = Scalar(ScalarKind.MONTH)
DATE = Scalar(ScalarKind.DATE)
WHOLE = Scalar(ScalarKind.WHOLE)
YUAN = Scalar(ScalarKind.YUAN)
SHARE = Scalar(ScalarKind.SHARE)
FORMULA = Scalar(ScalarKind.FORMULA)
CELL = Scalar(ScalarKind.CELL)
NAMES = ListOf(NAME, or_one=True)
UNKNOWN_KINDS = (
    "money per month", "money per quarter", "money per half-year", "money per year", "share", "whole",
)  # fmt: skip
PERIOD = Choice(("month", "quarter", "half-year", "year"))
WHEN = Choice(("same_month", "next_month"))

LABELS = Keys("name", (
    Key("zh", TEXT, "the Chinese name", required=True),
    Key("en", TEXT, "the English name", required=True),
))  # fmt: skip
ROUNDING = Keys("rounding", (
    Key("mode", Choice(("half_up", "half_even", "up", "down", "exact")), "how a value between two steps is rounded", required=True),
    Key("to", Choice(("fen", "jiao", "yuan")), "the step; fen where not said"),
))  # fmt: skip
BASIS = Keys("legal_basis", (
    Key("document", TEXT, "title or number of the document", required=True),
    Key("clause", TEXT, "the clause in it"),
))  # fmt: skip

_SOURCE = (
    Key("legal_basis", BASIS, "where this is published"),
    Key("assumed", TEXT, "why this is assumed, where nothing is published"),
    Key("note", TEXT, "free text for readers"),
)
_LABEL = Key("name", LABELS, "the name in both languages", required=True)
_HEADINGS = Key("headings", ListOf(TEXT, or_one=True), "further accepted spellings")
_ROUNDING = Key("rounding", ROUNDING, "how the amount is rounded, once")
_DATED = (
    Key("effective_from", MONTH, "the first month of this version", required=True),
    Key("effective_until", MONTH, "the first month after it; else until the next version"),
    Key("decided_on", DATE, "the day of the decision; among equals the last decided counts"),
    Key("last_confirmed", MONTH, "the last month for which the value is confirmed"),
)

# ── place ────────────────────────────────────────────────────────────────────────────

PLACE = Keys("place", (
    Key("place", Scalar(ScalarKind.NAMES_PLACE), "the short name of the place", required=True),
    _LABEL,
    Key("inherits", TEXT, "a place on the shelf, or a relative path, whose rules also hold here"),
    Key("leap_day_birthday", Choice(("march_1", "february_28")), "birthdays of 29 February in common years"),
    Key("rounding", ROUNDING, "the default for schemes and parameters"),
    Key("withdraws", NAMES, "inherited schemes that do not hold here"),
    Key("note", TEXT, "free text for readers"),
))  # fmt: skip

# ── facts ────────────────────────────────────────────────────────────────────────────

_TYPE = Key("type", TEXT, "the kind of fact", required=True)
_FACT = (_TYPE, _LABEL, _HEADINGS, Key("note", TEXT, "free text for readers"))
_CHANGES = Key("changes_with", NAME, "the status with whose further spells numbered values come")
_GIVES = Keys("gives", (
    Key("birth_date", NAME, "the date fact that the number tells"),
    Key("sex", NAME, "the word fact that the number tells"),
    Key("male", TEXT, "its word for an odd seventeenth digit"),
    Key("female", TEXT, "its word for an even one"),
))  # fmt: skip

_CERTIFICATE_GIVES = Keys("gives", (
    Key("id_number", NAME, "the resident number that the certificate's number begins with"),
    Key("category", NAME, "the word fact that its nineteenth digit tells"),
    Key("grade", NAME, "the whole fact that its twentieth digit tells"),
))  # fmt: skip


def _fact(kind: str, *keys: Key) -> tuple[str, Keys]:
    return kind, Keys(f"a fact of type {kind}", (*_FACT, *keys))


FACT = Typed("type", (
    _fact("key"),
    _fact("text"),
    _fact("link"),
    _fact("resident_id", Key("gives", _GIVES, "facts that the number tells")),
    _fact("word", Key("choices", Named(ListOf(TEXT, or_one=True), filled=True), "the words, each with its further spellings", required=True), _CHANGES),
    _fact("disability_certificate", Key("gives", _CERTIFICATE_GIVES, "facts that the number tells")),
    _fact("standing", Key("words", Named(TEXT, ScalarKind.TEXT, filled=True), "each word: goes_on, stopped, none, or the date fact that has to be given", required=True)),
    _fact(
        "date",
        Key("missing", Choice(("unknown", "never", "always")), "what an empty cell means", required=True),
        Key("month_only", Choice(("refused", "first_day")), "a month without a day; refused where not said"),
    ),
    _fact(
        "whole",
        Key("lowest", WHOLE, "the lowest value; 0 where not said"),
        Key("highest", WHOLE, "the highest value", required=True),
        Key("words", Named(WHOLE, ScalarKind.TEXT, filled=True), "accepted spellings and their numbers"),
        _CHANGES,
    ),
    _fact(
        "count",
        Key("where", FORMULA, "which members of the household count, decided for each day", required=True),
        Key("highest", WHOLE, "the most that a household can have", required=True),
    ),
    _fact("month"),
    _fact(
        "money",
        Key("per", PERIOD, "the period that the amount is for", required=True),
        Key("lowest", YUAN, "the lowest amount; 0.00 where not said"),
        Key("highest", YUAN, "the highest amount", required=True),
        Key("share_of", NAME, "a household's scheme: where households are given, the member's share of it"),
        _CHANGES,
    ),
    _fact("yes_no", Key("words", Named(Choice(("yes", "no")), ScalarKind.TEXT, filled=True), "further spellings"), _CHANGES),
    _fact(
        "age",
        Key("of", NAME, "the birth date", required=True),
        Key("highest", WHOLE, "nobody without a death date is older", required=True),
    ),
    _fact(
        "status",
        Key("from", NAME, "the date fact of the first day", required=True),
        Key("until", NAME, "the date fact of the first day after; without it the status never ends"),
        Key("lasts_months", WHOLE, "instead of until: how many months a spell lasts"),
        Key("spells", WHOLE, "how many spells a register may give; 1 where not said"),
    ),
))  # fmt: skip
FACTS = Keys(
    "facts", (Key("facts", Named(FACT, filled=True), "what a register may tell", required=True),)
)
HOUSEHOLD_FACTS = Keys("household_facts", (
    Key("household_facts", Named(FACT, filled=True), "what a register of households may tell", required=True),
))  # fmt: skip
INSTITUTION_FACTS = Keys("institution_facts", (
    Key("institution_facts", Named(FACT, filled=True), "what a register of institutions may tell", required=True),
))  # fmt: skip
FACT_FILES = {"person": FACTS, "household": HOUSEHOLD_FACTS, "institution": INSTITUTION_FACTS}

# ── parameters ───────────────────────────────────────────────────────────────────────

_VERSION = Keys("a version", (
    *_DATED,
    Key("value", FORMULA, "money with its period, a share, a whole number, or a formula of parameters", required=True),
    Key("years_back", WHOLE, "read the other parameters so many years earlier"),
    *_SOURCE,
))  # fmt: skip
_PARAMETER = Keys("a parameter", (
    _LABEL,
    _HEADINGS,
    Key("rounding", ROUNDING, "how a money value is rounded, once"),
    Key("versions", ListOf(_VERSION), "the values, by month"),
    Key("unknown", Choice(UNKNOWN_KINDS), "instead of versions: what kind of value it is that nobody has published"),
    Key("note", TEXT, "free text for readers"),
))  # fmt: skip
PARAMETERS = Keys("parameters", (
    Key("parameters", Named(_PARAMETER, filled=True), "dated values that the rules set", required=True),
))  # fmt: skip

# ── schemes ──────────────────────────────────────────────────────────────────────────

_PAYEE = Key("payee", LABELS, "who is handed the money, where that is not the one who is due it")
_PAY_VERSION = Keys(
    "a version",
    (*_DATED, Key("pay", FORMULA, "an amount with its period", required=True), *_SOURCE),
)
PAY = OneOf((FORMULA, ListOf(_PAY_VERSION)))
_RANGE = Keys("a range", (
    Key("from", CELL, "the lowest value, included"),
    Key("below", CELL, "the first value above, not included"),
))  # fmt: skip
_BRACKET = Keys("a bracket", (
    Key("name", TEXT, "its name in every output", required=True),
    Key("from", CELL, "the lowest value, included"),
    Key("below", CELL, "the first value above, not included"),
    Key("is", ListOf(CELL, or_one=True, filled=True), "the values themselves"),
    Key("pay", PAY, "what it pays", required=True),
    _PAYEE,
    Key("note", TEXT, "free text for readers"),
))  # fmt: skip
_CELL_OR_MORE = OneOf((CELL, ListOf(CELL, filled=True), _RANGE))
_ROW = Keys("a row", (
    Key("name", TEXT, "its name in every output"),
    Key("when", OneOf((FORMULA, Named(_CELL_OR_MORE, filled=True))), "what must hold: a formula, or cells by fact", required=True),
    Key("pay", PAY, "what it pays", required=True),
    _PAYEE,
    Key("note", TEXT, "free text for readers"),
))  # fmt: skip
_NET = Keys("an amount to subtract", (
    Key("amount", FORMULA, "a monthly amount that the register gives", required=True),
    Key("while", FORMULA, "counted in months whose deciding day satisfies this"),
))  # fmt: skip
AMOUNT = Keys("amount", (
    Key("pay", PAY, "flat: the same for everyone"),
    Key("by", FORMULA, "brackets: what they are by"),
    Key("brackets", ListOf(_BRACKET), "brackets: the edges and what each pays"),
    Key("table", ListOf(_ROW, filled=True), "decision table: the first row that holds pays"),
    Key("otherwise", Choice(("nothing",)), "decision table: what no row covers, pays nothing"),
    Key("top_up_to", PAY, "top-up: the standard to which it is topped up"),
    Key("net_of", ListOf(OneOf((NAME, _NET)), or_one=True, filled=True), "what is subtracted"),
    Key("frozen_from", NAME, "another scheme: what it paid in the month before a spell's first goes on"),
    Key("for_months", WHOLE, "frozen_from: for how many months"),
    Key("at_least", FORMULA, "the least that is paid"),
    Key("at_most", FORMULA, "the most that is paid"),
))  # fmt: skip
TIMING = Keys("timing", (
    Key("start", WHEN, "the first paid month: that of the first day, or the next"),
    Key("change", WHEN, "facts of the same month's last day, or the month before's"),
    Key("stop", WHEN, "the first unpaid month: that of the ending event, or the next"),
    Key("on_day", Choice((*(str(day) for day in range(1, 31)), "last")), "instead of the three: the one day of each month that decides"),
    Key("once", Choice(("per_spell", "per_year")), "only the first month of each spell; with per_year only the first such in a year"),
    Key("pays_in", ListOf(WHOLE, or_one=True, filled=True), "only these months of the year; a longer standard is split among them in this order"),
    *_SOURCE,
))  # fmt: skip
_SHARES = Keys("a version", (
    Key("effective_from", MONTH, "the first month of these shares", required=True),
    Key("shares", Named(SHARE), "who bears which share; they sum to one", required=True),
    *_SOURCE,
))  # fmt: skip
FUNDING = Keys("funding", (
    Key("remainder_to", NAME, "who bears what rounding leaves over", required=True),
    Key("versions", ListOf(_SHARES), "the shares, by month", required=True),
))  # fmt: skip

_SCHEME = (
    Key("name", LABELS, "the name in both languages", required=True),
    Key("unit", Choice(("person", "household", "institution")), "who is paid", required=True),
    _HEADINGS,
    *_SOURCE,
    Key("effective_from", MONTH, "the first month in which the scheme exists"),
    Key("effective_until", MONTH, "the first month in which it no longer does"),
    Key(
        "last_confirmed",
        MONTH,
        "the last confirmed month, for amounts without versions of their own",
    ),
    Key("eligible", FORMULA, "who is entitled, decided for each day", required=True),
    Key("timing", TIMING, "how days become months", required=True),
    Key("amount", AMOUNT, "how much", required=True),
    Key(
        "split_among", NAME, "of a household: the count of members among whom the amount is shared"
    ),
    _PAYEE,
    Key("in_kind", Choice(("yes", "no")), "vouchers or goods of that value, no cash"),
    _ROUNDING,
    Key("unless_paid", NAMES, "not in a month in which one of these pays"),
    Key("only_if_paid", NAMES, "only in a month in which all of these pay"),
    Key("funding", FUNDING, "who bears the cost"),
)
SCHEME = Keys("scheme", (Key("scheme", NAME, "the name of the scheme", required=True), *_SCHEME))
OVERRIDE = Keys("override", (
    Key("override", NAME, "the inherited scheme of which keys are replaced", required=True),
    *(Key(key.name, key.of, key.doc) for key in _SCHEME),
))  # fmt: skip

# ── overlaps ─────────────────────────────────────────────────────────────────────────

_OVERLAP = Keys("an overlap", (
    Key("name", NAME, "its name", required=True),
    Key("rule", Choice(("add", "highest_of", "exclusive")), "how the schemes combine in one month", required=True),
    Key("schemes", ListOf(NAME), "the schemes, first comes first", required=True),
    *_SOURCE,
))  # fmt: skip
OVERLAPS = Keys("overlaps", (
    Key("overlaps", ListOf(_OVERLAP, filled=True), "how schemes combine in one month", required=True),
))  # fmt: skip

# ── cases ────────────────────────────────────────────────────────────────────────────

_EXPECTED = Keys("an expectation", (
    Key("total", YUAN, "yuan of the whole period"),
    Key("months", Named(YUAN, ScalarKind.MONTH, filled=True), "yuan of single months"),
    Key("paid_months", WHOLE, "how many months pay more than nothing"),
    Key("undetermined", ListOf(TEXT, or_one=True), "the facts that are missing, of all months"),
))  # fmt: skip
_EXPECT = Named(OneOf((YUAN, _EXPECTED)))
_CASE = Keys("a case", (
    Key("case", TEXT, "what it is about", required=True),
    Key("source", TEXT, "who says so"),
    Key("period", Scalar(ScalarKind.PERIOD), "2023, 2023-05 or 2023-01:2023-12", required=True),
    Key("set", Named(TEXT, ScalarKind.TEXT, filled=True), "rates supplied or changed for this case, as --set takes them"),
    Key("person", Named(TEXT, ScalarKind.TEXT), "the facts of one person"),
    Key("household", Named(TEXT, ScalarKind.TEXT), "the facts of a household"),
    Key("members", ListOf(Named(TEXT, ScalarKind.TEXT), filled=True), "the members of the household, each with person_id"),
    Key("institution", Named(TEXT, ScalarKind.TEXT), "the facts of an institution"),
    Key("months", Named(Named(TEXT, ScalarKind.TEXT), ScalarKind.MONTH, filled=True), "the facts of an institution, by month"),
    Key("expect", _EXPECT, "what each scheme must come to", required=True),
    Key("expect_members", Named(_EXPECT, ScalarKind.TEXT, filled=True), "by member: what each scheme must come to; of the household's schemes the member's share"),
    Key("others", Choice(("any",)), "schemes that are not named may pay"),
    Key("why", TEXT, "the calculation by hand"),
))  # fmt: skip
CASES = Keys("cases", (Key("cases", ListOf(_CASE, filled=True), "worked cases", required=True),))

RULE_FILES: tuple[Keys, ...] = (
    PLACE, FACTS, HOUSEHOLD_FACTS, INSTITUTION_FACTS, PARAMETERS, SCHEME, OVERRIDE, OVERLAPS,
)  # fmt: skip
FILES: tuple[Keys, ...] = (*RULE_FILES, CASES)
