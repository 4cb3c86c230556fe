"""Sums and balances: figures stated twice, lines, parts, totals and what they claim."""

from __future__ import annotations

from collections.abc import Iterator

from subsidy.budget.amounts import Amounts, amounts_of, sum_of_lines, sum_of_terms
from subsidy.budget.finding import Finding, Passage, exact_money, passage, shown, worded
from subsidy.budget.model import MONEY, Budget, Claim, Figure, Line
from subsidy.errors import Words

__all__ = [
    "check_balances",
    "check_claims",
    "check_overspent",
    "check_parts",
    "check_restated",
    "check_unbudgeted",
]


def check_restated(budget: Budget) -> Iterator[Finding]:
    """A figure that two passages state differently."""
    lines = [figure for line in budget.ordered() for figure in line.figures.values()]
    for figure in [*lines, *budget.figures]:
        first = figure.first
        for other in figure.statements[1:]:
            if other.lowest <= first.highest and first.lowest <= other.highest:
                continue
            words = Words(
                f"{figure.labels.en}: {worded(figure).en} in one passage, "
                f"{worded(figure, other).en} in another",
                f"{figure.labels.zh}：一处为 {first.text}，另一处为 {other.text}",
            )
            passages = (passage(figure), passage(figure, other))
            yield Finding("stated-twice", "contradiction", figure.key, words, passages)


def check_balances(budget: Budget) -> Iterator[Finding]:
    """Initial budget + adjustment + other funds = spending + balance, line by line."""
    for line in budget.ordered():
        had, used = line.sum_of("initial", "adjustment", "other_funds"), line.sum_of("actual")
        left = line.fen("balance")
        if had is None or used is None or left is None or had == used + left:
            continue
        columns = [line.figures[name] for name in MONEY if name in line.figures]
        slack = budget.step_fen * len(columns) // 2
        kind = "rounding" if abs(had - used - left) <= slack else "contradiction"
        budgeted, spent, apart = (
            shown(budget, fen, is_money=True) for fen in (had, used + left, had - used - left)
        )
        words = Words(
            f"{line.labels.en}: budget {budgeted.en}, spending and balance {spent.en}; "
            f"they differ by {apart.en}",
            f"{line.labels.zh}：预算 {budgeted.zh}，支出与结余合计 {spent.zh}，相差 {apart.zh}",
        )
        yield Finding("line-balance", kind, line.key, words, tuple(map(passage, columns)))


def check_overspent(budget: Budget) -> Iterator[Finding]:
    """Lines that spent more than they had; a balance below zero may say so."""
    for line in budget.ordered():
        had, actual, left = line.sum_of("initial", "adjustment", "other_funds"), line.fen("actual"), line.fen("balance")  # fmt: skip
        if had is None or actual is None or (left is not None and left >= 0):
            continue
        columns = [line.figures[name] for name in MONEY if name in line.figures]
        if actual - had <= budget.step_fen * len(columns) // 2:
            continue
        over, whole = (shown(budget, fen, is_money=True) for fen in (actual - had, had))
        words = Words(
            f"{line.labels.en}: {over.en} more than the budget of {whole.en} were spent",
            f"{line.labels.zh}：支出超过预算 {whole.zh}，超 {over.zh}",
        )
        yield Finding("overspent", "implausible", line.key, words, tuple(map(passage, columns)))


def check_unbudgeted(budget: Budget) -> Iterator[Finding]:
    """Lines that spend money for which no budget is stated."""
    for line in budget.top_lines():
        actual = line.figures.get("actual")
        if actual is None or "initial" in line.figures or "adjustment" in line.figures:
            continue
        spent = shown(budget, actual.first.lowest, is_money=True)
        words = Words(
            f"{line.labels.en}: {spent.en} were spent, but no budget is stated",
            f"{line.labels.zh}：支出 {spent.zh}，但未列预算",
        )
        yield Finding("no-budget", "unexplained", line.key, words, (passage(actual),))


def check_parts(budget: Budget) -> Iterator[Finding]:
    """A line against the sum of its named parts, column by column."""
    for line in budget.top_lines():
        for column in MONEY:
            parts = tuple(part for part in budget.parts_of(line) if column in part.figures)
            if parts and column in line.figures:
                yield from _parts(budget, line, parts, column)


def _parts(budget: Budget, line: Line, parts: tuple[Line, ...], column: str) -> Iterator[Finding]:
    figure, summed = line.figures[column], sum_of_lines(budget, parts, column)
    names = Words(
        " + ".join(part.labels.en for part in parts), " + ".join(part.labels.zh for part in parts)
    )
    where = Passage(names, summed.passage.text, summed.passage.at, summed.passage.place)
    claim = Claim("sum" if line.parts_are_all else "includes", (), line.place)
    yield from _compare_sum(budget, figure, _with(summed, where), claim)


def _with(summed: Amounts, where: Passage) -> Amounts:
    return Amounts(summed.lowest, summed.highest, summed.printed, summed.is_money, where)


def check_claims(budget: Budget) -> Iterator[Finding]:
    """Every figure against what it claims to be."""
    for figure in budget.figures:
        for claim in figure.claims:
            if claim.kind == "share":
                yield from _share(budget, figure, claim)
            elif claim.kind == "at_most":
                yield from _at_most(budget, figure, claim)
            else:
                yield from _compare_sum(budget, figure, sum_of_terms(budget, claim.terms), claim)


def _compare_sum(
    budget: Budget, figure: Figure, summed: Amounts, claim: Claim
) -> Iterator[Finding]:
    """A total against the sum; one that only includes the terms may be larger."""
    said = figure.first
    if summed.lowest <= said.highest and said.lowest <= summed.highest:
        return
    over = summed.lowest - said.highest  # above zero: the terms come to more than the total
    apart = over if over > 0 else summed.highest - said.lowest
    if abs(apart) <= summed.slack(budget):
        yield _sum_finding(budget, figure, summed, ("sum-rounding", "rounding"))
    elif claim.kind == "includes" and over < 0:
        yield _sum_finding(budget, figure, summed, ("not-itemised", "unexplained"))
    else:
        kind = "implausible" if claim.assumed else "contradiction"
        code = "parts-exceed" if claim.kind == "includes" else "sum"
        yield _sum_finding(budget, figure, summed, (code, kind), claim.assumed)


_SENTENCES = {
    "sum": Words(
        "{name}: stated {total}; {terms_name}: {terms}; they differ by {apart}",
        "{name}：报告为 {total}，而{terms_name}为 {terms}，相差 {apart}",
    ),
    "sum-rounding": Words(
        "{name}: stated {total}; {terms_name}: {terms}; rounding explains {apart}",
        "{name}：报告为 {total}，{terms_name}为 {terms}，差额 {apart} 可由舍入解释",
    ),
    "not-itemised": Words(
        "{name}: stated {total}; {terms_name}: {terms}; {apart} are not itemised",
        "{name}：报告为 {total}，其中{terms_name}为 {terms}，另有 {apart} 未列明",
    ),
    "parts-exceed": Words(
        "{name}: stated {total}; {terms_name}: {terms}, which is more; "
        "what is not itemised would have to be {apart}",
        "{name}：报告为 {total}，而{terms_name}已达 {terms}；未列明部分须为 {apart}",
    ),
}


def _sum_finding(
    budget: Budget,
    figure: Figure,
    summed: Amounts,
    code_and_kind: tuple[str, str],
    assumed: Words | None = None,
) -> Finding:
    """The finding that a total and its terms differ; the difference is total less terms."""
    code, kind = code_and_kind
    apart = figure.first.lowest - summed.lowest
    total, terms, rest = (
        shown(budget, value, is_money=figure.is_money)
        for value in (figure.first.lowest, summed.lowest, apart)
    )
    name, terms_name = figure.labels, summed.passage.labels
    words = Words(
        _SENTENCES[code].en.format(name=name.en, total=total.en, terms_name=terms_name.en, terms=terms.en, apart=rest.en),
        _SENTENCES[code].zh.format(name=name.zh, total=total.zh, terms_name=terms_name.zh, terms=terms.zh, apart=rest.zh),
    )  # fmt: skip
    return Finding(
        code, kind, figure.key, _supposed(words, assumed), (passage(figure), summed.passage)
    )


def _supposed(words: Words, assumed: Words | None) -> Words:
    if assumed is None:
        return words
    return Words(f"{words.en} (supposed: {assumed.en})", f"{words.zh}（假定：{assumed.zh}）")


def _at_most(budget: Budget, figure: Figure, claim: Claim) -> Iterator[Finding]:
    bound = amounts_of(budget, claim.terms[0])
    if figure.first.lowest <= bound.highest:
        return
    value, most = (
        shown(budget, number, is_money=figure.is_money)
        for number in (figure.first.lowest, bound.highest)
    )
    words = Words(
        f"{figure.labels.en}: {value.en}, more than {bound.passage.labels.en} ({most.en})",
        f"{figure.labels.zh}：{value.zh}，超过{bound.passage.labels.zh}（{most.zh}）",
    )
    kind = "implausible" if claim.assumed else "contradiction"
    passages = (passage(figure), bound.passage)
    yield Finding("at-most", kind, figure.key, _supposed(words, claim.assumed), passages)


def _share(budget: Budget, figure: Figure, claim: Claim) -> Iterator[Finding]:
    base, share = amounts_of(budget, claim.terms[0]), claim.share or 0
    lowest, highest = share * base.lowest, share * base.highest
    slack = budget.step_fen if figure.is_money else 1
    if lowest - slack < figure.first.highest and figure.first.lowest < highest + slack:
        return
    text = exact_money(budget, int(lowest)) if figure.is_money else str(lowest)
    words = Words(
        f"{figure.labels.en}: stated {figure.first.text}, but {share} of "
        f"{base.passage.labels.en} is {text}",
        f"{figure.labels.zh}：报告为 {figure.first.text}，而{base.passage.labels.zh}的 {share} 倍为 {text}",
    )
    kind = "implausible" if claim.assumed else "contradiction"
    passages = (passage(figure), base.passage)
    yield Finding("share", kind, figure.key, _supposed(words, claim.assumed), passages)
