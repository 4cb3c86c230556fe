"""Why there is nothing to explain of somebody: not in the register, or set aside."""

from __future__ import annotations

from collections.abc import Iterator

from subsidy.errors import Place, Problem, UsageRefused, Words
from subsidy.register.headings import headings_of, plain
from subsidy.register.identity import normalised_numbers
from subsidy.register.table import People, SetAside
from subsidy.register.units import Registers
from subsidy.rulebook.in_play import HOUSEHOLD, INSTITUTION, PERSON
from subsidy.rulebook.model import Fact, Rulebook
from subsidy.rulebook.of_unit import book_of_unit

__all__ = ["not_calculated"]


def not_calculated(registers: Registers, book: Rulebook, unit_id: str, file: str) -> UsageRefused:
    """Every reason why the unit's rows were set aside, else that there is no such unit.

    The identifier is not repeated. *file* is the register of persons.
    """
    parts = (
        (registers.persons, PERSON, file),
        (registers.households, HOUSEHOLD, "--households"),
        (registers.institutions, INSTITUTION, "--institutions"),
    )
    problems = [
        _set_aside(one, place)
        for register, unit, place in parts
        if register is not None
        for one in _of_unit(register, book_of_unit(book, unit), unit_id)
    ]
    return UsageRefused(*(problems or [_unknown(file)]))


def _of_unit(register: People, book: Rulebook, unit_id: str) -> list[SetAside]:
    names = {book.key, register.ids.name} & book.facts.keys()
    rows = {row for name in names for row in _rows_of(register, book.facts[name], unit_id)}
    return [one for one in register.set_aside if one.row in rows]


def _rows_of(register: People, fact: Fact, unit_id: str) -> Iterator[int]:
    """The records set aside that carry the identifier in the columns of that fact."""
    read = register.set_aside_records
    known = {plain(heading) for heading in headings_of(fact)}
    for heading in read.columns:
        if heading not in ("record", "text") and plain(heading) in known:
            texts = normalised_numbers(read[heading].cast(str).str.strip_chars())
            yield from read.filter(texts == unit_id.strip())["record"].to_list()


def _set_aside(one: SetAside, file: str) -> Problem:
    row = one.line or one.row  # as the place and the reason count: headings included
    return Problem(
        "person-set-aside",
        Place(file, one.line, sheet=one.sheet, heading=one.column or None),
        Words(
            f"this person is in row {row}, which was set aside: {one.reason.en}",
            f"此人在第 {row} 行，该行已被搁置：{one.reason.zh}",
        ),
        Words("correct the row; nothing was calculated for it", "请更正该行；该行未参与计算"),
    )


def _unknown(file: str) -> Problem:
    return Problem(
        "unknown-person",
        Place(file),
        Words("nobody in the register has this number", "名册中没有此编号"),
        Words(
            "see whether the number is written as in the register; a name is no number",
            "请检查编号是否与名册一致；请写编号或身份证号码，不写姓名",
        ),
    )
