"""The text of one place: its files, told apart by their first key, fitted to their shape."""

from __future__ import annotations

from pathlib import Path

from attrs import define, evolve, field

from subsidy.errors import Place, Words
from subsidy.rulebook import shape
from subsidy.rulebook.conform import conform
from subsidy.rulebook.files import read_folder
from subsidy.rulebook.findings import Findings, cure_by_nearest
from subsidy.rulebook.kinds import Keys
from subsidy.rulebook.reading import Declared
from subsidy.rulebook.record import Record
from subsidy.rulebook.syntax_faults import FULL_WIDTH_COLON
from subsidy.rulebook.text import TextMap, TextNode, TextScalar

__all__ = ["Layer", "read_layer", "sort_in"]

_KINDS = {kind.keys[0].name: kind for kind in shape.RULE_FILES}


@define
class Layer:
    """What one folder declares, by kind and name. ``contents`` are its files by relative name."""

    folder: Path
    name: str
    place: Record | None = None
    facts: dict[str, Declared] = field(factory=dict)
    parameters: dict[str, Declared] = field(factory=dict)
    schemes: dict[str, Declared] = field(factory=dict)
    overrides: dict[str, Declared] = field(factory=dict)
    overlaps: dict[str, Declared] = field(factory=dict)
    contents: dict[str, bytes] = field(factory=dict)


def read_layer(folder: Path, name: str, findings: Findings) -> Layer:
    """Read every rule file of *folder*, which people know as *name*."""
    layer = Layer(folder, name)
    for file, content, tree in read_folder(folder, name, findings):
        layer.contents[file] = content
        if isinstance(tree, TextMap) and tree.entries:
            sort_in(tree, layer, findings)
        else:
            _refuse_file(tree, Place(file, 1, 1), findings)
    return layer


def sort_in(tree: TextMap, layer: Layer, findings: Findings) -> None:
    """Put what one rule file declares where it belongs in *layer*."""
    first = tree.entries[0][0]
    kind = _KINDS.get(first.text)
    if kind is None and first.text == "cases":
        message = Words(
            "worked cases stand in the sub-folder cases/", "案例应放在子文件夹 cases/ 中"
        )
        cure = Words("move this file into cases/", "请把此文件移到 cases/ 中")
        findings.add("file-kind", first.place, message, cure, first.text)
        return
    if kind is None:
        known = ", ".join(_KINDS)
        message = Words(
            f"{first.text} is no kind of rule file", f"{first.text} 不是任何一种规则文件"
        )
        otherwise = Words(f"a file begins with one of {known}", f"文件应以下列之一开头：{known}")
        findings.unreadable = True
        cure = cure_by_nearest(first.text, list(_KINDS), otherwise)
        findings.add("file-kind", first.place, message, cure, first.text)
        return
    record = conform(tree, kind, findings)
    if not isinstance(record, Record):
        return
    match kind:
        case shape.PLACE:
            _place(record, layer, findings)
        case shape.FACTS | shape.HOUSEHOLD_FACTS | shape.INSTITUTION_FACTS:
            _facts(record, kind, layer, findings)
        case shape.PARAMETERS:
            _declare_all(record.record("parameters"), layer.parameters, findings)
        case shape.OVERLAPS:
            for overlap in record.records("overlaps"):
                _declare_one(overlap, "name", layer.overlaps, findings)
        case _:
            _scheme(record, kind, layer, findings)


def _scheme(record: Record, kind: Keys, layer: Layer, findings: Findings) -> None:
    key = kind.keys[0].name
    if not record.text(key):
        findings.unreadable = True
        return
    known = layer.overrides if key == "override" else layer.schemes
    other = layer.schemes if key == "override" else layer.overrides
    name = record.text(key)
    if name in other:
        _refuse_twice(name, record.place_of(key), other[name].place, findings)
        return
    _declare_one(record, key, known, findings)


def _facts(record: Record, kind: Keys, layer: Layer, findings: Findings) -> None:
    unit = next(unit for unit, known in shape.FACT_FILES.items() if known is kind)
    named = record.record(kind.keys[0].name)
    before = set(layer.facts)
    _declare_all(named, layer.facts, findings)
    for name in layer.facts.keys() - before:
        layer.facts[name] = evolve(layer.facts[name], unit=unit)


def _place(record: Record, layer: Layer, findings: Findings) -> None:
    if layer.place is None:
        layer.place = record
        return
    _refuse_twice("place", record.key_places["place"], layer.place.key_places["place"], findings)


def _declare_all(named: Record | None, known: dict[str, Declared], findings: Findings) -> None:
    for name, result in named.entries.items() if named else ():
        if isinstance(result, Record) and named:
            _declare(Declared(name, result, named.key_places[name]), known, findings)


def _declare_one(record: Record, key: str, known: dict[str, Declared], findings: Findings) -> None:
    name = record.value(key)
    if name is not None:
        _declare(Declared(name.text, record, name.place), known, findings)


def _declare(one: Declared, known: dict[str, Declared], findings: Findings) -> None:
    if one.name in known:
        _refuse_twice(one.name, one.place, known[one.name].place, findings)
    else:
        known[one.name] = one


def _refuse_twice(name: str, place: Place, first: Place, findings: Findings) -> None:
    message = Words(f"{name} is declared a second time; the first is at {first}",
                    f"{name} 重复声明，第一次在 {first}")  # fmt: skip
    cure = Words("keep one of the two", "请只保留其中一个")
    findings.add("declared-twice", place, message, cure, name)


def _refuse_file(tree: TextNode, place: Place, findings: Findings) -> None:
    findings.unreadable = True
    if isinstance(tree, TextScalar) and "：" in tree.text:
        findings.add("yaml-full-width", place, *FULL_WIDTH_COLON, "：")
        return
    message = Words("this is not a rule file", "这不是规则文件")
    known = ", ".join(_KINDS)
    cure = Words(f"begin it with one of {known}", f"请以下列之一开头：{known}")
    findings.add("file-kind", place, message, cure)
