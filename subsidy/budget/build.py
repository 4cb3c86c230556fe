"""Records of a budget file → the model; names that clash or lead nowhere are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from attrs import field, frozen

from subsidy.budget.model import (
    COUNTS,
    MONEY,
    PERCENT,
    Budget,
    Claim,
    Figure,
    Line,
    Note,
    Rate,
    Statement,
)
from subsidy.budget.printed import PrintedError, read_count, read_money, read_percent, read_step
from subsidy.budget.references import check_references
from subsidy.budget.shape import CLAIMS
from subsidy.budget.wording import COLUMNS
from subsidy.dates import read_period
from subsidy.errors import Place, Words
from subsidy.money import FEN_PER_YUAN, AmountError, Mode, read_amount
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.record import Listing, Record, Result, Value

__all__ = ["build_budget"]

_EXPECTED = {
    "money": Words(
        "an amount in plain digits, no finer than the step", "数字金额，且不细于所声明的精度"
    ),
    "count": Words("a count such as 1732 or 9000多", "人数等计数（如 1732 或 9000多）"),
    "percent": Words("a percentage such as 229.09%", "百分比（如 229.09%）"),
    "rate": Words("an amount with its period such as 100.00 per month", "带周期的金额（如 100.00元/月）"),
    "step": Words("a step such as 0.01, no finer than a fen", "精度（如 0.01），不细于一分"),
}  # fmt: skip

_Reader = Callable[[str], tuple[int, int]]


@frozen
class _Desk:
    """What every reader needs: the unit, and where to put problems."""

    fen_per_unit: int
    step_fen: int
    findings: Findings = field(repr=False)

    def reader(self, kind: str) -> _Reader:
        """How the text of a kind of figure is read."""
        if kind == "count":
            return read_count
        if kind == "percent":
            return lambda text: _twice(read_percent(text))
        return lambda text: _twice(read_money(text, self.fen_per_unit, self.step_fen))

    def refuse(self, kind: str, place: Place, text: str) -> None:
        """Note a text that is no figure of its kind."""
        expected = _EXPECTED[kind]
        self.findings.add(
            "wrong-figure",
            place,
            Words(f"{text} is not {expected.en}", f"{text} 不是{expected.zh}"),
            Words(f"write {expected.en}", f"请写{expected.zh}"),
            text,
        )


def _twice(number: int) -> tuple[int, int]:
    return number, number


def build_budget(record: Record, file: str, sha256: str, findings: Findings) -> Budget | None:
    """The budget that a record says; None where what everything hangs on was refused."""
    unit, period = record.text("unit"), record.text("period")
    if not unit or not period:
        return None
    fen_per_unit = FEN_PER_YUAN * (10_000 if unit == "万元" else 1)
    desk = _Desk(fen_per_unit, _step(record, fen_per_unit, findings), findings)
    budget = Budget(
        key=record.text("budget"),
        labels=_labels(record),
        document=record.text("document"),
        period=read_period(period),
        unit=unit,
        step_fen=desk.step_fen,
        mode=Mode(record.text("rounding") or "half_up"),
        lines=tuple(_line(one, desk) for one in record.records("lines")),
        figures=tuple(_figure(one, desk) for one in record.records("figures")),
        notes=tuple(_note(one) for one in record.records("notes")),
        file=file,
        sha256=sha256,
    )
    check_references(budget, findings)
    return budget


def _step(record: Record, fen_per_unit: int, findings: Findings) -> int:
    text = record.text("step") or "0.01"
    try:
        return read_step(text, fen_per_unit)
    except PrintedError:
        _Desk(fen_per_unit, 1, findings).refuse("step", record.place_of("step"), text)
    return 1


def _labels(record: Record) -> Words:
    name = record.record("name")
    return Words(name.text("en"), name.text("zh")) if name else Words("", "")


def _line(record: Record, desk: _Desk) -> Line:
    at = record.text("at")
    kinds = [*((name, "money") for name in MONEY), *((name, "count") for name in COUNTS)]
    kinds += [(name, "percent") for name in PERCENT]
    figures = {
        name: figure
        for name, kind in kinds
        if (figure := _column(record, name, kind, at, desk)) is not None
    }
    return Line(
        key=record.text("line"),
        labels=_labels(record),
        place=record.place_of("line"),
        at=at,
        part_of=record.text("part_of") or None,
        schemes=tuple(value.text for value in record.values("schemes")),
        figures=figures,
        rates=tuple(_rates(record, at, desk)),
        pays_in_full=record.text("pays") != "up_to",
        parts_are_all=record.text("parts") == "all",
    )


def _column(record: Record, name: str, kind: str, at: str, desk: _Desk) -> Figure | None:
    statements = tuple(_statements(record.entries.get(name), kind, at, desk))
    if not statements:
        return None
    key = f"{record.text('line')}.{name}"
    labels, column = _labels(record), COLUMNS[name]
    words = Words(f"{labels.en}, {column.en}", f"{labels.zh}{column.zh}")
    return Figure(key, words, kind == "money", statements)


def _statements(given: Result | None, kind: str, at: str, desk: _Desk) -> Iterator[Statement]:
    read = desk.reader(kind)
    for value, where, quote in _passages(given, at):
        try:
            lowest, highest = read(value.text)
        except PrintedError:
            desk.refuse(kind, value.place, value.text)
            continue
        yield Statement(value.text.strip(), lowest, highest, where, value.place, quote)


def _passages(given: Result | None, at: str) -> Iterator[tuple[Value, str, str]]:
    """Each value with its place in the report and the words around it."""
    for one in given.items if isinstance(given, Listing) else (given,):
        if isinstance(one, Value):
            yield one, at, ""
        elif isinstance(one, Record) and (value := one.value("value")):
            yield value, one.text("at") or at, one.text("quote")


def _rates(record: Record, at: str, desk: _Desk) -> Iterator[Rate]:
    for value, where, quote in _passages(record.entries.get("rates"), at):
        try:
            amount = read_amount(value.text)
        except AmountError:
            desk.refuse("rate", value.place, value.text)
            continue
        if amount.fen <= 0:
            desk.refuse("rate", value.place, value.text)
        else:
            yield Rate(amount, value.text.strip(), where, value.place, quote)


def _figure(record: Record, desk: _Desk) -> Figure:
    at, kind = record.text("at"), record.text("kind") or "money"
    return Figure(
        key=record.text("figure"),
        labels=_labels(record),
        is_money=kind == "money",
        statements=tuple(_statements(record.entries.get("stated"), kind, at, desk)),
        claims=tuple(
            claim
            for one in record.records("claims")
            if (claim := _claim(one, at, desk.findings)) is not None
        ),
    )


def _claim(record: Record, at: str, findings: Findings) -> Claim | None:
    said = [kind for kind in CLAIMS if kind in record]
    if len(said) != 1 or ("of" in record) != (said == ["share"]):
        if record.sound:
            listed = ", ".join(CLAIMS)
            message = Words(
                f"a claim says one of {listed} (share with of)",
                f"每项说法只能写 {listed} 之一（share 须配 of）",
            )
            cure = Words("write each claim as an item of its own", "请分条书写")
            findings.add("claim-form", record.place, message, cure)
        return None
    share = record.value("share")
    terms = [value.text for value in record.values(said[0])]
    single = record.value("at_most") or record.value("of")
    assumed = record.text("assumed")
    return Claim(
        kind=said[0],
        terms=tuple(terms or ([single.text] if single else [])),
        place=record.place_of(said[0]),
        share=share.value if share and isinstance(share.value, Fraction) else None,
        at=record.text("at") or at,
        assumed=Words.written(assumed) if assumed else None,
    )


def _note(record: Record) -> Note:
    words = Words(record.text("en"), record.text("zh"))
    return Note(words, tuple(value.text for value in record.values("at")), record.place)
