"""What does not add up in a report's own figures: values with both places in the report."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from subsidy.budget.model import Budget, Figure, Statement
from subsidy.budget.printed import count_words, show_money
from subsidy.errors import Place, Words
from subsidy.money import HALF_UP_TO_FEN, Rounding, show_yuan

__all__ = [
    "KIND_ORDER",
    "Finding",
    "Passage",
    "exact_money",
    "joined",
    "passage",
    "printed_money",
    "shown",
    "worded",
]

KIND_ORDER = ("contradiction", "unexplained", "implausible", "rounding", "remark", "noted")


@frozen
class Passage:
    """One side of a finding: what it is, the figure as text, where the report has it.

    ``at`` is the place in the report, ``place`` that in the budget file.
    """

    labels: Words
    text: str
    at: str
    place: Place
    quote: str = ""


@frozen
class Finding:
    """Something that does not add up, with the passages that it rests on.

    ``kind``: ``contradiction`` (both cannot be right), ``unexplained`` (money in no line),
    ``implausible`` (right only in a reading that the report does not state), ``rounding``
    (as near as printed figures can be), ``remark``, or ``noted`` by a reader.
    """

    code: str
    kind: str
    subject: str
    words: Words
    passages: tuple[Passage, ...]


def passage(figure: Figure, statement: Statement | None = None) -> Passage:
    """The passage that states a figure: the given one, or its first."""
    said = statement or figure.first
    return Passage(figure.labels, said.text, said.at, said.place, said.quote)


def worded(figure: Figure, statement: Statement | None = None) -> Words:
    """What a passage states, in both languages: 9000多 is 9000 and more."""
    text = (statement or figure.first).text
    return Words(text, text) if figure.is_money else count_words(text)


def printed_money(budget: Budget, fen: int) -> str:
    """Fen as the report prints amounts."""
    return show_money(fen, budget.fen_per_unit, budget.rounding)


def exact_money(budget: Budget, fen: int) -> str:
    """Fen in the budget's unit with every digit that they have: ``146.354``."""
    exact = Rounding(HALF_UP_TO_FEN.mode, 1)
    text = show_money(fen, budget.fen_per_unit, exact)
    least = len(printed_money(budget, 0).partition(".")[2])
    whole, _, rest = text.partition(".")
    kept = rest.rstrip("0").ljust(least, "0")
    return f"{whole}.{kept}" if kept else whole


def shown(budget: Budget, value: int, *, is_money: bool) -> Words:
    """A value with its unit, in both languages; counts stand alone."""
    if not is_money:
        return Words(str(value), str(value))
    text = printed_money(budget, value)
    if budget.unit == "元":
        return Words(f"{show_yuan(value)} yuan", f"{text}元")
    return Words(text, f"{text}万元")


def joined(texts: Sequence[str]) -> str:
    """Places, each once, in the order in which they come."""
    return "、".join(dict.fromkeys(text for text in texts if text))
