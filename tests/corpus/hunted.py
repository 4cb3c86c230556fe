"""More odd text files, hunted one by one; each outcome was worked out before the file was read."""

from __future__ import annotations

from tests.corpus.records import (
    CARE,
    CERTIFICATE,
    FILES,
    HEAD,
    KEY,
    MAN,
    ONE,
    SHORT,
    THIRD,
    TWO,
    WOMAN,
    X,
    odd,
    one,
    rows,
    tabs,
)

__all__ = ["FILES"]

# ── the file ─────────────────────────────────────────────────────────────────────────
PLAIN = rows(ONE, TWO)
odd("gb18030-with-semicolons", tabs(PLAIN, ";").encode("gb18030"), "a b", separator=";")
odd("gb18030-with-tabs.tsv", tabs(PLAIN).encode("gb18030"), "a b")
odd(
    "gb18030-with-bars-and-crlf",
    tabs(rows(ONE, TWO, end="\r\n"), "|").encode("gb18030"),
    "a b",
    separator="|",
)
odd("byte-order-mark-in-the-middle", rows(ONE, "\ufeff" + TWO), "a b")
odd("carriage-returns-twice", rows(ONE, TWO, end="\r\r\n"), "a b", warnings=("3 empty lines",))
odd(
    "noughts-behind-the-end", PLAIN + "\0" * 9, "a b", {4: "nul-byte"}, warnings=("no line ending",)
)
odd("end-of-file-sign", PLAIN + "\x1a", "a b", {4: "field-count"}, warnings=("no line ending",))
odd("other-lines-within-a-name", rows(f"a,甲\u2028乙\x0b丙,{MAN}"), "a")
odd("another-separator-told-in-the-first-line", "sep=;\n" + tabs(PLAIN, ";"), refused="separator")
odd(
    "rows-with-another-separator",
    tabs(HEAD) + "\n" + rows(TWO, head=ONE),
    "",
    {2: "field-count", 3: "field-count"},
    separator="\t",
)
odd("single-quotes", rows(f"'a','甲','{MAN}'"), "", {2: "bad-id-shape"})
odd(
    "a-quoted-heading-with-a-separator",
    f'人员编号,"姓名,又名",身份证号码\na,甲,{MAN}\n',
    "a",
    warnings=("is not known",),
)
odd("a-number-over-two-lines", rows(f'a,甲,"{MAN[:6]}\n{MAN[6:]}"'), "a")

# ── headings ─────────────────────────────────────────────────────────────────────────
odd(
    "hard-spaces-in-headings",
    PLAIN.replace("姓名", "姓\u00a0名").replace("身份证号码", "身份证\u3000号码"),
    "a b",
)
odd("soft-hyphen-in-a-heading", PLAIN.replace("姓名", "姓\u00ad名"), "a b")
odd(
    "colons-behind-headings",
    PLAIN.replace("姓名", "姓名：").replace("身份证号码", "身份证号码:"),
    "a b",
    facts={"name": ("测试甲", "测试乙")},
)
odd(
    "headings-in-english",
    rows(ONE, head="Person Number,NAME,resident identity number"),
    "a",
    facts={"name": ("测试甲",)},
)
odd(
    "headings-with-how-to-fill-them-in",
    rows(
        f"{ONE},1943/5/20", head="人员编号（必填）,姓名*,身份证号码(18位),出生日期（如1943-05-20）"
    ),
    "a",
    facts={"birth_date": ("1943-05-20",)},
)
odd("age-as-a-column", one("年龄", "80"), "a", warnings=("年龄 is not known",))
odd(
    "a-serial-number-and-no-key",
    f"序号,姓名,身份证号码\n1,甲,{MAN}\n2,乙,{WOMAN}\n",
    f"{MAN} {WOMAN}",
    warnings=("序号", *KEY),
)
odd(
    "payee-with-a-wrong-number",
    one("领款人,领款人身份证号,与领款人关系", f"丙,{MAN[:-1]}5,子"),
    "a",
    facts={"payee_name": ("丙",), "payee_id_number": (MAN[:-1] + "5",)},
    warnings=("与领款人关系",),
)

# ── units in titles ──────────────────────────────────────────────────────────────────
SHARE = f"{HEAD},本人低保金额"
WAN = f"2023年低保花名册,,,\n制表单位：某街道,,,单位：万元\n{SHARE}\n{ONE},0.03\n"
odd("ten-thousand-in-the-title", WAN, refused="unit-in-title")
odd(
    "ten-thousand-in-the-title-declared",
    WAN,
    "a",
    facts={"subsistence_share": ("30000",)},
    roster_map="roster: r\nmoney: {subsistence_share: 万元}\n",
)
odd(
    "ten-thousand-in-the-title-denied",
    WAN,
    "a",
    facts={"subsistence_share": ("3",)},
    roster_map="roster: r\nmoney: {subsistence_share: 元}\n",
)
odd("ten-thousand-in-the-title-and-no-money", f"名册（单位：人、万元）,,\n{PLAIN}", "a b")
odd(
    "yuan-in-the-title",
    WAN.replace("万元", "元").replace("0.03", "300"),
    "a",
    facts={"subsistence_share": ("30000",)},
)
odd(
    "ten-thousand-in-brackets-of-the-title",
    f"2023年低保资金花名册（万元）,,,\n{SHARE}\n{ONE},0.03\n",
    refused="unit-in-title",
)

# ── identity ─────────────────────────────────────────────────────────────────────────
for name, number, code in (
    ("hyphens", f"{MAN[:6]}-{MAN[6:14]}-{MAN[14:]}", "bad-id-shape"),
    ("a-full-stop", f"{MAN}。", "bad-id-shape"),
    ("the-sign-of-multiplication", X[:-1] + "×", "bad-id-shape"),
    ("a-russian-letter", X[:-1] + "Х", "bad-id-shape"),
    ("two-numbers", f"{MAN}/{WOMAN}", "bad-id-shape"),
    ("fifteen-digits-of-no-day", "430204430230001", "bad-id-date"),
    ("hidden-digits", f"{MAN[:6]}********{MAN[14:]}", "bad-id-shape"),
    ("sixteen-digits", MAN[:16], "bad-id-shape"),
):  # fmt: skip
    odd(f"a-number-with-{name}", rows(f"a,甲,{number}"), "", {2: code})
odd("a-number-full-width-with-x", rows("a,甲,４３０２０４１９４３０５２０００５Ｘ"), "a")
odd(
    "a-number-with-spaces-and-x",
    rows(f"a,甲, {X[:6]} {X[6:14]} {X[14:].lower()} "),
    "a",
    facts={"id_number": (X,)},
)
odd(
    "a-row-copied",
    rows(ONE, ONE),
    "",
    {2: "duplicate-id duplicate-person", 3: "duplicate-id duplicate-person"},
)
odd(
    "one-person-three-times",
    rows(ONE, f"b,甲,{SHORT}", f"c,甲,'{MAN}", TWO.replace("b,", "d,")),
    "d",
    {2: "duplicate-id", 3: "duplicate-id", 4: "duplicate-id"},
)
odd(
    "a-certificate-with-x",
    rows(f"a,甲,{X},{X.lower()}42", head=f"{HEAD},残疾证号"),
    "a",
    facts={"disability_grade": ("2",), "disability_category": ("physical",)},
    warnings=(CARE,),
)
odd(
    "a-certificate-with-spaces",
    one("残疾人证号", f"{MAN} 42"),
    "a",
    facts={"disability_grade": ("2",)},
    warnings=(CARE,),
)
odd(
    "a-certificate-of-grade-five",
    one("残疾人证号", f"{MAN}45"),
    "",
    {2: "bad-certificate-shape"},
    warnings=(CARE,),
)
odd(
    "a-certificate-against-both-columns",
    one("残疾人证号,残疾类别,残疾等级", f"{CERTIFICATE},听力,1"),
    "",
    {2: "certificate-category-mismatch certificate-grade-mismatch"},
    warnings=(CARE,),
)

# ── days ─────────────────────────────────────────────────────────────────────────────
for number, text in enumerate(
    ("2023/5/20 0:00", "2023-05-20 0:00:00", " 2023.5.20 ", "2023年 5月 20日", "2023-05-20\u00a0")
):
    odd(f"a-day-{number}", one("死亡日期", text), "a", facts={"death_date": ("2023-05-20",)})
for number, (text, code) in enumerate(
    (
        ("43-05-20", "year-in-two-digits"), ("43年5月20日", "year-in-two-digits"), ("民国32年5月20日", "impossible-date"),
        ("昭和18年5月20日", "impossible-date"), ("癸未年四月十七", "impossible-date"), ("2023-00-20", "impossible-date"),
        ("2023-05-00", "impossible-date"), ("2023-05-32", "impossible-date"), ("1900-02-29", "impossible-date"),
        ("2100-02-29", "impossible-date"), ("2023/5/20 13:05", "impossible-date"), ("健在", "impossible-date"), ("/", "impossible-date"),
        ("NULL", "impossible-date"), ("至今", "impossible-date"), ("2023年5月", "month-without-day"), ("5/20/2023", "day-or-month-first"),
        ("20.05.2023", "day-or-month-first"), ("202305", "month-without-day"), ("2023", "date-as-number"), ("45066", "date-as-number"),
    )
):  # fmt: skip
    odd(f"no-day-{number}", one("死亡日期", text), "", {2: code})
odd(
    "dead-before-birth",
    one("出生日期,死亡日期", "1943-05-20,1943-05-19"),
    "",
    {2: "death-before-birth"},
)
odd("dead-on-the-day-of-birth", one("出生日期,死亡日期", "1943-05-20,1943-05-20"), "a")

# ── money ────────────────────────────────────────────────────────────────────────────
for number, (text, fen) in enumerate(
    (("３００．５０", "30050"), ("￥ 300", "30000"), ("300 元", "30000"), ("¥300.00", "30000"), ("0300", "30000"), ("300.", None), ("", None))
):  # fmt: skip
    if text == "300.":
        odd("money-with-a-bare-point", one("低保金额", text), "", {2: "not-money"})
    else:
        odd(f"an-amount-{number}", one("低保金额", text), "a", facts={"subsistence_share": (fen,)})
for number, text in enumerate(
    ("叁佰元整", "+300", "300.-", "300/月", "'300", "300~400", "约300", "3O0", "300，50")
):
    odd(f"no-amount-{number}", one("低保金额", text), "", {2: "not-money"})

# ── totals that disagree ─────────────────────────────────────────────────────────────
odd(
    "subtotals-and-a-total-that-disagree",
    rows(
        f"{ONE},300", "清水塘小计,,,300", f"{TWO},200", "响石岭小计,,,250", "合计,,,600", head=SHARE
    ),
    "a b",
    apart={"subtotal": 2, "total": 1},
    warnings=(
        "row 5, 本人低保金额: the total says 250, the rows come to 200",
        "row 6, 本人低保金额: the total says 600, the rows come to 500",
    ),
)
odd(
    "a-total-in-words",
    rows(f"{ONE},300", "合计（大写）,叁佰元整,,", head=SHARE),
    "a",
    apart={"total": 1},
)
odd(
    "a-total-of-heads",
    rows(f"{ONE},300", f"{TWO},200", "合计,3人,,500", head=SHARE),
    "a b",
    apart={"total": 1},
    warnings=("says 3",),
)
odd(
    "a-total-per-month", rows(f"{ONE},300", "9月合计,,,300", head=SHARE), "a", apart={"subtotal": 1}
)
odd(
    "people-behind-the-total",
    rows(ONE, "合计,,1", TWO, f"c,丙,{THIRD}"),
    "a b c",
    apart={"total": 1},
)
odd(
    "totals-of-villages-and-of-towns",
    rows(
        f"{ONE},300",
        "甲村小计,,,300",
        f"{TWO},200",
        "乙村小计,,,200",
        "清水塘街道合计,,,500",
        f"c,丙,{THIRD},100",
        "丙村小计,,,100",
        "响石岭街道合计,,,100",
        "2023年9月合计,,,600",
        head=SHARE,
    ),
    "a b c",
    apart={"subtotal": 6},
)
odd(
    "totals-of-towns-that-disagree",
    rows(
        f"{ONE},300",
        "甲村小计,,,300",
        f"{TWO},200",
        "乙村小计,,,200",
        "清水塘街道合计,,,501",
        head=SHARE,
    ),
    "a b",
    apart={"subtotal": 3},
    warnings=("row 6, 本人低保金额: the total says 501, the rows come to 500",),
)
odd(
    "subtotals-above-their-people",
    rows("甲村小计,,,300", f"{ONE},300", "乙村小计,,,250", f"{TWO},200", "合计,,,500", head=SHARE),
    "a b",
    apart={"subtotal": 2, "total": 1},
    warnings=("row 4, 本人低保金额: the total says 250, the rows come to 200",),
)
odd(
    "ten-thousand-of-the-currency-in-the-title",
    WAN.replace("单位：万元", "金额单位：人民币万元"),
    refused="unit-in-title",
)
odd(
    "ten-thousand-in-a-note-below",
    rows(f"{ONE},0.03", "注：金额单位为万元,,,", head=SHARE),
    refused="unit-in-title",
)
odd(
    "ten-thousand-in-a-note-of-one-field",
    rows(f"{ONE},0.03", "备注：单位：万元", head=SHARE),
    refused="unit-in-title",
)
odd(
    "a-total-in-one-cell",
    rows(f"{ONE},300", "合计：1人，300元,,,", head=SHARE),
    "a",
    apart={"total": 1},
)
odd(
    "a-contact",
    rows(ONE, "联系人：某某,电话：13800000000,", "会计：某某,,"),
    "a",
    apart={"signature": 2},
)
odd(
    "nothing-below-between-stars",
    rows(ONE, "***以下空白***,,", "====以下无正文====,,"),
    "a",
    apart={"note": 2},
)
