"""The files of a folder that hold rules, and those that only look as if they did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from subsidy.errors import Place, Words
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.text import TextNode, decode, read_bytes, read_text

__all__ = ["SUFFIXES", "Read", "is_rule_file", "read_folder"]

SUFFIXES = (".yaml", ".yml")
MOST_FILES = 2_000

_DISGUISED = re.compile(r"\.ya?ml\.", re.IGNORECASE)  # a.yaml.txt, as some editors save it

Read = tuple[str, bytes, TextNode]


def is_rule_file(path: Path) -> bool:
    """Whether a file's name ends as those of rules do, in small letters or capitals."""
    return path.suffix.lower() in SUFFIXES


def read_folder(folder: Path, name: str, findings: Findings) -> Iterator[Read]:
    """Every readable rule file of *folder*, known as *name*: its shown name, bytes and tree."""
    for path in _rule_files(folder, name, findings):
        file = f"{name}/{path.name}"
        content = read_bytes(path, file, findings)
        text = decode(content, file, findings) if content is not None else None
        tree = read_text(text, file, findings) if text is not None else None
        if content is None or tree is None:
            findings.unreadable = True
        else:
            yield file, content, tree


def _rule_files(folder: Path, name: str, findings: Findings) -> list[Path]:
    try:
        found = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError:
        message = Words("this folder cannot be opened", "无法打开此文件夹")
        cure = Words("check who may read it", "请检查读取权限")
        findings.add("file-unreadable", Place(name), message, cure)
        findings.unreadable = True
        return []
    for path in found:
        if _DISGUISED.search(path.name) and not is_rule_file(path):
            _refuse_disguised(path, name, findings)
    files = [path for path in found if is_rule_file(path) and not path.is_dir()]
    if len(files) > MOST_FILES:
        message = Words("there are more than 2,000 rule files", "规则文件超过 2000 个")
        cure = Words("name a place's folder", "请指定某个地区的文件夹")
        findings.add("too-many-files", Place(name), message, cure)
        return []
    return files


def _refuse_disguised(path: Path, name: str, findings: Findings) -> None:
    meant = path.name[: path.name.lower().rindex(".y") + 1] + "yaml"
    message = Words(
        f"{path.name} looks like a rule file, but is not read as one",
        f"{path.name} 看似规则文件，但不会被读取",
    )
    cure = Words(
        f"rename it to {meant}, or keep it in another folder",
        f"请改名为 {meant}，或移到其他文件夹",
    )
    findings.add("file-not-read", Place(f"{name}/{path.name}"), message, cure, path.name)
