"""Formula text to a typed node: names are resolved, types proven, every fault told at once.

Read :func:`read_formula` first. After a fault the part it stands in has no type (None) and
causes no further faults; everything beside it is still checked.
"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from subsidy.errors import Words, nearest
from subsidy.expression import conditions, numbers, type_wording, wording
from subsidy.expression.constants import Typed, read_constant
from subsidy.expression.faults import Fault, FormulaError, Said
from subsidy.expression.lexicon import is_name
from subsidy.expression.names import Meaning, Names, Role
from subsidy.expression.nodes import (
    And,
    Before,
    FactValue,
    Greatest,
    Holds,
    Least,
    Literal,
    Node,
    Not,
    Or,
    ParameterValue,
    Since,
    YearsOfAge,
)
from subsidy.expression.parse import parse
from subsidy.expression.reading import Faults, Part
from subsidy.expression.slips import name_slip
from subsidy.expression.syntax import (
    Call,
    Constant,
    Membership,
    Name,
    Operation,
    Operator,
    Relation,
    Syntax,
)
from subsidy.expression.types import Kind, Type

__all__ = ["Fault", "FormulaError", "Meaning", "Names", "Role", "Typed", "read_formula"]

_YES_NO = Type(Kind.YES_NO)
_DATED: dict[str, type[Since | Before]] = {
    "since": Since, "已到": Since, "before": Before, "未到": Before,
}  # fmt: skip
_EXTREMES: dict[str, type[Least | Greatest]] = {
    "min": Least, "最小": Least, "max": Greatest, "最大": Greatest,
}  # fmt: skip
_INSTEAD = {"true": ("yes", "是"), "false": ("no", "否"), "真": ("yes", "是"), "假": ("no", "否")}


def read_formula(text: str, names: Names, wanted: Kind | None = None) -> tuple[Node, Type]:
    """Read a formula whose names are among *names*; *wanted* is the kind it must have.

    A whole number serves where a share is wanted.

    Raises:
        FormulaError: what is wrong, everything that can be found at once.
    """
    syntax = parse(text)
    reading = _Reading(names, Faults(text))
    found = reading.read(syntax)
    if found and wanted:
        found = _as_wanted(reading.faults, syntax, found, wanted)
    if found is None or reading.faults.found:
        raise FormulaError(*sorted(reading.faults.found, key=lambda fault: fault.offset))
    return found.node, found.type


def _as_wanted(faults: Faults, syntax: Syntax, found: Typed, wanted: Kind) -> Typed | None:
    if found.type.kind is wanted:
        return found
    if (found.type.kind, wanted) != (Kind.WHOLE, Kind.SHARE):
        return faults.add(syntax, type_wording.not_wanted(found.type, wanted))
    match found.node:
        case Literal(int(number)):
            return Typed(Literal(Fraction(number)), Type(Kind.SHARE))
        case node:
            return Typed(node, Type(Kind.SHARE))


class _Reading:
    """One formula being read; ``faults`` grows."""

    def __init__(self, names: Names, faults: Faults) -> None:
        self.names = names
        self.faults = faults

    def read(self, syntax: Syntax) -> Typed | None:
        match syntax:
            case Constant():
                value = read_constant(syntax)
                return self.faults.add(syntax, value) if isinstance(value, Said) else value
            case Name():
                return self.name(syntax)
            case Call():
                return self.call(syntax)
            case Relation():
                whole = self.faults.part(syntax, None)
                parts = self.parts(syntax)
                return conditions.related(self.faults, whole, syntax.comparisons, parts)
            case Membership():
                item, *options = self.parts(syntax)
                found = conditions.listed(self.faults, item, options)
                return Typed(Not(found.node), _YES_NO) if found and syntax.negated else found
            case Operation():
                return self.operation(syntax)
            case _:
                assert_never(syntax)

    def parts(self, syntax: Syntax) -> list[Part]:
        return [self.faults.part(part, self.read(part)) for part in syntax.parts]

    def operation(self, syntax: Operation) -> Typed | None:
        faults, whole, parts = self.faults, self.faults.part(syntax, None), self.parts(syntax)
        match syntax.operator:
            case Operator.AND:
                return conditions.joined(faults, And, parts)
            case Operator.OR:
                return conditions.joined(faults, Or, parts)
            case Operator.NOT:
                return conditions.opposite(faults, parts[0])
            case Operator.MINUS:
                return numbers.negative(faults, parts[0])
            case Operator.ADD | Operator.SUBTRACT:
                return numbers.sum_of(faults, syntax.operator, *parts)
            case Operator.MULTIPLY:
                return numbers.product(faults, whole, *parts)
            case Operator.DIVIDE:
                return numbers.quotient(faults, whole, *parts)
            case _:
                assert_never(syntax.operator)

    def call(self, syntax: Call) -> Typed | None:
        function = syntax.function.lower()
        if function in _DATED:
            return self.dated(syntax, _DATED[function])
        parts = self.parts(syntax)
        whole = self.faults.part(syntax, None)
        if function in _EXTREMES:
            return numbers.extreme(self.faults, whole, _EXTREMES[function], parts)
        return self.faults.add(syntax, wording.unknown_function(syntax.function))

    def dated(self, syntax: Call, sort: type[Since | Before]) -> Typed | None:
        match syntax.parts:
            case (Name() as date,):
                meaning = self.meaning(date, frozenset({Role.DATE}))
                if meaning is None:
                    return None
                if meaning.role is Role.DATE:
                    return Typed(sort(meaning.name), _YES_NO)
            case _:
                pass
        dates = self.names.in_role(Role.DATE)
        known = ([date.name for date in dates], [date.chinese() for date in dates])
        return self.faults.add(syntax, wording.needs_date(syntax.function, *known))

    # ── names ────────────────────────────────────────────────────────────────────────

    def name(self, syntax: Name) -> Typed | None:
        meaning = self.meaning(syntax)
        if meaning is None:
            return None
        if meaning.role is Role.TEXT:
            return self.faults.add(syntax, wording.unreadable_text(syntax.text))
        if meaning.type is None:
            return self.faults.add(syntax, wording.bare_date(syntax.text))
        return Typed(_leaf(meaning), meaning.type, meaning.words)

    def meaning(self, syntax: Name, roles: frozenset[Role] | None = None) -> Meaning | None:
        """What a name stands for; *roles* are what may stand there, as formulas elsewhere may."""
        meanings = self.names.find(syntax.text)
        if not meanings:
            slip = name_slip(syntax.text, lambda name: bool(self.names.find(name)))
            cure = self.cure(syntax.text, roles)
            self.faults.add(syntax, slip or wording.unknown_name(syntax.text, cure))
        elif len(meanings) > 1:
            known = [meaning.name for meaning in meanings]
            self.faults.add(syntax, wording.ambiguous(syntax.text, known))
        return meanings[0] if len(meanings) == 1 else None

    def cure(self, unknown: str, roles: frozenset[Role] | None = None) -> Words:
        """What an unknown name may have been meant to be."""
        if unknown.lower() in _INSTEAD:
            return wording.write_instead(*_INSTEAD[unknown.lower()])
        if self.is_word(unknown):
            return wording.write_instead(f'"{unknown}"', f'"{unknown}"')
        if unknown.startswith("不") and self.names.find(unknown[1:]):
            return wording.write_instead(f"not {unknown[1:]}", f"非{unknown[1:]}")
        fitting = [m for m in self.names.meanings if m.role in (roles or self.names.offered)]
        spellings = [text for m in fitting for text in (m.name, *m.spellings) if is_name(text)]
        near = nearest(unknown, spellings)
        if near:
            return wording.did_you_mean(near)
        return wording.names_are([m.name for m in fitting], [m.chinese() for m in fitting])

    def is_word(self, text: str) -> bool:
        """Whether *text* is a word that some fact may hold."""
        return any(
            text in meaning.words or (meaning.type is not None and text in meaning.type.words)
            for meaning in self.names.meanings
        )


def _leaf(meaning: Meaning) -> Node:
    match meaning.role:
        case Role.STATUS:
            return Holds(meaning.name)
        case Role.AGE:
            return YearsOfAge(meaning.name)
        case Role.PARAMETER:
            return ParameterValue(meaning.name)
        case Role.FACT | Role.DATE | Role.TEXT:
            return FactValue(meaning.name)
