"""``--profile``: where the time goes, by stage, on standard error."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from attrs import define, field

from subsidy.errors import Words
from subsidy.report.tables import align
from subsidy.stages import CHECK, COUNT, LOOK, PLAN, READ, VIEW, WRITE, Stage

__all__ = ["Profile"]

_NAMES = {
    LOOK: Words("look over the register", "通览名册"),
    READ: Words("read", "读取"),
    CHECK: Words("check", "核查"),
    COUNT: Words("count members", "统计家庭成员"),
    PLAN: Words("plan", "编制计划"),
    VIEW: Words("sum up", "汇总"),
    WRITE: Words("write", "写出"),
}
_BEFORE, _AFTER = (READ, LOOK, CHECK, COUNT, PLAN), (VIEW, WRITE)

_HELPER = "#"  # after the name of a scheme: what it needs beside its amount, on the same rows


@define
class _Spent:
    rows: int = 0
    seconds: float = 0.0


@define
class Profile:
    """An observer of stages (:class:`subsidy.stages.Stages`) with the clock that it is given.

    Stages within others are counted in both; threads add up, so that the sum may be more than
    the time that has passed.
    """

    clock: Callable[[], float]
    _spent: dict[str, _Spent] = field(factory=dict)
    _lock: threading.Lock = field(factory=threading.Lock)

    @contextmanager
    def stage(self, name: str, rows: int = 0) -> Iterator[Stage]:
        """Measure a stage."""
        seen, begun = Stage(rows), self.clock()
        try:
            yield seen
        finally:
            passed = self.clock() - begun
            scheme, sign, _ = name.partition(_HELPER)
            with self._lock:
                spent = self._spent.setdefault(scheme, _Spent())
                spent.rows += 0 if sign else seen.rows
                spent.seconds += passed

    def lines(self, language: str) -> list[str]:
        """Stage, rows, seconds, and nanoseconds for each row."""
        heads = [w.in_language(language) for w in _HEADINGS]
        schemes = [name for name in self._spent if name not in _NAMES]
        order = [name for name in (*_BEFORE, *schemes, *_AFTER) if name in self._spent]
        rows = [self._line(name, language) for name in order]
        return align(heads, rows, frozenset({1, 2, 3})) if rows else []

    def _line(self, name: str, language: str) -> list[str]:
        spent = self._spent[name]
        label = _NAMES[name].in_language(language) if name in _NAMES else f"  {name}"
        each = f"{spent.seconds / spent.rows * 1e9:,.1f}" if spent.rows else ""
        return [label, f"{spent.rows:,}" if spent.rows else "", f"{spent.seconds:,.3f}", each]


_HEADINGS = (
    Words("stage", "阶段"),
    Words("rows", "行数"),
    Words("seconds", "秒"),
    Words("ns a row", "纳秒/行"),
)
