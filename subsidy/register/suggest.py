"""A mapping file to begin with: what was recognised, and a line for everything that was not."""

from __future__ import annotations

from subsidy.register.map_scalars import as_scalar
from subsidy.register.preview import Preview
from subsidy.register.roster_map import SEPARATORS, column_key
from subsidy.register.words_without_days import standing_lines

__all__ = ["suggested_map"]


def suggested_map(preview: Preview, title: str, section: str = "") -> str:
    """The text of a mapping file for this roster: YAML with remarks, never a person's data.

    The register of another unit than persons has a *section* of its own, named by the unit.
    """
    lines = _sections(preview)
    if section:
        lines = [f"{section}:", *(f"  {line}" for line in lines)]
    return "\n".join([f"roster: {as_scalar(title)}", *lines]) + "\n"


def _sections(preview: Preview) -> list[str]:
    lines = _file(preview)
    asked = {one.position + 1 for one in preview.asked}
    columns = [
        c
        for c in preview.columns
        if c.number not in asked and not _is_of_members(c.heading, preview)
    ]
    told = [c for c in columns if c.how in ("recognised", "declared")]
    guessed = [c for c in columns if c.how == "guessed"]
    ignored = [c for c in columns if c.how == "ignored" and c.heading.strip()]
    if told:
        lines.append("columns:  # 标题: 事项 / heading: fact")
        lines += [f"  {as_scalar(c.heading)}: {c.fact}" for c in told]
    lines += [f"  # {as_scalar(c.heading)}: {c.fact}  # ? {c.why.zh} / {c.why.en}" for c in guessed]
    unread = [*guessed, *ignored]
    if preview.wide is not None:
        first, *others = preview.wide.lines()
        remark = "# 一行多人，* 为成员序号 / several people in a row, * is the member's number"
        lines += [f"{first}  {remark}", *others]
    if preview.asked:
        lines += standing_lines(preview.asked, [c.heading for c in unread])
    if unread:
        lines.append("ignore:  # 不读取的列 / columns that are not read")
        lines += [f"  - {as_scalar(c.heading)}" for c in unread if c.heading.strip()]
    return lines


def _is_of_members(heading: str, preview: Preview) -> bool:
    return preview.wide is not None and column_key(heading) in preview.wide.headings()


def _file(preview: Preview) -> list[str]:
    names = {sign: name for name, sign in SEPARATORS.items()}
    entries = []
    if preview.separator and preview.separator != ",":
        entries.append(f"  separator: {names[preview.separator]}")
    if preview.titles and preview.header_line:
        entries.append(f"  header_row: {preview.header_line}")
    return ["file:", *entries] if entries else []
