"""Formula text to untyped syntax tree, by an LALR(1) grammar; text is never run as a program."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from subsidy.expression import wording
from subsidy.expression.faults import Fault, FormulaError, Said
from subsidy.expression.lexicon import END_OF_WORD, NAME, QUOTED, plain_text
from subsidy.expression.nodes import Comparison
from subsidy.expression.slips import find_slip
from subsidy.expression.syntax import (
    Call,
    Constant,
    Membership,
    Name,
    Operation,
    Operator,
    Relation,
    Sort,
    Syntax,
)

if TYPE_CHECKING:
    from lark import Lark, Token

__all__ = ["HIGHEST_DEPTH", "HIGHEST_LENGTH", "HIGHEST_WORDS", "parse"]

HIGHEST_LENGTH = 2000  # characters
HIGHEST_WORDS = 500  # names, constants and signs
HIGHEST_DEPTH = 50  # parts within parts; sums and products count each term

_PERIOD = rf"(?:月|季度|季|半年|年){END_OF_WORD}"
_NUMBER = r"[0-9][0-9A-Za-z_.]*"
_MONEY = (
    rf"{_NUMBER}?\s*(?:(?:yuan\b|元)\s*)?"
    rf"(?:per\s+half-year\b|per\s+[A-Za-z]+|\/\s*(?:人[·.]?)?{_PERIOD}|每(?:人每)?{_PERIOD})"
    rf"|{_NUMBER}?\s*(?:yuan\b|元)"
)

# Higher priorities are tried first. Every bracket and operator stands in plain signs here.
_GRAMMAR = rf"""
?start: either
?either: both (_OR both)*
?both: opposite (_AND opposite)*
?opposite: relation | NOT opposite -> negation
?relation: sum (COMPARISON sum)* | sum (IN | NOT_IN) _OPEN sum (_COMMA sum)* CLOSE -> membership
?sum: product | sum (PLUS | MINUS) product -> operation
?product: factor | product (TIMES | OVER) factor -> operation
?factor: atom | MINUS factor -> opposite_sign
?atom: NUMBER -> number
    | MONEY -> money
    | QUOTED -> quoted
    | YES -> yes
    | NO -> no
    | NAME -> name
    | NAME _OPEN (either (_COMMA either)*)? CLOSE -> call
    | _OPEN either CLOSE -> bracketed

MONEY.9: /{_MONEY}/
NUMBER.8: /{_NUMBER}%?/
QUOTED.8: /{QUOTED}/
_OR.7: /(?i:or){END_OF_WORD}|或者|或/
_AND.7: /(?:(?i:and)|与){END_OF_WORD}|并且|且/
NOT_IN.7: /(?i:not\s+in){END_OF_WORD}|不属于/
NOT.6: /(?:(?i:not)|不){END_OF_WORD}|非/
IN.6: /(?i:in){END_OF_WORD}|属于/
YES.6: /(?:(?i:yes)|是){END_OF_WORD}/
NO.6: /(?:(?i:no)|否){END_OF_WORD}/
NAME.5: /{NAME}/
COMPARISON: /<=|>=|==|!=|[<>=≤≦≥≧≠]/
PLUS: "+"
MINUS: "-"
TIMES: "*" | "×"
OVER: "/" | "÷"
_OPEN: "("
CLOSE: ")"
_COMMA: ","
%ignore /\s+/
"""

_COMPARISONS = {
    "=": Comparison.EQUAL,
    "≤": Comparison.AT_MOST,
    "≦": Comparison.AT_MOST,
    "≥": Comparison.AT_LEAST,
    "≧": Comparison.AT_LEAST,
    "≠": Comparison.UNEQUAL,
    **{comparison.value: comparison for comparison in Comparison},
}
_OPERATORS = {
    "+": Operator.ADD,
    "-": Operator.SUBTRACT,
    "*": Operator.MULTIPLY,
    "×": Operator.MULTIPLY,
    "/": Operator.DIVIDE,
    "÷": Operator.DIVIDE,
}


def parse(text: str) -> Syntax:
    """Read the structure of a formula.

    Raises:
        FormulaError: too long, too deep, or not a formula; one fault, where reading stopped.
    """
    if len(text) > HIGHEST_LENGTH:
        raise _refused(text, HIGHEST_LENGTH, HIGHEST_LENGTH, wording.too_long(HIGHEST_LENGTH))
    if not text.strip():
        raise _refused(text, 0, 0, wording.empty())
    plain = plain_text(text)
    _check_words(text, plain)
    root = _tree(text, plain)
    _check_depth(text, root)
    return root


@cache
def _grammar() -> Lark:
    from lark import Lark

    # A plain object serves as the transformer: the parser calls its methods by rule name.
    return Lark(_GRAMMAR, parser="lalr", lexer="basic", transformer=_Builder())


def _check_words(text: str, plain: str) -> None:
    """Lex once to count words and brackets before anything is built."""
    from lark import UnexpectedCharacters

    depth = 0
    try:
        for number, token in enumerate(_grammar().lex(plain)):
            depth += (token.type == "_OPEN") - (token.type == "CLOSE")
            if number >= HIGHEST_WORDS:
                raise _refused(text, *_span(token), wording.too_many(HIGHEST_WORDS))
            if depth > HIGHEST_DEPTH:
                raise _refused(text, *_span(token), wording.too_deep(HIGHEST_DEPTH))
    except UnexpectedCharacters as error:
        at = error.pos_in_stream or 0
        strange = wording.strange_character(plain[at], text[at])
        raise _slipped(text, plain, at, at + 1, strange) from None


def _tree(text: str, plain: str) -> Syntax:
    from lark import UnexpectedToken

    try:
        root: Any = _grammar().parse(plain)
    except UnexpectedToken as error:
        at_end = error.token.type == "$END"
        at = len(text) if at_end else error.token.start_pos
        end = len(text) if at_end else error.token.end_pos
        expected = frozenset(error.expected)
        missed = wording.unexpected(text[at:end], expected)
        raise _slipped(text, plain, at, end, missed) from None
    return root  # type: ignore[no-any-return]


def _check_depth(text: str, root: Syntax) -> None:
    level: list[Syntax] = [root]
    for _ in range(HIGHEST_DEPTH):
        level = [part for node in level for part in node.parts]
    if level:
        raise _refused(text, level[0].at, level[0].end, wording.too_deep(HIGHEST_DEPTH))


def _slipped(text: str, plain: str, at: int, end: int, missed: Said) -> FormulaError:
    """The slip around the place where reading stopped, else what the grammar missed there."""
    return _refused(text, *(find_slip(plain, at, end) or (at, end, missed)))


def _refused(text: str, at: int, end: int, said: Said) -> FormulaError:
    return FormulaError(Fault(at, text[at:end], said.message, said.cure))


class _Builder:
    """One method for each rule of the grammar: the rule's children to a syntax node."""

    def either(self, parts: list[Syntax]) -> Syntax:
        return _operation(Operator.OR, parts)

    def both(self, parts: list[Syntax]) -> Syntax:
        return _operation(Operator.AND, parts)

    def negation(self, children: list[Any]) -> Syntax:
        sign, part = children
        return Operation(Operator.NOT, (part,), sign.start_pos, part.end)

    def opposite_sign(self, children: list[Any]) -> Syntax:
        sign, part = children
        return Operation(Operator.MINUS, (part,), sign.start_pos, part.end)

    def operation(self, children: list[Any]) -> Syntax:
        left, sign, right = children
        return _operation(_OPERATORS[sign], [left, right])

    def relation(self, children: list[Any]) -> Syntax:
        parts = children[::2]
        comparisons = tuple(_COMPARISONS[sign] for sign in children[1::2])
        return Relation(comparisons, tuple(parts), parts[0].at, parts[-1].end)

    def membership(self, children: list[Any]) -> Syntax:
        item, word, *options, close = children
        return Membership(word.type == "NOT_IN", (item, *options), item.at, close.end_pos)

    def number(self, tokens: list[Token]) -> Syntax:
        return _constant(Sort.NUMBER, tokens[0])

    def money(self, tokens: list[Token]) -> Syntax:
        return _constant(Sort.MONEY, tokens[0])

    def quoted(self, tokens: list[Token]) -> Syntax:
        return _constant(Sort.QUOTED, tokens[0])

    def yes(self, tokens: list[Token]) -> Syntax:
        return _constant(Sort.YES, tokens[0])

    def no(self, tokens: list[Token]) -> Syntax:
        return _constant(Sort.NO, tokens[0])

    def name(self, tokens: list[Token]) -> Syntax:
        at, end = _span(tokens[0])
        return Name(str(tokens[0]), at, end)

    def call(self, children: list[Any]) -> Syntax:
        function, *parts, close = children
        return Call(str(function), tuple(parts), function.start_pos, close.end_pos)

    def bracketed(self, children: list[Any]) -> Syntax:
        inside: Syntax = children[0]
        return inside


def _operation(operator: Operator, parts: list[Syntax]) -> Syntax:
    return Operation(operator, tuple(parts), parts[0].at, parts[-1].end)


def _constant(sort: Sort, token: Token) -> Syntax:
    at, end = _span(token)
    return Constant(sort, str(token), at, end)


def _span(token: Token) -> tuple[int, int]:
    assert token.start_pos is not None
    assert token.end_pos is not None
    return token.start_pos, token.end_pos
