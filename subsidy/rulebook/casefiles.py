"""The shape of the worked cases beside the rules: what can be told without calculating anything."""

from __future__ import annotations

from pathlib import Path

from subsidy.errors import Place, Words
from subsidy.rulebook.conform import conform
from subsidy.rulebook.files import SUFFIXES, is_rule_file, read_folder
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.record import Record
from subsidy.rulebook.shape import CASES

__all__ = ["CASES_FOLDER", "check_case_files"]

CASES_FOLDER = "cases"


def check_case_files(place: Path, name: str, findings: Findings) -> None:
    """Everything that is wrong with the shape of the case files of a place, known as *name*."""
    folder = place / CASES_FOLDER
    if not folder.is_dir():
        return
    shown = f"{name}/{CASES_FOLDER}"
    seen: dict[str, Place] = {}
    for _, _, tree in read_folder(folder, shown, findings):
        found = conform(tree, CASES, findings)
        for case in found.records("cases") if isinstance(found, Record) else ():
            _refuse_same_name(case, seen, findings)
    for path in sorted(folder.rglob("*")):
        if is_rule_file(path) and (path.parent != folder or path.suffix not in SUFFIXES):
            _refuse_unread(path, f"{shown}/{path.relative_to(folder).as_posix()}", findings)


def _refuse_same_name(case: Record, seen: dict[str, Place], findings: Findings) -> None:
    name = case.value("case")
    if name is None:
        return
    first = seen.setdefault(name.text, name.place)
    if first != name.place:
        message = Words(
            f"a second case is called {name.text}; the first is at {first}",
            f"案例 {name.text} 重名，第一个在 {first}",
        )
        cure = Words("give each case its own name", "每个案例请使用不同的名称")
        findings.add("name-twice", name.place, message, cure, name.text)


def _refuse_unread(path: Path, shown: str, findings: Findings) -> None:
    message = Words(
        f"{path.name} is not read: cases are files *.yaml directly in {CASES_FOLDER}/",
        f"{path.name} 不会被读取：案例应为 {CASES_FOLDER}/ 之下的 *.yaml 文件",
    )
    cure = Words("move or rename it", "请移动或改名")
    findings.add("file-not-read", Place(shown), message, cure, path.name)
