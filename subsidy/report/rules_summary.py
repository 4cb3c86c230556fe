"""A rulebook in one line, and the shelf as a list."""

from __future__ import annotations

from subsidy.results.assumed import every_assumption
from subsidy.rulebook.model import Rulebook

__all__ = ["summarise_rules"]


def summarise_rules(book: Rulebook, language: str) -> str:
    """What a sound rulebook holds, and how much of it is assumed."""
    name = (
        f"{book.name}（{book.labels.zh}）"
        if language == "zh"
        else f"{book.name} ({book.labels.en})"
    )
    schemes, parameters, facts = len(book.schemes), len(book.parameters), len(book.facts)
    assumed = len(every_assumption(book))
    if language == "zh":
        return (
            f"{name}：无误。补贴项目 {schemes} 个，参数 {parameters} 个，信息项 {facts} 个；"
            f"其中假定口径 {assumed} 项。"
        )
    return (
        f"{name}: sound. {schemes} schemes, {parameters} parameters, {facts} facts; "
        f"{assumed} conventions assumed."
    )
