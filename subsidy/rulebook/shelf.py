"""The shelf: which book is in force where. The front door of :mod:`subsidy.rulebook`.

A rulebook is asked for by the name of a place on the shelf (``"cn/hunan/zhuzhou/shifeng"``),
by the path of a place's folder, or by the path of one scheme file. For a single file the
place's own facts, parameters and inherited schemes hold; of the schemes beside it only those
that it names are read with it.
"""

from __future__ import annotations

from pathlib import Path

from subsidy.errors import Place, Problem, RulesRefused, Words
from subsidy.rulebook.alone import keep_only
from subsidy.rulebook.book import merge, read_book
from subsidy.rulebook.casefiles import check_case_files
from subsidy.rulebook.findings import Findings, in_order
from subsidy.rulebook.layers import Layer
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.places import SHELF, find_target, places, read_chain, shown_name

__all__ = ["SHELF", "check_rulebook", "load_rulebook", "places"]


def load_rulebook(name_or_path: str | Path) -> Rulebook:
    """The checked rulebook of a place.

    Raises:
        RulesRefused: with every problem of all its files at once.
    """
    book, problems = _read(name_or_path)
    if book is None:
        raise RulesRefused(*problems)
    return book


def check_rulebook(name_or_path: str | Path) -> tuple[Problem, ...]:
    """Everything that is wrong with a rulebook, by file, line and column; empty where it is sound.

    The worked cases of a place are no rules and stop no calculation, but their shape is checked.
    """
    findings = Findings()
    target = find_target(name_or_path, findings)
    if target is not None and not target.only:
        check_case_files(target.folder, shown_name(target.folder), findings)
    _, problems = _read(name_or_path)
    return in_order((*problems, *findings.problems))


def _read(name_or_path: str | Path) -> tuple[Rulebook | None, tuple[Problem, ...]]:
    findings = Findings()
    target = find_target(name_or_path, findings)
    if target is None:
        return None, findings.sorted()
    layers = read_chain(target.folder, findings)
    if target.only:
        keep_only(target.only, layers[-1], findings)
    _demand_facts(layers, findings)
    if not any(layer.facts for layer in layers):
        return None, findings.sorted()
    draft = merge(layers, findings)
    book = read_book(draft, layers[-1].name, findings)
    return book, findings.sorted()


def _demand_facts(layers: list[Layer], findings: Findings) -> None:
    if findings.unreadable or any(layer.facts for layer in layers):
        return
    message = Words(
        "neither this place nor what it inherits declares facts", "本地区及其上级均未声明任何事实"
    )
    cure = Words(
        "add place.yaml with inherits: cn, or a file that begins with facts:",
        "请补充 place.yaml 并写明 inherits: cn，或补充以 facts: 开头的文件",
    )
    findings.add("no-facts", Place(layers[-1].name), message, cure)
