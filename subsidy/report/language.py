"""Which language to speak, and how wide its characters stand on a screen."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

__all__ = ["choose_language", "display_width", "pad_left", "pad_right"]

_WIDE = ("W", "F")
_WITHOUT_WIDTH = ("Mn", "Me", "Cf", "Cc")


def choose_language(asked: str | None, environment: Mapping[str, str]) -> str:
    """``"zh"`` or ``"en"``: as asked, else as the environment's locale says.

    >>> choose_language(None, {"LC_ALL": "", "LANG": "zh_CN.UTF-8"})
    'zh'
    """
    if asked:
        return asked
    named = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in named if name), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def display_width(text: str) -> int:
    """Columns that a text takes on a screen: Chinese characters take two.

    >>> display_width("金额 9")
    6
    """
    if text.isascii():
        return len(text)
    return sum(
        1 + (unicodedata.east_asian_width(sign) in _WIDE)
        for sign in text
        if unicodedata.category(sign) not in _WITHOUT_WIDTH
    )


def pad_right(text: str, width: int) -> str:
    """The text, filled with spaces on its right."""
    return text + " " * (width - display_width(text))


def pad_left(text: str, width: int) -> str:
    """The text, filled with spaces on its left."""
    return " " * (width - display_width(text)) + text
