"""``python -m tests.corpus.mutate COUNT``: random edits of the corpus's text files, at length.

Every edited file must be refused or counted whole; anything else that is raised ends the run and
names the seed. Prints how many files were read and how many refused.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from subsidy.dates import read_period
from subsidy.errors import RegisterRefused
from subsidy.register.quarantine import quarantine_bytes, quarantine_frame
from subsidy.register.read_map import read_map_text
from subsidy.register.readers import read_register
from subsidy.register.roster_map import NO_MAP
from subsidy.rulebook.shelf import load_rulebook
from tests.corpus.hunted import FILES

PIECES = [b"", b",", b";", b"\t", b"\n", b"\r", b'"', b"\0", b"\xff", "合计".encode(), b"9", b"E+17", "２".encode()]  # fmt: skip
PERIOD = read_period("2023")


def edited(content: bytes, drawn: random.Random) -> bytes:
    """The bytes with one to three random edits, most of them below the headings."""
    for _ in range(drawn.randint(1, 3)):
        at = drawn.randint(0 if drawn.random() < 0.1 else len(content) // 2, len(content))
        content = content[:at] + drawn.choice(PIECES) + content[at + drawn.randint(0, 8) :]
    return content


def main(count: int) -> None:
    """Edit and read *count* files."""
    book = load_rulebook("cn/hunan/zhuzhou/shifeng")
    sound = [f for f in FILES if not (f.roster_map and f.odd.expected.refused)]
    maps = {f.odd.name: read_map_text(f.roster_map, "m", book) for f in sound if f.roster_map}
    read, refused = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(count):
            drawn = random.Random(seed)
            file = drawn.choice(sound)
            path = Path(folder) / file.odd.name
            path.write_bytes(edited(file.odd.build(), drawn))
            mapping = maps.get(file.odd.name, NO_MAP)
            mapping = mapping.with_form(
                separator=file.separator, encoding=file.odd.expected.encoding
            )
            try:
                people = read_register(path, book, PERIOD, mapping=mapping)
            except RegisterRefused:
                refused += 1
                continue
            except BaseException:
                sys.stderr.write(f"seed {seed}: {file.odd.name}\n")
                raise
            aside = len({entry.row for entry in people.set_aside})
            assert people.records_read == len(people) + aside + len(people.apart), seed
            quarantine_bytes(people)
            assert len(quarantine_frame(people)) <= aside, seed
            read += 1
    sys.stdout.write(
        f"{count:,} edited files: {read:,} read and counted whole, {refused:,} refused, none failed\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
