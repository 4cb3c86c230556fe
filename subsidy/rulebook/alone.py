"""One scheme file asked for alone: what of its folder is read with it."""

from __future__ import annotations

from subsidy.errors import Place, Words
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.layers import Layer
from subsidy.rulebook.reading import Declared
from subsidy.rulebook.record import Record, Value
from subsidy.rulebook.withdrawn import forget_in_facts

__all__ = ["keep_only"]


def keep_only(file: str, layer: Layer, findings: Findings) -> None:
    """Drop from *layer* every scheme that *file* neither declares nor leads to by name."""
    wanted = f"{layer.name}/{file}"
    own = {**layer.schemes, **layer.overrides}
    asked = [name for name, one in own.items() if one.place.file == wanted]
    if not asked and not findings.problems:
        message = Words("this file holds no scheme", "此文件不含任何项目")
        cure = Words("name the folder of the place instead", "请改为指定地区的文件夹")
        findings.add("no-scheme", Place(wanted), message, cure)
    kept: set[str] = set()
    while asked:
        name = asked.pop()
        if name in own and name not in kept:
            kept.add(name)
            asked.extend(_named(own[name], layer))
    layer.schemes = {name: one for name, one in layer.schemes.items() if name in kept}
    layer.overrides = {name: one for name, one in layer.overrides.items() if name in kept}
    gone = set(own) - kept
    layer.facts = forget_in_facts(layer.facts, gone)
    layer.overlaps = {name: one for name, one in layer.overlaps.items() if not _mentions(one, gone)}
    files = {one.place.file for name, one in own.items() if name in gone}
    layer.contents = {name: text for name, text in layer.contents.items() if name not in files}


def _named(one: Declared, layer: Layer) -> list[str]:
    record = one.record
    amount = record.record("amount")
    nets = amount.values("net_of") if amount else ()
    frozen = amount.text("frozen_from") if amount else ""
    listed: tuple[Value, ...] = (
        *record.values("unless_paid"),
        *record.values("only_if_paid"),
        *nets,
    )
    shares = [
        share
        for net in (amount.records("net_of") if amount else ())
        if (share := _share(net, layer))
    ]
    return [*(value.text for value in listed), *shares, *([frozen] if frozen else ())]


def _share(net: Record, layer: Layer) -> str:
    """The household's scheme of which a netted amount is a share; empty where it is none."""
    fact = layer.facts.get(net.text("amount"))
    return fact.record.text("share_of") if fact else ""


def _mentions(one: Declared, names: set[str]) -> bool:
    return any(value.text in names for value in one.record.values("schemes"))
