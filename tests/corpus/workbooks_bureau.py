"""Workbooks as a bureau sends them: what stands above and below the people is not lost."""

from __future__ import annotations

from tests.corpus.model import Expected, OddFile
from tests.corpus.sheets import HEAD, PEOPLE, Sheet, numbered
from tests.corpus.workbooks import EMPTY, IDS, both

__all__ = ["READ", "REFUSED"]


def _refused(name: str, *rows: tuple[object, ...]) -> list[OddFile]:
    return list(both(name, Expected(refused=("table-without-identity",)), Sheet(rows)))


_ABOVE = [("街道", "人数", "金额", ""), ("清水塘", 2, 500.5, ""), ("响石岭", 1, 100, ""), EMPTY]
_BELOW = [("户主", "人数", "", ""), ("甲", 3, "", "")]
_SAID = {"heading": 1}

READ: tuple[OddFile, ...] = (
    *both(
        "a-summary-above-the-people",
        Expected(IDS, non_data={**_SAID, "title": 3, "blank": 1}, warnings=("1 empty rows",)),
        Sheet([*_ABOVE, *numbered()]),
    ),
    *both(
        "households-without-numbers-below",
        Expected(
            IDS, non_data=_SAID, set_aside=((5, "bad-id-shape"), (6, "bad-id-shape"))
        ),
        Sheet([*numbered(), *_BELOW]),
    ),
)  # fmt: skip
REFUSED: tuple[OddFile, ...] = (
    *_refused("names-without-numbers-above", ("姓名", "所属区划", "金额", ""), ("丁", "清水塘", 100, ""), HEAD, *PEOPLE),
    *_refused("heads-without-numbers-above", ("户主姓名", "所属区划", "保障人数", ""), ("丁", "清水塘", 3, ""), HEAD, *PEOPLE),
)  # fmt: skip
