"""Text against its declared shape: every unknown, missing or wrong key, all of them at once."""

from __future__ import annotations

from typing import assert_never

from subsidy.errors import Place, Words, nearest
from subsidy.rulebook.findings import Findings, cure_by_nearest
from subsidy.rulebook.kinds import Choice, Keys, Kind, ListOf, Named, OneOf, Scalar, Typed
from subsidy.rulebook.record import Listing, Record, Result, Value
from subsidy.rulebook.scalars import EXPECTED, ScalarError, meant_scalar, read_scalar
from subsidy.rulebook.syntax_faults import FULL_WIDTH_COLON
from subsidy.rulebook.text import TextHole, TextKey, TextList, TextMap, TextNode, TextScalar

__all__ = ["conform"]

_NOTHING = {"~", "null", "Null", "NULL"}
_STANDS = {
    TextScalar: Words("a single value", "单个值"),
    TextList: Words("a list", "列表"),
    TextMap: Words("a map of keys", "键值映射"),
}


def conform(node: TextNode, kind: Kind, findings: Findings) -> Result | None:
    """*node* read as *kind*; None where it was refused, and then *findings* say why."""
    match kind:
        case Scalar() | Choice():
            return _scalar(node, kind, findings)
        case ListOf():
            return _listing(node, kind, findings)
        case Named():
            return _named(node, kind, findings)
        case Keys():
            return _keys(node, kind, findings)
        case Typed():
            return _typed(node, kind, findings)
        case OneOf():
            return _one_of(node, kind, findings)
        case _:
            assert_never(kind)


def _scalar(node: TextNode, kind: Scalar | Choice, findings: Findings) -> Value | None:
    if not isinstance(node, TextScalar):
        _refuse_kind(node, findings, _STANDS[TextScalar])
        return None
    if not node.text.strip() or (node.text in _NOTHING and not node.quotes):
        _refuse_nothing(node, kind, findings)
        return None
    if isinstance(kind, Choice):
        return _choice(node, kind, findings)
    try:
        return Value(read_scalar(node.text, kind.kind), node)
    except ScalarError as fault:
        expected = EXPECTED[kind.kind]
        restated = not fault.detail or fault.detail.startswith(("a ", "an "))
        more = "" if restated else f" ({fault.detail})"
        message = Words(f"{node.text} is not {expected.en}{more}", f"{node.text} 不是{expected.zh}")
        cure = Words(f"write {expected.en}", f"请写{expected.zh}")
        meant = meant_scalar(node.text, kind.kind)
        if meant:
            cure = Words(f"did you mean {meant}?", f"是否应为 {meant}？")
        findings.add("wrong-value", node.place, message, cure, node.text)
    return None


def _refuse_nothing(node: TextScalar, kind: Scalar | Choice, findings: Findings) -> None:
    if isinstance(kind, Choice):
        options = ", ".join(kind.options)
        cure = Words(f"write one of {options}", f"请从中选择：{options}")
    else:
        expected = EXPECTED[kind.kind]
        cure = Words(f"write {expected.en}", f"请填写{expected.zh}")
    sign = f" ({node.text} means nothing in YAML)" if node.text else ""
    sign_zh = f"（{node.text} 在 YAML 中表示空）" if node.text else ""
    message = Words(f"nothing stands here{sign}", f"此处为空{sign_zh}")
    findings.add("empty-value", node.place, message, cure)


def _choice(node: TextScalar, kind: Choice, findings: Findings) -> Value | None:
    if node.text in kind.options:
        return Value(node.text, node)
    options = ", ".join(kind.options)
    message = Words(
        f"{node.text} is not one of {options}", f"{node.text} 不在可选值之内：{options}"
    )
    otherwise = Words(f"write one of {options}", f"请从中选择：{options}")
    cure = cure_by_nearest(node.text, list(kind.options), otherwise)
    findings.add("wrong-value", node.place, message, cure, node.text)
    return None


def _listing(node: TextNode, kind: ListOf, findings: Findings) -> Listing | None:
    if kind.or_one and isinstance(node, TextScalar):
        node = TextList((node,), node.place)
    if not isinstance(node, TextList):
        _refuse_kind(node, findings, _STANDS[TextList])
        return None
    if kind.filled and not node.items:
        _refuse_empty(node, findings)
        return None
    _refuse_repeated(node, findings)
    items = [conform(item, kind.of, findings) for item in node.items]
    kept = tuple(item for item in items if item is not None)
    return Listing(kept, node.place, len(kept) == len(items) and all(map(_is_sound, kept)))


def _named(node: TextNode, kind: Named, findings: Findings) -> Record | None:
    if not isinstance(node, TextMap):
        _refuse_kind(node, findings, _STANDS[TextMap])
        return None
    if kind.filled and not node.entries:
        _refuse_empty(node, findings)
        return None
    found: dict[str, Result] = {}
    refused = False
    for key, value in node.entries:
        named = _scalar(TextScalar(key.text, key.place), Scalar(kind.key), findings)
        result = conform(value, kind.of, findings)
        if named is None or result is None:
            refused = True
            findings.broken_names.add(key.text)
        else:
            found[key.text] = result
    return _record(node, found, refused=refused)


def _keys(node: TextNode, kind: Keys, findings: Findings) -> Record | None:
    if not isinstance(node, TextMap):
        _refuse_kind(node, findings, _STANDS[TextMap])
        return None
    kinds = {key.name: key.of for key in kind.keys}
    found: dict[str, Result] = {}
    mark = len(findings)
    for key, value in node.entries:
        if key.text not in kinds:
            _refuse_key(key, kind, findings)
            continue
        result = conform(value, kinds[key.text], findings)
        if result is not None:
            found[key.text] = result
    misspelt = {nearest(key.text, list(kinds)) for key, _ in node.entries if key.text not in kinds}
    misspelt |= {key.text.partition("：")[0] for key, _ in node.entries}
    for key_kind in kind.keys:
        absent = node.get(key_kind.name) is None and key_kind.name not in misspelt
        if key_kind.required and absent:
            _refuse_missing(node.place, kind, key_kind.name, findings)
    holes = any(isinstance(value, TextHole) for _, value in node.entries)
    return _record(node, found, refused=findings.since(mark) or holes)


def _typed(node: TextNode, kind: Typed, findings: Findings) -> Record | None:
    if not isinstance(node, TextMap):
        _refuse_kind(node, findings, _STANDS[TextMap])
        return None
    shapes = dict(kind.shapes)
    word = node.get(kind.by)
    if word is None:
        _refuse_missing(node.place, Keys("this", ()), kind.by, findings)
        return None
    chosen = _scalar(word, Choice(tuple(shapes)), findings)
    return _keys(node, shapes[chosen.text], findings) if chosen else None


def _one_of(node: TextNode, kind: OneOf, findings: Findings) -> Result | None:
    for option in kind.options:
        if isinstance(node, _node_class(option)):
            return conform(node, option, findings)
    stands = [_STANDS[_node_class(option)] for option in kind.options]
    expected = Words(" or ".join(s.en for s in stands), "或".join(s.zh for s in stands))
    _refuse_kind(node, findings, expected)
    return None


def _node_class(kind: Kind) -> type[TextScalar | TextList | TextMap]:
    if isinstance(kind, Scalar | Choice):
        return TextScalar
    return TextList if isinstance(kind, ListOf) else TextMap


def _record(node: TextMap, found: dict[str, Result], *, refused: bool) -> Record:
    places = {key.text: key.place for key, _ in node.entries}
    sound = not refused and all(map(_is_sound, found.values()))
    return Record(found, places, node.place, sound)


def _is_sound(result: Result) -> bool:
    return isinstance(result, Value) or result.sound


def _refuse_empty(node: TextList | TextMap, findings: Findings) -> None:
    brackets = "[]" if isinstance(node, TextList) else "{}"
    message = Words(f"{brackets} holds nothing", f"{brackets} 之内为空")
    cure = Words("write what belongs there, or leave the key out", "请填写内容，或删去该键")
    findings.add("empty-value", node.place, message, cure, brackets)


def _refuse_repeated(node: TextList, findings: Findings) -> None:
    """A value that stands twice in a list is a slip: another one was meant."""
    seen: set[str] = set()
    for item in node.items:
        if not isinstance(item, TextScalar):
            continue
        if item.text in seen:
            message = Words(f"{item.text} stands in this list twice", f"{item.text} 在列表中重复")
            cure = Words("take one of the two away", "请删去其中一个")
            findings.add("listed-twice", item.place, message, cure, item.text)
        seen.add(item.text)


def _refuse_kind(node: TextNode, findings: Findings, expected: Words) -> None:
    """Note what stands in the wrong place; a hole was noted before."""
    if isinstance(node, TextHole):
        return
    stands = _STANDS[type(node)]
    message = Words(f"{stands.en} stands here where {expected.en} is expected",
                    f"此处应为{expected.zh}，却是{stands.zh}")  # fmt: skip
    cure = Words(f"write {expected.en}", f"请改为{expected.zh}")
    findings.add("wrong-kind", node.place, message, cure)


def _refuse_key(key: TextKey, kind: Keys, findings: Findings) -> None:
    if "：" in key.text:
        findings.add("yaml-full-width", key.place, *FULL_WIDTH_COLON, key.text)
        return
    known = ", ".join(kind.names())
    message = Words(
        f"{key.text} is not a key of {kind.title}", f"{key.text} 不是 {kind.title} 的键"
    )
    otherwise = Words(f"the keys are {known}", f"可用的键：{known}")
    cure = cure_by_nearest(key.text, list(kind.names()), otherwise)
    findings.add("unknown-key", key.place, message, cure, key.text)


def _refuse_missing(place: Place, kind: Keys, name: str, findings: Findings) -> None:
    message = Words(f"{kind.title} has no {name}", f"{kind.title} 缺少 {name}")
    findings.add("missing-key", place, message, Words(f"add {name}: …", f"请补充 {name}: …"))
