"""The front door for budget files: YAML or a workbook → checked budget, every problem at once."""

from __future__ import annotations

import hashlib
from pathlib import Path

from subsidy.budget.build import build_budget
from subsidy.budget.model import Budget
from subsidy.budget.shape import BUDGET
from subsidy.budget.workbook import read_workbook_text
from subsidy.errors import BudgetRefused, Place, Problem, Words
from subsidy.rulebook.conform import conform
from subsidy.rulebook.files import SUFFIXES
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.record import Record
from subsidy.rulebook.shelf import SHELF
from subsidy.rulebook.text import TextNode, decode, read_bytes, read_text

__all__ = ["find_budget", "read_budget"]

_WORKBOOKS = (".xlsx",)


def read_budget(name_or_path: str | Path) -> Budget:
    """The checked budget of a file, or of a name on the shelf such as ``…/shifeng/budgets/2023``.

    Raises:
        BudgetRefused: with every problem of the file at once.
    """
    path = find_budget(name_or_path)
    findings = Findings()
    name = _shown(path)
    content = read_bytes(path, name, findings)
    tree = _tree(path, content, name, findings) if content is not None else None
    found = conform(tree, BUDGET, findings) if tree is not None else None
    digest = hashlib.sha256(content or b"").hexdigest()
    budget = None
    if isinstance(found, Record):
        budget = build_budget(found, name, digest, findings)
    if budget is None or findings.problems:
        raise BudgetRefused(*findings.sorted())
    return budget


def find_budget(name_or_path: str | Path) -> Path:
    """The file that a path, or a name on the shelf, means.

    Raises:
        BudgetRefused: there is none, or its name ends in nothing that is read.
    """
    path = Path(name_or_path)
    if not path.is_file():
        path = _on_shelf(str(name_or_path)) or path
    if not path.is_file():
        message = Words("there is no such budget file", "没有这个预算文件")
        cure = Words("name a file .yaml or .xlsx, or a budget on the shelf", _NAME_ONE_ZH)
        raise BudgetRefused(Problem("budget-not-found", Place(str(name_or_path)), message, cure))
    if path.suffix.lower() not in (*SUFFIXES, *_WORKBOOKS):
        message = Words("a budget file ends in .yaml or .xlsx", "预算文件应以 .yaml 或 .xlsx 结尾")
        cure = Words("rename it, or save it as one of the two", "请改名，或另存为其中一种格式")
        raise BudgetRefused(Problem("budget-format", Place(_shown(path)), message, cure))
    return path


_NAME_ONE_ZH = "请指定 .yaml 或 .xlsx 文件，或规则架上的预算名称"


def _on_shelf(name: str) -> Path | None:
    if not name or ".." in Path(name).parts or Path(name).is_absolute():
        return None
    found = (SHELF / f"{name}{suffix}" for suffix in ("", *SUFFIXES))
    return next((path for path in found if path.is_file()), None)


def _shown(path: Path) -> str:
    return path.relative_to(SHELF).as_posix() if path.is_relative_to(SHELF) else str(path)


def _tree(path: Path, content: bytes, name: str, findings: Findings) -> TextNode | None:
    if path.suffix.lower() in _WORKBOOKS:
        return read_workbook_text(content, name, findings)
    text = decode(content, name, findings)
    return read_text(text, name, findings) if text is not None else None
