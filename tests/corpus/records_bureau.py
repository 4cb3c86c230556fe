"""Text files as a bureau sends them: each outcome was worked out before the file was read."""

from __future__ import annotations

from tests.corpus.hunted import FILES
from tests.corpus.records import CARE, HEAD, ONE, THIRD, TWO, odd, one, rows

__all__ = ["FILES"]

# ── words of the field ───────────────────────────────────────────────────────────────
HELPED = f"{HEAD},救助类别,特困起始日期,低保起始日期"


def category(name: str, word: str, fact: str = "extreme_poverty_from") -> None:
    """A word that says who is on what is known, and asks for its own day and no other."""
    days = {"extreme_poverty_from": "2020-05-01,", "subsistence_allowance_from": ",2020-05-01"}
    other = {"extreme_poverty_from": ",2020-05-01", "subsistence_allowance_from": "2020-05-01,"}
    odd(
        name,
        rows(f"{ONE},{word},{days[fact]}", f"{TWO},{word},{other[fact]}", head=HELPED),
        "a",
        {3: "standing-without-beginning"},
        facts={fact: ("2020-05-01",)},
    )


category("extremely-poor-in-a-home", "集中供养")
category("extremely-poor-outside-homes", "分散供养特困人员")
category("extremely-poor-in-brackets", "特困（集中）")
category("extremely-poor-in-brackets-at-length", "特困人员(分散供养)")
category("of-the-five-guarantees", "五保对象")
category("household-on-rural-allowance", "农村低保户", "subsistence_allowance_from")
odd("a-kind-that-is-not-exact", rows(f"{ONE},低收入人口,,", head=HELPED), "", {2: "unknown-word"})
odd(
    "a-household-said-to-be-very-poor",
    rows(f"{ONE},特困户,,", head=HELPED),
    "",
    {2: "unknown-word"},
)
odd(
    "standing-in-everyday-words",
    rows(f"{ONE},已故", f"{TWO},正常享受", f"c,丙,{THIRD},停保", head=f"{HEAD},状态"),
    "b",
    {2: "standing-without-date", 4: "standing-stopped"},
)
odd(
    "grade-in-words-of-accountants",
    one("残疾等级", "贰级"),
    "a",
    facts={"disability_grade": ("2",)},
    warnings=(CARE,),
)
odd(
    "grade-in-roman-figures",
    one("残疾等级", "Ⅲ级"),
    "a",
    facts={"disability_grade": ("3",)},
    warnings=(CARE,),
)
odd("grade-beyond-the-last", one("残疾等级", "伍级"), "", {2: "not-a-number"}, warnings=(CARE,))
odd(
    "category-shortened",
    one("残疾类别", "肢残"),
    "a",
    facts={"disability_category": ("physical",)},
    warnings=(CARE,),
)

# ── headings: what stands above them, and separators behind them ─────────────────────
SUMMARY = "街道,人数,金额\n清水塘,2,200\n响石岭,1,100\n合计,3,300\n"
KNOWN_SUMMARY = "乡镇,人数\n清水塘,1\n响石岭,1\n"
odd("a-summary-above", SUMMARY + rows(ONE, TWO), "a b")
odd("a-summary-with-a-known-heading-above", KNOWN_SUMMARY + rows(ONE, TWO), "a b")
odd("a-summary-and-nothing-else", KNOWN_SUMMARY, refused="missing-column")
odd(
    "people-without-numbers-above",
    "姓名,乡镇,金额\n甲,清水塘,100\n" + rows(ONE, TWO),
    refused="table-without-identity",
)
odd(
    "households-without-numbers-above",
    "户主姓名,乡镇,保障人数\n甲,清水塘,3\n" + rows(ONE, TWO),
    refused="table-without-identity",
)
odd("labels-above", "乡镇,清水塘\n姓名,某某\n" + rows(ONE, TWO), "a b")
odd("separators-behind-the-headings", rows(ONE, TWO, head=HEAD + ",,,"), "a b")
odd("tabs-behind-the-headings.tsv", rows(ONE, TWO, head=HEAD + ",,").replace(",", "\t"), "a b")
odd(
    "separators-behind-the-headings-and-some-rows",
    rows(ONE, TWO + ",,", head=HEAD + ",,"),
    "a b",
    warnings=("separators",),
)
odd(
    "something-behind-the-headings",
    rows(ONE, TWO + ",,x", f"c,丙,{THIRD}", head=HEAD + ",,"),
    "a c",
    {3: "field-count"},
)
odd(
    "an-empty-heading-over-cells",
    rows(ONE + ",x", TWO + ",y", head=HEAD + ","),
    "a b",
    warnings=("number 4",),
)
odd("only-separators-behind-headings", HEAD + ",,\n", warnings=("4–5",))
