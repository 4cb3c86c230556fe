"""Sentences of what-if answers, in both languages; :mod:`subsidy.report.reader` has the rest."""

from __future__ import annotations

from subsidy.errors import Words

__all__ = ["SENTENCES"]

SENTENCES = {
    "scenario": Words("{name}  rules {before} → {after}", "{name}  规则 {before} → {after}"),
    "reason": Words("  reason: {reason}", "  理由：{reason}"),
    "change": Words("  {name}: {old} → {new}", "  {name}：{old} → {new}"),
    "note": Words("  note: {note}", "  注意：{note}"),
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
    "sweep": Words("Cost for each value:", "各取值的支出："),
    "sensitivity": Words("What one yuan more would cost:", "标准每提高一元的增支："),
    "tornado": Words(
        "Every rate lower and higher by {percent} %:", "各标准上下浮动 {percent}% 的影响："
    ),
    "seek": Words(
        "{values} costs {cost} yuan: {residue} yuan of the budget of {budget} are left.",
        "{values}：支出 {cost} 元，预算 {budget} 元尚余 {residue} 元。",
    ),
    "seek_next": Words("{values} costs {cost} yuan.", "{values}：支出 {cost} 元。"),
    "seek_period": Words(
        "A year's budget of {budget} yuan is {of_period} yuan for the months of {period}.",
        "年度预算 {budget} 元，折合 {period} 各月为 {of_period} 元。",
    ),
    "seek_not": Words(
        "The budget of {budget} yuan cannot be kept. Nearest: {values} costs {cost} yuan.",
        "无法控制在预算 {budget} 元之内。最接近：{values}，支出 {cost} 元。",
    ),
    "undetermined": Words(
        "{count} pairs of a person and a scheme are undetermined in either; "
        "their undetermined months are in no amount (--json lists them).",
        "现行或方案中有 {count} 项（人员与项目）待核；待核月份不计入任何金额（--json 逐项列出）。",
    ),
}
