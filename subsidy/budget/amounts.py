"""What names of figures stand for: ranges, sums over lines, and how far rounding may carry."""

from __future__ import annotations

from attrs import frozen

from subsidy.budget.finding import Passage, joined, passage, printed_money
from subsidy.budget.model import Budget, Figure, Line
from subsidy.budget.references import ALL_LINES
from subsidy.budget.wording import COLUMNS
from subsidy.errors import Words

__all__ = ["Amounts", "amounts_of", "sum_of_lines", "sum_of_terms"]


@frozen
class Amounts:
    """The least and the most that something may be, from how many printed figures, and where."""

    lowest: int
    highest: int
    printed: int
    is_money: bool
    passage: Passage

    def slack(self, budget: Budget, others: int = 1) -> int:
        """How far this and *others* more printed figures may lie apart through rounding alone."""
        return budget.step_fen * (self.printed + others) // 2 if self.is_money else 0


def amounts_of(budget: Budget, term: str) -> Amounts:
    """What a checked term stands for."""
    line, _, column = term.partition(".")
    if line == ALL_LINES:
        return sum_of_lines(budget, tuple(budget.top_lines()), column)
    for one in budget.lines:
        if one.key == line and column:
            return _single(one.figures[column])
    return _single(next(one for one in budget.figures if one.key == term))


def sum_of_terms(budget: Budget, terms: tuple[str, ...]) -> Amounts:
    """What several terms come to."""
    parts = [amounts_of(budget, term) for term in terms]
    if len(parts) == 1:
        return parts[0]
    labels = Words(
        " + ".join(part.passage.labels.en for part in parts),
        " + ".join(part.passage.labels.zh for part in parts),
    )
    text = " + ".join(part.passage.text for part in parts)
    at = joined([part.passage.at for part in parts])
    return _summed(parts, Passage(labels, text, at, parts[0].passage.place))


def sum_of_lines(budget: Budget, lines: tuple[Line, ...], column: str) -> Amounts:
    """What one column of several lines comes to; lines that do not state it are left out."""
    stating = [line.figures[column] for line in lines if column in line.figures]
    parts = [_single(figure) for figure in stating]
    word = COLUMNS[column]
    labels = Words(f"{word.en} of {len(parts)} lines together", f"{len(parts)} 个项目{word.zh}合计")
    lowest = sum(part.lowest for part in parts)
    text = printed_money(budget, lowest) if stating[0].is_money else str(lowest)
    at = joined([part.passage.at for part in parts])
    return _summed(parts, Passage(labels, text, at, stating[0].first.place))


def _single(figure: Figure) -> Amounts:
    said = figure.first
    return Amounts(said.lowest, said.highest, 1, figure.is_money, passage(figure))


def _summed(parts: list[Amounts], where: Passage) -> Amounts:
    return Amounts(
        lowest=sum(part.lowest for part in parts),
        highest=sum(part.highest for part in parts),
        printed=sum(part.printed for part in parts),
        is_money=parts[0].is_money,
        passage=where,
    )
