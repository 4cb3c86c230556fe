"""Rule files as text: a tree of scalars, lists and maps in which everything knows its line and column.

Scalars stay exactly as written, so ``600.10``, ``010``, ``no`` and ``2023-02-30`` cannot turn
into something else. What is plain YAML is read at once; all else goes to the parser of all YAML,
which is loaded then only.
"""

from __future__ import annotations

from pathlib import Path

from subsidy.errors import Place, Words
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.plain_yaml import read_plainly
from subsidy.rulebook.syntax_faults import refuse_encoding
from subsidy.rulebook.text_nodes import (
    TextHole,
    TextKey,
    TextList,
    TextMap,
    TextNode,
    TextScalar,
)

__all__ = [
    "TextHole",
    "TextKey",
    "TextList",
    "TextMap",
    "TextNode",
    "TextScalar",
    "decode",
    "read_bytes",
    "read_text",
]

MOST_BYTES = 1 << 20


def read_bytes(path: Path, name: str, findings: Findings) -> bytes | None:
    """The bytes of a regular file, shown to people as *name*; None where it is refused."""
    place = Place(name)
    if not path.exists() and not path.is_symlink():
        found = Words("there is no such file", "没有这个文件")
        cure = Words("see whether the path is right", "请检查路径是否正确")
        findings.add("no-such-file", place, found, cure)
        return None
    if path.is_symlink() or not path.is_file():
        found = Words("this is not a regular file of the folder", "这不是文件夹里的普通文件")
        cure = Words("put the file itself here, no link to it", "请放入文件本身，不要放链接")
        findings.add("not-a-regular-file", place, found, cure)
        return None
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError:
        found = Words("this file cannot be opened", "无法打开此文件")
        findings.add(
            "file-unreadable", place, found, Words("check who may read it", "请检查读取权限")
        )
        return None
    if len(content) > MOST_BYTES:
        found = Words("this file is larger than 1 MiB", "文件超过 1 MiB")
        cure = Words("split it: one scheme a file", "请拆分：一个文件只写一个项目")
        findings.add("file-too-large", place, found, cure)
        return None
    return content


def decode(content: bytes, name: str, findings: Findings) -> str | None:
    """The text of a rule file; a byte order mark is tolerated, any other encoding is not."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        refuse_encoding(content, fault.start, name, findings)
        return None
    for number, line_text in enumerate(text.split("\n"), start=1):
        if "\t" in line_text:
            place = Place(name, number, line_text.index("\t") + 1)
            found = Words("there is a tab character", "出现制表符（Tab）")
            findings.add("tab", place, found, Words("use spaces", "请改用空格"))
            return None
    return text


def read_text(text: str, name: str, findings: Findings) -> TextNode | None:
    """The tree of one YAML text, or None where it cannot be read at all."""
    tree = read_plainly(text, name)
    if tree is None:
        from subsidy.rulebook.all_yaml import read_fully

        tree = read_fully(text, name, findings)
    return tree
