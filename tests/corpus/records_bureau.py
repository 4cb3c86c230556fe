"""Text files as a bureau sends them: each outcome was worked out before the file was read."""

from __future__ import annotations

from tests.corpus.hunted import FILES
from tests.corpus.records import CARE, HEAD, MAN, ONE, THIRD, TWO, WOMAN, odd, one, rows

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
