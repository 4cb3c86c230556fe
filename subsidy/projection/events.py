"""Events of the coming months, and the list of them in every shape that people and machines read."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import polars as pl
from attrs import evolve, frozen

from subsidy.dates import Month, Period, month_of, show_month
from subsidy.errors import Words
from subsidy.money import show_yuan
from subsidy.projection.causes import Cause
from subsidy.projection.uprating import CarriedRate
from subsidy.results.frames import AMOUNT
from subsidy.results.receipt import engine_version, period_text
from subsidy.rulebook.in_play import HOUSEHOLD, INSTITUTION, PERSON
from subsidy.rulebook.model import Rulebook

__all__ = ["CHANGES", "Event", "Upcoming"]

CHANGES = {
    "starts": Words("begins to be paid", "开始发放"),
    "stops": Words("is paid no more", "停发"),
    "changes": Words("is paid another amount", "调整金额"),
    "undetermined": Words("can no longer be decided", "待核"),
    "none": Words("no payment changes", "发放不变"),
}
_UNITS = {
    PERSON: Words("person", "个人"),
    HOUSEHOLD: Words("household", "家庭"),
    INSTITUTION: Words("institution", "机构"),
}
_COUNTED = {
    HOUSEHOLD: Words("households", "家庭"),
    INSTITUTION: Words("institutions", "机构"),
}
_HEADINGS = {
    "month": Words("month", "月份"),
    "unit_id": Words("person", "编号"),
    "event": Words("what happens", "事由"),
    "event_on": Words("on", "日期"),
    "scheme": Words("scheme", "补贴项目"),
    "change": Words("payment", "发放变化"),
    "bracket_from": Words("from bracket", "原档次"),
    "bracket_to": Words("to bracket", "新档次"),
    "amount_from": Words("from yuan", "原金额（元）"),
    "amount_to": Words("to yuan", "新金额（元）"),
}


@frozen
class Event:
    """One payment that changes, or one day that changes none (``scheme`` empty).

    ``fen_from`` and ``fen_to`` are what the month before and the month itself pay; None where
    that cannot be decided. ``others`` are schemes that this one hangs on and that change too.
    ``members`` are the numbers of the members whose days move what their household is due.
    """

    row: int
    unit_id: str
    month: Month
    scheme: str
    change: str
    bracket_from: str = ""
    bracket_to: str = ""
    fen_from: int | None = 0
    fen_to: int | None = 0
    missing: str = ""
    days: tuple[tuple[date, Cause], ...] = ()
    others: tuple[str, ...] = ()
    is_by_calendar: bool = False  # the scheme is paid in some months of the year only
    unit: str = PERSON
    members: tuple[str, ...] = ()
    decided_in: Month | None = None  # the month of the new standard, where the first paid is later

    @classmethod
    def of_day(cls, row: int, unit_id: str, day: date, cause: Cause, unit: str = PERSON) -> Event:
        """A day on which no payment hangs."""
        return cls(row, unit_id, month_of(day), "", "none", days=((day, cause),), unit=unit)

    def place(self) -> tuple[Any, ...]:
        """Where the event stands in a list: by month, those that pay first, then by person."""
        is_idle = self.change == "none"
        return (self.month, is_idle, self.unit, self.unit_id, self.scheme, self.days)

    def code(self) -> str:
        """What happens, for machines: ``age:80``, ``ends:disability``, ``scheme:NAME``, ``rate``.

        ``paying_month`` where the scheme is paid in some months of the year, and nothing else happens.
        """
        named = [cause.code for _, cause in self.days] + [f"scheme:{name}" for name in self.others]
        return ";".join(dict.fromkeys(named)) or ("paying_month" if self.is_by_calendar else "rate")

    def words(self, book: Rulebook) -> Words:
        """What happens, for people."""
        told = [self._of_whom(cause.unit(book), cause.words(book)) for _, cause in self.days]
        for name in self.others:
            label = book.scheme(name).labels
            told.append(Words(f"{label.en} changes", f"{label.zh}变动"))
        if not told and self.is_by_calendar:
            told = [Words("paid in some months of the year only", "仅在每年的规定月份发放")]
        if not told and self.unit == INSTITUTION:
            told = [Words("other figures, another rate or scheme", "上报数据、标准或项目本身变动")]
        if not told:
            told = [Words("another rate, or the scheme itself, holds", "标准或项目本身变动")]
        if self.missing:
            told.append(Words(f"not given: {self.missing}", f"缺少：{self.missing}"))
        told = list(dict.fromkeys(told))
        return Words("; ".join(one.en for one in told), "；".join(one.zh for one in told))

    def _of_whom(self, unit: str, words: Words) -> Words:
        """Says whose day it is, where it is not the unit's own."""
        if unit == self.unit:
            return words
        whose = Words("a member", "成员") if unit == PERSON else Words("household", "家庭")
        return Words(f"{whose.en}: {words.en}", f"{whose.zh}{words.zh}")


@frozen(eq=False)
class Upcoming:
    """The events of some months, in order; rates that were carried on as a projection.

    ``sizes`` is how many of each unit there are; the kind of unit is told where there are others
    than persons.
    """

    book: Rulebook
    period: Period
    events: tuple[Event, ...]
    carried: tuple[CarriedRate, ...]
    sizes: Mapping[str, int]
    set_aside: int
    input_sha256: str
    first_month_unseen: bool = False  # no rates before it: what changes in it cannot be told
    not_looked_at: tuple[str, ...] = ()  # schemes of other units, or without a rate

    @property
    def people(self) -> int:
        """How many persons there are."""
        return self.sizes[PERSON]

    def frame(self) -> pl.DataFrame:
        """One row an event, sorted by month.

        ``month, unit_id, event, event_on, scheme, change, bracket_from, bracket_to,
        amount_from, amount_to``: amounts are yuan of the month before and of the month, null
        where they cannot be decided. ``event`` and ``event_on`` are joined by ``;``.
        ``unit`` stands before ``unit_id`` where others than persons were looked at, and ``member``
        behind it: the numbers of the members whose days these are, joined by ``;``.
        """
        rows = [_row(event) for event in self.events]
        schema: dict[str, Any] = dict.fromkeys(_HEADINGS, pl.String)
        frame = pl.DataFrame(rows, schema=schema, orient="row")
        frame = frame.with_columns(pl.col("amount_from", "amount_to").cast(AMOUNT))
        if not self._tells_units:
            return frame
        units = pl.Series("unit", [event.unit for event in self.events], dtype=pl.String)
        members = pl.Series("member", [";".join(one.members) for one in self.events], pl.String)
        return frame.insert_column(1, units).insert_column(3, members)

    @property
    def _tells_units(self) -> bool:
        return len(self.sizes) > 1

    def table(self, language: str = "en") -> tuple[list[str], list[list[str]]]:
        """Headings and rows in a language, for people."""
        headings = [words.in_language(language) for words in _HEADINGS.values()]
        rows = [self._shown(event, language) for event in self.events]
        if not self._tells_units:
            return headings, rows
        comma = Words(", ", "、").in_language(language)
        told = [
            [
                row[0],
                _UNITS[one.unit].in_language(language),
                row[1],
                comma.join(one.members),
                *row[2:],
            ]
            for row, one in zip(rows, self.events, strict=True)
        ]
        heads = (Words("unit", "对象"), Words("number", "编号"), Words("member", "涉及成员"))
        return [headings[0], *(one.in_language(language) for one in heads), *headings[2:]], told

    def shown_frame(self, language: str = "en") -> pl.DataFrame:
        """The table for people as a frame; amounts are numbers, empty where there are none."""
        headings, rows = self.table(language)
        words = pl.DataFrame(rows, schema=dict.fromkeys(headings, pl.String), orient="row")
        amounts = (
            self.frame()
            .select("amount_from", "amount_to")
            .rename({"amount_from": headings[-2], "amount_to": headings[-1]})
        )
        return words.select(headings[:-2]).hstack(amounts)

    def with_numbers(self, show: Callable[[str], str]) -> Upcoming:
        """The same list with the numbers of people, households and members as *show* writes them."""
        shown = (
            evolve(one, unit_id=show(one.unit_id), members=tuple(map(show, one.members)))
            for one in self.events
        )
        return evolve(self, events=tuple(shown))

    def payments(self) -> Upcoming:
        """Only the events that change a payment."""
        return evolve(self, events=tuple(one for one in self.events if one.change != "none"))

    def notes(self) -> tuple[Words, ...]:
        """What a reader must know besides the list."""
        paying = sum(event.change != "none" for event in self.events)
        beside = [(name, count) for name, count in self.sizes.items() if name != PERSON]
        en = "".join(f"{count:,} {_COUNTED[name].en}, " for name, count in beside)
        zh = "".join(f"{_COUNTED[name].zh} {count:,}，" for name, count in beside)
        told = [
            Words(
                f"{self.people:,} people, {en}{paying:,} changes of payment,"
                f" {len(self.events) - paying:,} other dates; {self.set_aside:,} records set aside.",
                f"名册 {self.people:,} 人，{zh}发放变化 {paying:,} 项，其他到期事项"
                f" {len(self.events) - paying:,} 项；搁置 {self.set_aside:,} 条。",
            )
        ]
        told += [
            Words(
                f"carried on as a projection: {one.name} (last confirmed {one.last_confirmed})",
                f"作为预测沿用：{one.name}（确认至 {one.last_confirmed}）",
            )
            for one in self.carried
        ]
        if self.not_looked_at:
            names = ", ".join(self.not_looked_at)
            labels = (self.book.scheme(name).labels.zh or name for name in self.not_looked_at)
            told.append(
                Words(
                    f"not looked at, for want of a register or a rate: {names}",
                    f"未查看（未提供名册或无标准）：{'、'.join(labels)}",
                )
            )
        if self.first_month_unseen:
            told.append(
                Words(
                    "There are no rates for the month before: what changes in the first month"
                    " cannot be told.",
                    "起始月之前无标准，首月的变化无法判断。",
                )
            )
        return tuple(told)

    def _shown(self, event: Event, language: str) -> list[str]:
        row = _row(event)
        row[2] = event.words(self.book).in_language(language)
        row[3] = (row[3] or "").replace(";", ", ")
        if event.scheme:
            row[4] = self.book.scheme(event.scheme).labels.in_language(language) or event.scheme
        row[5] = CHANGES[event.change].in_language(language)
        unknown = Words("undetermined", "待核").in_language(language)
        amounts = [unknown if cell is None else cell for cell in row[8:]]
        shown = ["", ""] if event.change == "none" else [cell or "" for cell in amounts]
        return [cell or "" for cell in row[:8]] + shown

    def as_json(self) -> dict[str, Any]:
        """Everything as plain values for JSON."""
        rows: list[dict[str, Any]] = [
            dict(zip(_HEADINGS, _row(event), strict=True)) for event in self.events
        ]
        for row, event in zip(rows, self.events, strict=True):
            words = event.words(self.book)
            row |= {"event_en": words.en, "event_zh": words.zh, "missing": event.missing}
            if self._tells_units:
                row |= {"unit": event.unit, "members": list(event.members)}
        return {
            "question": "upcoming",
            "place": self.book.name,
            "rulebook_sha256": self.book.sha256,
            "input_sha256": self.input_sha256,
            "engine_version": engine_version(),
            "period": period_text(self.period),
            "people": self.people,
            "units": dict(self.sizes),
            "set_aside": self.set_aside,
            "first_month_unseen": self.first_month_unseen,
            "not_looked_at": list(self.not_looked_at),
            "carried": [one.as_json() for one in self.carried],
            "events": rows,
        }

    def calendar(self, language: str = "en") -> str:
        """The events that change a payment as iCalendar text (RFC 5545), on the first of their month.

        It names people by their identifiers only, and has no clock: the stamp is the month's.
        """
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//subsidy//upcoming//EN"]
        for event in self.events:
            if event.change == "none":
                continue
            day = show_month(event.month).replace("-", "") + "01"
            shown = self._shown(event, language)
            whom = f"{shown[1]} ({', '.join(event.members)})" if event.members else shown[1]
            words = f"{whom}: {shown[4]} {shown[5]} {shown[8]} → {shown[9]} ({shown[2]})"
            whose = "" if event.unit == PERSON else f"{event.unit}-"
            uid = f"{day}-{event.scheme}-{whose}{event.unit_id}@subsidy"
            lines += ["BEGIN:VEVENT", f"UID:{_escaped(uid)}", f"DTSTAMP:{day}T000000Z"]
            lines += [f"DTSTART;VALUE=DATE:{day}", f"SUMMARY:{_escaped(words)}", "END:VEVENT"]
        return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])

    def _repr_html_(self) -> str:
        headings, rows = self.table()
        head = "".join(f"<th>{html.escape(one)}</th>" for one in headings)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
            for row in rows
        )
        return f"<table><tr>{head}</tr>{body}</table>"


def _row(event: Event) -> list[str | None]:
    amounts = [None if fen is None else show_yuan(fen) for fen in (event.fen_from, event.fen_to)]
    days = dict.fromkeys(day.isoformat() for day, _ in event.days)
    return [
        show_month(event.month),
        event.unit_id,
        event.code(),
        ";".join(days),
        event.scheme,
        event.change,
        event.bracket_from,
        event.bracket_to,
        *amounts,
    ]


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """A line of at most 75 bytes; what is longer goes on in the next one, after a space."""
    parts, now = [], ""
    for sign in line:
        if len((now + sign).encode()) > 73:
            parts.append(now)
            now = ""
        now += sign
    return "\r\n ".join([*parts, now]) + "\r\n"
