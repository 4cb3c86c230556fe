"""The sections of ``benchmarks/README.md`` that commands write: text between two equal markers."""

from __future__ import annotations

from pathlib import Path

__all__ = ["replace_section"]


def replace_section(file: Path, name: str, body: str) -> None:
    """Put *body* between the two ``<!-- name -->`` markers; add them at the end where missing."""
    mark = f"<!-- {name} -->"
    text = file.read_text("utf-8") if file.exists() else "# Benchmarks\n"
    if text.count(mark) != 2:
        text = f"{text.rstrip()}\n\n{mark}\n{mark}\n"
    before, _, after = text.split(mark)
    file.write_text(f"{before}{mark}\n{body}\n{mark}{after}", "utf-8")
