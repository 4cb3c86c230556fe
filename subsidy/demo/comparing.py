"""Each line of the report: what was calculated of it, what was published, how far they are apart."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from subsidy.budget.execution import Execution, LineExecution
from subsidy.money import round_fen

__all__ = ["Compared", "compare_lines", "published_fen"]


@frozen
class Compared:
    """One line. ``fen`` is None where it is carried as published; amounts are fen.

    ``number`` is the line's place in the report, 0 for a part. ``from_parts``: what was calculated
    are its parts, as far as they could be. ``difference`` is that of the amounts as printed: finer
    than that, nothing was published.
    """

    one: LineExecution
    number: int
    fen: int | None
    published: int | None
    difference: int | None
    from_parts: bool
    published_is_rest: bool


def compare_lines(execution: Execution) -> Iterator[Compared]:
    """Every line in the report's order, each followed by its parts."""
    number = 0
    for one in execution.lines:
        is_part = one.line.part_of is not None
        number += not is_part
        fen = one.calculated if one.from_calculation else one.calculated_parts
        published = published_fen(execution, one)
        yield Compared(
            one=one,
            number=0 if is_part else number,
            fen=fen,
            published=published,
            difference=None
            if fen is None or published is None
            else round_fen(fen, execution.budget.rounding) - published,
            from_parts=fen is not None and not one.from_calculation,
            published_is_rest=published is not None and one.stated is None,
        )


def published_fen(execution: Execution, one: LineExecution) -> int | None:
    """What was published of a line; of a part that is not stated, the rest of its whole."""
    if one.stated is not None or one.line.part_of is None:
        return one.stated
    others = [other for other in _parts(execution, one.line.part_of) if other is not one]
    stated = [other.stated for other in others if other.stated is not None]
    whole = execution.line(one.line.part_of).stated
    if whole is None or not others or len(stated) < len(others):
        return None
    return whole - sum(stated)


def _parts(execution: Execution, key: str) -> list[LineExecution]:
    return [other for other in execution.lines if other.line.part_of == key]
