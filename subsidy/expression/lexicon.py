"""The characters of formulas: what a name may look like, and plain signs for full-width ones."""

from __future__ import annotations

import re

__all__ = ["END_OF_WORD", "NAME", "QUOTED", "is_name", "plain_text"]

_LETTERS = r"0-9A-Za-z_·〇㐀-䶿一-鿿豈-﫿\U00020000-\U000323AF"
# 且 and 或 join without spaces (年龄≥80且本地户籍), so no name contains them.
_IN_NAME = rf"(?:(?!且|或|并且|不?属于)[{_LETTERS}])"

NAME = rf"(?![0-9·]|非){_IN_NAME}+"
END_OF_WORD = rf"(?!{_IN_NAME})"
QUOTED = r""""[^"]*"|'[^']*'|[“”][^“”]*[“”]|[‘’][^‘’]*[‘’]|＂[^＂]*＂|＇[^＇]*＇"""

_RESERVED = frozenset(
    ["and", "or", "not", "in", "yes", "no", "与", "不", "是", "否", "并且", "或者", "属于"]
)
_PLAIN = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    "\u3000": " ",
    "、": ",",
    "−": "-",
    "∗": "*",
}


def is_name(text: str) -> bool:
    """Whether a formula can mention something as *text*: one word, and no word of the language.

    >>> is_name("disability_grade"), is_name("本地户籍"), is_name("person number")
    (True, True, False)
    """
    return re.fullmatch(NAME, text) is not None and text.lower() not in _RESERVED


def plain_text(text: str) -> str:
    """*text* with plain signs for full-width ones, character for character; quotations stay.

    >>> plain_text("（年龄＞８０）＂（一）＂")
    '(年龄>80)＂（一）＂'
    """
    pieces: list[str] = []
    done = 0
    for quotation in re.finditer(QUOTED, text):
        pieces += [_plain(text[done : quotation.start()]), quotation[0]]
        done = quotation.end()
    return "".join([*pieces, _plain(text[done:])])


def _plain(text: str) -> str:
    return "".join(_PLAIN.get(sign, sign) for sign in text)
