"""Why there is nothing to explain of somebody: not in the register, or set aside."""

from __future__ import annotations

from subsidy.errors import Place, Problem, UsageRefused, Words
from subsidy.register.headings import headings_of, plain
from subsidy.register.table import People, SetAside
from subsidy.rulebook.model import Rulebook

__all__ = ["not_calculated"]


def not_calculated(register: People, book: Rulebook, person_id: str, file: str) -> UsageRefused:
    """Every reason why the person's rows were set aside, else that there is no such person.

    The identifier is not repeated.
    """
    rows = _rows_of(register, book, person_id)
    aside = [one for one in register.set_aside if one.row in rows]
    if aside:
        return UsageRefused(*(_set_aside(one, file) for one in aside))
    return UsageRefused(_unknown(file))


def _rows_of(register: People, book: Rulebook, person_id: str) -> set[int]:
    """The records set aside that carry the identifier, as it was read."""
    read = register.set_aside_records
    known = {plain(heading) for heading in headings_of(book.facts[book.key])}
    found: set[int] = set()
    for heading in read.columns:
        if heading not in ("record", "text") and plain(heading) in known:
            texts = read[heading].cast(str).str.strip_chars()
            found.update(read.filter(texts == person_id.strip())["record"].to_list())
    return found


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
        Words("see whether the number is written as in the register", "请检查编号是否与名册一致"),
    )
