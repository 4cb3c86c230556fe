"""Formula text to untyped syntax tree, by descent from the weakest operator to the strongest.

Text is never run as a program. The grammar, from the weakest to the strongest::

    either    = both {or both}
    both      = opposite {and opposite}
    opposite  = {not} relation
    relation  = sum {comparison sum} | sum (in | not in) "(" sum {"," sum} ")"
    sum       = product {("+" | "-") product}
    product   = factor {("*" | "/") factor}
    factor    = {"-"} atom
    atom      = constant | name ["(" [either {"," either}] ")"] | "(" either ")"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from attrs import define, field, frozen

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

__all__ = ["HIGHEST_DEPTH", "HIGHEST_LENGTH", "HIGHEST_WORDS", "parse"]

HIGHEST_LENGTH = 2000  # characters
HIGHEST_WORDS = 500  # names, constants and signs
HIGHEST_DEPTH = 50  # parts within parts; sums and products count each term

_PERIOD = rf"(?:月|季度|季|半年|年){END_OF_WORD}"
_NUMBER = r"[0-9][0-9A-Za-z_.]*"
_MONEY = (
    rf"{_NUMBER}?\s*(?:(?:yuan\b|元)\s*)?"
    rf"(?:per\s+half-year\b|per\s+[A-Za-z]+|(?:\/\s*(?:人[·.]?)?|每(?:人每)?){_PERIOD})"
    rf"|{_NUMBER}?\s*(?:yuan\b|元)"
)

_WORDS = {  # of the language, and what kind each of them is
    **dict.fromkeys(["or", "或者", "或"], "or"),
    **dict.fromkeys(["and", "并且", "且", "与"], "and"),
    **dict.fromkeys(["not", "非", "不"], "not"),
    **dict.fromkeys(["in", "属于"], "in"),
    **dict.fromkeys(["not in", "不属于"], "not_in"),
    **dict.fromkeys(["yes", "是"], "yes"),
    **dict.fromkeys(["no", "否"], "no"),
}
_JOINING = "或者|或|并且|且|不属于|属于|非"  # no name contains them, or begins with the last
_STANDING_ALONE = r"(?ai:or|and|yes|no|in)|(?ai:not)(?:\s+(?ai:in))?|与|不|是|否"
_SIGNS = {  # tried in this order; every bracket and operator stands in plain signs here
    "money": _MONEY,
    "number": rf"{_NUMBER}%?",
    "quoted": QUOTED,
    "word": rf"{_JOINING}|(?:{_STANDING_ALONE}){END_OF_WORD}",
    "name": NAME,
    "comparison": "<=|>=|==|!=|[<>=≤≦≥≧≠]",
    "plus": r"\+",
    "minus": "-",
    "factor": r"[*×/÷]",
    "open": r"\(",
    "close": r"\)",
    "comma": ",",
}
_SIGN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _SIGNS.items()))
_SPACE = re.compile(r"\s*")
_END = "end"
_CONSTANTS = {
    "money": Sort.MONEY,
    "number": Sort.NUMBER,
    "quoted": Sort.QUOTED,
    "yes": Sort.YES,
    "no": Sort.NO,
}
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
    words = [*_words(text, plain), _Word(_END, "", len(text), len(text))]
    try:
        root = _Descent(words).formula()
    except _StoppedError as stopped:
        word = stopped.word
        missed = wording.unexpected(text[word.at : word.end], stopped.wanted)
        raise _slipped(text, plain, word.at, word.end, missed) from None
    _check_depth(text, root)
    return root


@frozen
class _Word:
    """A name, a constant or a sign, in the characters [at, end)."""

    kind: str
    text: str
    at: int
    end: int


def _words(text: str, plain: str) -> Iterator[_Word]:
    """Every word; brackets are counted before anything is built."""
    at, number, depth = _space(plain, 0), 0, 0
    while at < len(plain):
        match = _SIGN.match(plain, at)
        if match is None:
            strange = wording.strange_character(plain[at], text[at])
            raise _slipped(text, plain, at, at + 1, strange)
        kind = match.lastgroup or ""
        if kind == "word":
            kind = _WORDS[" ".join(match[0].lower().split())]
        depth += (kind == "open") - (kind == "close")
        if number >= HIGHEST_WORDS:
            raise _refused(text, at, match.end(), wording.too_many(HIGHEST_WORDS))
        if depth > HIGHEST_DEPTH:
            raise _refused(text, at, match.end(), wording.too_deep(HIGHEST_DEPTH))
        yield _Word(kind, match[0], at, match.end())
        at, number = _space(plain, match.end()), number + 1


def _space(plain: str, at: int) -> int:
    match = _SPACE.match(plain, at)
    return match.end() if match else at


class _StoppedError(Exception):
    """Reading stopped at a word where something else is wanted."""

    def __init__(self, word: _Word, wanted: wording.Wanted) -> None:
        super().__init__()
        self.word = word
        self.wanted = wanted


@define
class _Descent:
    """One method for each rule of the grammar: reads on from the next word, gives a syntax node."""

    words: Sequence[_Word]
    position: int = field(default=0, init=False)

    def formula(self) -> Syntax:
        """All words, to the end."""
        root = self._either()
        self._take(_END, wording.Wanted.OPERATOR)
        return root

    def _either(self) -> Syntax:
        return self._joined("or", Operator.OR, self._both)

    def _both(self) -> Syntax:
        return self._joined("and", Operator.AND, self._opposite)

    def _joined(self, kind: str, operator: Operator, part: Callable[[], Syntax]) -> Syntax:
        parts = [part()]
        while self._next(kind):
            parts.append(part())
        return parts[0] if len(parts) == 1 else _operation(operator, parts)

    def _opposite(self) -> Syntax:
        return self._signed("not", Operator.NOT, self._relation)

    def _signed(self, kind: str, operator: Operator, part: Callable[[], Syntax]) -> Syntax:
        """A part with any number of one sign before it, the last of them nearest."""
        signs = []
        while sign := self._next(kind):
            signs.append(sign)
        node = part()
        for sign in reversed(signs):
            node = Operation(operator, (node,), sign.at, node.end)
        return node

    def _relation(self) -> Syntax:
        first = self._sum()
        word = self._next("in", "not_in")
        if word:
            return self._membership(first, word)
        parts, comparisons = [first], []
        while sign := self._next("comparison"):
            comparisons.append(_COMPARISONS[sign.text])
            parts.append(self._sum())
        if not comparisons:
            return first
        return Relation(tuple(comparisons), tuple(parts), first.at, parts[-1].end)

    def _membership(self, item: Syntax, word: _Word) -> Syntax:
        self._take("open", wording.Wanted.LIST)
        options, end = self._listed(self._sum)
        return Membership(word.kind == "not_in", (item, *options), item.at, end)

    def _listed(self, part: Callable[[], Syntax]) -> tuple[list[Syntax], int]:
        """Parts between commas, and the end of the bracket that closes them."""
        parts = [part()]
        while self._next("comma"):
            parts.append(part())
        return parts, self._take("close", wording.Wanted.OPERATOR).end

    def _sum(self) -> Syntax:
        return self._chained(self._product, "plus", "minus")

    def _product(self) -> Syntax:
        return self._chained(self._factor, "factor")

    def _chained(self, part: Callable[[], Syntax], *kinds: str) -> Syntax:
        node = part()
        while sign := self._next(*kinds):
            node = _operation(_OPERATORS[sign.text], [node, part()])
        return node

    def _factor(self) -> Syntax:
        return self._signed("minus", Operator.MINUS, self._atom)

    def _atom(self) -> Syntax:
        word = self._next("name", "open", *_CONSTANTS)
        if word is None:
            raise _StoppedError(self.words[self.position], wording.Wanted.VALUE)
        if word.kind == "open":
            inside = self._either()
            self._take("close", wording.Wanted.OPERATOR)
            return inside
        if word.kind != "name":
            return Constant(_CONSTANTS[word.kind], word.text, word.at, word.end)
        if not self._next("open"):
            return Name(word.text, word.at, word.end)
        if close := self._next("close"):
            return Call(word.text, (), word.at, close.end)
        parts, end = self._listed(self._either)
        return Call(word.text, tuple(parts), word.at, end)

    def _next(self, *kinds: str) -> _Word | None:
        """The next word if it is of one of these kinds; it is read then."""
        word = self.words[self.position]
        if word.kind not in kinds:
            return None
        self.position += 1
        return word

    def _take(self, kind: str, wanted: wording.Wanted) -> _Word:
        word = self._next(kind)
        if word is None:
            raise _StoppedError(self.words[self.position], wanted)
        return word


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


def _operation(operator: Operator, parts: list[Syntax]) -> Syntax:
    return Operation(operator, tuple(parts), parts[0].at, parts[-1].end)
