"""Odd and bad CSV, Parquet and mapping files, each with the exact outcome expected. All invented.

The rulebook is that of the shelf: ``cn/hunan/zhuzhou/shifeng``, the period 2023.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import polars as pl
from attrs import frozen

from tests.corpus.model import Expected, OddFile

__all__ = ["FILES", "RecordFile"]

MAN, WOMAN, THIRD = "430204194305200017", "430204194402290026", "430204193308150014"
OTHER, X, CHILD = "430204192311300023", "43020419430520005X", "430204200509010010"
SHORT = "430204430520001"  # the man's number in its 15 digits
HEAD = "人员编号,姓名,身份证号码"
ONE = f"a,测试甲,{MAN}"
TWO = f"b,测试乙,{WOMAN}"
CERTIFICATE = f"{MAN}42"  # physical, grade 2
CARE = "nobody is paid disability_care_subsidy"  # a certificate, and no day of it


@frozen
class RecordFile:
    """One file of this corpus, and what is declared of it."""

    odd: OddFile
    roster_map: str = ""
    separator: str | None = None


FILES: list[RecordFile] = []


def odd(
    name: str,
    content: str | bytes | Callable[[], bytes],
    ids: str = "",
    aside: dict[int, str] | None = None,
    *,
    refused: str = "",
    apart: dict[str, int] | None = None,
    warnings: tuple[str, ...] = (),
    facts: dict[str, tuple[str | None, ...]] | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    roster_map: str = "",
) -> None:
    """Note one file; *ids* and *refused* are separated by spaces, *aside* is code by line."""
    if callable(content):
        build = content
    else:
        made = content if isinstance(content, bytes) else content.encode()
        build = lambda: made  # noqa: E731
    expected = Expected(
        ids=tuple(ids.split()), refused=tuple(sorted(refused.split())),
        set_aside=tuple(sorted((line, code) for line, codes in (aside or {}).items() for code in codes.split())),
        non_data=apart or {}, warnings=warnings, facts=facts or {}, encoding=encoding,
    )  # fmt: skip
    ending = "" if "." in name else ".csv"
    FILES.append(RecordFile(OddFile(name + ending, build, expected), roster_map, separator))


def rows(*lines: str, head: str = HEAD, end: str = "\n") -> str:
    return end.join([head, *lines]) + end


def one(heading: str, value: str) -> str:
    """A table of one person with one column more."""
    return rows(f"{ONE},{value}", head=f"{HEAD},{heading}")


def tabs(text: str, sign: str = "\t") -> str:
    return text.replace(",", sign)


# ── separators, line ends, encodings ─────────────────────────────────────────────────
PLAIN = rows(ONE, TWO)
odd("plain", PLAIN, "a b")
odd("crlf", rows(ONE, TWO, end="\r\n"), "a b")
odd("cr-only", rows(ONE, TWO, end="\r"), "a b")
odd("mixed-line-ends", f"{HEAD}\r\n{ONE}\n{TWO}\r", "a b")
odd("tab-declared", tabs(PLAIN), "a b", separator="\t")
odd("tab-in-a-tsv.tsv", tabs(PLAIN), "a b")
odd("tab-not-declared", tabs(PLAIN), refused="separator")
odd("semicolon-declared", tabs(PLAIN, ";"), "a b", separator=";")
odd("semicolon-not-declared", tabs(PLAIN, ";"), refused="separator")
odd("pipe-declared", tabs(PLAIN, "|"), "a b", separator="|")
odd("pipe-not-declared", tabs(PLAIN, "|"), refused="separator")
odd("comma-but-tab-declared", PLAIN, refused="separator", separator="\t")
odd(
    "separator-in-the-map",
    tabs(PLAIN, ";"),
    "a b",
    roster_map="roster: r\nfile: {separator: semicolon}\n",
)
odd("chinese-commas", tabs(PLAIN, "，"), refused="missing-column")
odd("byte-order-mark", b"\xef\xbb\xbf" + PLAIN.encode(), "a b")
odd("gb18030", PLAIN.encode("gb18030"), "a b")
odd("gb18030-declared", PLAIN.encode("gb18030"), "a b", encoding="gb18030")
odd("gb18030-declared-utf-8", PLAIN.encode("gb18030"), refused="bad-encoding", encoding="utf-8")
odd("gb18030-under-titles", ("名册,,\n" + PLAIN).encode("gb18030"), "a b")
odd("gb18030-rare-character", rows(f"a,\U00020bb7野,{MAN}").encode("gb18030"), "a")
odd("gb18030-cut-in-a-character", PLAIN.encode("gb18030") + b"\x81", refused="bad-encoding")
odd("utf-16-undeclared", PLAIN.encode("utf-16"), refused="utf-16")
odd("utf-16-declared", PLAIN.encode("utf-16"), "a b", encoding="utf-16")
odd("encoding-unknown", PLAIN, refused="unknown-encoding", encoding="klingon")
odd("both-ways-and-different", b"id,\n" + "毛强,毛\n".encode("gbk"), refused="encoding-unclear")
odd("no-last-line-end", PLAIN.rstrip("\n"), "a b", warnings=("no line ending",))
odd("empty-lines", f"\n{HEAD}\n\n{ONE}\n", "a", warnings=("2 empty lines",))
odd("empty", "", refused="empty-file")
odd("headings-only", HEAD + "\n")
odd("zero-width-in-heading", PLAIN.replace("姓名", "姓\u200b名"), "a b")
odd("full-width-heading", PLAIN.replace("人员编号", "ｐｅｒｓｏｎ＿ｉｄ"), "a b")

# ── quotes, ragged rows, NUL ─────────────────────────────────────────────────────────
odd("quoted", rows(f'"a","测试甲","{MAN}"'), "a")
odd("separator-in-quotes", rows(f'a,"甲,乙",{MAN}'), "a")
odd("line-end-in-quotes", rows(f'a,"甲\n乙",{MAN}', TWO), "a b")
odd("doubled-quotes", rows(f'a,"甲""乙",{MAN}'), "a")
odd("quote-left-open", rows(f'a,"甲,{MAN}'), refused="quote")
odd("quote-inside-a-field", rows(f'a,甲"乙,{MAN}'), refused="quote")
odd("short-row", rows(ONE, "b,测试乙"), "a", {3: "field-count"})
odd("long-row", rows(ONE, TWO + ",x"), "a", {3: "field-count"})
odd("nul-in-a-row", rows(ONE, f"b,\0,{WOMAN}"), "a", {3: "nul-byte"})
odd("nul-in-the-headings", "人员编号,\0\na,b\n", refused="nul-byte")
odd("record-too-long", rows(f"a,{'x' * (1 << 20)},{MAN}"), refused="record-too-long")

# ── titles, totals, what is no person ────────────────────────────────────────────────
TITLE = "2023年9月高龄津贴发放花名册,,\n制表单位：某街道,,\n"
odd("two-titles", TITLE + PLAIN, "a b")
odd("title-of-one-field", "2023年9月花名册\n" + PLAIN, "a b")
odd("title-in-quotes", '"花名册\n2023年9月",,\n' + PLAIN, "a b")
odd(
    "header-row-declared",
    "姓名,x,y\n" + PLAIN,
    "a b",
    roster_map="roster: r\nfile: {header_row: 2}\n",
)
odd(
    "header-row-beyond",
    PLAIN,
    refused="header-row",
    roster_map="roster: r\nfile: {header_row: 9}\n",
)
odd("total-below", rows(ONE, TWO, "合计,,2"), "a b", apart={"total": 1})
odd("total-with-spaces", rows(ONE, "合　 计,,"), "a", apart={"total": 1})
odd("total-of-two-fields", rows(ONE, "合计,12"), "a", apart={"total": 1})
odd("total-behind-a-number", rows(ONE, "2,合计,"), "a", apart={"total": 1})
odd("subtotals", rows(ONE, "某街道小计,,", TWO, "小计,,"), "a b", apart={"subtotal": 2})
odd(
    "subtotals-with-figures",
    rows(ONE, "1月小计,,", TWO, "80-89周岁合计,,", "第2组小计,,"),
    "a b",
    apart={"subtotal": 3},
)
odd("signatures", rows(ONE, "制表人：张三,,审核人：李四"), "a", apart={"signature": 1})
odd("signature-of-one-field", rows(ONE, "单位负责人："), "a", apart={"signature": 1})
odd("note", rows(ONE, "注：本表一式两份,,"), "a", apart={"note": 1})
odd("page-numbers", rows(ONE, "第1页,,", TWO), "a b", apart={"page": 1})
odd("headings-again", rows(ONE, HEAD, TWO), "a b", apart={"heading": 1})
odd("rows-of-separators", rows(ONE, ",,", ",,"), "a", apart={"blank": 2})
odd("somebody-named-heji", rows(f"a,合计,{MAN}"), "a")
odd("a-total-with-an-identity", rows(ONE, f"合计,,{WOMAN}"), "a", {3: "total-row"})

# ── headings ─────────────────────────────────────────────────────────────────────────
odd("nothing-known", "a,b\n1,2\n", refused="missing-column")
odd("same-heading-twice", one("姓名", "测试"), refused="duplicate-heading")
odd("same-fact-twice", one("老人姓名", "测试"), refused="duplicate-heading")
odd("unknown-heading", one("备考", "x"), "a", warnings=("备考 is not known",))
odd("columns-of-ours", "set_aside_row," + PLAIN.replace("\n", "\n7,", 2).rstrip(","), "a b")
odd(
    "payee-beside-beneficiary",
    one("领款人姓名,领款人身份证号码,银行卡号", f"测试丙,{WOMAN},6217000000000000001"),
    "a",
    facts={"payee_name": ("测试丙",), "name": ("测试甲",)},
)
odd(
    "guardian-beside-beneficiary",
    one("监护人姓名,监护人身份证号", "测试丙,坏号码"),
    "a",
    facts={"name": ("测试甲",)},
)
odd(
    "account-as-number",
    one("银行卡号", "6.217E+18"),
    "a",
    warnings=("after the 15th",),
    facts={"payee_account": (None,)},
)


# ── identity ─────────────────────────────────────────────────────────────────────────
def identity(name: str, number: str, code: str = "", birth: str = "1943-05-20") -> None:
    facts = {} if code else {"birth_date": (birth,)}
    odd(name, rows(f"a,甲,{number}"), "" if code else "a", {2: code} if code else None, facts=facts)  # fmt: skip


identity("id-lower-case-x", X.lower())
identity("id-full-width", "４３０２０４１９４３０５２０００１７")
identity("id-inner-spaces", "430204 19430520 0017")
identity("id-leading-apostrophe", f"'{MAN}")
identity("id-leading-tab", f"\t{MAN}")
identity("id-zero-width", f"{MAN[:6]}\u200b{MAN[6:]}\ufeff")
identity("id-fifteen-digits", SHORT)
identity("id-as-scientific", "4.30204E+17", "id-as-number")
identity("id-three-noughts", "430204194305200000", "id-as-number")
identity("id-seventeen-digits", MAN[:17], "bad-id-shape")
identity("id-check-digit", MAN[:17] + "5", "bad-id-check-digit")
identity("id-of-no-day", "430204194302300013", "bad-id-check-digit bad-id-date")
odd("id-against-birth-date", one("出生日期", "1943-05-02"), "", {2: "id-birth-mismatch"})
odd("id-against-sex", one("性别", "女"), "", {2: "id-sex-mismatch"})
odd("same-person-15-and-18", rows(ONE, f"b,乙,{SHORT}"), "", {2: "duplicate-id", 3: "duplicate-id"})
odd(
    "same-number-twice",
    rows(ONE, f"a,乙,{WOMAN}"),
    "",
    {2: "duplicate-person", 3: "duplicate-person"},
)
odd("key-missing", rows(ONE, f",乙,{WOMAN}"), "a", {3: "key-missing"})
odd("key-with-zero-width", rows(f"a\u200bb,甲,{MAN}"), "", {2: "invisible-character"})

# ── certificates, standing ───────────────────────────────────────────────────────────
odd(
    "certificate-tells",
    one("残疾人证号", CERTIFICATE),
    "a",
    facts={"disability_category": ("physical",), "disability_grade": ("2",)},
    warnings=(CARE,),
)
odd(
    "certificate-issued-again",
    one("残疾人证号", CERTIFICATE + "B1"),
    "a",
    facts={"disability_grade": ("2",)},
    warnings=(CARE,),
)
odd(
    "certificate-of-another",
    one("残疾人证号", WOMAN + "42"),
    "",
    {2: "certificate-id-mismatch"},
    warnings=(CARE,),
)
odd(
    "certificate-other-grade",
    one("残疾人证号,残疾等级", CERTIFICATE + ",三级"),
    "",
    {2: "certificate-grade-mismatch"},
    warnings=(CARE,),
)
odd(
    "certificate-other-category",
    one("残疾人证号,残疾类别", CERTIFICATE + ",视力"),
    "",
    {2: "certificate-category-mismatch"},
    warnings=(CARE,),
)
odd(
    "certificate-agrees",
    one("残疾人证号,残疾类别,残疾等级", CERTIFICATE + ",肢体,二级"),
    "a",
    warnings=(CARE,),
)
odd(
    "certificate-category-nine",
    one("残疾人证号", MAN + "92"),
    "",
    {2: "bad-certificate-shape"},
    warnings=(CARE,),
)
odd(
    "certificate-as-number",
    one("残疾人证号", "4.30204E+19"),
    "",
    {2: "id-as-number"},
    warnings=(CARE,),
)
odd(
    "certificate-instead-of-id",
    f"人员编号,姓名,残疾人证号\na,甲,{CERTIFICATE}\n",
    "a",
    facts={"birth_date": ("1943-05-20",), "sex": ("male",)},
    warnings=(CARE,),
)
odd("standing-goes-on", one("状态", "正常"), "a")
odd("standing-dead-without-date", one("状态", "死亡"), "", {2: "standing-without-date"})
odd("standing-dead-with-date", one("状态,死亡日期", "死亡,2023-03-01"), "a")
odd("standing-moved-without-date", one("状态", "迁出"), "", {2: "standing-without-date"})
odd("standing-stopped", one("状态", "停发"), "", {2: "standing-stopped"})
odd("standing-unknown-word", one("状态", "低保边缘"), "", {2: "unknown-word"})

# ── words that say who is on what, and no day ────────────────────────────────────────
ASKED = "words-without-days"
WELFARE = f"{HEAD},救助类别"
LIST = rows(f"{ONE},低保", f"{TWO},低保边缘", f"c,丙,{THIRD},特困", head=WELFARE)
odd("words-without-days", LIST, refused=ASKED)
odd("words-without-days-in-gb18030", LIST.encode("gb18030"), refused=ASKED)
odd(
    "words-in-two-columns",
    rows(f"{ONE},低保,是", head=f"{WELFARE},是否特困"),
    refused=f"{ASKED} {ASKED}",
)
odd(
    "words-in-two-columns-of-which-one-asks",
    rows(f"{ONE},低保,否", head=f"{WELFARE},是否特困"),
    refused=ASKED,
)
odd("words-of-a-class", rows(f"{ONE},A类", head=f"{HEAD},低保类别"), refused=ASKED)
odd("words-yes", rows(f"{ONE},是", head=f"{HEAD},是否低保"), refused=ASKED)
odd("words-no", rows(f"{ONE},否", f"{TWO},", head=f"{HEAD},是否低保"), "a b")
odd(
    "words-that-need-no-days",
    rows(f"{ONE},低保边缘", f"{TWO},高龄", head=f"{HEAD},人员类别"),
    "a b",
)
odd(
    "words-nearly",
    rows(f"{ONE},低保边缘户（B）", f"{TWO},低保。", head=WELFARE),
    "",
    {2: "unknown-word", 3: "unknown-word"},
)
odd(
    "words-of-two", rows(f"{ONE},低保、残疾", f"{TWO},一般", head=WELFARE), "b", {2: "unknown-word"}
)
odd("words-with-spaces", rows(f"{ONE},低 保", head=WELFARE), refused=ASKED)
DAYS = ",低保起始日期,特困起始日期"
odd(
    "words-with-days",
    rows(
        f"{ONE},低保,2023-02,",
        f"{TWO},低保边缘,,",
        f"c,丙,{THIRD},特困,,2022年5月1日",
        head=WELFARE + DAYS,
    ),
    "a b c",
    facts={
        "subsistence_allowance_from": ("2023-02-01", None, None),
        "extreme_poverty_from": (None, None, "2022-05-01"),
    },
)
odd(
    "words-with-the-days-of-others",
    rows(
        f"{ONE},低保,,2023-02",
        f"{TWO},低保边缘,2023-02-01,",
        f"c,丙,{THIRD},特困,2022-05,",
        head=WELFARE + DAYS,
    ),
    "",
    {2: "standing-without-beginning", 3: "standing-contradicts", 4: "standing-without-beginning"},
)
odd(
    "words-of-one-day-of-two",
    rows(f"{ONE},低保,2023-02", f"{TWO},特困,", head=f"{WELFARE},低保起始日期"),
    refused=ASKED,
)
odd(
    "words-for-which-a-day-stands",
    rows(f"{ONE},低保,2023-02", f"{TWO},一般,", head=f"{WELFARE},低保起始日期"),
    "a b",
)
odd(
    "words-of-what-has-ended",
    rows(f"{ONE},低保边缘,2020-02,2022-12", head=f"{WELFARE},低保起始日期,低保终止日期"),
    "a",
)
odd(
    "words-by-a-day-of-the-map",
    LIST,
    "a b c",
    facts={
        "subsistence_allowance_from": ("2023-01-01", None, None),
        "extreme_poverty_from": (None, None, "2021-01-01"),
    },
    roster_map="roster: r\nstanding: {救助类别: {低保: {subsistence_allowance_from: 2023-01-01}, 特困: {extreme_poverty_from: 2021-01-01}, 低保边缘: none}}\n",
)
odd(
    "words-of-which-the-map-knows-one",
    LIST,
    "a",
    {3: "unknown-word", 4: "unknown-word"},
    roster_map="roster: r\nstanding: {救助类别: {低保: {subsistence_allowance_from: 2023-01-01}}}\n",
)
BY_COLUMN = "roster: r\nstanding: {救助类别: {低保: {subsistence_allowance_from: {column: 认定日期}}, 特困: {extreme_poverty_from: {column: 认定日期}}, 低保边缘: none}}\n"
odd(
    "words-by-a-column-of-the-map",
    rows(
        f"{ONE},低保,2023.2.1",
        f"{TWO},低保边缘,2023-02-30",
        f"c,丙,{THIRD},特困,2022年5月",
        head=f"{WELFARE},认定日期",
    ),
    "a b c",
    facts={
        "subsistence_allowance_from": ("2023-02-01", None, None),
        "extreme_poverty_from": (None, None, "2022-05-01"),
    },
    roster_map=BY_COLUMN,
)
odd(
    "words-by-a-column-with-faults",
    rows(
        f"{ONE},低保,",
        f"{TWO},特困,2023-02-30",
        f"c,丙,{THIRD},特困,22.5.1",
        head=f"{WELFARE},认定日期",
    ),
    "",
    {
        2: "standing-without-beginning",
        3: "impossible-date standing-without-beginning",
        4: "standing-without-beginning year-in-two-digits",
    },
    roster_map=BY_COLUMN,
)
odd(
    "words-by-a-column-that-is-not-there",
    LIST,
    refused="mapped-column-missing",
    roster_map=BY_COLUMN,
)
odd("words-that-are-not-read", LIST, "a b c", roster_map="roster: r\nignore: 救助类别\n")
odd(
    "words-by-a-day-to-be-filled-in",
    LIST,
    refused="wrong-value",
    roster_map="roster: r\nstanding: {救助类别: {低保: {subsistence_allowance_from: YYYY-MM-DD}}}\n",
)
odd("words-under-a-heading-that-nobody-knows", LIST.replace("救助类别", "类型"), refused=ASKED)
odd(
    "words-in-remarks",
    rows(f"{ONE},低保", TWO + ",", f"c,丙,{THIRD},", head=f"{HEAD},备注"),
    "a b c",
    warnings=("备注 is not known",),
)
odd(
    "words-beside-others",
    rows(f"{ONE},低保", f"{TWO},党员", head=f"{HEAD},备注"),
    "a b",
    warnings=("备注 is not known",),
)
odd(
    "words-yes-under-a-heading-that-nobody-knows",
    rows(f"{ONE},是", head=f"{HEAD},党员"),
    "a",
    warnings=("党员 is not known",),
)
odd(
    "words-of-towns",
    rows(f"{ONE},城市", head=f"{HEAD},户口性质"),
    "a",
    warnings=("户口性质 is not known",),
)

# ── dates, money, words ──────────────────────────────────────────────────────────────
for number, text in enumerate(
    (
        "1943.5.20",
        "1943年5月20日",
        "19430520",
        "1943/5/20",
        "1943-5-20",
        "１９４３-05-20",
        "1943 年 5 月 20 日",
        "1943-05-20 00:00:00",
        "1943.05.20.",
    )
):
    odd(f"date-{number}", one("出生日期", text), "a", facts={"birth_date": ("1943-05-20",)})
odd("date-feb-30", one("死亡日期", "2023-02-30"), "", {2: "impossible-date"})
odd("date-two-digit-year", one("死亡日期", "43.5.20"), "", {2: "year-in-two-digits"})
odd("date-day-first", one("死亡日期", "20/5/2023"), "", {2: "day-or-month-first"})
odd(
    "date-day-first-declared",
    one("死亡日期", "20/5/2023"),
    "a",
    facts={"death_date": ("2023-05-20",)},
    roster_map="roster: r\ndates: {death_date: day_month_year}\n",
)
odd("date-serial", one("死亡日期", "45066"), "", {2: "date-as-number"})
odd(
    "date-serial-declared",
    one("死亡日期", "45066"),
    "a",
    facts={"death_date": ("2023-05-20",)},
    roster_map="roster: r\ndates: {死亡日期: serial}\n",
)
odd("date-month-of-birth", one("出生日期", "1943-05"), "", {2: "month-without-day"})
odd(
    "date-month-of-application",
    one("残疾补贴申请日期", "2023年5月"),
    "a",
    warnings=("nobody is paid disability_care_subsidy",),
    facts={"disability_applied_on": ("2023-05-01",)},
)
for number, text in enumerate(
    ('"1,086.00元"', "￥1086", "１０８６", "1086.0", "人民币1086元整", '"1,086"')
):
    odd(f"money-{number}", one("低保金额", text), "a", facts={"subsistence_share": ("108600",)})
odd(
    "money-wan-declared",
    one("低保金额", "0.1086"),
    "a",
    facts={"subsistence_share": ("108600",)},
    roster_map="roster: r\nmoney: {subsistence_share: 万元}\n",
)
odd("money-wan-undeclared", one("低保金额", "0.1086万元"), "", {2: "unit-not-declared"})
odd("money-three-decimals", one("低保金额", "12.345"), "", {2: "finer-than-fen"})
odd("money-words", one("低保金额", "五十"), "", {2: "not-money"})
odd("money-negative", one("低保金额", "-5"), "", {2: "out-of-range"})
odd(
    "grade-full-width",
    one("残疾等级", "２级"),
    "a",
    facts={"disability_grade": ("2",)},
    warnings=(CARE,),
)
odd("grade-out-of-range", one("残疾等级", "5"), "", {2: "out-of-range"}, warnings=(CARE,))
odd("category-nearly", one("残疾类别", "肢体类"), "", {2: "unknown-word"}, warnings=(CARE,))
odd(
    "category-by-map",
    one("残疾类别", "肢体类"),
    "a",
    facts={"disability_category": ("physical",)},
    roster_map="roster: r\nwords: {disability_category: {肢体类: physical}}\n",
    warnings=(CARE,),
)

# ── mapping files ────────────────────────────────────────────────────────────────────
STRANGE = f"号,名,证\na,甲,{MAN}\n"
MAPPED = "roster: r\ncolumns: {号: person_id, 名: 姓名, 证: id_number}\n"
odd("map-columns", STRANGE, "a", roster_map=MAPPED)
odd(
    "map-column-not-there",
    PLAIN,
    refused="mapped-column-missing mapped-column-missing mapped-column-missing",
    roster_map=MAPPED,
)
odd("map-unknown-key", PLAIN, refused="unknown-key", roster_map="roster: r\ncolums: {a: name}\n")
odd("map-unknown-fact", PLAIN, refused="unknown-fact", roster_map="roster: r\ncolumns: {a: nmae}\n")
odd(
    "map-two-problems",
    PLAIN,
    refused="unknown-fact unknown-key",
    roster_map="roster: r\nx: y\ncolumns: {a: nmae}\n".replace("x: y", "x: y"),
)
odd(
    "map-one-fact-twice",
    PLAIN,
    refused="mapped-twice",
    roster_map="roster: r\ncolumns: {甲: name, 乙: name}\n",
)
odd(
    "map-read-and-ignored",
    PLAIN,
    refused="mapped-twice",
    roster_map="roster: r\ncolumns: {姓名: name}\nignore: [姓名]\n",
)
odd(
    "map-wrong-choice",
    PLAIN,
    refused="unknown-word",
    roster_map="roster: r\nwords: {sex: {M: man}}\n",
)
odd(
    "map-unit-of-a-date",
    PLAIN,
    refused="unknown-fact",
    roster_map="roster: r\nmoney: {birth_date: 万元}\n",
)
odd("map-without-roster", PLAIN, refused="missing-key", roster_map="ignore: [x]\n")
odd("map-alias", PLAIN, refused="alias anchor", roster_map="roster: &a r\nnote: *a\n")
odd("map-no-yaml", PLAIN, refused="yaml-syntax", roster_map="roster: [r\n")
odd("map-ignores", one("备考", "x"), "a", roster_map="roster: r\nignore: 备考\n")
odd(
    "map-fixed",
    PLAIN,
    "a b",
    facts={"region": ("某街道", "某街道")},
    roster_map="roster: r\nfixed: {region: 某街道}\n",
)
odd(
    "map-second-of-two",
    f"人员编号,姓名,身份证号码,姓名\na,甲,{MAN},丙\n",
    "a",
    facts={"name": ("甲",), "payee_name": ("丙",)},
    roster_map="roster: r\ncolumns: {姓名#2: payee_name}\n",
)
odd(
    "map-standing",
    one("类型", "特困"),
    "a",
    facts={"extreme_poverty_from": ("2020-01-01",)},
    roster_map="roster: r\nstanding: {类型: {特困: {extreme_poverty_from: 2020-01-01}, 低保边缘: goes_on}}\n",
)
odd(
    "map-standing-unknown",
    one("类型", "低保"),
    "",
    {2: "unknown-word"},
    roster_map="roster: r\nstanding: {类型: {低保边缘: goes_on}}\n",
)
HOUSE = "户编号,户主姓名,户主身份证,成员1姓名,成员1身份证,成员2姓名,成员2身份证,家庭人口"
MEMBERS = "roster: r\nmembers:\n  - {name: 户主姓名, id_number: 户主身份证}\n  - {name: 成员*姓名, id_number: 成员*身份证}\nhousehold_size: 家庭人口\n"
KEY = ("identifies each row",)
odd(
    "members",
    f"{HOUSE}\nH1,甲,{MAN},乙,{WOMAN},,,2\nH2,丙,{THIRD},,,,,1\n",
    f"{MAN} {WOMAN} {THIRD}",
    facts={"household_id": ("H1", "H1", "H2")},
    warnings=KEY,
    roster_map=MEMBERS,
)
odd(
    "members-one-bad",
    f"{HOUSE}\nH1,甲,{MAN},乙,坏,,,2\n",
    MAN,
    {2: "bad-id-shape"},
    warnings=KEY,
    roster_map=MEMBERS,
)
odd(
    "members-without-id",
    f"{HOUSE}\nH1,甲,{MAN},乙,,,,2\n",
    MAN,
    {2: "key-missing"},
    warnings=KEY,
    roster_map=MEMBERS,
)
odd(
    "members-miscounted",
    f"{HOUSE}\nH1,甲,{MAN},,,,,3\n",
    MAN,
    warnings=(*KEY, "another number of members"),
    roster_map=MEMBERS,
)
odd(
    "members-and-a-total",
    f"{HOUSE}\nH1,甲,{MAN},,,,,1\n合计,,,,,,,1\n",
    MAN,
    apart={"total": 1},
    warnings=KEY,
    roster_map=MEMBERS.replace("household_size: 家庭人口\n", "ignore: 家庭人口\n"),
)
odd(
    "members-in-two-rows",
    f"{HOUSE}\nH1,甲,{MAN},,,,,1\nH2,乙,{WOMAN},甲,{MAN},,,2\n",
    WOMAN,
    {2: "duplicate-id", 3: "duplicate-id"},
    warnings=KEY,
    roster_map=MEMBERS,
)
odd(
    "members-not-there",
    PLAIN,
    refused="mapped-column-missing mapped-column-missing mapped-column-missing mapped-column-missing",
    roster_map=MEMBERS.replace("household_size: 家庭人口\n", ""),
)


# ── what our own rosters brought to light ────────────────────────────────────────────
odd("tabs.txt", "人员编号\t出生日期\na\t1940-01-01\n", "a", separator="\t")
odd("tabs-undeclared.txt", "人员编号\t出生日期\na\t1940-01-01\n", refused="separator")
odd(
    "certificate-fills-the-key",
    f"姓名,身份证号码,残疾人证号\n测试甲,{WOMAN},\n测试乙,,{CERTIFICATE}\n",
    f"{WOMAN} {MAN}",
    warnings=("identifies each row", CARE),
)
odd(
    "certificate-of-somebody-else-in-the-list",
    f"姓名,身份证号码,残疾人证号\n测试甲,{MAN},\n测试乙,,{CERTIFICATE}\n",
    aside={2: "duplicate-id", 3: "duplicate-id"},
    warnings=("identifies each row", CARE),
)
odd(
    "remarks-in-columns-that-tell-nothing",
    f"序号,身份证号码\n一、80-89周岁,\n1,{MAN}\n2023年9月30日,\n",
    MAN,
    apart={"note": 2},
    warnings=("column 序号", "identifies each row"),
)
odd(
    "remarks-that-nothing-follows",
    rows(
        ONE,
        "以下空白,,",
        "（以下无正文）,,",
        "----,,",
        "填表说明：,,",
        "1.本表一式两份,,",
        "2.由街道填写,,",
    ),
    "a",
    apart={"note": 6},
)
odd(
    "sealed-and-carried",
    rows(ONE, "过次页,,", "承前页,,", TWO, "以上共计2人,,", "某局（公章）,,", "主任签字：,,"),
    "a b",
    apart={"page": 2, "total": 1, "signature": 2},
)
odd(
    "unit-in-the-heading",
    one("本人低保金额（元）", "300"),
    "a",
    facts={"subsistence_share": ("30000",)},
)
odd(
    "unit-and-month",
    one("本人低保金额（元/月）", "300"),
    "a",
    facts={"subsistence_share": ("30000",)},
)
odd("unit-of-ten-thousand", one("本人低保金额（万元）", "0.03"), "a", warnings=("is not known",))
odd("unit-of-a-year", one("本人低保金额（元/年）", "3600"), "a", warnings=("is not known",))
odd("a-remark-that-nobody-knows", rows(ONE, "以上情况属实,,"), "a", {3: "lone-words"})
odd(
    "a-name-for-a-number-and-nothing-else",
    "人员编号,出生日期\n张三,\n李四,1940-01-01\n",
    "李四",
    {2: "lone-words"},
)
odd(
    "money-with-noughts-behind-the-fen",
    one("本人低保金额", "1086.0000"),
    "a",
    facts={"subsistence_share": ("108600",)},
)
odd("money-with-a-tenth-of-a-fen", one("本人低保金额", "1086.0010"), "", {2: "finer-than-fen"})
odd("no-date-as-a-dash", one("死亡日期", "—"), "", {2: "impossible-date"})
odd(
    "no-end-as-a-word",
    one("残疾证起始日期,残疾证到期日期", "2020-01-01,长期"),
    "",
    {2: "impossible-date"},
    warnings=("nobody is paid disability_care_subsidy",),
)
odd(
    "members-without-a-mapping",
    f"{HOUSE}\nH1,甲,{MAN},乙,{WOMAN},,,2\n",
    refused="members-in-columns",
)
odd(
    "members-under-a-title",
    f"2023年低保家庭花名册,,,,,,,\n{HOUSE}\nH1,甲,{MAN},乙,{WOMAN},,,2\n",
    f"{MAN} {WOMAN}",
    warnings=KEY,
    roster_map=MEMBERS,
)
odd(
    "members-with-numbers-behind",
    f"姓名1,身份证号1,姓名2,身份证号2\n甲,{MAN},乙,{WOMAN}\n丙,{THIRD},,\n",
    f"{MAN} {WOMAN} {THIRD}",
    warnings=KEY,
    roster_map='roster: r\nmembers: [{name: "姓名*", id_number: "身份证号*"}]\n',
)


odd(
    "a-second-table-with-other-columns",
    f"姓名,身份证号,出生日期\n甲,{MAN},1943-05-20\n二、百岁老人,,\n身份证号,姓名,出生日期\n{WOMAN},乙,1944-02-29\n",
    refused="second-table",
)
odd(
    "a-second-table-of-another-width",
    f"姓名,身份证号,出生日期\n甲,{MAN},1943-05-20\n身份证号,姓名\n{WOMAN},乙\n",
    refused="second-table",
)
odd("a-summary-below", rows(ONE, TWO, "乡镇,人数,金额", "清水塘,2,500"), refused="second-table")
odd(
    "a-summary-of-another-width-below",
    rows(ONE, TWO, "乡镇,人数", "清水塘,2"),
    refused="second-table",
)
odd(
    "people-below-without-numbers",
    rows(ONE, TWO, "姓名,乡镇,备注", "丁,清水塘,"),
    refused="second-table",
)
odd(
    "a-row-of-words-without-a-number",
    rows(ONE, ",丁,没有", head=HEAD),
    "a",
    {3: "bad-id-shape key-missing"},
)
odd(
    "two-people-beside-each-other",
    f"姓名,身份证号,,姓名,身份证号\n甲,{MAN},,乙,{WOMAN}\n",
    refused="duplicate-heading duplicate-heading",
)
for number, text in enumerate(
    ("3²", "½", "50%", "(300)", "300-", "1e3", '"1.086,00"', '"1,08,600"', "NaN", "#N/A", "$300", "٣٠٠", "300元/月")
):  # fmt: skip
    odd(f"no-money-{number}", one("低保金额", text), "", {2: "not-money"})
odd("money-full-width-minus", one("低保金额", "－300"), "", {2: "out-of-range"})
odd("money-against-its-total", rows(f"{ONE},300", "合计,,,900", head=f"{HEAD},低保金额"), "a", apart={"total": 1}, warnings=("the total says 900",))  # fmt: skip
for number, text in enumerate(
    (
        "民国112年5月20日", "112.5.20", "农历2023年五月二十", "2023年闰2月3日", "二〇二三年五月二十日",
        "2022-11-31", "2023年2月29日", "2023-05-20至2023-06-01", "2023-05-20 13:45", "45066.5", "2023-05-2⁰",
    )
):  # fmt: skip
    odd(f"no-date-{number}", one("死亡日期", text), "", {2: "impossible-date"})
odd("date-leap-day", one("死亡日期", "2024.2.29"), "a", facts={"death_date": ("2024-02-29",)})
odd("born-in-the-future", "人员编号,姓名,出生日期\na,甲,2043-05-20\n", "", {2: "born-after-period"})
odd(
    "same-money-under-two-units",
    one("低保金额,低保金额（元）", "300,400"),
    refused="duplicate-heading",
)
odd("heading-over-two-lines", f'人员编号,姓名,"身份证\n号码"\n{ONE}\n', "a")
odd("control-sign-in-the-key", rows(f"a\x07,甲,{MAN}"), "", {2: "invisible-character"})
odd("writing-from-the-right-in-the-key", rows(f"\u202ea,甲,{MAN}"), "", {2: "invisible-character"})
odd(
    "writing-from-the-right-in-the-number", rows(f"a,甲,\u202d{MAN}\u202c"), "", {2: "bad-id-shape"}
)
odd("emoji", rows(f"a,甲😀,{MAN}"), "a", facts={"name": ("甲😀",)})
odd("fifty-thousand-characters", rows(f"a,{'甲' * 50_000},{MAN}"), "a")
odd("two-files-in-one", rows(ONE) + "\ufeff" + rows(TWO), "a b", apart={"heading": 1})
odd(
    "separators-behind-the-rows-alone",
    rows(f"{ONE},,", f"{TWO},,"),
    "a b",
    warnings=("2 rows end in separators",),
)
odd(
    "a-separator-behind-some-rows",
    rows(f"{ONE},", TWO, f"c,丙,{THIRD},,,,"),
    "a b c",
    warnings=("2 rows end in separators",),
)
odd(
    "separators-behind-rows-with-crlf",
    rows(f"{ONE},", f"{TWO},", end="\r\n"),
    "a b",
    warnings=("2 rows end in separators",),
)
odd(
    "separators-behind-quotes",
    rows(f'a,甲,"{MAN}",', f'b,"乙,丁",{WOMAN},'),
    "a b",
    warnings=("2 rows end in separators",),
    facts={"name": ("甲", "乙,丁")},
)
odd(
    "a-field-behind-separators",
    rows(f"{ONE},,x", f"{TWO},"),
    "b",
    {2: "field-count"},
    warnings=("1 rows end in separators",),
)
odd("a-space-behind-separators", rows(f"{ONE}, ", TWO), "b", {2: "field-count"})
odd(
    "separators-behind-a-row-without-a-number",
    rows("a,甲,", f"b,,{WOMAN},"),
    "a b",
    warnings=("1 rows end in separators",),
)
odd(
    "separators-behind-a-total",
    rows(f"{ONE},", "合计,,,", ",,,"),
    "a",
    apart={"total": 1, "blank": 1},
    warnings=("3 rows end in separators",),
)
odd(
    "tabs-behind-the-rows",
    tabs(rows(f"{ONE},,", f"{TWO},,")),
    "a b",
    separator="\t",
    warnings=("2 rows end in separators",),
)
odd(
    "separators-behind-a-row-with-a-fault",
    rows(f"{ONE},", f"b,乙,{WOMAN[:-1]}5,"),
    "a",
    {3: "bad-id-check-digit"},
    warnings=("2 rows end in separators",),
)
odd(
    "separators-behind-the-headings-alone",
    f"{HEAD},\n{ONE}\n",
    "a",
)
odd(
    "nine-hundred-empty-columns",
    rows(ONE + "," * 900, head=HEAD + "," * 900),
    "a",
    warnings=("columns 4–903 have no heading",),
)
odd(
    "empty-columns-here-and-there",
    f"人员编号,,姓名,,,身份证号码,\na,,甲,x,,{MAN},\n",
    "a",
    warnings=("columns 2, 4–5, 7 have no heading",),
)
odd("five-thousand-empty-rows", rows(ONE, *[",,"] * 5000), "a", apart={"blank": 5000})
odd("separator-told-in-the-first-line", "sep=,\n" + rows(ONE), "a")
odd("number-and-name-exchanged", rows(f"a,{MAN},甲"), "", {2: "bad-id-shape"})
odd("letter-o-for-nought", rows(f"a,甲,{MAN[:2]}O{MAN[3:]}"), "", {2: "bad-id-shape"})
odd(
    "two-grades-in-one-cell",
    one("残疾等级", "二级、三级"),
    "",
    {2: "not-a-number"},
    warnings=(CARE,),
)
odd(
    "two-categories-in-one-cell",
    one("残疾类别", "肢体、视力"),
    "",
    {2: "unknown-word"},
    warnings=(CARE,),
)


MONTHS = f"{HEAD},残疾补贴申请日期"
for name, text in (("or-october", "2023.1"), ("in-full-width", "２０２３．１")):
    odd(
        f"month-january-{name}",
        rows(f"{ONE},{text}", head=MONTHS),
        "",
        {2: "january-or-october"},
        warnings=("nobody is paid disability_care_subsidy",),
    )
odd(
    "months-beside-it",
    rows(f"{ONE},2023.10", f"{TWO},2023.1", f"c,丙,{THIRD},2023.01", head=MONTHS),
    "a c",
    {3: "january-or-october"},
    warnings=("nobody is paid disability_care_subsidy",),
    facts={"disability_applied_on": ("2023-10-01", "2023-01-01")},
)
odd(
    "month-january-declared",
    rows(f"{ONE},2023.1", head=MONTHS),
    "a",
    warnings=("nobody is paid disability_care_subsidy",),
    facts={"disability_applied_on": ("2023-01-01",)},
    roster_map="roster: r\ndates: {disability_applied_on: year_month_day}\n",
)


# ── headings in several rows ─────────────────────────────────────────────────────────
GROUPED = "基本信息,,,,补贴信息,,\n姓名,身份证号,出生日期,性别,标准,月数,金额\n"
PAID = (
    "column 标准",
    "column 月数",
    "column 金额",
    *KEY,
)
odd(
    "groups-above-names",
    GROUPED + f"甲,{MAN},1943-05-20,男,50,12,600\n合计,,,,,12,600\n",
    MAN,
    apart={"total": 1},
    warnings=PAID,
)
odd(
    "groups-above-names-under-a-title",
    f"2023年9月高龄津贴发放花名册,,,,,,\n{GROUPED}甲,{MAN},1943-05-20,男,50,12,600\n{GROUPED}",
    MAN,
    apart={"heading": 2},
    warnings=PAID,
)
GRADED = "姓名,身份证号,残疾情况,,补贴信息,\n,,类别,等级,标准,金额\n"
odd(
    "names-with-groups-beside-them",
    GRADED + f"甲,{MAN},肢体,二级,50,600\n",
    MAN,
    facts={"disability_category": ("physical",), "disability_grade": ("2",)},
    warnings=("column 标准", "column 金额", *KEY, CARE),
)
odd(
    "groups-that-nobody-knows",
    f"姓名,身份证号,补贴信息,\n,,标准,金额\n甲,{MAN},50,600\n",
    MAN,
    warnings=("column 标准", "column 金额", *KEY),
)
odd(
    "a-fault-below-two-rows-of-headings",
    GRADED + f"甲,{MAN},肢体,九级,50,600\n",
    "",
    {3: "not-a-number"},
    warnings=("column 标准", "column 金额", *KEY, CARE),
)
odd(
    "headings-in-three-rows",
    "老人信息,,,,监护人信息,\n姓名,身份证号,残疾情况,,姓名,身份证号\n,,类别,等级,,\n"
    f"甲,{MAN},肢体,二级,丙,{WOMAN}\n",
    MAN,
    facts={"name": ("甲",), "disability_grade": ("2",), "payee_name": ("丙",)},
    warnings=(*KEY, CARE),
)
HEADS = "户主信息,,家庭成员信息,,\n姓名,身份证号,姓名,身份证号,与户主关系\n"
FAMILY = f"{HEADS}甲,{MAN},乙,{WOMAN},配偶\n丙,{THIRD},,,\n"
odd("a-head-and-a-member-under-groups", FAMILY, refused="members-in-columns")
odd(
    "an-applicant-and-a-member-under-groups",
    FAMILY.replace("户主信息", "申请人信息"),
    refused="members-in-columns",
)
odd(
    "a-head-and-a-member-under-groups-by-the-map",
    FAMILY,
    f"{MAN} {WOMAN} {THIRD}",
    facts={"name": ("甲", "乙", "丙"), "household_id": ("row-3", "row-3", "row-4")},
    warnings=("与户主关系 is not known", *KEY),
    roster_map="roster: r\nmembers: [{name: 户主姓名, id_number: 户主身份证号}, {name: 家庭成员姓名, id_number: 家庭成员身份证号}]\n",
)
odd(
    "members-alone-by-the-map",
    f"{HEADS}甲,{MAN},甲,{MAN},本人\n甲,{MAN},乙,{WOMAN},配偶\n",
    f"{MAN} {WOMAN}",
    facts={"name": ("甲", "乙")},
    warnings=KEY,
    roster_map="roster: r\ncolumns: {家庭成员姓名: name, 家庭成员身份证号: id_number}\nignore: [户主姓名, 户主身份证号, 与户主关系]\n",
)
odd("members-under-one-group", f"家庭成员信息,\n姓名,身份证号\n甲,{MAN}\n", MAN, warnings=KEY)
odd("an-applicant-under-one-group", f"申请人信息,\n姓名,身份证号\n甲,{MAN}\n", MAN, warnings=KEY)
odd(
    "an-old-person-and-a-head-under-groups",
    f"老人信息,,户主信息,\n姓名,身份证号,姓名,身份证号\n甲,{MAN},乙,{WOMAN}\n",
    MAN,
    facts={"name": ("甲",)},
    warnings=("户主姓名", "户主身份证号", *KEY),
)
odd(
    "a-head-and-a-member-in-one-row-of-headings",
    f"户主姓名,户主身份证号,成员姓名,成员身份证号\n甲,{MAN},乙,{WOMAN}\n",
    refused="members-in-columns",
)
odd(
    "no-second-row-of-headings",
    f"姓名,身份证号,残疾类别,\n,,肢体,轮椅\n甲,{MAN},肢体,\n",
    MAN,
    {2: "key-missing"},
    warnings=("column number 4", *KEY, CARE),
)
odd(
    "a-person-above-the-headings",
    f"甲,{MAN}\n姓名,身份证号\n乙,{WOMAN}\n",
    refused="people-without-headings",
)


# ── Parquet ──────────────────────────────────────────────────────────────────────────
def parquet(**columns: object) -> Callable[[], bytes]:
    def build() -> bytes:
        buffer = io.BytesIO()
        pl.DataFrame({"person_id": ["a"], "id_number": [MAN], **columns}).write_parquet(buffer)
        return buffer.getvalue()

    return build


odd(
    "parquet.parquet",
    parquet(
        subsistence_share=pl.Series([1086]), death_date=pl.Series(["2023-05-20"]).str.to_date()
    ),
    "a",
    facts={"subsistence_share": ("108600",), "death_date": ("2023-05-20",)},
)
odd("parquet-float-money.parquet", parquet(subsistence_share=[1086.0]), refused="column-type")
odd("parquet-float-id.parquet", parquet(id_number=[430204194305200017.0]), refused="column-type")
odd("parquet-integer-id.parquet", parquet(id_number=[430204194305200017]), "a")
odd(
    "parquet-date-money.parquet",
    parquet(subsistence_share=pl.Series(["2023-05-20"]).str.to_date()),
    refused="column-type",
)
odd("parquet-truth-date.parquet", parquet(death_date=[True]), refused="column-type")
odd("parquet-list.parquet", parquet(sex=[["男"]]), refused="column-type")
odd("parquet-cut.parquet", lambda: parquet()()[:-40], refused="damaged-file")
odd("parquet-named-csv.csv", parquet(), refused="file-kind")
