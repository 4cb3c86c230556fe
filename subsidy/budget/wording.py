"""The words of budgets: columns, kinds of findings, headings, in both languages."""

from __future__ import annotations

from subsidy.errors import Words

__all__ = ["COLUMNS", "KINDS", "MODES", "REGISTERS", "SENTENCES", "UNITS", "say"]

COLUMNS = {
    "initial": Words("initial budget", "年初预算"),
    "adjustment": Words("adjustment", "年中调整"),
    "other_funds": Words("other funds", "其他资金"),
    "adjusted": Words("adjusted budget", "调整后预算"),
    "actual": Words("spending", "实际支出"),
    "stated": Words("stated", "报告支出"),
    "calculated": Words("calculated", "计算支出"),
    "calculated_parts": Words("parts calculated", "分项计算"),
    "difference": Words("difference", "差额"),
    "balance": Words("balance", "结余结转"),
    "execution": Words("of adjusted", "执行率"),
    "execution_of_initial": Words("of initial", "占年初预算"),
    "of_initial": Words("of initial", "占年初预算"),
    "of_adjusted": Words("of adjusted", "执行率"),
    "persons": Words("persons", "人数"),
    "person_times": Words("person-times", "人次"),
    "households": Words("households", "户数"),
    "year_end": Words("year-end stock", "期末人数"),
}

KINDS = {
    "contradiction": Words("contradiction", "矛盾"),
    "unexplained": Words("not itemised", "未列明"),
    "implausible": Words("doubtful", "存疑"),
    "rounding": Words("rounding", "舍入"),
    "remark": Words("remark", "提示"),
    "noted": Words("noted by a reader", "人工提示"),
}

SENTENCES = {
    "line": Words("line", "项目"),
    "code": Words("code", "代码"),
    "total": Words("total", "合计"),
    "as_printed": Words("sum of the lines as printed", "各行舍入后相加"),
    "rounding": Words("difference of rounding", "舍入差"),
    "computed": Words("calculated", "计算"),
    "findings": Words(
        "What does not add up in the report's own figures", "报告自身数字的不一致之处"
    ),
    "kind": Words("kind", "类别"),
    "finding": Words("finding", "内容"),
    "place": Words("place in the report", "报告位置"),
    "figures": Words("figures", "数值"),
    "notes": Words("Notes", "说明"),
    "payers": Words("Who bears it", "各级承担"),
    "payer": Words("borne by", "承担方"),
    "no_payer": Words("(the rules do not say)", "（规则未载明）"),
    "counts": Words("counts", "人数与人次"),
    "execution": Words("execution", "执行情况"),
    "unit": Words("amounts in {unit}", "金额单位：{unit}"),
    "partial": Words(
        "* {line}: without {schemes}, which the calculation does not hold; "
        "spending is the stated one",
        "* {line}：计算结果不含 {schemes}，实际支出按报告数",
    ),
    "not_calculated": Words(
        "{line}: not calculated; the calculation does not hold {schemes}",
        "{line}：未计算，计算结果不含 {schemes}",
    ),
    "because": Words("  {schemes}: {why}", "  {schemes}：{why}"),
    "known": Words(
        "{column}: stated on {lines} of {all} lines", "{column}：{all} 个项目中 {lines} 个列有"
    ),
    "once": Words(
        "Sums are made from fen and rounded once ({mode}) to {step} in units of {unit}; "
        "rates of execution are rounded half up to 0.01%.",
        "合计由分相加后一次舍入（{mode}）至 {step} {unit}；执行率四舍五入至 0.01%。",
    ),
    "balance": Words(
        "Balance and execution follow from the calculated spending where it is whole, "
        "else from the stated one.",
        "有完整计算结果的，结余与执行率按计算支出；否则按报告支出。",
    ),
    "parts": Words(
        "Parts calculated: of lines that are not calculated as a whole, what their parts come to; "
        "it is in no balance and no rate.",
        "分项计算：整个项目未计算的，列其已计算分项之和，不计入结余与执行率。",
    ),
    "changes": Words("Rates as changed for this run: {changes}.", "本次调整的标准：{changes}。"),
    "beside": Words("Further registers: {registers}.", "其他名册：{registers}。"),
    "source": Words(
        "Calculated: rules {rules} ({rules_hash}), input {input_hash}, subsidy {version}, {period}.",
        "计算依据：规则 {rules}（{rules_hash}），名册 {input_hash}，subsidy {version}，期间 {period}。",
    ),
    "left_out": Words(
        "{undetermined} undetermined and {aside} set aside: they are in no calculated figure.",
        "待核 {undetermined} 项、搁置 {aside} 条，均不在计算数之内。",
    ),
    "nothing_found": Words("Everything adds up.", "各项数字相符。"),
    "document": Words("Figures of: {document}", "数据来源：{document}"),
}

UNITS = {"元": Words("yuan", "元"), "万元": Words("10,000 yuan", "万元")}

REGISTERS = {
    "household": Words("households", "家庭"),
    "institution": Words("institutions", "机构"),
}

MODES = {
    "half_up": Words("half up", "四舍五入"),
    "half_even": Words("half to even", "四舍六入五成双"),
    "up": Words("up", "进位"),
    "down": Words("down", "舍去"),
}


def say(sentence: str, language: str, **values: object) -> str:
    """One sentence in a language, with its values filled in."""
    return SENTENCES[sentence].in_language(language).format(**values)
