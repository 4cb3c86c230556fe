"""Reasons for setting rows aside: codes, words, and the rows they hit. Never a row's values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from attrs import define, evolve, field, frozen

from subsidy.errors import Words
from subsidy.register.table import SetAside

__all__ = ["REASONS", "Fault", "Faults", "cure_of"]

Rows = np.ndarray[Any, Any]

REASONS = {
    "impossible-date": Words(
        "not a day of the calendar between 1850 and 2249; write 2023-05-20"
        " (2023/5/20, 2023.5.20, 2023年5月20日 and 20230520 are read too)",
        "不是 1850 年至 2249 年间存在的日期；请写作 2023-05-20"
        "（也接受 2023/5/20、2023.5.20、2023年5月20日、20230520）",
    ),
    "early-sheet-date": Words(
        "a date cell before March 1900 is not reliable in a spreadsheet; write the date as text",
        "表格软件中 1900 年 3 月以前的日期单元格不可靠；请把日期写成文本",
    ),
    "unknown-word": Words("not one of the words accepted: {accepted}", "不在可接受的取值之内：{accepted}"),
    "not-a-number": Words(
        "not a whole number in plain digits such as 3{accepted}", "不是整数（如 3）{accepted}"
    ),
    "not-money": Words(
        "not an amount of yuan such as 1086.00", "不是金额；请以元为单位写作 1086.00"
    ),
    "finer-than-fen": Words("an amount finer than one fen", "金额小于一分"),
    "out-of-range": Words(
        "outside what is accepted, {lowest} to {highest}", "超出可接受的范围：{lowest} 至 {highest}"
    ),
    "key-missing": Words("empty; every row needs one", "为空；每一行都必须填写"),
    "month-missing": Words(
        "no month; in a register with a row a month every row names its month",
        "没有月份；每机构每月一行的名册，每行均须填写月份",
    ),
    "invisible-character": Words(
        "holds characters that cannot be seen; type it anew", "含有不可见字符；请重新输入"
    ),
    "lone-words": Words(
        "words, and nothing else stands in the row", "为文字，且该行没有其他内容"
    ),
    "total-row": Words(
        "a line of totals, not a person; take it out", "这是合计行，不是人员；请删去"
    ),
    "repeated-heading": Words("the headings once more; take the line out", "重复的标题行；请删去"),
    "bad-id-shape": Words(
        "a resident identity number has 18 digits (the last may be X) or 15",
        "身份证号码应为 18 位（末位可为 X）或 15 位",
    ),
    "bad-id-date": Words(
        "the birth date inside the identity number does not exist", "身份证号码中的出生日期不存在"
    ),
    "bad-id-check-digit": Words(
        "the check digit of the identity number does not fit; compare it with the document",
        "身份证号码校验位不符；请与证件核对",
    ),
    "id-as-number": Words(
        "stored as a number: digits after the 15th are lost;"
        " format the column as text and enter it again",
        "以数字形式存储：第 15 位以后的数字已丢失；请把该列设为文本格式后重新输入",
    ),
    "id-birth-mismatch": Words(
        "the identity number and the birth date contradict each other",
        "身份证号码与出生日期相互矛盾",
    ),
    "id-sex-mismatch": Words(
        "the identity number and the sex contradict each other", "身份证号码与性别相互矛盾"
    ),
    "duplicate-person": Words(
        "the same number stands in row {others} too; none of them is calculated",
        "与第 {others} 行编号相同；各行均不计算",
    ),
    "duplicate-id": Words(
        "the same identity number stands in row {others} too; none of them is calculated",
        "与第 {others} 行身份证号码相同；各行均不计算",
    ),
    "death-before-birth": Words("the death lies before the birth", "死亡日期早于出生日期"),
    "spells-contradict": Words(
        "two spells overlap and say different things; end the first where the second begins",
        "两段起止时间重叠而内容不同；请将前一段的终止日期改为后一段的起始日期",
    ),
    "until-before-from": Words("the end lies before the beginning", "终止日期早于起始日期"),
    "born-after-period": Words(
        "the birth date lies after the period that is calculated", "出生日期晚于计算期间"
    ),
    "too-old": Words(
        "older than {highest} years without a date of death before that",
        "年龄超过 {highest} 周岁而无相应的死亡日期",
    ),
    "field-count": Words("{found} fields where the headings are {wanted}", "有 {found} 个字段，而标题为 {wanted} 个"),
    "merged-cell": Words(
        "one merged cell stands for several people; give each their own value",
        "一个合并单元格对应多人；请逐人填写",
    ),
    "error-cell": Words(
        "the cell shows an error such as #N/A; correct it", "单元格为错误值（如 #N/A）；请更正"
    ),
    "formula-without-value": Words(
        "a formula that was never calculated; open the workbook, save it, or write the value",
        "公式没有计算结果；请打开工作簿重新保存，或直接填写数值",
    ),
    "nul-byte": Words("holds a NUL byte, which no text has", "含有文本中不应出现的 NUL 字节"),
    "year-in-two-digits": Words(
        "a year in two digits could be of two centuries; write 1943-05-20",
        "两位数年份无法判断世纪；请写作 1943-05-20",
    ),
    "day-or-month-first": Words(
        "a date whose year comes last: day or month could stand first; write 1943-05-20, or"
        " declare the form in a mapping file",
        "年份在后的日期无法判断日、月先后；请写作 1943-05-20，或在对照文件中声明格式",
    ),
    "date-as-number": Words(
        "a number where a date belongs: as a spreadsheet shows a date cell formatted as a number;"
        " write 1943-05-20, or declare the form serial in a mapping file",
        "应为日期却是数字（表格软件的日期序号）；请写作 1943-05-20，或在对照文件中声明 serial",
    ),
    "january-or-october": Words(
        "2023.1 may be January or October: a spreadsheet drops the last nought of the number 2023.10",
        "2023.1 可能是 1 月也可能是 10 月：表格软件会略去数字 2023.10 末尾的零",
    ),
    "month-without-day": Words(
        "a month without a day; this date needs the day: write 1943-05-20",
        "只有年月；该日期须写到日：1943-05-20",
    ),
    "unit-not-declared": Words(
        "an amount in 万元, which is not declared; write yuan, or declare the unit in a mapping file",
        "金额以“万”为单位而未声明；请以元为单位填写，或在对照文件中声明单位",
    ),
    "bad-certificate-shape": Words(
        "the number of a disability certificate is the identity number of 18 characters, the digit of"
        " the category (1 to 7) and that of the grade (1 to 4)",
        "残疾人证号应为 18 位身份证号码加 1 位类别（1–7）和 1 位等级（1–4）",
    ),
    "certificate-id-mismatch": Words(
        "the certificate's number and the identity number contradict each other",
        "残疾人证号与身份证号码相互矛盾",
    ),
    "certificate-category-mismatch": Words(
        "the certificate's number and the category contradict each other",
        "残疾人证号与残疾类别相互矛盾",
    ),
    "certificate-grade-mismatch": Words(
        "the certificate's number and the grade contradict each other",
        "残疾人证号与残疾等级相互矛盾",
    ),
    "standing-without-date": Words(
        "the standing says that it has ended, but {wanted} is empty",
        "状态表明已终止，但“{wanted}”为空",
    ),
    "standing-without-beginning": Words(
        "the word says that it holds, but {wanted} is empty: nobody knows since when",
        "该词表明享受中，但“{wanted}”为空，无法得知自何时起",
    ),
    "standing-contradicts": Words(
        "the word says that it does not hold, but {given} is given without an end",
        "该词表明并不享受，但填有“{given}”而无终止日期",
    ),
    "standing-stopped": Words(
        "the standing says that payment has stopped; from when, and why, is not told",
        "状态为停发，但未说明自何时、因何停发",
    ),
}  # fmt: skip


_CURES = {
    "january-or-october": Words("write 2023-01 or 2023-10 (in a workbook, as text); or declare year_month_day in a mapping file where 2023.1 is January throughout", "请写作 2023-01 或 2023-10（工作簿中设为文本格式）；如整列 2023.1 均为 1 月，可在对照文件中声明 year_month_day"),
    "lone-words": Words("delete the row if it is a remark; else fill in who it is", "如为说明请删去该行；如为人员请补填"),
    "impossible-date": Words("correct the date; leave the cell empty where there is none (no 无, / or 长期)", "请更正日期；没有日期时请留空（不写“无”“/”“长期”）"),
    "key-missing": Words("fill in the number; or delete the row if it is nobody", "请补填编号；如非人员请删去该行"),
    "month-missing": Words("fill in the month, such as 2023-05", "请补填月份，如 2023-05"),
    "duplicate-person": Words("keep one row, delete the others", "请只保留一行"),
    "duplicate-id": Words("keep one row, or correct the number that is wrong", "请只保留一行，或更正填错的号码"),
    "bad-id-shape": Words("type the number of the identity card", "请按身份证重新填写号码"),
    "bad-id-date": Words("compare the number with the identity card", "请与身份证核对号码"),
    "id-birth-mismatch": Words("compare both with the identity card", "请与身份证核对两者"),
    "id-sex-mismatch": Words("compare both with the identity card", "请与身份证核对两者"),
    "death-before-birth": Words("correct one of the two dates", "请更正其中一个日期"),
    "until-before-from": Words("correct one of the two dates", "请更正其中一个日期"),
    "born-after-period": Words("correct the date, or calculate a later period", "请更正日期，或计算以后的期间"),
    "too-old": Words("fill in the date of death, or correct the birth date", "请补填死亡日期，或更正出生日期"),
    "out-of-range": Words("correct the value", "请更正数值"),
    "finer-than-fen": Words("write no more than two decimals", "请最多写两位小数"),
    "unknown-word": Words("write one of these, or say in a mapping file what the word means", "请改为其中之一，或在对照文件中说明该词的含义"),
    "not-a-number": Words("write the number in plain digits", "请写成阿拉伯数字"),
    "field-count": Words("see whether a separator is missing, or one too many", "请检查分隔符是否缺少或多余"),
    "nul-byte": Words("delete the character; save the file anew", "请删去该字符并重新保存"),
    "bad-certificate-shape": Words("type the number of the certificate", "请按残疾人证重新填写证号"),
    "certificate-id-mismatch": Words("compare both with the certificate", "请与残疾人证核对两者"),
    "certificate-category-mismatch": Words("compare both with the certificate", "请与残疾人证核对两者"),
    "certificate-grade-mismatch": Words("compare both with the certificate", "请与残疾人证核对两者"),
    "standing-without-beginning": Words("fill in the date from which it holds; or say it in a mapping file (standing:)", "请补填起始日期；或在对照文件的 standing 中写明"),
    "standing-contradicts": Words("correct the word, take the date out, or fill in the date of its end", "请更正该词、删去该日期，或补填终止日期"),
    "standing-without-date": Words("fill in the date", "请补填日期"),
    "standing-stopped": Words("fill in the date of the event that ended it, and leave the standing empty; or take the row out", "请填写终止事件的日期并清空状态，或移出该行"),
}  # fmt: skip
_AS_SAID = Words("do as the reason says", "请按原因中所述处理")


def cure_of(code: str) -> Words:
    """How to mend a row that was set aside for this reason."""
    return _CURES.get(code, _AS_SAID)


@frozen(eq=False)
class Fault:
    """One reason and the record numbers (1-based) that it hits."""

    records: Rows
    column: str
    code: str
    reason: Words


@define
class Faults:
    """The faults found so far, in the order in which they were found."""

    found: list[Fault] = field(factory=list)

    def add(self, records: Rows, column: str, code: str, **details: str | Words) -> None:
        """Note that *records* fail at *column*; ``details`` fill the words of the code."""
        if len(records):
            self.found.append(Fault(records, column, code, _worded(code, details)))

    def records_of(self, code: str, heading: str) -> np.ndarray[Any, np.dtype[np.int64]]:
        """The records with one fault of one column."""
        found = [f.records for f in self.found if f.code == code and f.column == heading]
        return np.concatenate([np.empty(0, dtype=np.int64), *found])

    def records(self) -> Rows:
        """Every record that has a fault, once, ascending."""
        if not self.found:
            return np.empty(0, dtype=np.int64)
        return np.unique(np.concatenate([fault.records for fault in self.found]))

    def set_aside(
        self,
        lines: Rows | None,
        sheet: str | tuple[str, ...] | None,
        members: Rows | None = None,
    ) -> tuple[SetAside, ...]:
        """One entry for each record and reason, by record.

        *sheet* is one for all, or one each; *members* number those of a row.
        """
        entries = [entry for fault in self.found for entry in _entries(fault, lines, sheet)]
        if members is not None:
            entries = [evolve(e, member=int(members[e.row - 1]) or None) for e in entries]
        return tuple(sorted(entries, key=lambda entry: entry.row))


def _worded(code: str, details: dict[str, str | Words]) -> Words:
    plain = REASONS[code]
    english = {name: _said(text, "en") for name, text in details.items()}
    chinese = {name: _said(text, "zh") for name, text in details.items()}
    return Words(plain.en.format(**english), plain.zh.format(**chinese))


def _said(text: str | Words, language: str) -> str:
    return text.in_language(language) if isinstance(text, Words) else text


def _entries(
    fault: Fault, lines: Rows | None, sheet: str | tuple[str, ...] | None
) -> Iterable[SetAside]:
    numbers = fault.records.tolist()
    places = [None] * len(numbers) if lines is None else lines[fault.records - 1].tolist()
    for record, line in zip(numbers, places, strict=True):
        name = sheet[record - 1] if isinstance(sheet, tuple) else sheet
        yield SetAside(record, line, name, fault.column, fault.code, fault.reason)
