"""Bytes of a text file → UTF-8. Strict: a byte that does not fit is an error, never a guess."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

import numpy as np
from attrs import define, evolve, field

from subsidy.errors import Place, Words
from subsidy.register.refusing import refuse

__all__ = ["encoding_of_lines", "is_binary", "to_utf8"]

_UTF_8_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_NAMES = {
    "utf-8": "utf-8",
    "utf_8_sig": "utf-8",
    "utf-8-sig": "utf-8",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}
_SAMPLE_BYTES = 4096
_LINES_OF_HEAD = 20
_HEAD_BYTES = 1 << 20
_LAST_OF_ASCII = 0x7F
_WORD_BYTES = 8
_HIGH_BITS = np.uint64(0x8080808080808080)  # which no byte of ASCII has
_CODE_POINTS = 0x110000


def to_utf8(
    content: bytes, encoding: str | None, place: Place, recognises: Callable[[str], bool]
) -> tuple[bytes, str]:
    """The text of a file as UTF-8 without a byte order mark, and the encoding that it is in.

    Without *encoding*: UTF-8, else GB18030. A file that reads as both, differently, is taken
    as the one in which *recognises* finds a Chinese heading in its first line; if that does
    not tell and UTF-8 does not plainly give the ordinary Chinese characters, it is refused.

    Raises:
        RegisterRefused: neither encoding fits, both fit and nothing tells which, UTF-16.
    """
    if encoding is not None:
        name = _canonical(encoding, place)
        return _named(content, name, place), name
    if content.startswith(_UTF_8_MARK):
        return _named(content, "utf-8", place), "utf-8"
    _refuse_utf_16(content, place)
    if content.isascii():
        return content, "utf-8"
    try:
        unicode = content.decode("utf-8")
    except UnicodeDecodeError:
        return _named(content, "gb18030", place), "gb18030"
    return (
        (content, "utf-8")
        if _is_utf_8(content, unicode, recognises, place)
        else (_recoded(content), "gb18030")
    )


def _is_utf_8(
    content: bytes, unicode: str, recognises: Callable[[str], bool], place: Place
) -> bool:
    try:
        national = content.decode("gb18030")
    except UnicodeDecodeError:
        return True
    told = [_chinese_heading(text, recognises) for text in (unicode, national)]
    if told[0] != told[1]:
        return told[0]
    if _is_ordinary(unicode) and not _is_ordinary(national):
        return True
    return _refuse_unclear(place)


def _refuse_unclear(place: Place) -> NoReturn:
    refuse(
        "encoding-unclear",
        place,
        Words(
            "the file can be read as UTF-8 and as GB18030, and the two differ",
            "文件既可按 UTF-8 也可按 GB18030 解读，且结果不同",
        ),
        Words("name the encoding: utf-8 or gb18030", "请指明编码：utf-8 或 gb18030"),
    )


def _chinese_heading(text: str, recognises: Callable[[str], bool]) -> bool:
    first_lines = text.lstrip("\r\n").splitlines()[:_LINES_OF_HEAD]
    headings = [word.strip(' "') for line in first_lines for word in re.split(r"[,;\t|]", line)]
    return any(not heading.isascii() and recognises(heading) for heading in headings)


def _is_ordinary(text: str) -> bool:
    """Whether all that is not ASCII are Chinese characters of GB 2312 and their punctuation."""
    strange = {character for character in set(text) if character > "\x7f"}
    if any(character < "\u2000" for character in strange):
        return False
    try:
        "".join(sorted(strange)).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _recoded(content: bytes) -> bytes:
    return content.decode("gb18030").encode("utf-8")


def _named(content: bytes, encoding: str, place: Place) -> bytes:
    if encoding == "utf-8":
        content = content.removeprefix(_UTF_8_MARK)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        _refuse_byte(error.start + 1, line, encoding, place)
    if encoding == "utf-8":
        return content
    return text.removeprefix("\ufeff").encode("utf-8")


def _refuse_byte(byte: int, line: int, encoding: str, place: Place) -> NoReturn:
    refuse(
        "bad-encoding",
        evolve(place, line=line),
        Words(
            f"byte {byte} of the file is not {encoding.upper()}",
            f"文件第 {byte} 个字节不是有效的 {encoding.upper()}",
        ),
        Words(
            "save the file as CSV UTF-8, or name its encoding",
            "请将文件另存为 CSV UTF-8，或指明其编码",
        ),
    )


@define
class _Attempt:
    """A text read in one encoding, block by block: where it failed, and which signs it has."""

    encoding: str
    byte: int = 0  # the first that does not fit, counted from 1; 0: none so far
    _seen: np.ndarray[Any, np.dtype[np.bool_]] = field(
        factory=lambda: np.zeros(_CODE_POINTS, np.bool_)
    )

    @property
    def strange(self) -> str:
        """Every sign beyond ASCII, once."""
        seen = np.flatnonzero(self._seen)
        return "".join(map(chr, seen[seen > _LAST_OF_ASCII].tolist()))

    def read(self, block: bytes, beyond: bytes, bytes_before: int) -> None:
        """Read one block, of which *beyond* is what :func:`_beyond_ascii` leaves."""
        if self.byte:
            return
        try:
            text = beyond.decode(self.encoding)
        except UnicodeDecodeError:
            try:
                text = block.decode(self.encoding)
            except UnicodeDecodeError as error:
                self.byte = bytes_before + error.start + 1
                return
        self._seen[np.frombuffer(text.encode("utf-32-le"), "<u4")] = True


def _beyond_ascii(block: bytes) -> bytes:
    """The bytes beyond ASCII and those near them, among which are the two behind each.

    They are all that such a byte may belong with: one of ASCII that has none before it, nor before
    that one, is a sign by itself in both encodings. So what is left can be read if, and only if,
    the block can be, and has its signs. Eight bytes are kept or left out together.
    """
    whole = len(block) - len(block) % _WORD_BYTES
    words = np.frombuffer(block, np.uint64, whole // _WORD_BYTES)
    beyond = (words & _HIGH_BITS) != 0
    kept = beyond.copy()
    kept[1:] |= beyond[:-1]
    near: bytes = words[kept].tobytes()
    return near + block[whole:]


def encoding_of_lines(
    blocks: Iterable[bytes],
    encoding: str | None,
    place: Place,
    recognises: Callable[[str], bool],
    line_of: Callable[[int], int],
) -> str:
    """The encoding of a text in blocks that end in line feeds, UTF-8 or GB18030; see :func:`to_utf8`.

    *line_of* tells in which line a byte of the whole text stands, both counted from 1.

    Raises:
        RegisterRefused: neither encoding fits, both fit and nothing tells which.
    """
    name = None if encoding is None else _canonical(encoding, place)
    attempts = [_Attempt(one) for one in (("utf-8", "gb18030") if name is None else (name,))]
    first, bytes_before = b"", 0
    for number, block in enumerate(blocks):
        if not number:
            if name is None and not block.startswith(_UTF_8_MARK):
                _refuse_utf_16(block, place)
            elif name is None:
                attempts = attempts[:1]
        first += block[: _HEAD_BYTES - len(first)]
        if not block.isascii():
            beyond = _beyond_ascii(block)
            for attempt in attempts:
                attempt.read(block, beyond, bytes_before)
        bytes_before += len(block)
    if all(attempt.byte for attempt in attempts):
        last = attempts[-1]
        _refuse_byte(last.byte, line_of(last.byte), last.encoding, place)
    return _chosen([one for one in attempts if not one.byte], first, place, recognises)


def _chosen(
    fitting: list[_Attempt], head: bytes, place: Place, recognises: Callable[[str], bool]
) -> str:
    if len(fitting) == 1 or not any(attempt.strange for attempt in fitting):
        return fitting[0].encoding
    unicode, national = (head.decode(one.encoding, "ignore") for one in fitting)
    told = [_chinese_heading(text, recognises) for text in (unicode, national)]
    if told[0] != told[1]:
        return "utf-8" if told[0] else "gb18030"
    ordinary = [_is_ordinary(one.strange) for one in fitting]
    return "utf-8" if ordinary == [True, False] else _refuse_unclear(place)


def _canonical(encoding: str, place: Place) -> str:
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        name = ""
    if name in _NAMES:
        return _NAMES[name]
    return refuse(
        "unknown-encoding",
        place,
        Words("that encoding is not known here", "不支持该编码"),
        Words("name utf-8, gb18030 or utf-16", "请指明 utf-8、gb18030 或 utf-16"),
        found=encoding,
    )


def is_binary(content: bytes) -> bool:
    """Whether bytes begin like no text in any encoding."""
    sample = content[:_SAMPLE_BYTES]
    return b"\0" in sample and not _is_utf_16(sample)


def _is_utf_16(sample: bytes) -> bool:
    return sample.startswith(_UTF_16_MARKS) or sample.count(0) * 4 > len(sample)


def _refuse_utf_16(content: bytes, place: Place) -> None:
    if _is_utf_16(content[:_SAMPLE_BYTES]):
        refuse(
            "utf-16",
            place,
            Words("the file is UTF-16, not UTF-8 or GB18030", "文件为 UTF-16 编码，而非 UTF-8 或 GB18030"),
            Words(
                "save it as CSV UTF-8, or name the encoding utf-16",
                "请另存为 CSV UTF-8，或指明编码 utf-16",
            ),
        )  # fmt: skip
