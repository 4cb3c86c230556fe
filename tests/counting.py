"""How often work is done, counted where it is done: guards count, they do not time."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest


def counted(monkeypatch: pytest.MonkeyPatch, *doors: tuple[Any, str]) -> Counter[str]:
    """The calls of each of some functions, given as their owner and name, from now on by name."""
    found: Counter[str] = Counter()

    def watch(owner: Any, name: str) -> None:
        work = getattr(owner, name)

        def counting(*args: Any, **named: Any) -> Any:
            found[name] += 1
            return work(*args, **named)

        monkeypatch.setattr(owner, name, counting)

    for owner, name in doors:
        watch(owner, name)
    return found
