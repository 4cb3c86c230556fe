"""Blind mutation with a fixed seed: for the quick test, and where atheris is not installed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

TEXTS = (
    '"', '""', ",", "\r", "\n", "\r\n", "\0", "\ufeff", "\u3000", "\u200b", ":", "- ", "? ",
    "{", "}", "[", "]", "&a ", "*a", "!!str ", "<<: ", "|\n", "#", "'", "\t", "%", "\\x",
    "9" * 30, "-", ".", "/", "e9", "NaN", "０", "年", "月", "日", "元", "per year", "0000-00-00",
    "2023-02-30", "x" * 200, "[" * 40, "\ud7ff", "𠮷", "１", "٣", "²",
)  # fmt: skip
BYTES = (b"\xff", b"\x81\x30\x81\x30", b"\xed\xa0\x80", b"\x1a")
PIECES = (*(text.encode() for text in TEXTS), *BYTES)


def mutated(seeds: Sequence[bytes], seed: int) -> Iterator[bytes]:
    """Endless neighbours of the seeds, the same ones for the same number."""
    draw = random.Random(seed)
    while True:
        content = bytearray(draw.choice(seeds))
        for _ in range(draw.randint(1, 6)):
            change(content, draw, seeds)
        yield bytes(content[:65_536])


def change(content: bytearray, draw: random.Random, seeds: Sequence[bytes]) -> None:
    at = draw.randint(0, len(content))
    end = min(len(content), at + draw.randint(0, 12))
    match draw.randrange(5):
        case 0:
            content[at:end] = draw.choice(PIECES)
        case 1:
            del content[at:end]
        case 2:
            content[at:at] = content[at:end] * draw.randint(1, 5)
        case 3:
            content[at:at] = draw.choice(PIECES)
        case _:
            other = draw.choice(seeds)
            begin = draw.randint(0, len(other))
            content[at:] = other[begin : begin + 2_000]
