"""A register given as one of other units than it lists: persons for households, or the other way round."""

from __future__ import annotations

from attrs import evolve

from subsidy.errors import Problem, RegisterRefused, Words
from subsidy.register.headings import match_headings
from subsidy.register.roster_map import RosterMap
from subsidy.register.source import Table
from subsidy.rulebook.in_play import HOUSEHOLD, INSTITUTION, PERSON
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.of_unit import book_of_unit

__all__ = ["with_other_unit"]

_CODE = "missing-column"
_WHOM = {
    PERSON: Words("persons", "人员"),
    HOUSEHOLD: Words("households", "家庭"),
    INSTITUTION: Words("institutions", "机构"),
}
_HOW = {
    PERSON: Words(
        "give it as REGISTER (intake: --unit person)",
        "请把它作为人员名册（第一个参数；intake 用 --unit person）",
    ),
    HOUSEHOLD: Words(
        "give it with --households, beside a register of persons (intake: --unit household)",
        "请用 --households 指明它，另给人员名册（intake 用 --unit household）",
    ),
    INSTITUTION: Words(
        "give it with --institutions, beside a register of persons (intake: --unit institution)",
        "请用 --institutions 指明它，另给人员名册（intake 用 --unit institution）",
    ),
}


def with_other_unit(
    refused: RegisterRefused, table: Table, book: Rulebook, unit: str, mapping: RosterMap
) -> RegisterRefused:
    """The refusal; where columns are missing which another unit does not need, it says so.

    *book* is the whole rulebook, *unit* what the register was given as.
    """
    if all(problem.code != _CODE for problem in refused.problems):
        return refused
    other = next((one for one in _WHOM if one != unit and _fits(table, book, one, mapping)), None)
    if other is None:
        return refused
    return RegisterRefused(*(_told(problem, unit, other) for problem in refused.problems))


def _fits(table: Table, book: Rulebook, unit: str, mapping: RosterMap) -> bool:
    own = book_of_unit(book, unit)
    if not own.key:
        return False
    try:
        match_headings(table.headings, own, table.place, mapping.of_unit(unit))
    except RegisterRefused:
        return False
    return True


def _told(problem: Problem, unit: str, other: str) -> Problem:
    if problem.code != _CODE:
        return problem
    said, asked, how = _WHOM[other], _WHOM[unit], _HOW[other]
    message = Words(
        f"{problem.message.en}; it looks like a register of {said.en}, not of {asked.en}",
        f"{problem.message.zh}；这像是{said.zh}名册，而不是{asked.zh}名册",
    )
    return evolve(problem, message=message, cure=how)
