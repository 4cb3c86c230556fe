"""Names in a budget file: each once, and each leading to something of the same kind."""

from __future__ import annotations

from collections.abc import Iterator

from subsidy.budget.model import COUNTS, MONEY, Budget, Claim, Figure, Line
from subsidy.errors import Place, Words
from subsidy.rulebook.findings import Findings, cure_by_nearest

__all__ = ["ALL_LINES", "check_references", "known_terms"]

ALL_LINES = "lines"


def check_references(budget: Budget, findings: Findings) -> None:
    """Note names that stand twice, parts of nothing, and claims about figures that there are not."""
    _refuse_twice([(line.key, line.place) for line in budget.lines], findings)
    placed = [(one.key, one.first.place) for one in budget.figures if one.statements]
    _refuse_twice(placed, findings)
    for line in budget.lines:
        if line.part_of is not None:
            _check_part(line, budget, findings)
    terms = known_terms(budget)
    for figure in budget.figures:
        for claim in figure.claims:
            for term in claim.terms:
                _check_term(term, figure, claim, terms, findings)


def known_terms(budget: Budget) -> dict[str, bool]:
    """Every name that a claim may use, and whether it is money."""
    return dict(_known_terms(budget))


def _known_terms(budget: Budget) -> Iterator[tuple[str, bool]]:
    yield from ((figure.key, figure.is_money) for figure in budget.figures if figure.statements)
    for line in budget.lines:
        for name, figure in line.figures.items():
            if name in (*MONEY, *COUNTS):
                yield figure.key, figure.is_money
    for name in (*MONEY, *COUNTS):
        if any(name in line.figures for line in budget.top_lines()):
            yield f"{ALL_LINES}.{name}", name in MONEY


def _refuse_twice(names: list[tuple[str, Place]], findings: Findings) -> None:
    seen: dict[str, Place] = {}
    for name, place in names:
        first = seen.setdefault(name, place)
        if name == ALL_LINES:
            message = Words("lines means all lines together", "lines 表示全部项目合计")
            findings.add("name-taken", place, message, _OTHER_NAME, name)
        elif first != place and name:
            message = Words(
                f"{name} stands here a second time; the first is at {first}",
                f"{name} 重复出现，第一次在 {first}",
            )
            findings.add("name-twice", place, message, _OTHER_NAME, name)


_OTHER_NAME = Words("give it another name", "请换一个名称")


def _check_part(line: Line, budget: Budget, findings: Findings) -> None:
    wholes = [one.key for one in budget.top_lines()]
    if line.part_of in wholes or line.part_of is None:
        return
    message = Words(
        f"{line.part_of} is no line that can have parts", f"{line.part_of} 不是可分列的项目"
    )
    cure = cure_by_nearest(line.part_of, wholes, Words("name a line that is no part itself", "请写上级项目的名称"))  # fmt: skip
    findings.add("unknown-line", line.place, message, cure, line.part_of)


def _check_term(
    term: str, figure: Figure, claim: Claim, terms: dict[str, bool], findings: Findings
) -> None:
    if term not in terms:
        message = Words(f"no figure is called {term}", f"没有名为 {term} 的数")
        otherwise = Words("name a figure, line.column or lines.column", "请写数的名称、项目.栏目 或 lines.栏目")  # fmt: skip
        cure = cure_by_nearest(term, list(terms), otherwise)
        findings.add("unknown-figure", claim.place, message, cure, term)
    elif terms[term] != figure.is_money:
        message = Words(
            f"{term} and {figure.key} are not of one kind: money and a count",
            f"{term} 与 {figure.key} 种类不同：一为金额，一为计数",
        )
        cure = Words(
            "compare amounts with amounts, counts with counts", "金额与金额、计数与计数相比"
        )
        findings.add("kinds-mixed", claim.place, message, cure, term)
