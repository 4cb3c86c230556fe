"""A mapping file to begin with: what was recognised, and a line for everything that was not."""

from __future__ import annotations

from subsidy.register.preview import Preview
from subsidy.register.roster_map import SEPARATORS

__all__ = ["suggested_map"]

_NEEDS_QUOTES = set(":#{}[],&*!|>'\"%@`")


def suggested_map(preview: Preview, title: str, section: str = "") -> str:
    """The text of a mapping file for this roster: YAML with remarks, never a person's data.

    The register of another unit than persons has a *section* of its own, named by the unit.
    """
    lines = _sections(preview)
    if section:
        lines = [f"{section}:", *(f"  {line}" for line in lines)]
    return "\n".join([f"roster: {_quoted(title)}", *lines]) + "\n"


def _sections(preview: Preview) -> list[str]:
    lines = _file(preview)
    told = [c for c in preview.columns if c.how in ("recognised", "declared")]
    guessed = [c for c in preview.columns if c.how == "guessed"]
    ignored = [c for c in preview.columns if c.how == "ignored" and c.heading.strip()]
    if told:
        lines.append("columns:  # 标题: 事项 / heading: fact")
        lines += [f"  {_quoted(c.heading)}: {c.fact}" for c in told]
    lines += [f"  # {_quoted(c.heading)}: {c.fact}  # ? {c.why.zh} / {c.why.en}" for c in guessed]
    unread = [*guessed, *ignored]
    if unread:
        lines.append("ignore:  # 不读取的列 / columns that are not read")
        lines += [f"  - {_quoted(c.heading)}" for c in unread if c.heading.strip()]
    return lines


def _file(preview: Preview) -> list[str]:
    names = {sign: name for name, sign in SEPARATORS.items()}
    entries = []
    if preview.separator and preview.separator != ",":
        entries.append(f"  separator: {names[preview.separator]}")
    if preview.titles and preview.header_line:
        entries.append(f"  header_row: {preview.header_line}")
    return ["file:", *entries] if entries else []


def _quoted(text: str) -> str:
    """The text as a YAML scalar; in quotes where YAML would read it as something else."""
    plain = " ".join(text.split())
    risky = not plain or plain[0] in "-? " or _NEEDS_QUOTES & set(plain) or plain != text
    if not risky:
        return plain
    return (
        '"'
        + text.replace("\\", "\\\\")
        .replace('"', '\\"')
        .replace("\n", "\\n")
        .replace("\t", " ")
        .replace("\r", " ")
        + '"'
    )
