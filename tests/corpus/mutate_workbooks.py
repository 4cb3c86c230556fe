"""Good workbooks with bytes flipped, cut, doubled and zeroed: read or refused, never a traceback.

``python -m tests.corpus.mutate_workbooks [COUNT] [SEED]`` runs many; the suite runs few.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

from subsidy.dates import read_period
from subsidy.errors import RegisterRefused
from subsidy.register.readers import read_register
from subsidy.rulebook.shelf import load_rulebook
from tests.corpus.workbooks import READ

__all__ = ["mutated", "outcomes"]

PERIOD = read_period("2023")


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The same bytes with one kind of damage; inside a part of a zip as often as outside."""
    if content.startswith(b"PK") and chance.random() < 0.6:
        return _inside(content, chance)
    return _damaged(content, chance)


def _inside(content: bytes, chance: random.Random) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(stream, "w") as out:
        chosen = chance.choice(packed.namelist())
        for name in packed.namelist():
            part = packed.read(name)
            out.writestr(name, _damaged(part, chance) if name == chosen else part)
    return stream.getvalue()


def _damaged(content: bytes, chance: random.Random) -> bytes:
    broken = bytearray(content)
    if not broken:
        return b""
    match chance.randrange(5):
        case 0:
            for _ in range(chance.randint(1, 8)):
                broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        case 1:
            del broken[chance.randrange(len(broken)) :]
        case 2:
            at = chance.randrange(len(broken))
            broken[at : at + chance.randint(1, 64)] = bytes(chance.randint(1, 64))
        case 3:
            at = chance.randrange(len(broken))
            broken[at:at] = broken[at : at + chance.randint(1, 256)]
        case _:
            at = chance.randrange(len(broken))
            broken[at : at + chance.randint(1, 8)] = chance.randbytes(chance.randint(1, 8))
    return bytes(broken)


def outcomes(
    count: int, seed: int, folder: Path, endings: tuple[str, ...] = (".xlsx", ".xls")
) -> Counter[str]:
    """How many were read, and how many refused by each code. Any other exception comes out."""
    chance = random.Random(seed)
    book = load_rulebook("cn/hunan/zhuzhou/shifeng")
    good = [(odd.name, odd.build()) for odd in READ if odd.name.endswith(endings)]
    found: Counter[str] = Counter()
    for _ in range(count):
        name, content = chance.choice(good)
        path = folder / f"mutated{Path(name).suffix}"
        path.write_bytes(mutated(content, chance))
        try:
            read_register(path, book, PERIOD)
            found["read"] += 1
        except RegisterRefused as refused:
            found.update({one.code for one in refused.problems})
    return found


if __name__ == "__main__":
    wanted = [int(argument) for argument in sys.argv[1:]]
    number, start = [*wanted, *[10_000, 1][len(wanted) :]]
    with tempfile.TemporaryDirectory() as scratch:
        for code, times in outcomes(number, start, Path(scratch)).most_common():
            sys.stdout.write(f"{times:8,}  {code}\n")
