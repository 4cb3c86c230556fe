"""Headings as scalars of a mapping file."""

from __future__ import annotations

__all__ = ["as_scalar"]

_NEEDS_QUOTES = set(":#{}[],&*!|>'\"%@`")


def as_scalar(text: str) -> str:
    """The text as a YAML scalar; in quotes where YAML would read it as something else.

    >>> as_scalar("姓名"), as_scalar("*号")
    ('姓名', '"*号"')
    """
    plain = " ".join(text.split())
    risky = not plain or plain[0] in "-? " or _NEEDS_QUOTES & set(plain) or plain != text
    if not risky:
        return plain
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + escaped.replace("\t", " ").replace("\r", " ") + '"'
