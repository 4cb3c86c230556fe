"""Households that stand in one row each, though no mapping file says so: found by their headings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from subsidy.errors import Place, Problem, Words
from subsidy.register.map_scalars import as_scalar
from subsidy.rulebook.model import Fact, IdentifierFact, IdentifierKind

__all__ = [
    "MemberColumn",
    "WideRows",
    "member_column",
    "people_in_one_row",
    "role_column",
    "wide_rows",
]

_NUMBER = re.compile(r"[0-9]{1,2}|[一二三四五六七八九十]")
_MEMBER = r"共同生活的?(?:家庭)?成员|家庭成员|成员|家属|子女|人口|人员|member|person|child"
_MEMBERS = re.compile(rf"第?(?:(?:{_MEMBER})第?|第)?[人位个]?")
_ROLES = re.compile(
    r"(?P<role>户主|申请人|配偶|父亲|母亲|(?:共同生活的?)?(?:家庭)?成员|head|applicant|spouse)"
    r"(?:的|of)?(?P<told>.+)"
)
_BETWEEN = str.maketrans("", "", "_-.:：()（）[]【】、")
_SIZES = ("家庭人口", "家庭人口数", "家庭人数", "人口数", "户人口", "householdsize")
_MOST_SHOWN = 3
_LONGEST = 40  # a heading; anything longer is text, perhaps a whole file without line ends


@frozen
class MemberColumn:
    """What a heading says of one member: the fact, which member, and the heading of any member."""

    key: str
    fact: str
    number: int | str  # a role such as 户主 instead of a number
    pattern: str  # with ``*`` for the number
    says_member: bool


@frozen
class WideRows:
    """Columns of several people in each row: entries for ``members``, and how many the row has."""

    members: tuple[Mapping[str, str], ...]  # fact → heading
    facts: Mapping[str, str]  # heading → fact that it tells of its member
    household_size: str | None = None

    def headings(self) -> set[str]:
        """Every heading of which the mapping file speaks."""
        declared = {heading for block in self.members for heading in block.values()}
        return {*self.facts, *declared, self.household_size or ""}

    def lines(self) -> tuple[str, ...]:
        """The lines of a mapping file."""
        blocks = [
            ", ".join(f"{fact}: {as_scalar(heading)}" for fact, heading in block.items())
            for block in self.members
        ]
        size = f"household_size: {as_scalar(self.household_size)}" if self.household_size else ""
        return ("members:", *(f"  - {{{block}}}" for block in blocks), *filter(None, [size]))


def member_column(key: str, known: Mapping[str, str]) -> MemberColumn | None:
    """What a heading (as ``column_key`` spells it) says of a numbered member; None if nothing.

    *known* are the headings of the rulebook, with the fact that each tells.
    """
    for match in _NUMBER.finditer(key) if len(key) <= _LONGEST else ():
        before, after = key[: match.start()], key[match.end() :]
        told, says_member = _without_member(before, after, known)
        if told is not None:
            pattern = f"{before}*{after}"
            return MemberColumn(key, told, _number(match[0]), pattern, says_member)
    return None


def _without_member(before: str, after: str, known: Mapping[str, str]) -> tuple[str | None, bool]:
    whole = (before + after).translate(_BETWEEN)
    if whole in known:
        return known[whole], False
    match = _MEMBERS.match(whole)
    rest = whole[match.end() :] if match else whole
    if rest in known and len(rest) < len(whole):
        return known[rest], True
    return None, False


def _number(text: str) -> int:
    return int(text) if text.isdigit() else "一二三四五六七八九十".index(text) + 1


def role_column(key: str, known: Mapping[str, str]) -> MemberColumn | None:
    """What a heading says of the head, the spouse or whoever else has a role; None if nothing."""
    match = _ROLES.fullmatch(key) if len(key) <= _LONGEST else None
    fact = known.get(match["told"].translate(_BETWEEN)) if match else None
    return MemberColumn(key, fact, match["role"], key, says_member=True) if match and fact else None


def wide_rows(
    untold: Sequence[str], told: Mapping[str, str], headings: Mapping[str, Fact], *, has_key: bool
) -> WideRows | None:
    """The members whose identity stands in columns of their own; None where there are none.

    *untold* are the headings that mean nothing so far, *told* those that do, with their facts,
    *headings* those of the rulebook. Roles (户主, 配偶) count beside numbered members, and
    where the rows have no key (*has_key*); beside a person's own row they are remarks on others.
    """
    facts = {fact.name: fact for fact in headings.values()}
    known = {heading: fact.name for heading, fact in headings.items()}
    numbered = [c for key in untold if (c := member_column(key, known)) is not None]
    blocks = [block for block in _starred(numbered) if _identifies(block, facts)]
    if not blocks and has_key:
        return None
    by_role = [c for key in untold if (c := role_column(key, known)) is not None]
    roles = [block for block in _by_role(by_role) if _identifies(block, facts)]
    if not blocks and not roles:
        return None
    own = _own(told, blocks, facts)
    entries = [*roles, *([own] if own else []), *blocks]
    heading_facts = {c.key: c.fact for c in (*numbered, *by_role)}
    size = next((key for key in untold if key in _SIZES), None)
    return WideRows(tuple(entries), heading_facts, size)


def _starred(columns: Sequence[MemberColumn]) -> Iterator[dict[str, str]]:
    """Entries with ``*``: columns of the same members together."""
    numbers: dict[str, set[int | str]] = {}
    for column in columns:
        numbers.setdefault(column.pattern, set()).add(column.number)
    kept = [c for c in columns if c.says_member or len(numbers[c.pattern]) > 1]
    entries: list[tuple[set[int | str], dict[str, str]]] = []
    for column in {c.pattern: c for c in kept}.values():
        those = numbers[column.pattern]
        fitting = [e for count, e in entries if count == those and column.fact not in e]
        if fitting:
            fitting[0][column.fact] = column.pattern
        else:
            entries.append((those, {column.fact: column.pattern}))
    yield from (entry for _, entry in entries)


def _by_role(columns: Iterable[MemberColumn]) -> Iterable[dict[str, str]]:
    entries: dict[int | str, dict[str, str]] = {}
    for column in columns:
        entries.setdefault(column.number, {}).setdefault(column.fact, column.pattern)
    return entries.values()


def _own(
    told: Mapping[str, str], blocks: Sequence[Mapping[str, str]], facts: Mapping[str, Fact]
) -> dict[str, str]:
    """Columns of the row's own person beside those of the members: they hold for that one alone."""
    identifiers = [fact for name in told.values() if _is_identifier(fact := facts[name])]
    if not identifiers:
        return {}
    own = {name for block in blocks for name in block} | {fact.name for fact in identifiers}
    for fact in identifiers:
        if isinstance(fact, IdentifierFact):
            own |= {fact.gives_birth_date or "", fact.gives_sex or ""}
    return {name: heading for heading, name in told.items() if name in own}


def _is_identifier(fact: Fact | None) -> bool:
    return isinstance(fact, IdentifierFact) and fact.kind is not IdentifierKind.LINK


def _identifies(block: Collection[str], facts: Mapping[str, Fact]) -> bool:
    return any(_is_identifier(facts.get(name)) for name in block)


def people_in_one_row(wide: WideRows, place: Place) -> Problem:
    """Several people stand in each row, and nobody said which columns are whose."""
    shown = list(wide.facts)[:_MOST_SHOWN]
    return Problem(
        "members-in-columns",
        place,
        Words(
            f"each row holds several people: columns {', '.join(shown)} … tell of its members",
            f"一行中有多名成员：{'、'.join(shown)} 等列属于家庭成员",
        ),
        Words(
            "say in a mapping file whose the columns are, and give it with --map FILE"
            " (`subsidy intake … --write-map FILE` writes it; an entry is one member, * its"
            " number; leave the head out where the head stands among the members, too):\n"
            + _indented(wide),
            "请在对照文件的 members 中说明各列属于哪名成员，并用 --map FILE 给出"
            "（`subsidy intake … --write-map FILE` 可生成；每项为一名成员，* 代表成员序号；"
            "户主若同时列在成员中，请删去户主一项）：\n" + _indented(wide),
        ),
    )


def _indented(wide: WideRows) -> str:
    return "\n".join(f"    {line}" for line in wide.lines())
