"""A projection as one self-contained HTML file, and the tables that its text has, too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from subsidy.errors import Words
from subsidy.report.charts import band_chart, months_chart, stacked_chart
from subsidy.report.pages import Figure, Table, footer, page
from subsidy.report.reader import Reader, part

__all__ = [
    "CASES",
    "carried_rows",
    "projection_charts",
    "projection_lines",
    "projection_page",
    "projection_tables",
]

_HASH = 12


def projection_page(answer: Mapping[str, Any], language: str) -> str:
    """A projection as a page; *answer* is its JSON."""
    title = Words(
        f"Projection {answer['period']}: {answer['labels']['place']['en']}",
        f"{answer['labels']['place']['zh']} {answer['period']} 支出预测",
    )
    sections: list[Table | Figure] = [*projection_tables(answer, language)]
    sections += projection_charts(answer, language)
    sections += [_schemes(answer, language), *_carried(answer, language)]
    notes = projection_lines(answer, language)
    return page(title.in_language(language), language, notes, sections, answer)


def projection_tables(answer: Mapping[str, Any], language: str) -> list[Table]:
    """How far the budget goes, if there is one, and the years case by case; then each scenario's."""
    tables = [*_budget(answer, language), _years(answer, language)]
    for one in answer.get("scenarios") or []:
        tables += _scenario(one, answer, language)
    return tables


def projection_lines(answer: Mapping[str, Any], language: str) -> list[str]:
    """That it is a projection, everything that it assumes, whom it counts, and by which rules."""
    lines = [_PROJECTION.in_language(language)]
    colon = Words(": ", "：").in_language(language)
    lines += [
        f"{_case(one['case'], language)}{colon}{one[language]}" for one in answer["assumptions"]
    ]
    return [*lines, _counts(answer).in_language(language), footer(answer).in_language(language)]


def projection_charts(answer: Mapping[str, Any], language: str) -> list[Figure]:
    """The band by month, and the years by bracket."""
    band = Words("Cost by month", "各月支出")
    years = Words("Cost by year and bracket", "各年支出（按档次）")
    told = Words("a line a case; the table below has the years", "每种情形一条线；年度数见表")
    rows = [
        {"at": row["year"], "kind": _kind(row, answer, language), "amount": row["amount"]}
        for row in _by_year(answer)
    ]
    sentence = told.in_language(language)
    months = band_chart(answer["months"], language)
    return [
        Figure(band.in_language(language), months, sentence),
        *_scenario_chart(answer, language),
        Figure(years.in_language(language), stacked_chart(rows, language), sentence),
    ]


# ── sections of a projection ─────────────────────────────────────────────────────────

_PROJECTION = Words(
    "This is a projection, not a calculation of what is due: rates beyond the last confirmed month"
    " and everything in the assumptions below are taken for granted.",
    "本页为预测，并非应发金额：超出最后确认月的标准及下列各项均为假设。",
)
CASES = {"low": Words("low", "低"), "base": Words("base", "基准"), "high": Words("high", "高")}
_TEXTS = {
    "years": Words("Expected cost by year, yuan", "各年预计支出（元）"),
    "year": Words("year", "年份"),
    "total": Words("total", "合计"),
    "schemes": Words("Expected months and cost by scheme and year", "各项目预计人次与支出"),
    "scheme": Words("scheme", "补贴项目"),
    "bracket": Words("bracket", "档次"),
    "unit_months": Words("person-months", "人次"),
    "amount": Words("yuan", "金额（元）"),
    "budget": Words("How far a budget goes", "预算可支撑期"),
    "case": Words("case", "情形"),
    "months": Words("months paid in full", "可足额支付月数"),
    "runs_out": Words("runs out in", "不足之月"),
    "left": Words("left over then, yuan", "届时结余（元）"),
    "ask": Words("to ask for, yuan", "应申请（元）"),
    "carried": Words("Rates carried on as a projection", "作为预测沿用的标准"),
    "rate": Words("rate", "标准"),
    "confirmed": Words("last confirmed", "最后确认月"),
    "values": Words("values used", "采用值"),
}


def _t(name: str, language: str) -> str:
    return _TEXTS[name].in_language(language)


def _case(name: str, language: str) -> str:
    return CASES[name].in_language(language) if name in CASES else name


def _years(answer: Mapping[str, Any], language: str) -> Table:
    cases = list(answer["total"])
    rows = [[row["year"], *(part(row[case]) for case in cases)] for row in answer["years"]]
    totals = [part(answer["total"][case]["amount"]) for case in cases]
    rows.append([_t("total", language), *totals])
    headings = [_t("year", language), *(_case(case, language) for case in cases)]
    return Table(_t("years", language), headings, rows, frozenset(range(1, len(cases) + 1)))


def _budget(answer: Mapping[str, Any], language: str, behind: str = "") -> list[Table]:
    if "budget" not in answer:
        return []
    budget = answer["budget"]
    year = budget["reach"][0]["next_year"]
    heads = [_t(name, language) for name in ("case", "months", "runs_out", "left")]
    rows = [
        [
            _case(one["case"], language),
            str(one["months"]),
            one["runs_out"] or "—",
            part(one["left"]),
            part(one["ask"]) or "—",
        ]
        for one in budget["reach"]
    ]
    amount = Words(f": {part(budget['amount'])} yuan", f"：{part(budget['amount'])} 元")
    title = f"{_t('budget', language)}{amount.in_language(language)}{behind}"
    heads.append(f"{year} {_t('ask', language)}")
    return [Table(title, heads, rows, frozenset({1, 3, 4}))]


def _scenario(one: Mapping[str, Any], answer: Mapping[str, Any], language: str) -> Iterator[Table]:
    """What a scenario changes, by which rules; the years beside the baseline, and its budget."""
    reader = Reader(answer["labels"], language)
    name = one["labels"][language]
    colon = reader.say(": ", "：")
    hashes = f"{answer['rulebook_sha256'][:_HASH]} → {one['rulebook_sha256'][:_HASH]}"
    reason = one["reason"][language]
    lines = [f"{reader.say('Reason', '理由')}{colon}{reason}"] if reason else []
    lines += [f"{reader.say('Rules', '规则')} {hashes}"]
    lines += [note[language] for note in one["notes"]]
    changes = [
        [reader.target(row["name"]), reader.rate(row["old"]) or "—", reader.rate(row["new"]) or "—"]
        for row in one["changes"]
    ]
    heads = [reader.heading(key) for key in ("what", "old", "new")]
    title = f"{reader.say('Scenario', '方案')}{colon}{name}"
    yield Table(title, heads, changes, note=reader.say(" · ", "；").join(lines))
    yield _beside(one, reader)
    yield from _budget(one, language, f" · {name}")


def _beside(one: Mapping[str, Any], reader: Reader) -> Table:
    """Base case by year: the rules in force, the scenario, the difference; then the scenario's cases."""
    names = ("year", "baseline", "reform", "difference")
    others = [case for case in one["total"] if case != "base"]
    of_case = {row["year"]: row for row in one["years"]}
    rows = [
        [row["year"], *(part(row[name]) for name in names[1:]),
         *(part(of_case[row["year"]][case]) for case in others)]
        for row in one["years_beside"]
    ]  # fmt: skip
    total = one["total_beside"]
    sums = [*(total[name] for name in names[1:]), *(one["total"][c]["amount"] for c in others)]
    rows.append([_t("total", reader.language), *map(part, sums)])
    heads = [reader.heading(name) for name in names]
    of = reader.say("scenario, {}", "方案（{}）")
    heads += [of.format(_case(case, reader.language)) for case in others]
    title = f"{_t('years', reader.language)} · {one['labels'][reader.language]}"
    return Table(title, heads, rows, frozenset(range(1, len(heads))))


def _scenario_chart(answer: Mapping[str, Any], language: str) -> list[Figure]:
    """The base case by month: a line for the rules in force, one for each scenario."""
    scenarios = answer.get("scenarios") or []
    if not scenarios:
        return []
    of_month: dict[str, dict[str, str]] = {}
    for number, one in enumerate(scenarios):
        for row in one["months_beside"]:
            told = of_month.setdefault(row["month"], {"month": row["month"]})
            told |= {"baseline": row["baseline"], f"reform{number}": row["reform"]}
    nothing = dict.fromkeys(("baseline", *(f"reform{n}" for n in range(len(scenarios)))), "0.00")
    lines = [("baseline", Words("rules in force", "现行规则"))]
    lines += [
        (f"reform{n}", Words(one["labels"]["en"], one["labels"]["zh"]))
        for n, one in enumerate(scenarios)
    ]
    title = Words("Cost by month, scenarios beside the rules in force", "各月支出：现行与方案对比")
    told_of = Words("one line for the rules in force, one a scenario", "现行与各方案各一条线")
    rows = [nothing | of_month[month] for month in sorted(of_month)]
    chart = months_chart(rows, lines, language)
    return [Figure(title.in_language(language), chart, told_of.in_language(language))]


def _schemes(answer: Mapping[str, Any], language: str) -> Table:
    names = ("year", "scheme", "bracket", "unit_months", "amount")
    rows = [
        [
            row["year"],
            _label(row["scheme"], answer, language),
            row["bracket"],
            part(row["unit_months"]),
            part(row["amount"]),
        ]
        for row in _by_year(answer)
    ]
    headings = [_t(name, language) for name in names]
    note = Reader(answer["labels"], language).unnamed(answer["schemes"])
    return Table(_t("schemes", language), headings, rows, frozenset({3, 4}), note)


def carried_rows(answer: Mapping[str, Any], language: str) -> dict[str, list[list[str]]]:
    """Each rate that was carried on: its name, the last confirmed month, and the values used.

    By title; those of a scenario stand apart where they are not those of the rules in force.
    """
    reader = Reader(answer["labels"], language)
    found = {_t("carried", language): answer["carried"]}
    for one in answer.get("scenarios") or []:
        other = [rate for rate in one["carried"] if rate not in answer["carried"]]
        found[f"{_t('carried', language)} · {one['labels'][language]}"] = other
    return {
        title: [
            [reader.target(one["name"]), one["last_confirmed"] or "—",
             reader.say("; ", "；").join(map(reader.rate, one["values"]))]
            for one in rates
        ]
        for title, rates in found.items()
        if rates
    }  # fmt: skip


def _carried(answer: Mapping[str, Any], language: str) -> list[Table]:
    headings = [_t(name, language) for name in ("rate", "confirmed", "values")]
    return [Table(title, headings, rows) for title, rows in carried_rows(answer, language).items()]


def _in_book_order(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Rows by scheme and bracket as the rules state them."""
    brackets = answer["labels"]["brackets"]
    kinds = [(scheme, bracket) for scheme, names in brackets.items() for bracket in names]
    return sorted(answer["schemes"], key=lambda row: kinds.index((row["scheme"], row["bracket"])))


def _by_year(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return sorted(_in_book_order(answer), key=lambda row: row["year"])


def _kind(row: Mapping[str, Any], answer: Mapping[str, Any], language: str) -> str:
    label = _label(row["scheme"], answer, language)
    return f"{label} {row['bracket']}".strip()


def _label(scheme: str, answer: Mapping[str, Any], language: str) -> str:
    words = answer["labels"]["schemes"].get(scheme, {})
    return words.get(language) or scheme


def _counts(answer: Mapping[str, Any]) -> Words:
    people, aside, open_ = (
        part(str(answer[name])) for name in ("people", "set_aside", "undetermined")
    )
    return Words(
        f"{people} people; {aside} records set aside; {open_} pairs of a person and a scheme"
        " could not be decided and are in no figure.",
        f"名册 {people} 人；搁置 {aside} 条；待核 {open_} 人项，不计入任何数字。",
    )
