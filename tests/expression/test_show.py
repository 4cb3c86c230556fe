"""Printing formulas: the inverse of reading, with no more brackets than needed."""

import pytest
from hypothesis import given

from subsidy.expression.infer import FormulaError, read_formula
from subsidy.expression.nodes import And, Literal, Or
from subsidy.expression.show import show_formula
from tests.expression.vocabulary import LABELS, NAMES, read
from tests.expression.well_typed import formulas


@given(formulas)
def test_reading_what_is_shown_gives_the_node_again(node):
    """read(show(node)) == node for every well-typed node. Fault: one bracket too few."""
    text = show_formula(node)

    assert node == read_formula(text, NAMES)[0]
    assert "\n" not in text


@given(formulas)
def test_reading_what_is_shown_in_chinese_gives_the_node_again(node):
    """Chinese words and signs say the same. Fault: a sign that reads as another."""
    assert node == read_formula(show_formula(node, LABELS), NAMES)[0]


@given(formulas)
def test_no_pair_of_brackets_can_be_left_out(node):
    """Without any one pair of brackets the text reads as something else, or not at all."""
    text = show_formula(node)
    shorter = [text[:i] + text[i + 1 : j] + text[j + 1 :] for i, j in pairs_of_brackets(text)]

    assert all(node != read_or_none(other) for other in shorter)


def pairs_of_brackets(text):
    """Where each pair opens and closes, but for those of lists and functions."""
    opened = []
    for at, sign in enumerate(text):
        if sign == "(":
            opened.append(at)
        elif sign == ")":
            start = opened.pop()
            grouping = text[:start].endswith((" ", "(")) and not text[:start].endswith("in ")
            if start == 0 or grouping:
                yield start, at


def read_or_none(text):
    """The node of a text, None where it is no formula."""
    try:
        return read(text)
    except FormulaError:
        return None


SHOWN = [
    ("age>=80 and not destitute", "age >= 80 and not destitute", "年龄 ≥ 80 且 非特困"),
    ("((local))or(age==1 and boarder)", "local or age == 1 and boarder", "本地户籍 或 年龄 = 1 且 寄宿"),
    ("(local or boarder)and destitute", "(local or boarder) and destitute", "（本地户籍 或 寄宿） 且 特困"),
    ("not(local or boarder)", "not (local or boarder)", "非（本地户籍 或 寄宿）"),
    ("not(age<80)", "not age < 80", "非年龄 < 80"),
    ("not not local", "not not local", "非非本地户籍"),
    ("grade in(1,2)", "grade in (1, 2)", "残疾等级 属于（1，2）"),
    ("not(category in('精神'))", 'category not in ("mental")', '残疾类别 不属于（"mental"）'),
    ("age!=1 or age<=2", "age != 1 or age <= 2", "年龄 ≠ 1 或 年龄 ≤ 2"),
    ("since(applied_on)", "since(applied_on)", "已到（申请日期）"),
    ("before(applied_on)", "before(applied_on)", "未到（申请日期）"),
    ("100元/月", "100.00 per month", "100.00元/月"),
    ("-0.05 per half-year", "-0.05 per half-year", "-0.05元/半年"),
    ("1.3*standard", "standard * 1.3", "低保标准 × 1.3"),
    ("22%*standard", "standard * 0.22", "低保标准 × 0.22"),
    ("standard/3", "standard / 3", "低保标准 ÷ 3"),
    ("standard/2", "standard * 0.5", "低保标准 × 0.5"),
    ("2/3*standard", "standard * (2/3)", "低保标准 × （2/3）"),
    ("standard-(share-share)", "standard - (share - share)", "低保标准 - （低保金额 - 低保金额）"),
    ("(standard-share)-share", "standard - share - share", "低保标准 - 低保金额 - 低保金额"),
    ("(standard+share)*2", "(standard + share) * 2", "（低保标准 + 低保金额） × 2"),
    ("age - -1 == 2", "age - -1 == 2", "年龄 - -1 = 2"),
    ("max(share,min(standard,share))", "max(share, min(standard, share))", "最大（低保金额，最小（低保标准，低保金额））"),
    ("yes", "yes", "是"),
    ("no", "no", "否"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "english", "chinese"), SHOWN)
def test_a_formula_is_shown_in_one_canonical_way(text, english, chinese):
    """However it was written, it is shown with single spaces and the fewest brackets."""
    assert english == show_formula(read(text))
    assert chinese == show_formula(read(text), LABELS)


def test_names_without_a_label_stay():
    """Chinese signs around an English name where there is no Chinese one."""
    assert "非local" == show_formula(read("not local"), {})


def test_joining_nothing_is_shown_as_what_it_means():
    """No conditions at all hold; of no alternatives none holds."""
    assert ["yes", "no"] == [show_formula(And(())), show_formula(Or(()))]


@pytest.mark.parametrize(
    ("word", "shown"), [("a", '"a"'), ('a"', "'a\"'"), ("a\"'", "“a\"'”"), ("a\"'“", "‘a\"'“’")]
)
def test_a_word_stands_between_marks_that_it_does_not_hold(word, shown):
    """The first pair of quotation marks that the word leaves free is used."""
    assert shown == show_formula(Literal(word))
    assert Literal(word) == read(shown)
