"""The rules of types for conditions: what may be joined, compared and looked for in a list."""

from __future__ import annotations

from collections.abc import Sequence

from subsidy.errors import nearest
from subsidy.expression import type_wording, wording
from subsidy.expression.constants import Typed
from subsidy.expression.faults import Said
from subsidy.expression.nodes import (
    And,
    Compare,
    Comparison,
    Literal,
    MoneyLiteral,
    Node,
    Not,
    OneOf,
    Or,
)
from subsidy.expression.numbers import common_type
from subsidy.expression.reading import Faults, Part
from subsidy.expression.types import Kind, Type

__all__ = ["joined", "listed", "opposite", "related"]

_YES_NO = Type(Kind.YES_NO)
_EQUALITIES = (Comparison.EQUAL, Comparison.UNEQUAL)
_NUMERIC = {Kind.WHOLE, Kind.SHARE, Kind.MONEY}


def joined(faults: Faults, sort: type[And | Or], parts: Sequence[Part]) -> Typed | None:
    """Conditions joined by ``and`` or ``or``; nested ones of the same sort become one."""
    conditions = [_condition(faults, part) for part in parts]
    nodes: list[Node] = []
    for node in conditions:
        if node is None:
            return None
        nodes += node.parts if isinstance(node, sort) else [node]
    return Typed(sort(tuple(nodes)), _YES_NO)


def opposite(faults: Faults, part: Part) -> Typed | None:
    """``not part``."""
    node = _condition(faults, part)
    return Typed(Not(node), _YES_NO) if node else None


def related(
    faults: Faults, whole: Part, comparisons: Sequence[Comparison], parts: Sequence[Part]
) -> Typed | None:
    """Two parts compared; more are refused, with each comparison written out."""
    if len(parts) > 2:
        return faults.add(whole, _unchained(comparisons, parts))
    left, right = (_meant(faults, part, other) for part, other in (parts, parts[::-1]))
    if left.value is None or right.value is None:
        return None
    return _compared(faults, whole, comparisons[0], (left, right))


def listed(faults: Faults, item: Part, options: Sequence[Part]) -> Typed | None:
    """``item in (options)``, for whole numbers and words."""
    if item.value is None:
        return None
    if item.value.type.kind not in {Kind.WHOLE, Kind.WORD}:
        return faults.add(item, type_wording.needs_list_item(item.text, item.value.type))
    values: list[int | str] = []
    for option in options:
        value = _choice(faults, item, _meant(faults, option, item))
        if value in values:
            faults.add(option, type_wording.twice(option.text))
        elif value is not None:
            values.append(value)
    complete = len(values) == len(options)
    return Typed(OneOf(item.value.node, tuple(values)), _YES_NO) if complete else None


def _condition(faults: Faults, part: Part) -> Node | None:
    if part.value is None:
        return None
    if part.value.type.kind is Kind.YES_NO:
        return part.value.node
    faults.add(part, type_wording.not_yes_no(part.text, part.value.type))
    return None


def _unchained(comparisons: Sequence[Comparison], parts: Sequence[Part]) -> Said:
    pairs = zip(parts[:-1], comparisons, parts[1:], strict=True)
    texts = [f"{left.text} {sign.value} {right.text}" for left, sign, right in pairs]
    return wording.chain(" and ".join(texts), " 且 ".join(texts))


def _meant(faults: Faults, part: Part, other: Part) -> Part:
    """*part*; where it is a quoted word, with the value that the word means beside *other*."""
    match part.value, other.value:
        case Typed(Literal(str(word))), Typed(_, type_, words) if type_.words or words:
            value = word if word in type_.words else words.get(word)
        case _:
            return part
    if value is not None:
        return Part(part.text, part.at, Typed(Literal(value), type_))
    choices = list(dict.fromkeys([*type_.words, *words]))
    faults.add(part, type_wording.unknown_word(word, other.text, nearest(word, choices), choices))
    return Part(part.text, part.at, None)


def _compared(
    faults: Faults, whole: Part, comparison: Comparison, parts: tuple[Part, Part]
) -> Typed | None:
    left, right = (part.value for part in parts)
    if left is None or right is None:
        return None
    kinds = {left.type.kind, right.type.kind}
    if kinds == {Kind.YES_NO}:
        return _compared_yes_no(faults, whole, comparison, (left.node, right.node))
    if kinds == {Kind.WORD}:
        agree = _words_agree(faults, whole, comparison, (left.type, right.type))
    elif kinds <= _NUMERIC:
        agree = common_type(faults, parts) is not None and _whole_meets_whole(faults, parts)
    elif Kind.WORD in kinds and comparison not in _EQUALITIES:
        agree = False
        faults.add(whole, type_wording.word_order())
    else:
        agree = False
        faults.add(whole, type_wording.unlike(parts[0].text, left.type, parts[1].text, right.type))
    return Typed(Compare(comparison, left.node, right.node), _YES_NO) if agree else None


def _compared_yes_no(
    faults: Faults, whole: Part, comparison: Comparison, nodes: tuple[Node, Node]
) -> Typed | None:
    """``x == yes`` is x itself, ``x == no`` is its opposite."""
    match nodes:
        case (node, Literal(bool(truth))) | (Literal(bool(truth)), node):
            if comparison in _EQUALITIES:
                same = truth is (comparison is Comparison.EQUAL)
                return Typed(node if same else Not(node), _YES_NO)
        case _:
            pass
    return faults.add(whole, type_wording.two_yes_no())


def _words_agree(
    faults: Faults, whole: Part, comparison: Comparison, types: tuple[Type, Type]
) -> bool:
    if comparison not in _EQUALITIES:
        faults.add(whole, type_wording.word_order())
        return False
    if not types[0].words or types[0].words != types[1].words:
        faults.add(whole, type_wording.unlike_words())
        return False
    return True


def _whole_meets_whole(faults: Faults, parts: tuple[Part, Part]) -> bool:
    """Whether a whole number meets only whole numbers; a whole constant meets any number."""
    for this, other in (parts, parts[::-1]):
        match this.value, other.value:
            case Typed(Literal()), _:
                continue
            case Typed(_, Type(Kind.WHOLE)), Typed(_, Type(Kind.SHARE)):
                faults.add(other, type_wording.not_whole(other.text, this.text))
                return False
            case _:
                continue
    return True


def _choice(faults: Faults, item: Part, option: Part) -> int | str | None:
    """The value of one option of a list; None, and a fault, where it is none."""
    if item.value is None or option.value is None:
        return None
    kind, words = item.value.type.kind, item.value.type.words
    match option.value:
        case Typed(Literal(str(word))) if kind is Kind.WORD and word in words:
            return word
        case Typed(Literal(int(number)), Type(Kind.WHOLE)) if kind is Kind.WHOLE:
            return number
        case Typed(Literal() | MoneyLiteral(), type_) if type_.words or type_.kind is not kind:
            said = type_wording.unlike(item.text, item.value.type, option.text, type_)
            faults.add(option, said)
        case Typed(Literal()):
            faults.add(option, type_wording.unlike_words())
        case _:
            faults.add(option, type_wording.needs_constant(option.text))
    return None
