"""How much a register may ask for before it is refused; every figure can be raised by name."""

from __future__ import annotations

import re

from attrs import asdict, fields, frozen

from subsidy.errors import Place, Problem, UsageRefused, Words

__all__ = ["DEFAULT_LIMITS", "Limits", "limits_from", "show_size"]

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30
_UNITS = {"": 1, "KIB": KIB, "MIB": MIB, "GIB": GIB}
_VALUE = re.compile(r"([0-9]{1,15}) ?(|KiB|MiB|GiB)", re.IGNORECASE)


@frozen
class Limits:
    """What one register may ask for. Sizes are bytes, times seconds.

    The child that opens workbooks and Parquet files is held to ``memory``, ``computing`` and
    ``waiting``; where the system cannot bound a process (Windows), the last one and the
    counts hold alone.
    """

    file: int = 2 * GIB  # a register as it stands on the disk or comes through a pipe
    streamed: int = 1024 * GIB  # a register that is read in pieces
    line: int = MIB  # one line of a text
    unpacked: int = 2 * GIB  # all parts of a workbook, unpacked
    expansion: int = 200  # times a workbook may be larger unpacked than packed
    parts: int = 10_000  # files inside a workbook
    columns: int = 1_000  # of a sheet or a Parquet file; CSV has the same bound
    cells: int = 20_000_000  # of all sheets of a workbook, empty ones between them too
    result: int = 4 * GIB  # what comes out of a workbook or Parquet file
    memory: int = 4 * GIB  # of the child that opens the file
    computing: int = 300  # of the child: seconds of processor time
    waiting: int = 600  # for the child: seconds on the wall

    def as_numbers(self) -> dict[str, int]:
        """Name → number, for the child."""
        return asdict(self)


DEFAULT_LIMITS = Limits()


def limits_from(changes: tuple[str, ...]) -> Limits:
    """The limits, some of them changed: ``("memory=8GiB", "cells=40000000")``.

    >>> limits_from(("memory=8GiB",)).memory
    8589934592

    Raises:
        UsageRefused: no such limit, or no such amount.
    """
    known = [field.name for field in fields(Limits)]
    read: dict[str, int] = {}
    problems = []
    for change in changes:
        name, _, value = change.partition("=")
        amount = _VALUE.fullmatch(value.strip())
        if name.strip() in known and amount and int(amount[1]):
            read[name.strip()] = int(amount[1]) * _UNITS[amount[2].upper()]
        else:
            problems.append(_no_limit(change, known))
    if problems:
        raise UsageRefused(*problems)
    return Limits(**read)


def show_size(count: int) -> str:
    """A number of bytes as people write it: ``2 GiB``, ``1.5 MiB`` is ``1536 KiB``."""
    for size, unit in ((GIB, "GiB"), (MIB, "MiB"), (KIB, "KiB")):
        if count >= size and count % size == 0:
            return f"{count // size} {unit}"
    return f"{count} B"


def _no_limit(change: str, known: list[str]) -> Problem:
    names = ", ".join(known)
    return Problem(
        "no-such-limit",
        Place("--limit"),
        Words("this is not a limit and an amount", "这不是“限额=数值”"),
        Words(
            f"write NAME=AMOUNT in KiB, MiB, GiB or plain numbers, as in memory=8GiB; the names are {names}",
            f"请写作 名称=数值（单位 KiB、MiB、GiB，或不带单位），例如 memory=8GiB；可用名称：{names}",
        ),
        change,
    )
