"""Why a file is no readable text, or no YAML: the likely slip, at the character where it stands."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from subsidy.errors import Place, Words
from subsidy.rulebook.findings import Findings

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

__all__ = ["FULL_WIDTH_COLON", "refuse_encoding", "refuse_plainly", "refuse_syntax"]

_MEANT = {"：": ":", "｛": "{", "｝": "}", "［": "[", "］": "]", "，": ","}
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|#.*")

FULL_WIDTH_COLON = (
    Words(
        "： is full-width punctuation, which YAML reads as text",
        "： 是全角符号，YAML 只把它当作文字",
    ),
    Words("write : and a space", "请改为半角 : 并加空格"),
)


def refuse_encoding(content: bytes, at: int, name: str, findings: Findings) -> None:
    """Note bytes that are no UTF-8, from *at* on, and what they probably are."""
    line = content.count(b"\n", 0, at) + 1
    likely = _likely_encoding(content)
    message = Words(
        f"this is not UTF-8 text: byte {at + 1} of the file cannot be read"
        + (f"; it looks like {likely}" if likely else ""),
        f"文件不是 UTF-8 编码：第 {at + 1} 个字节无法识别" + (f"，疑为 {likely}" if likely else ""),
    )
    cure = Words("save the file as UTF-8", "请另存为 UTF-8 编码")
    findings.add("not-utf-8", Place(name, line), message, cure)


def _likely_encoding(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GB18030 (GBK)"


def refuse_syntax(text: str, fault: MarkedYAMLError, name: str, findings: Findings) -> None:
    """Note what YAML stumbled over: an open quotation, full-width punctuation, or what it says."""
    mark = fault.problem_mark or fault.context_mark
    said = " ".join(part for part in (fault.context, fault.problem) if part)
    if "quoted scalar" in said and fault.context_mark:
        opened = fault.context_mark
        message = Words("this quotation mark is never closed", "此处的引号没有成对")
        cure = Words("close it at the end of the text", "请在文字末尾补上引号")
        findings.add("yaml-quote", Place(name, opened.line + 1, opened.column + 1), message, cure)
        return
    found = _full_width(text, mark.line, flow="flow" in said) if mark else None
    if found is not None:
        line, column, sign = found
        meant = _MEANT[sign]
        message = Words(
            f"{sign} is full-width punctuation, which YAML reads as text",
            f"{sign} 是全角符号，YAML 只把它当作文字",
        )
        space = " and a space" if meant in ":," else ""
        cure = Words(f"write {meant}{space}", f"请改为半角 {meant}{'并加空格' if space else ''}")
        findings.add("yaml-full-width", Place(name, line + 1, column + 1), message, cure, sign)
        return
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
    refuse_plainly(place, said, findings)


def _full_width(text: str, line: int, *, flow: bool) -> tuple[int, int, str] | None:
    """Full-width punctuation in the line of a fault or the one before, outside quotations.

    A comma is meant as one only inside brackets; elsewhere it belongs to a Chinese sentence.
    """
    signs = "".join(_MEANT) if flow else "：｛｝［］"
    lines = text.split("\n")
    for number in (line, line - 1):
        if not 0 <= number < len(lines):
            continue
        bare = _QUOTED.sub(lambda match: " " * len(match[0]), lines[number])
        column = next((index for index, sign in enumerate(bare) if sign in signs), None)
        if column is not None:
            return number, column, bare[column]
    return None


def refuse_plainly(place: Place, said: str, findings: Findings) -> None:
    """Note what the YAML reader says, where nothing better is known."""
    message = Words(f"this is not YAML: {said}", f"YAML 语法错误：{said}")
    cure = Words(
        "check indentation, quotes and brackets around this place",
        "请检查此处的缩进、引号与括号",
    )
    findings.add("yaml-syntax", place, message, cure)
