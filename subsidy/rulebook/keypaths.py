"""One key of a rule record replaced, along a path of keys, checked against its declared shape."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from subsidy.errors import Words
from subsidy.rulebook.conform import conform
from subsidy.rulebook.findings import Findings, cure_by_nearest
from subsidy.rulebook.kinds import Choice, Keys, Kind, ListOf, Named, OneOf, Scalar
from subsidy.rulebook.record import Listing, Record, Result, Value
from subsidy.rulebook.text import TextNode, read_text

__all__ = ["edited", "names_below", "shown_at"]

NOTHING = ("none", "无")
_BY = ("name", "effective_from")  # how the items of a list are called


def edited(
    record: Record, kind: Kind, path: Sequence[str], value: Value, findings: Findings
) -> Record | None:
    """*record* with *value* at the end of *path*; None where that is refused."""
    key, *rest = path
    below = _kind_of(kind, key)
    if below is None:
        _refuse_key(key, kind, value, findings)
        return None
    if not rest and value.text.strip() in NOTHING and not _is_required(kind, key):
        return _without(record, key)
    new = _below(record.entries.get(key), below, rest, value, findings)
    if new is None:
        return None
    places = {**record.key_places, key: value.place}
    return evolve(record, entries={**record.entries, key: new}, key_places=places)


def names_below(kind: Keys) -> list[str]:
    """Every path of keys in a closed map that ends in a value."""
    found: list[str] = []
    for key in kind.keys:
        inner = key.of
        found += (
            [f"{key.name}.{name}" for name in names_below(inner)]
            if isinstance(inner, Keys)
            else [key.name]
        )
    return found


def shown_at(record: Record, path: Sequence[str]) -> str:
    """What stands at the end of *path*, as text; empty where nothing does."""
    found: Result | None = record
    for key in path:
        if isinstance(found, Record):
            found = found.entries.get(key)
        elif isinstance(found, Listing):
            found = next((item for item in found.items if _is_called(item, key)), None)
    return _shown(found)


def _below(
    old: Result | None, kind: Kind, rest: Sequence[str], value: Value, findings: Findings
) -> Result | None:
    """What stands under a key, with the value put at the end of the rest of the path."""
    if not rest:
        return _read(value, kind, findings)
    chosen = _chosen(kind, old)
    if isinstance(chosen, Keys | Named):
        empty = Record({}, {}, value.place, sound=True)
        return edited(old if isinstance(old, Record) else empty, chosen, rest, value, findings)
    if isinstance(chosen, ListOf) and isinstance(old, Listing):
        return _in_listing(old, chosen, rest, value, findings)
    _refuse_key(rest[0], kind, value, findings)
    return None


def _in_listing(
    old: Listing, kind: ListOf, path: Sequence[str], value: Value, findings: Findings
) -> Listing | None:
    for number, item in enumerate(old.items):
        if isinstance(item, Record) and _is_called(item, path[0]) and path[1:]:
            new = edited(item, kind.of, path[1:], value, findings)
            if new is None:
                return None
            return evolve(old, items=(*old.items[:number], new, *old.items[number + 1 :]))
    known = [_name(item) for item in old.items if isinstance(item, Record)]
    _refuse(path[0], known, value, findings)
    return None


def _read(value: Value, kind: Kind, findings: Findings) -> Result | None:
    """The text of a change, read as what belongs there: a list or map is written as in YAML."""
    node: TextNode | None = value.scalar
    text = value.text.strip()
    is_list = isinstance(kind, ListOf) or (isinstance(kind, OneOf) and text.startswith("["))
    if not isinstance(kind, Scalar | Choice) and (text.startswith(("[", "{")) or is_list):
        written = text if text.startswith(("[", "{")) else f"[{text}]"
        node = read_text(written, str(value.place), findings)
    return None if node is None else conform(node, kind, findings)


def _kind_of(kind: Kind, key: str) -> Kind | None:
    if isinstance(kind, Named):
        return kind.of
    if isinstance(kind, Keys):
        return next((one.of for one in kind.keys if one.name == key), None)
    return None


def _is_required(kind: Kind, key: str) -> bool:
    return isinstance(kind, Keys) and any(one.required for one in kind.keys if one.name == key)


def _chosen(kind: Kind, old: Result | None) -> Kind:
    """Of several shapes the one that stands there."""
    if not isinstance(kind, OneOf):
        return kind
    wanted = Keys | Named if isinstance(old, Record) else ListOf
    return next((one for one in kind.options if isinstance(one, wanted)), kind)


def _without(record: Record, key: str) -> Record:
    entries = {name: one for name, one in record.entries.items() if name != key}
    places = {name: one for name, one in record.key_places.items() if name != key}
    return evolve(record, entries=entries, key_places=places)


def _is_called(item: Result, name: str) -> bool:
    return isinstance(item, Record) and name in {item.text(key) for key in _BY}


def _name(item: Record) -> str:
    return next((item.text(key) for key in _BY if item.text(key)), "")


def _refuse_key(key: str, kind: Kind, value: Value, findings: Findings) -> None:
    _refuse(key, list(kind.names()) if isinstance(kind, Keys) else [], value, findings)


def _refuse(key: str, known: list[str], value: Value, findings: Findings) -> None:
    message = Words(f"there is no {key} here", f"此处没有 {key}")
    listed = ", ".join(known)
    otherwise = (
        Words(f"there are {listed}", f"可用的有：{listed}")
        if known
        else Words("leave out what stands behind the last dot", "请去掉最后一个点之后的部分")
    )
    cure = cure_by_nearest(key, known, otherwise)
    findings.add("unknown-key", value.place, message, cure, key)


def _shown(found: Result | None) -> str:
    match found:
        case None:
            return ""
        case Value():
            return found.text
        case Listing(items):
            return f"[{', '.join(_shown(item) for item in items)}]"
        case Record(entries):
            return "{" + ", ".join(f"{key}: {_shown(one)}" for key, one in entries.items()) + "}"
