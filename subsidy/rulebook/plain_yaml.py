"""The plain part of YAML, in which rules are written, read at once and ten times as fast.

Maps and lists, in lines or in brackets, scalars on one line, quotations without escapes, folded
paragraphs (``>-``), comments. Whatever else stands in a text, correct or not, is left to the
parser of all YAML: this reader then gives nothing, and says nothing. Where it gives a tree, it is
the tree of that parser, place by place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import TypeVar

from attrs import define, field

from subsidy.errors import Place
from subsidy.rulebook.text_nodes import TextKey, TextList, TextMap, TextNode, TextScalar

__all__ = ["read_plainly"]

Part = TypeVar("Part")

_MOST_CHARACTERS = 256 << 10  # so that no limit on what a text may hold is reached here
_LONGEST_SCALAR = 16 << 10
_DEEPEST = 24
_LONGEST_KEY = 200

_FOREIGN = re.compile(
    r"[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
    r"|^(?:---|\.\.\.|%)",
    re.MULTILINE,
)
_BETWEEN = re.compile(
    r"(?: *(?:(?:(?<![^ \n])|^)#[^\n]*)?\n)* *", re.MULTILINE
)  # empty lines, remarks
_END_OF_LINE = re.compile(r" *(?:(?<= )#[^\n]*)?(?:\n|\Z)")
_FIRST = r"(?:[^\s,\[\]{}#&*!|>'\"%@`?:<=-]|-(?=[^\s,\[\]{}]))"
_KEY = re.compile(rf"({_FIRST}[^\s:#,\[\]{{}}'\"]*(?: [^\s:#,\[\]{{}}'\"]+)*):(?=[ \n]|\Z)")
_QUOTED_KEY = re.compile(r"""(?:"[^"\\\n]*"|'[^'\n]*'):(?=[ \n]|\Z)""")
_PLAIN = re.compile(rf"{_FIRST}(?:[^\s:]|:(?=\S)| (?! *#| *\n| *\Z))*(?= *(?: #|\n|\Z))")
_IN_BRACKETS = re.compile(
    rf"{_FIRST}(?:[^\s:,\[\]{{}}#]|:(?=[^\s,\[\]{{}}])| (?=[^\s:,\[\]{{}}#]))*(?= *[,\]}}\n])"
)
_QUOTED = re.compile(r"""(?:"([^"\\\n]*)"|'([^'\n]*)')(?!['"])""")
_FOLDED = re.compile(r">-\n( +)")


def read_plainly(text: str, name: str) -> TextNode | None:
    """The tree of a YAML text in the plain part of the language; None of any other text."""
    if len(text) > _MOST_CHARACTERS or _FOREIGN.search(text):
        return None
    try:
        return _Plain(text, name).document()
    except _NotPlainError:
        return None


class _NotPlainError(Exception):
    """The text is not in the plain part of YAML."""


@define
class _Plain:
    """Reads on from ``at``, an offset in the text."""

    text: str
    name: str
    at: int = field(default=0, init=False)
    lines: list[int] = field(init=False)  # the offset at which each begins

    def __attrs_post_init__(self) -> None:
        self.lines = [0, *(match.end() for match in re.finditer("\n", self.text))]

    def document(self) -> TextNode:
        """The one map or list."""
        self._skip()
        if self.at == len(self.text):
            raise _NotPlainError
        node = self._block(self._column(), 1)
        if self.at < len(self.text):
            raise _NotPlainError
        return node

    # ── where ────────────────────────────────────────────────────────────────────────

    def _place(self, at: int) -> Place:
        line = bisect_right(self.lines, at)
        return Place(self.name, line, at - self.lines[line - 1] + 1)

    def _column(self) -> int:
        return self.at - self.lines[bisect_right(self.lines, self.at) - 1]

    def _sign(self) -> str:
        return self.text[self.at : self.at + 1]

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.at)
        if match is not None:
            self.at = match.end()
        return match

    def _skip(self) -> None:
        """To the next sign that is no space, line end or remark."""
        self._match(_BETWEEN)

    def _end_line(self) -> None:
        if self._match(_END_OF_LINE) is None:
            raise _NotPlainError
        self._skip()

    def _begins_item(self) -> bool:
        return self._sign() == "-" and self.text[self.at + 1 : self.at + 2] in {" ", "\n", ""}

    # ── lines ────────────────────────────────────────────────────────────────────────

    def _block(self, column: int, depth: int) -> TextNode:
        if depth > _DEEPEST:
            raise _NotPlainError
        return self._list(column, depth) if self._begins_item() else self._map(column, depth)

    def _map(self, column: int, depth: int) -> TextMap:
        place = self._place(self.at)
        entries: list[tuple[TextKey, TextNode]] = []
        while self.at < len(self.text) and self._column() == column:
            key = self._key()
            entries.append((key, self._value(key, column, depth)))
        self._end_block(column)
        return self._checked(entries, place)

    def _list(self, column: int, depth: int) -> TextList:
        place = self._place(self.at)
        items: list[TextNode] = []
        while self.at < len(self.text) and self._column() == column and self._begins_item():
            self.at += 1
            items.append(self._item(column, depth))
        self._end_block(column)
        return TextList(tuple(items), place)

    def _end_block(self, column: int) -> None:
        if self.at < len(self.text) and self._column() > column:
            raise _NotPlainError

    def _item(self, column: int, depth: int) -> TextNode:
        if self._match(_END_OF_LINE):
            self._skip()
            if self.at >= len(self.text) or self._column() <= column:
                raise _NotPlainError
            return self._block(self._column(), depth + 1)
        self._skip()
        if self._begins_item() or any(key.match(self.text, self.at) for key in (_KEY, _QUOTED_KEY)):
            return self._block(self._column(), depth + 1)
        return self._on_line(column, depth)

    def _key(self) -> TextKey:
        at = self.at
        match = self._match(_KEY)
        if match is not None and match[1] != "<<" and len(match[1]) <= _LONGEST_KEY:
            return TextKey(match[1], self._place(at))
        match = self._match(_QUOTED_KEY) if match is None else None
        if match is None or len(match[0]) > _LONGEST_KEY:
            raise _NotPlainError
        return TextKey(match[0][1:-2], self._place(at))

    def _value(self, key: TextKey, column: int, depth: int) -> TextNode:
        if not self._match(_END_OF_LINE):
            self.at += 1
            return self._on_line(column, depth)
        self._skip()
        deeper = self._column() if self.at < len(self.text) else 0
        if deeper > column:
            return self._block(deeper, depth + 1)
        if deeper == column and self._begins_item():
            return self._list(column, depth + 1)
        return TextScalar("", key.place)

    def _on_line(self, column: int, depth: int) -> TextNode:
        """What stands behind a key or a dash on the same line, and to the next line."""
        self._skip()
        if self._sign() == ">":
            return self._paragraph(column)
        node = self._simple(_PLAIN, depth)
        self._end_line()
        self._end_block(column)  # it would go on there
        return node

    def _paragraph(self, column: int) -> TextScalar:
        place = self._place(self.at)
        match = self._match(_FOLDED)
        if match is None or len(match[1]) <= column:
            raise _NotPlainError
        margin, pieces = match[1], []
        self.at -= len(margin)
        while line := re.compile(rf"{margin}(\S[^\n]*)(?:\n|\Z)").match(self.text, self.at):
            pieces.append(line[1])
            self.at = line.end()
        self._skip()
        ends = self.at >= len(self.text) or self._column() <= column
        if not ends or not pieces or any(piece.endswith(" ") for piece in pieces):
            raise _NotPlainError
        return self._scalar(" ".join(pieces), place)

    # ── scalars, and what stands in brackets ─────────────────────────────────────────

    def _simple(self, plain: re.Pattern[str], depth: int) -> TextNode:
        sign, at = self._sign(), self.at
        if sign in {"{", "["}:
            return self._bracketed(sign, depth + 1)
        if sign in {'"', "'"}:
            match = self._match(_QUOTED)
            if match is None:
                raise _NotPlainError
            return self._scalar(match[0][1:-1], self._place(at), on_one_line=True, quotes=1)
        match = self._match(plain)
        if match is None:
            raise _NotPlainError
        return self._scalar(match[0], self._place(at), on_one_line=True)

    @staticmethod
    def _scalar(
        text: str, place: Place, *, on_one_line: bool = False, quotes: int = 0
    ) -> TextScalar:
        if len(text) > _LONGEST_SCALAR:
            raise _NotPlainError
        return TextScalar(text, place, on_one_line, quotes)

    def _bracketed(self, sign: str, depth: int) -> TextNode:
        if depth > _DEEPEST:
            raise _NotPlainError
        place = self._place(self.at)
        self.at += 1
        if sign == "[":
            items = self._between("]", lambda: self._simple(_IN_BRACKETS, depth))
            return TextList(tuple(items), place)
        return self._checked(self._between("}", lambda: self._entry(depth)), place)

    def _between(self, close: str, part: Callable[[], Part]) -> list[Part]:
        parts: list[Part] = []
        self._skip()
        while self._sign() != close:
            parts.append(part())
            self._skip()
            if self._sign() not in {",", close}:
                raise _NotPlainError
            if self._sign() == ",":
                self.at += 1
                self._skip()
        self.at += 1
        return parts

    def _entry(self, depth: int) -> tuple[TextKey, TextNode]:
        key = self._key()
        self._skip()
        return key, self._simple(_IN_BRACKETS, depth)

    def _checked(self, entries: list[tuple[TextKey, TextNode]], place: Place) -> TextMap:
        if len({key.text for key, _ in entries}) < len(entries):
            raise _NotPlainError
        return TextMap(tuple(entries), place)
