"""Headings in two rows or three: groups above (残疾情况), names below (类别, 等级), read as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attrs import evolve

from subsidy.register.headings import plain
from subsidy.register.totals_rows import (
    is_a_value,
    is_number,
    kind_of_row,
    looks_like_a_value,
    spelled,
)
from subsidy.register.wide_rows import role_column
from subsidy.register.workbooks.vocabulary import Vocabulary

__all__ = [
    "begins_a_table",
    "below_groups",
    "identifies",
    "joined_headings",
    "known_in",
    "looks_like_people",
    "with_roles",
]

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
    if _OF_THE_PERSON.fullmatch(group) and not _OF_OTHERS.fullmatch(group):
        return own
    return shorter if role_column(plain(shorter), vocabulary.meanings) else joined  # 户主信息


def joined_headings(columns: Iterable[Sequence[str]], vocabulary: Vocabulary) -> tuple[str, ...]:
    """One heading for each column; with the group's name where several people stand in a row.

    户主信息 above 身份证号 and 家庭成员信息 above another: which of the two a number tells of must
    not be lost.
    """
    vocabulary = evolve(vocabulary, with_roles=False)
    levels = [tuple(column) for column in columns]
    joined = [joined_heading(column, vocabulary) for column in levels]
    known = [meaning for one in joined if (meaning := vocabulary.meaning(one))]
    is_of_several = any(_is_of_head(one, vocabulary) for one in joined)
    if not is_of_several and len(known) == len(set(known)):
        return tuple(joined)
    pairs = zip(levels, joined, strict=True)
    return tuple(_named_by_role(column, vocabulary) or one for column, one in pairs)


def with_roles(headings: Sequence[str], vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary in which 户主姓名 means something too, if the headings have such a number."""
    is_wider = any(_is_of_head(one, vocabulary) for one in headings)
    return evolve(vocabulary, with_roles=True) if is_wider else vocabulary


def _is_of_head(heading: str, vocabulary: Vocabulary) -> bool:
    role = role_column(plain(heading), vocabulary.meanings)
    return role is not None and role.fact in vocabulary.identifying


def _named_by_role(levels: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """家庭成员姓名 for 姓名 under 家庭成员信息; None where the group is nobody's role."""
    said = list(dict.fromkeys(text for text in levels if text))
    own = vocabulary.meaning(said[-1]) if said else None
    if len(said) < _ENOUGH or own is None or "@" in own:
        return None
    name = _OF_WHAT.sub("", said[0]) + said[-1]
    return name if role_column(plain(name), vocabulary.meanings) else None


def known_in(headings: Sequence[str], vocabulary: Vocabulary) -> set[str]:
    """The different meanings that headings have."""
    return {meaning for one in headings if (meaning := vocabulary.meaning(one))}


def identifies(headings: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether one of the headings tells who somebody is."""
    return any(vocabulary.fact(one) in vocabulary.identifying for one in headings)


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
    group = ""
    columns: list[tuple[str, ...]] = [(heading,) for heading in headings]
    filled = [column for column, text in enumerate(below) if text]
    for column, heading in enumerate(headings):
        group = heading or group
        is_group = not heading or headings[column + 1 : column + 2] == ("",)
        if below[column] and (not is_group or looks_like_a_value(below[column])):
            return None
        if below[column]:
            columns[column] = (group, below[column])
    if len(filled) < _ENOUGH:
        return None
    joined = joined_headings(columns, vocabulary)
    vocabulary = with_roles(joined, vocabulary)
    before, after = (known_in(each, vocabulary) for each in (headings, joined))
    if not before <= after:
        return None
    is_more = _count(joined, vocabulary) > _count(headings, vocabulary)
    is_plain = before and _is_under_words(headings, below, vocabulary)
    return joined if is_more or is_plain else None


def begins_a_table(cells: Sequence[object], vocabulary: Vocabulary) -> bool:
    """Whether a row among people holds the headings of another table: two known ones, no value."""
    texts = []
    for cell in cells:
        text = spelled(cell)
        if not text:
            continue
        if not isinstance(cell, str) or is_a_value(text) or is_number(text):
            return False  # as in nearly every row
        texts.append(cell)
    has_enough = len(known_in(texts, vocabulary)) >= _ENOUGH
    return has_enough and any(vocabulary.fact(t) in vocabulary.identifying for t in texts)


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
