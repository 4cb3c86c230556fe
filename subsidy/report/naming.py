"""What is said of rules by name, in words: schemes that were left out, conventions that are assumed.

In English a rule goes by its own name, as in rule files; in Chinese by its label.
"""

from __future__ import annotations

from subsidy.errors import Words
from subsidy.results.assumed import Assumption
from subsidy.rulebook.in_play import LeftOut
from subsidy.rulebook.model import Rulebook

__all__ = ["assumed_words", "left_out_label"]

_PARTS = {"timing": "发放时点", "funding": "资金分担", "pay": "标准"}


def left_out_label(one: LeftOut, language: str) -> str:
    """What a scheme is called that was not calculated."""
    return (language == "zh" and one.labels.zh) or one.scheme


def assumed_words(book: Rulebook, one: Assumption, language: str) -> tuple[str, str]:
    """What is assumed, and why."""
    what = Words(one.what, _label(book, one.what))
    return what.in_language(language), Words.written(one.why).in_language(language)


def _label(book: Rulebook, what: str) -> str:
    """``orphan_standard@2023-01`` as 孤儿基本生活费标准，自 2023-01 起."""
    whole, _, since = what.partition("@")
    name, _, part = whole.partition(".")
    label = _named(book, name) + (f"·{_PARTS.get(part, part)}" if part else "")
    return f"{label}，自 {since} 起" if since else label


def _named(book: Rulebook, name: str) -> str:
    labels = {scheme.name: scheme.labels.zh for scheme in book.schemes}
    if name in book.parameters:
        return book.parameters[name].labels.zh or name
    overlap = next((one for one in book.overlaps if one.name == name), None)
    if name not in labels and overlap is not None:
        return "、".join(labels.get(scheme) or scheme for scheme in overlap.schemes)
    return labels.get(name) or name
