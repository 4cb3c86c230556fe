"""YAML by the parser of all YAML, which says of a faulty text what is wrong and where.

Anchors, aliases, tags, merge keys, duplicate keys and more than one document are refused, and so
is a text too large or too deep to be rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import define, field
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from subsidy.errors import Place, Words
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.syntax_faults import refuse_plainly, refuse_syntax
from subsidy.rulebook.text_nodes import (
    TextHole,
    TextKey,
    TextList,
    TextMap,
    TextNode,
    TextScalar,
)

__all__ = ["read_fully"]

MOST_DEPTH = 32
MOST_NODES = 200_000
MOST_SCALAR_BYTES = 64 << 10


def read_fully(text: str, name: str, findings: Findings) -> TextNode | None:
    """The tree of one YAML text, or None where it cannot be read at all."""
    try:
        return _Reader(name, findings, _events(text)).document()
    except MarkedYAMLError as fault:
        refuse_syntax(text, fault, name, findings)
    except YAMLError as fault:
        position = getattr(fault, "position", None)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else None
        refuse_plainly(Place(name, line), "a character that YAML does not allow", findings)
    except _TooMuchError as fault:
        cure = Words("rules are small; write them out plainly", "规则应当短小，请直接写明")
        findings.add("text-too-much", fault.place, fault.words, cure)
    return None


def _events(text: str) -> Iterator[Any]:
    yield from YAML(typ="safe", pure=True).parse(text)


class _TooMuchError(Exception):
    """The text is larger or deeper than rules ever are."""

    def __init__(self, place: Place, words: Words) -> None:
        super().__init__()
        self.place = place
        self.words = words


@define
class _Reader:
    """Builds the tree from events, noting what is refused on the way."""

    name: str
    findings: Findings
    events: Iterator[Any]
    nodes: int = field(default=0)

    def document(self) -> TextNode:
        """The one document of the stream."""
        tree: TextNode = TextMap((), Place(self.name, 1, 1))
        documents = 0
        for event in self.events:
            if not isinstance(event, DocumentStartEvent):
                if isinstance(event, StreamEndEvent):
                    break
                continue
            documents += 1
            node = self.node(next(self.events), 1)
            if documents == 1:
                tree = node
            else:
                self._refuse(
                    event,
                    "several-documents",
                    Words("a second document begins here", "此处开始了第二个文档"),
                    Words("put it into a file of its own", "请另存为单独的文件"),
                )
        return tree

    def node(self, event: Any, depth: int) -> TextNode:
        """The node that begins with *event*."""
        place = self._place(event)
        self._count(place, depth)
        if isinstance(event, AliasEvent):
            self._refuse_reuse(event)
            return TextHole(place)
        if getattr(event, "anchor", None):
            self._refuse_reuse(event)
        if getattr(event, "tag", None):
            self._refuse(
                event,
                "tag",
                Words("tags such as !!str are not used in rules", "规则中不使用 !!str 之类的标签"),
                Words("remove the tag; every scalar is text", "请删去标签；所有值均按文本读取"),
            )
        if isinstance(event, SequenceStartEvent):
            return TextList(tuple(self._items(depth)), place)
        if isinstance(event, MappingStartEvent):
            return TextMap(tuple(self._entries(depth)), place)
        return self._scalar(event, place)

    def _items(self, depth: int) -> Iterator[TextNode]:
        for event in self.events:
            if isinstance(event, SequenceEndEvent):
                return
            yield self.node(event, depth + 1)

    def _entries(self, depth: int) -> Iterator[tuple[TextKey, TextNode]]:
        seen: dict[str, Place] = {}
        for event in self.events:
            if isinstance(event, MappingEndEvent):
                return
            key = self._key(event, depth)
            value = self.node(next(self.events), depth + 1)
            if isinstance(value, TextScalar) and not value.text and not value.quotes and key:
                value = TextScalar("", key.place)
            if key and self._is_new(key, seen):
                yield key, value

    def _key(self, event: Any, depth: int) -> TextKey | None:
        if not isinstance(event, ScalarEvent):
            self._refuse(
                event,
                "key-not-text",
                Words("a key is a word, not a list or map", "键应为文字，不能是列表或映射"),
                Words("write the key as plain text", "请把键写成普通文字"),
            )
            self.node(event, depth + 1)
            return None
        if event.value == "<<" and event.style is None:
            self._refuse(
                event,
                "merge-key",
                Words("merge keys (<<) are not used in rules", "规则中不使用合并键（<<）"),
                Words(
                    "write the keys out, or inherit from another place",
                    "请逐一写出，或继承上级地区",
                ),
            )
            return None
        node = self.node(event, depth + 1)
        return TextKey(event.value, node.place)

    def _is_new(self, key: TextKey, seen: dict[str, Place]) -> bool:
        if key.text not in seen:
            seen[key.text] = key.place
            return True
        first = seen[key.text].line
        self.findings.add(
            "duplicate-key",
            key.place,
            Words(f"{key.text} stands here a second time; the first is on line {first}",
                  f"{key.text} 重复出现，第一次在第 {first} 行"),
            Words("keep one of the two", "请只保留其中一个"),
            key.text,
        )  # fmt: skip
        return False

    def _scalar(self, event: Any, place: Place) -> TextScalar:
        if len(event.value.encode()) > MOST_SCALAR_BYTES:
            raise _TooMuchError(
                place, Words("this text is longer than 64 KiB", "此处文本超过 64 KiB")
            )
        quotes = 1 if event.style in ("'", '"') else 0
        same_line = event.start_mark.line == event.end_mark.line
        length = event.end_mark.column - event.start_mark.column - 2 * quotes
        plain_copy = (
            same_line and event.style in (None, "", "'", '"') and length == len(event.value)
        )
        return TextScalar(event.value.strip("\n"), place, plain_copy, quotes)

    def _count(self, place: Place, depth: int) -> None:
        self.nodes += 1
        if depth > MOST_DEPTH:
            raise _TooMuchError(place, Words("this is nested more than 32 deep", "嵌套超过 32 层"))
        if self.nodes > MOST_NODES:
            raise _TooMuchError(
                place, Words("there are more than 200,000 values", "取值超过 20 万个")
            )

    def _refuse_reuse(self, event: Any) -> None:
        sign = "*" if isinstance(event, AliasEvent) else "&"
        self._refuse(
            event,
            "alias" if sign == "*" else "anchor",
            Words(
                "anchors and aliases (& and *) are not used in rules",
                "规则中不使用锚点与别名（& 与 *）",
            ),
            Words("write the value out, or make it a parameter", "请直接写出该值，或设为参数"),
            f"{sign}{event.anchor}",
        )

    def _refuse(self, event: Any, code: str, message: Words, cure: Words, found: str = "") -> None:
        self.findings.add(code, self._place(event), message, cure, found)

    def _place(self, event: Any) -> Place:
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)
