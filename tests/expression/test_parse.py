"""Structure: what binds how, what is refused before any name is looked up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.expression.faults import FormulaError
from subsidy.expression.infer import read_formula
from subsidy.expression.lexicon import is_name, plain_text
from subsidy.expression.parse import HIGHEST_DEPTH, HIGHEST_LENGTH, HIGHEST_WORDS, parse
from tests.expression.vocabulary import NAMES, read, told

MEAN = (
    "aáge8０9.%( )（）,，、<>=≥≠!&+-*/×÷\"'“”_\n　且或非不与并者是否属于年龄元月每/per moth\\\0😀٣²"
)

BETTER_BRACKETED = [
    ("local or destitute and boarder", "local or (destitute and boarder)"),
    ("local and destitute or boarder", "(local and destitute) or boarder"),
    ("not local and boarder", "(not local) and boarder"),
    ("not age >= 80 or boarder", "(not (age >= 80)) or boarder"),
    ("not grade in (1, 2)", "not (grade in (1, 2))"),
    ("age + 1 * 2 == 3", "(age + (1 * 2)) == 3"),
    ("age - 1 - 2 == 3", "((age - 1) - 2) == 3"),
    ("age * 2 / 3 >= ratio", "((age * 2) / 3) >= ratio"),
    ("-1 * age == 2", "(-1) * age == 2"),
    ("age + 1 in (1, 2)", "(age + 1) in (1, 2)"),
    ("local and destitute and boarder", "local and (destitute and boarder)"),
    ("local or destitute or boarder", "(local or destitute) or boarder"),
]


@pytest.mark.parametrize(("bare", "bracketed"), BETTER_BRACKETED)
def test_operators_bind_as_declared(bare, bracketed):
    """A formula without brackets reads like the one that spells its precedence out."""
    assert read(bracketed) == read(bare)


def test_and_binds_tighter_than_or_in_the_other_grouping_too():
    """Brackets around `or` change what is read."""
    assert read("local or destitute and boarder") != read("(local or destitute) and boarder")


SAME_IN_CHINESE = [
    ("age >= 80 and not destitute", "年龄≥80且非特困"),
    ("age >= 80 and not destitute", "年龄 >= ８０ 并且 非 特困"),
    ("age >= 80 and not destitute", "年龄>=80 与 不（特困）"),
    ("local or destitute", "本地户籍或特困"),
    ("local or destitute", "本地户籍或者特困"),
    ("local or destitute", "（本地户籍）或者（特困）"),
    ("grade in (1, 2)", "残疾等级属于（1，2）"),
    ("grade not in (1, 2)", "残疾等级不属于（１、２）"),
    ("grade == 1", "残疾等级＝1"),
    ("grade == 1", '残疾等级 = "一级"'),
    ("grade != 1", "残疾等级≠1"),
    ("grade < 3 and grade > 1", "残疾等级＜3且残疾等级＞1"),
    ("grade <= 3 and grade >= 1", "残疾等级≤3且残疾等级≧1"),
    ('category == "mental"', "残疾类别==“精神”"),
    ('category in ("mental", "physical")', "残疾类别属于(‘精神’，＂肢体＂)"),
    ("boarder == no", "寄宿＝否"),
    ("boarder == yes and local", "寄宿=是且本地户籍"),
    ("boarder", '寄宿 == "住校"'),
    ("since(applied_on) or before(applied_on)", "已到（申请日期）或未到（申请日期）"),
    ("100.00 per month", "100.00元/月"),
    ("100.00 per month", "１００.００元每月"),
    ("100.00 per month", "100.00 yuan per month"),
    ("600.00 per year", "600元/年"),
    ("30.00 per quarter", "30元/季度"),
    ("60.00 per half-year", "60元/半年"),
    ("standard * 1.3 - share", "低保标准×1.3－低保金额"),
    ("standard / 3", "低保标准÷3"),
    ("standard * 30%", "低保标准＊３０％"),
    ("max(standard, share)", "最大（低保标准，低保金额）"),
    ("min(standard, share)", "最小(低保标准、低保金额)"),
    ("AGE".lower() + " >= 80 AND NOT local", "ａｇｅ≥80且非本地户籍"),
]


@pytest.mark.parametrize(("english", "chinese"), SAME_IN_CHINESE)
def test_chinese_reads_like_english(english, chinese):
    """Both ways of writing give one tree."""
    assert read(english) == read(chinese)


def test_a_single_equals_sign_compares():
    """`=` means `==`."""
    assert read("age == 80") == read("age = 80")


def test_quotations_keep_full_width_signs():
    """Only what stands outside quotation marks becomes plain, and offsets stay."""
    assert '(a>8)“（８）”,"。＞"' == plain_text('（ａ＞８）“（８）”，"。＞"')


@pytest.mark.parametrize(
    "text",
    ["且", "本地且特困", "非农户口", "and", "NOT", "是", "8a", "a b", "", "a-b", "并且", "a属于b"],
)
def test_what_formulas_cannot_mention_is_no_name(text):
    """Words of the language, and what holds one of its joining words, are no names."""
    assert not is_name(text)


@pytest.mark.parametrize(
    "text", ["age_2", "_a", "本地户籍", "是否低保", "不动产", "与父母同住", "A类"]
)
def test_what_formulas_can_mention_is_a_name(text):
    """Names may begin with 是, 不 and 与, which mean something only by themselves."""
    assert is_name(text)


SPLIT = "split it: make parts of it statuses or parameters of their own"
REFUSED = [
    ("", (0, "", "the formula is empty", "write a formula")),
    (" \n　", (0, "", "the formula is empty", "write a formula")),
    (
        "age >=",
        (6, "", "a value is missing at the end", "write a name, a constant or a bracket there"),
    ),
    (
        "（年龄 > ) ",
        (6, ")", "a value is missing before )", "write a name, a constant or a bracket there"),
    ),
    (
        "age 80",
        (
            4,
            "80",
            "80 does not follow from what stands before it",
            "write an operator before it, such as and, or, +, >=",
        ),
    ),
    (
        "grade in 1",
        (9, "1", "a list is missing before 1", "write the choices between brackets: in (1, 2)"),
    ),
    ("(local", (6, "", "a bracket is not closed", "write ) at the end")),
    (
        "local）",
        (
            5,
            "）",
            "a bracket is closed that was never opened",
            "take it away, or open a bracket before it",
        ),
    ),
    (
        "grade in (1",
        (11, "", "a bracket is not closed", "write ) at the end"),
    ),
    ("local && boarder", (6, "&", "& has no meaning in a formula", "write and")),
    ("local ｜ boarder", (6, "｜", "｜ has no meaning in a formula", "write or")),
    ("! local", (0, "!", "! has no meaning in a formula", "write not")),
    (
        "local;",
        (
            5,
            ";",
            "; has no meaning in a formula",
            "take it away; text stands between quotation marks",
        ),
    ),
    (
        'category == "mental',
        (
            12,
            '"',
            "the quotation is not closed",
            "write the word between two quotation marks",
        ),
    ),
    (
        "(" * (HIGHEST_DEPTH + 1) + "local" + ")" * (HIGHEST_DEPTH + 1),
        (
            50,
            "(",
            "the formula is nested more than 50 deep",
            "take away brackets, or split the formula",
        ),
    ),
    (
        "not " * HIGHEST_DEPTH + "local",
        (
            200,
            "local",
            "the formula is nested more than 50 deep",
            "take away brackets, or split the formula",
        ),
    ),
    (
        "age" + "+1" * HIGHEST_DEPTH,
        (
            0,
            "age",
            "the formula is nested more than 50 deep",
            "take away brackets, or split the formula",
        ),
    ),
    (
        "否" + "或否" * (HIGHEST_WORDS // 2),
        (
            HIGHEST_WORDS,
            "否",
            "the formula has more than 500 names, constants and signs",
            SPLIT,
        ),
    ),
]


@pytest.mark.parametrize(("text", "fault"), REFUSED)
def test_what_is_no_formula_is_refused_with_place_and_cure(text, fault):
    """One fault, at its offset in the text as it was written."""
    assert [fault] == told(text)


def test_a_formula_longer_than_the_limit_is_refused():
    """2000 characters are read, one more is not."""
    longest = "local" + " " * (HIGHEST_LENGTH - 5)
    (fault,) = told(longest + " ")

    assert read("local") == read(longest)
    assert (2000, "the formula is longer than 2000 characters", SPLIT) == (fault[0], *fault[2:])


def test_the_limits_themselves_are_allowed():
    """As many words and as deep as the limits say can be read."""
    conditions = "或".join(["否"] * (HIGHEST_WORDS // 2))
    deepest = "(" * HIGHEST_DEPTH + "local" + ")" * HIGHEST_DEPTH

    assert HIGHEST_WORDS // 2 == len(read(conditions).parts)
    assert read("local") == read(deepest)
    assert read("not " * (HIGHEST_DEPTH - 1) + "local") != read("local")


def read_or_refuse(text):
    """The node of a formula, or None and what is wrong with it."""
    try:
        return read_formula(text, NAMES)[0], ()
    except FormulaError as refused:
        return None, refused.faults


@given(st.text(alphabet=MEAN, max_size=60))
def test_any_text_is_read_or_refused(text):
    """Whatever is written, nothing but a FormulaError with faults inside the text comes out."""
    node, found = read_or_refuse(text)

    assert (node is None) == bool(found)
    assert all(0 <= fault.offset <= len(text) for fault in found)
    assert all(text[fault.offset :].startswith(fault.found) for fault in found)


VOCABULARY = (
    "age local grade category sex share standard ratio 年龄 特困 applied_on person_id nothing 80 1.3 "
    "30% 0 1/3 100.00元/月 600.00\u00a0per\u00a0year yes 否 'mental' “精神” ( ) （ ） , ， and or not 且 "
    "或 非 in 属于 不属于 < <= == != ≥ = + - * / since before min max 已到 最大"
)


@given(st.lists(st.sampled_from(VOCABULARY.split(" ")), max_size=12).map(" ".join))
def test_brackets_around_a_formula_change_nothing(text):
    """Words of the language in any order: what can be read reads the same inside brackets."""
    node, found = read_or_refuse(text)

    assert node is None or node == read(f"({text})")
    assert all(text[fault.offset :].startswith(fault.found) for fault in found)


def test_the_syntax_tree_knows_its_place():
    """Nodes of the untyped tree carry the characters that they were read from."""
    tree = parse("年龄 ≥ 80 且 local")

    assert [(0, 7), (10, 15)] == [(part.at, part.end) for part in tree.parts]
