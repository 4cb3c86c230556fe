"""Words of what-if answers, in both languages."""

from __future__ import annotations

from subsidy.errors import Words

__all__ = ["CHANGES", "HEADINGS", "SENTENCES"]

HEADINGS = {
    "scenario": Words("scenario", "方案"),
    "scheme": Words("scheme", "补贴项目"),
    "bracket": Words("bracket", "档次"),
    "month": Words("month", "月份"),
    "year": Words("year", "年份"),
    "payer": Words("payer", "承担方"),
    "baseline": Words("baseline (yuan)", "现行（元）"),
    "reform": Words("scenario (yuan)", "方案（元）"),
    "difference": Words("difference (yuan)", "差额（元）"),
    "percent": Words("%", "%"),
    "change": Words("people", "人员"),
    "units": Words("number", "人数"),
    "unit_id": Words("unit id", "编号"),
    "from": Words("from (yuan)", "自（元）"),
    "below": Words("below (yuan)", "不足（元）"),
    "cost": Words("cost (yuan)", "费用（元）"),
    "target": Words("rate", "标准"),
    "rate": Words("now", "现值"),
    "person_months": Words("person-months", "人次"),
    "per_extra_yuan": Words("one yuan more costs", "每提高一元增支"),
    "low": Words("lower", "下调"),
    "high": Words("higher", "上调"),
    "span": Words("span", "幅度"),
    "total": Words("total", "合计"),
}

CHANGES = {
    "newly_in": Words("newly in", "新增"),
    "gaining": Words("gaining", "增加"),
    "unchanged": Words("unchanged", "不变"),
    "losing": Words("losing", "减少"),
    "newly_out": Words("newly out", "退出"),
    "undetermined": Words("undetermined", "待核"),
}

SENTENCES = {
    "scenario": Words("{name}  rules {before} → {after}", "{name}  规则 {before} → {after}"),
    "reason": Words("  reason: {reason}", "  理由：{reason}"),
    "change": Words("  {name}: {old} → {new}", "  {name}：{old} → {new}"),
    "bands": Words("What people gain or lose:", "人员增减幅度："),
    "by": Words("By {by}:", "按{by}："),
    "people": Words("People whose amount differs:", "金额有变动的人员："),
    "start_scenario": Words(
        "The questions below start from the scenario {name}, not from the rules in force.",
        "以下测算以方案“{name}”为起点，而非现行规则。",
    ),
    "start_in_force": Words(
        "The questions below start from the rules in force, without any scenario.",
        "以下测算以现行规则为起点，不含任何方案。",
    ),
    "sweep": Words("Cost for each value:", "各取值的费用："),
    "sensitivity": Words("What one yuan more would cost:", "标准每提高一元的增支："),
    "tornado": Words(
        "Every rate lower and higher by {percent} %:", "各标准上下浮动 {percent}% 的影响："
    ),
    "seek": Words(
        "{values} costs {cost} yuan: {residue} yuan of the budget of {budget} are left.",
        "{values}：费用 {cost} 元，预算 {budget} 元尚余 {residue} 元。",
    ),
    "seek_next": Words("{values} costs {cost} yuan.", "{values}：费用 {cost} 元。"),
    "seek_not": Words(
        "The budget of {budget} yuan cannot be kept. Nearest: {values} costs {cost} yuan.",
        "无法控制在预算 {budget} 元之内。最接近：{values}，费用 {cost} 元。",
    ),
    "undetermined": Words(
        "{count} pairs of a person and a scheme are undetermined in either; "
        "their undetermined months are in no amount (--json lists them).",
        "现行或方案中有 {count} 项（人员与项目）待核；待核月份不计入任何金额（--json 逐项列出）。",
    ),
}
