"""Places with schemes and places without: the latter only hold what others inherit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded when first used, so that --help does not wait
    from subsidy.rulebook.model import Rulebook

__all__ = ["demand_schemes", "has_no_schemes"]


def has_no_schemes(place: str) -> bool:
    """Whether a sound place of the shelf has no scheme to calculate."""
    from subsidy.errors import RulesRefused
    from subsidy.rulebook.shelf import load_rulebook

    try:
        return not load_rulebook(place).schemes
    except RulesRefused:
        return False  # subsidy check tells what is wrong with it


def demand_schemes(book: Rulebook) -> None:
    """Nothing can be calculated by rules that grant nothing.

    Raises:
        RulesRefused: the book has no schemes; the cure names the places below it that have.
    """
    from subsidy.errors import Place, Problem, RulesRefused, Words

    if book.schemes:
        return
    below = _with_schemes_below(book.name)
    message = Words(
        "this place has no schemes of its own; nothing can be calculated",
        "本地区没有补贴项目，无法计算",
    )
    cure = Words("add a file that begins with scheme:", "请补充以 scheme: 开头的文件")
    if below:
        cure = Words(
            f"name a place that has schemes: {', '.join(below)}",
            f"请指定有补贴项目的地区：{'、'.join(below)}",
        )
    raise RulesRefused(Problem("no-schemes", Place(book.name), message, cure))


def _with_schemes_below(name: str) -> list[str]:
    from subsidy.rulebook.shelf import places

    below = [place for place in places() if place.startswith(f"{name}/")]
    return [place for place in below if not has_no_schemes(place)]
