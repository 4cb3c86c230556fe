"""The rows of a payment list as people read them: labels instead of names, numbers masked if asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import frozen

from subsidy.errors import Words
from subsidy.report.totals_table import scheme_label, totals_in_book_order, units_heading
from subsidy.report.wording import HEADINGS
from subsidy.results.guarding import kept_as_text
from subsidy.results.payments import payments
from subsidy.results.result import Result
from subsidy.rulebook.model import IdentifierKind
from subsidy.rulebook.of_unit import key_of_unit

__all__ = [
    "UNITS",
    "Asked",
    "PaymentList",
    "csv_texts",
    "masked",
    "masked_text",
    "masked_units",
    "payment_list",
]

REGION = "region"
UNITS = {
    "person": Words("person", "个人"),
    "household": Words("household", "户"),
    "institution": Words("institution", "机构"),
}
_COUNTED_AS = {"person": "people", "household": "households", "institution": "institutions"}
_HEAD_SHOWN, _TAIL_SHOWN = 6, 1
_SECRET_KINDS = (IdentifierKind.RESIDENT_ID, IdentifierKind.CERTIFICATE)
_NUMBER_IN_TEXT = re.compile(  # 18 signs; 15 digits where a month and a day stand in them
    r"(?<![0-9A-Za-z])(?:"
    r"(?:\d\s?){17}[\dXxＸｘ]"
    r"|\d{8}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
    r")(?![0-9A-Za-z])"
)


@frozen
class Asked:
    """Which list: its detail, the language of its words, whether identity numbers are masked."""

    detail: str
    language: str
    mask: bool = False


@frozen(eq=False)
class PaymentList:
    """Headings and rows; ``region`` and ``units`` are positions of columns where there are such.

    The last column of a row is its amount, the one before its months or its month. A list with
    ``units`` counts the units of each row itself (totals); else every row has one ``unit``.
    """

    headings: tuple[str, ...]
    columns: tuple[str, ...]  # what each column holds, by the name that views give it
    rows: Iterator[tuple[Any, ...]]
    count: int
    counts: str = "people"  # what its units are called where they are counted

    def position(self, name: str) -> int | None:
        """Where a column stands."""
        return self.columns.index(name) if name in self.columns else None


def payment_list(result: Result, asked: Asked) -> PaymentList:
    """The list for one detail: ``totals`` by scheme, ``monthly`` by month, else over the period."""
    units, words = frozenset({result.people.unit}), {**HEADINGS}
    if asked.detail == "totals":
        columns: tuple[str, ...] = ("scheme", "bracket", "units", "unit_months", "amount")
        found = totals_in_book_order(result)
        rows, count = iter(found), len(found)
        words["units"] = units_heading(result, {row[0] for row in found})
    else:
        frame = payments(result, by_month=asked.detail == "monthly", region=REGION)
        units = frozenset(frame["unit"]) or units
        if len(units) == 1:
            frame = frame.drop("unit")
        columns, rows, count = tuple(frame.columns), frame.iter_rows(), len(frame)
    key = _key(result, units)
    shown = _shown(result, columns, asked, key)
    worded = (tuple(show(value) for show, value in zip(shown, row, strict=True)) for row in rows)
    headings = _headings(_words(result, key, words), columns, asked.language)
    counts = _COUNTED_AS.get(next(iter(units)), "units") if len(units) == 1 else "units"
    return PaymentList(headings, columns, worded, count, counts)


def masked(number: str) -> str:
    """An identity number of which the area and the check digit can be read, and nothing else.

    >>> masked("430204193308150019")
    '430204***********9'
    """
    hidden = len(number) - _HEAD_SHOWN - _TAIL_SHOWN
    if hidden <= 0:
        return "*" * len(number)
    return number[:_HEAD_SHOWN] + "*" * hidden + number[-_TAIL_SHOWN:]


def masked_text(text: str) -> str:
    """A text in which every identity number is masked, whoever's it is.

    >>> masked_text("监护人430204197001015000"), masked_text("6223000000000000001")
    ('监护人430204***********0', '6223000000000000001')
    """
    return _NUMBER_IN_TEXT.sub(lambda found: masked(found[0]), text)


def masked_units(result: Result) -> Callable[[str], str]:
    """How an identifier of this result is shown where identity numbers are masked."""
    key = _key(result, frozenset({result.people.unit}))
    return masked if "unit_id" in _secret_columns(result, key) else masked_text


def csv_texts(row: tuple[Any, ...]) -> list[str]:
    """A row for a CSV file that people open: nothing in it runs, no digit is lost."""
    return [_csv_text(value) for value in row]


def _csv_text(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return kept_as_text(value) if isinstance(value, str) else str(value)


def _words(result: Result, key: str, words: Mapping[str, Words]) -> dict[str, Words]:
    """What columns are called: facts by their labels, the identifier by that of *key*."""
    facts = {name: fact.labels for name, fact in result.book.facts.items()}
    own = {"unit_id": facts[key]} if key in facts else {}
    return {**words, **facts, **own}


def _headings(
    words: Mapping[str, Words], columns: tuple[str, ...], language: str
) -> tuple[str, ...]:
    return tuple(words.get(name, Words(name, name)).in_language(language) for name in columns)


def _shown(
    result: Result, columns: tuple[str, ...], asked: Asked, key: str
) -> list[Callable[[Any], Any]]:
    """How each column's values are shown."""
    labels: dict[str, str] = {}

    def scheme(name: str) -> str:
        return labels.setdefault(name, scheme_label(result, name, asked.language))

    own = {"scheme": scheme, "unit": lambda name: UNITS[name].in_language(asked.language)}
    if not asked.mask:
        return [own.get(name, _or_empty) for name in columns]
    secret = _secret_columns(result, key)
    return [own.get(name, _masked_whole if name in secret else _masked_in) for name in columns]


def _secret_columns(result: Result, key: str) -> frozenset[str]:
    """The columns whose every value is, or begins with, a resident identity number."""
    facts = result.book.facts.values()
    found = {fact.name for fact in facts if getattr(fact, "kind", None) in _SECRET_KINDS}
    return frozenset(found | ({"unit_id"} if key in found else set()))


def _key(result: Result, units: frozenset[str]) -> str:
    """The fact that identifies the rows of the one register listed; empty where it is several."""
    if len(units) != 1:
        return ""
    (part,) = (part.people for part in result.parts if part.people.unit in units)
    name = str(part.ids.name)
    return name if name in result.book.facts else key_of_unit(result.book, part.unit)


def _or_empty(value: Any) -> Any:
    return "" if value is None else value


def _masked_whole(value: Any) -> Any:
    return masked(value) if value else ""


def _masked_in(value: Any) -> Any:
    return masked_text(value) if isinstance(value, str) else _or_empty(value)
