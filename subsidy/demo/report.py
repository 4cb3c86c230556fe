"""What the rules give for the roster, line by line of the budget beside what was published."""

from __future__ import annotations

from collections.abc import Iterator

from subsidy.budget.execution import Execution, LineExecution, execute_budget
from subsidy.budget.finding import printed_money
from subsidy.budget.model import Figure
from subsidy.budget.printed import count_words
from subsidy.demo.settings import Published
from subsidy.errors import Words
from subsidy.money import show_yuan
from subsidy.report.tables import align
from subsidy.results.result import Result

__all__ = ["published_fen", "render_comparison"]

_HEADINGS = Words(
    "line|persons|published|months|published|yuan|in 10,000|published|difference|calibrated",
    "项目|人数|公布人数|人次（月）|公布人次|金额（元）|折万元|公布（万元）|差额|经校准的数",
)
_NUMBERS = frozenset({1, 3, 4, 5, 6, 7, 8})
_EXPLAINED = Words("Why they differ, line by line (in 10,000 yuan):", "差额逐项说明（万元）：")
_REST = Words("the published whole less its other parts", "公布总额减去其他分项")
_OTHERS = Words(
    "Lines that this book does not calculate, as published: {lines}.",
    "本规则集不计算的项目（公布数）：{lines}。",
)
_FINDINGS = Words(
    "The report contradicts itself in places; subsidy budget {budget} lists where.",
    "报告自身有不一致之处，subsidy budget {budget} 逐条列出。",
)
_SYNTHETIC = Words(
    "Everybody in this roster is invented. The counts named in the last column were calibrated, so\n"
    "that the year comes near the published figures: that they agree proves nothing about the\n"
    "district. Months, brackets and yuan are worked out person by person from the rules; neither\n"
    "the rules nor the engine know a published sum.",
    "本名册中的人员全部为虚构。最后一列所列的数经过校准，使全年结果接近公布数，\n"
    "因此两者接近并不能说明该区的实际情况。月数、档次和金额均依规则逐人算出，\n"
    "规则和引擎中没有任何公布的合计数。",
)


def published_fen(execution: Execution, one: LineExecution) -> int | None:
    """What was published of a line; of a part that is not stated, the rest of its whole."""
    if one.stated is not None or one.line.part_of is None:
        return one.stated
    siblings = [
        other
        for other in execution.lines
        if other.line.part_of == one.line.part_of and other.line.key != one.line.key
    ]
    stated = [other.stated for other in siblings if other.stated is not None]
    whole = execution.line(one.line.part_of).stated
    if whole is None or not siblings or len(stated) < len(siblings):
        return None
    return whole - sum(stated)


def render_comparison(result: Result, published: Published, language: str) -> list[str]:
    """The table, why its lines differ, and what it does not prove; no line depends on a clock."""
    execution = execute_budget(published.budget, result)
    calculated = [one for one in execution.lines if one.counted is not None]
    rows = [_row(execution, one, published, language) for one in calculated]
    headings = _HEADINGS.in_language(language).split("|")
    return [
        *align(headings, rows, _NUMBERS),
        "",
        _EXPLAINED.in_language(language),
        *_explanations(execution, calculated, published, language),
        "",
        _others(execution, language),
        _FINDINGS.in_language(language).format(budget=published.budget),
        "",
        *_SYNTHETIC.in_language(language).splitlines(),
    ]


def _row(
    execution: Execution, one: LineExecution, published: Published, language: str
) -> list[str]:
    counted, budget = one.counted, execution.budget
    persons = counted.persons if counted else None
    times = counted.person_times if counted else None
    fen, said = one.calculated or 0, published_fen(execution, one)
    explained = published.lines.get(one.line.key)
    stated_times = one.line.figures.get("person_times")
    return [
        ("  " if one.line.part_of else "") + one.line.labels.in_language(language),
        "" if persons is None else f"{persons:,}",
        _stated_count(one.line.figures.get("persons"), language),
        "" if times is None else f"{times:,}",
        f"{stated_times.first.lowest:,}" if stated_times else "",
        f"{int(show_yuan(fen)[:-3]):,}{show_yuan(fen)[-3:]}",
        printed_money(budget, fen),
        "" if said is None else printed_money(budget, said),
        "" if said is None or not one.from_calculation else printed_money(budget, fen - said),
        explained.calibrated.in_language(language) if explained else "",
    ]


def _stated_count(figure: Figure | None, language: str) -> str:
    return count_words(figure.first.text).in_language(language) if figure else ""


def _explanations(
    execution: Execution, calculated: list[LineExecution], published: Published, language: str
) -> Iterator[str]:
    """One line for each difference: how much, and why."""
    for one in calculated:
        said, explained = published_fen(execution, one), published.lines.get(one.line.key)
        if said is None or not one.from_calculation:
            continue
        apart = printed_money(execution.budget, (one.calculated or 0) - said)
        reasons = [explained.difference] if explained and explained.difference else []
        reasons += [] if one.stated is not None else [_REST]
        colon, comma = ("：", "；") if language == "zh" else (": ", "; ")
        why = comma.join(reason.in_language(language) for reason in reasons)
        name = one.line.labels.in_language(language)
        yield f"  {name} {apart}{colon}{why}" if why else f"  {name} {apart}"


def _others(execution: Execution, language: str) -> str:
    """Every line that is only carried, with its published spending, so that none is forgotten."""
    separator = "；" if language == "zh" else "; "
    carried = [
        f"{one.line.labels.in_language(language)} {printed_money(execution.budget, one.stated)}"
        for one in execution.lines
        if one.counted is None and one.stated is not None
    ]
    return _OTHERS.in_language(language).format(lines=separator.join(carried))
