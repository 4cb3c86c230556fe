"""Headings in two rows or three: groups above (残疾情况), names below (类别, 等级), read as one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from subsidy.register.totals_rows import is_number, kind_of_row, looks_like_a_value, spelled
from subsidy.register.workbooks.vocabulary import Vocabulary

__all__ = ["begins_a_table", "below_groups", "joined_heading", "known_in", "looks_like_people"]

_IDENTITY = re.compile(r"[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{14}")
_OF_THE_PERSON = re.compile(r".*(?:信息|情况|资料|内容)")
_OF_WHAT = re.compile(r"(?:基本)?(?:信息|情况|资料|内容)$")
_OF_OTHERS = re.compile(
    r".*(?:监护|代|家属|配偶|户主|父|母|联系|领款|领取|经办|抚养|照料|护理人).*"
)
_ENOUGH = 2


def joined_heading(levels: Sequence[str], vocabulary: Vocabulary) -> str:
    """One heading for the texts above one another; with the group's name where that is known."""
    said = list(dict.fromkeys(text for text in levels if text))
    if len(said) < _ENOUGH:
        return said[0] if said else ""
    group, own, joined = said[0], said[-1], "".join(said)
    if vocabulary.meaning(joined):
        return joined
    shorter = _OF_WHAT.sub("", group) + own  # 残疾情况 above 类别
    if vocabulary.meaning(shorter):
        return shorter
    is_own = _OF_THE_PERSON.fullmatch(group) and not _OF_OTHERS.fullmatch(group)
    return own if is_own else joined


def known_in(headings: Sequence[str], vocabulary: Vocabulary) -> set[str]:
    """The different meanings that headings have."""
    return {meaning for one in headings if (meaning := vocabulary.meaning(one))}


def below_groups(
    headings: tuple[str, ...], below: Sequence[str], vocabulary: Vocabulary
) -> tuple[str, ...] | None:
    """The headings read together with the row below them; None where that is no row of headings.

    The row below says something in two columns at least, under empty headings and the group
    left of them alone, no value among it. Read together no known heading is lost and more are
    known than before; or as many, and what stands below is under groups that mean nothing by
    themselves.
    """
    if any(kind_of_row([heading]) for heading in headings if heading):  # 二、百岁老人
        return None
    group, joined = "", list(headings)
    filled = [column for column, text in enumerate(below) if text]
    for column, heading in enumerate(headings):
        group = heading or group
        is_group = not heading or headings[column + 1 : column + 2] == ("",)
        if below[column] and (not is_group or looks_like_a_value(below[column])):
            return None
        if below[column]:
            joined[column] = joined_heading([group, below[column]], vocabulary)
    if len(filled) < _ENOUGH:
        return None
    before, after = (known_in(each, vocabulary) for each in (headings, joined))
    if not before <= after:
        return None
    is_more = _count(joined, vocabulary) > _count(headings, vocabulary)
    is_plain = before and _is_under_words(headings, below, vocabulary)
    return tuple(joined) if is_more or is_plain else None


def begins_a_table(cells: Sequence[object], vocabulary: Vocabulary) -> bool:
    """Whether a row among people holds the headings of another table: two known ones, no value."""
    filled = [cell for cell in cells if spelled(cell)]
    texts = [cell for cell in filled if isinstance(cell, str)]
    if len(texts) < len(filled) or len(known_in(texts, vocabulary)) < _ENOUGH:
        return False
    has_values = any(looks_like_a_value(text) or is_number(spelled(text)) for text in texts)
    return not has_values and any(vocabulary.fact(t) in vocabulary.identifying for t in texts)


def _count(headings: Sequence[str], vocabulary: Vocabulary) -> int:
    return sum(vocabulary.meaning(one) is not None for one in headings)


def _is_under_words(
    headings: tuple[str, ...], below: Sequence[str], vocabulary: Vocabulary
) -> bool:
    """Whether all that stands below are words, under groups of which no rulebook knows anything."""
    group = ""
    for heading, text in zip(headings, below, strict=True):
        group = heading or group
        if text and (not group or vocabulary.meaning(group) or is_number(spelled(text))):
            return False
    return True


def looks_like_people(rows: Sequence[Sequence[object]]) -> int | None:
    """The first row with an identity number, where rows should hold nobody; None if none does."""
    for index, row in enumerate(rows):
        if any(
            isinstance(cell, str) and _IDENTITY.fullmatch("".join(cell.split())) for cell in row
        ):
            return index
    return None
