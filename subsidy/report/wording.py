"""The sentences and headings of reports, each in both languages."""

from __future__ import annotations

from subsidy.errors import Words

__all__ = ["HEADINGS", "SENTENCES", "counted", "say"]

HEADINGS = {
    "unit": Words("unit", "对象"),
    "unit_id": Words("unit id", "编号"),
    "scheme": Words("scheme", "补贴项目"),
    "bracket": Words("bracket", "档次"),
    "month": Words("month", "月份"),
    "year": Words("year", "年份"),
    "months": Words("months", "月数"),
    "first_month": Words("first month", "起始月"),
    "end_month": Words("end month (not paid)", "终止月（不含）"),
    "amount": Words("amount (yuan)", "金额（元）"),
    "per": Words("per", "周期"),
    "payer": Words("borne by", "承担方"),
    "units": Words("people", "人数"),
    "unit_months": Words("person-months", "人次"),
    "total": Words("total", "合计"),
    "subtotal": Words("subtotal", "小计"),
    "number": Words("no.", "序号"),
    "signed": Words("signature", "签领"),
    "missing": Words("not given", "缺少的信息"),
    "row": Words("row", "记录"),
    "line": Words("line", "行号"),
    "sheet": Words("sheet", "工作表"),
    "column": Words("column", "列"),
    "reason": Words("reason", "原因"),
    "register": Words("register of", "所属名册"),
}

SENTENCES = {
    "no_payer": Words("(the rules do not say)", "（规则未载明）"),
    "counted_once": Words("In the total, each person is counted once.", "合计中同一人只计一次。"),
    "units_counted_once": Words(
        "In the total, each person, household and institution is counted once.",
        "合计中同一人、同一户、同一机构各只计一次。",
    ),
    "not_calculated": Words("not calculated: {schemes} ({why})", "未计算：{schemes}（{why}）"),
    "changed": Words("changed: {change}", "调整：{change}"),
    "nobody": Words("Nobody is due anything.", "无人应享。"),
    "records": Words(
        "{read} records read: {calculated} calculated, {aside} set aside.",
        "共读入 {read} 条：已计算 {calculated} 条，搁置 {aside} 条。",
    ),
    "records_apart": Words(
        "{read} records read: {calculated} calculated, {aside} set aside, {apart} no people.",
        "共读入 {read} 条：已计算 {calculated} 条，搁置 {aside} 条，非人员 {apart} 条。",
    ),
    "empty": Words(
        "there is nobody in the register: no row stands below its headings",
        "名册中没有人员：标题行以下没有数据",
    ),
    "non_data": Words(
        "Rows that are no people, headings among them: {kinds}.", "非人员行（含标题行）：{kinds}。"
    ),
    "sheet": Words(
        "  sheet {sheet}: {rows} rows, {people} of them people",
        "  工作表“{sheet}”：共 {rows} 行，其中人员 {people} 行",
    ),
    "aside": Words(
        "  set aside, {column}: {reason} ({rows})", "  搁置，{column}：{reason}（{rows}）"
    ),
    "rows": Words("rows {rows}", "第 {rows} 行"),
    "row": Words("row {rows}", "第 {rows} 行"),
    "rows_more": Words("rows {rows} and {more} more", "第 {rows} 行等，另有 {more} 行"),
    "aside_more": Words("  set aside, {column}: … and {more}", "  搁置，{column}：……另有 {more}"),
    "undetermined": Words(
        "  undetermined, {scheme}: {units}, {months}; not given: {missing}",
        "  待核，{scheme}：{units}，{months}；缺少：{missing}",
    ),
    "undetermined_outside": Words(
        "Undetermined months are outside all totals; --format json or xlsx lists them one by one.",
        "待核月份不计入任何合计；--format json 或 xlsx 逐人列出。",
    ),
    "warning": Words("warning: {text}", "提示：{text}"),
    "assumed": Words(
        "{count} assumed, because no rule text is published:",
        "以下 {count}口径无公开文件，系假定：",
    ),
    "assumption": Words("  {what}: {why}", "  {what}：{why}"),
    "receipt": Words(
        "Rules {rules} ({rules_hash}), input {input_hash}, subsidy {version}.",
        "规则 {rules}（{rules_hash}），名册 {input_hash}，subsidy {version}。",
    ),
    "written": Words("Written: {file}", "已写入：{file}"),
    "next_quarantine": Words(
        "Next: add --quarantine FILE for a list of all rows set aside.",
        "下一步：加上 --quarantine FILE，可得到全部搁置行的清单。",
    ),
    "next_missing": Words(
        "Next: fill in the facts that are not given; --format json or xlsx lists whom they concern.",
        "下一步：补全缺少的信息；--format json 或 xlsx 会列出涉及的人员。",
    ),
    "next_detail": Words(
        "Next: --detail monthly lists every person and month; "
        "subsidy explain shows why for one of them.",
        "下一步：--detail monthly 列出每人每月；subsidy explain 说明某人某月的理由。",
    ),
    "progress": Words(
        "calculating … {done} of {of} records ({share} %)",
        "计算中……{done} / {of} 条（{share}%）",
    ),
    "working": Words("calculating … {seconds} s", "计算中……{seconds} 秒"),
    "bug": Words(
        "This is a bug ({kind}). Nothing was published. "
        "Please report it; SUBSIDY_DEBUG=1 shows where it happened.",
        "程序内部错误（{kind}），未输出任何结果。请反馈；设置 SUBSIDY_DEBUG=1 可查看位置。",
    ),
    "memory": Words(
        "There is not enough memory. Calculate a shorter period or a part of the register.",
        "内存不足。请缩短期间或分批计算。",
    ),
    "interrupted": Words(
        "Interrupted. Every output file is as it was before, or whole and new.",
        "已中断。各输出文件或保持原样，或为完整的新结果。",
    ),
    "output_failed": Words(
        "The result could not be written to standard output ({reason}).",
        "结果无法写到标准输出（{reason}）。",
    ),
}


_COUNTED = {
    "people": (Words("1 person", "1 人"), Words("{n} people", "{n} 人")),
    "households": (Words("1 household", "1 户"), Words("{n} households", "{n} 户")),
    "institutions": (Words("1 institution", "1 个机构"), Words("{n} institutions", "{n} 个机构")),
    "units": (Words("1 unit", "1 个对象"), Words("{n} units", "{n} 个对象")),
    "months": (Words("1 person-month", "1 人次"), Words("{n} person-months", "{n} 人次")),
    "conventions": (Words("1 convention is", "1 项"), Words("{n} conventions are", "{n} 项")),
    "more_rows": (Words("1 more row", "1 行"), Words("{n} more rows", "{n} 行")),
}


def counted(what: str, number: int, language: str) -> str:
    """A number of things; English tells one from many."""
    one, many = _COUNTED[what]
    return (one if number == 1 else many).in_language(language).format(n=f"{number:,}")


def say(sentence: str, language: str, **values: object) -> str:
    """One sentence in a language, with its values filled in."""
    return SENTENCES[sentence].in_language(language).format(**values)
