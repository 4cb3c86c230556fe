"""Scenario files: a name, a reason and changes, checked like rules."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import evolve, frozen

from subsidy.errors import Place, RulesRefused, Words
from subsidy.rulebook.conform import conform
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.kinds import Key, Keys, ListOf, Named, OneOf, Scalar, ScalarKind
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.overlay import FILE, WITHDRAWS
from subsidy.rulebook.reading import read_labels
from subsidy.rulebook.record import Listing, Record, Result, Value
from subsidy.rulebook.reform import reform_by
from subsidy.rulebook.requests import Request, read_request
from subsidy.rulebook.text import decode, read_bytes, read_text

__all__ = ["SET", "Scenario", "read_scenario", "scenario_of"]

SET = "--set"
_TEXT = Scalar(ScalarKind.TEXT)
_LABELS = Keys("name", (
    Key("zh", _TEXT, "the Chinese name", required=True),
    Key("en", _TEXT, "the English name", required=True),
))  # fmt: skip
_CHANGE = OneOf((_TEXT, ListOf(_TEXT)))
SCENARIO = Keys("a scenario", (
    Key("scenario", Scalar(ScalarKind.NAME), "its short name", required=True),
    Key("name", _LABELS, "the name in both languages", required=True),
    Key("reason", _TEXT, "why it is asked: english / 中文", required=True),
    Key("changes", Named(_CHANGE, ScalarKind.TEXT, filled=True), "target, with its months, and value"),
    Key("withdraws", ListOf(_TEXT, or_one=True), "schemes that no longer hold"),
    Key("files", ListOf(_TEXT, or_one=True), "rule files read in addition, beside this file"),
))  # fmt: skip


@frozen
class Scenario:
    """Changes of a rulebook, with a name and the reason why they are asked; immutable."""

    name: str
    labels: Words
    reason: Words
    requests: tuple[Request, ...]

    def on(self, book: Rulebook) -> Rulebook:
        """*book* with these changes; *book* itself stays as it is.

        Raises:
            RulesRefused: every change that does not fit the book, all at once.
        """
        return reform_by(book, self.requests, Findings())


def scenario_of(name: str, changes: Mapping[str, str]) -> Scenario:
    """A scenario of changes as ``Rulebook.reform`` takes them.

    Raises:
        RulesRefused: months that cannot be read.
    """
    findings = Findings()
    place = Place(SET)
    read = [
        read_request(key, changes[key], findings, evolve(place, heading=key))
        for key in sorted(changes)
    ]
    if findings.problems:
        raise RulesRefused(*findings.sorted())
    requests = tuple(one for one in read if one is not None)
    labels = Words(name, name) if name != SET else Words("changes by --set", "--set 所列调整")
    return Scenario(name, labels, Words("", ""), requests)


def read_scenario(path: str | Path) -> Scenario:
    """The scenario in a YAML file.

    Raises:
        RulesRefused: every problem of the file, with line and column.
    """
    findings = Findings()
    file = Path(path)
    content = read_bytes(file, file.name, findings)
    text = decode(content, file.name, findings) if content is not None else None
    tree = read_text(text, file.name, findings) if text is not None else None
    record = conform(tree, SCENARIO, findings) if tree is not None else None
    scenario = _scenario(record, file, findings) if isinstance(record, Record) else None
    if scenario is None or findings.problems:
        raise RulesRefused(*findings.sorted())
    return scenario


def _scenario(record: Record, file: Path, findings: Findings) -> Scenario:
    changes = record.record("changes")
    entries = changes.entries if changes else {}
    requests = [
        read_request(key, _beside(file, key, _text(value)), findings, value.place)
        for key, value in entries.items()
    ]
    gone = record.values("withdraws")
    if gone:
        names = ", ".join(value.text for value in gone)
        requests.append(read_request(WITHDRAWS, names, findings, gone[0].place))
    for value in record.values("files"):
        beside = _beside(file, FILE, value.text)
        requests.append(read_request(FILE, beside, findings, value.place))
    if not requests and record.sound:
        cure = Words("add changes: with a target and a value", "请补充 changes:，写明目标和新值")
        message = Words("this scenario changes nothing", "此方案没有任何变动")
        findings.add("no-effect", record.place, message, cure)
    return Scenario(
        record.text("scenario"),
        read_labels(record),
        Words.written(record.text("reason")),
        tuple(one for one in requests if one is not None),
    )


def _beside(file: Path, key: str, text: str) -> str:
    """A value as it is written; a rule file stands beside the scenario that names it."""
    return str(file.parent / text) if key.partition("@")[0] == FILE else text


def _text(value: Result) -> str:
    match value:
        case Value():
            return value.text
        case Listing(items):
            return f"[{', '.join(_text(item) for item in items)}]"
        case _:
            return ""
