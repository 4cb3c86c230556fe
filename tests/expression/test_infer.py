"""Names and types: what is read, and what is said about every fault."""

from fractions import Fraction

import pytest

from subsidy.expression.infer import Meaning, Names, read_formula
from subsidy.expression.nodes import (
    Add,
    And,
    Before,
    Compare,
    Comparison,
    FactValue,
    Greatest,
    Holds,
    Least,
    Literal,
    MoneyLiteral,
    Multiply,
    Not,
    OneOf,
    Or,
    ParameterValue,
    Since,
    Subtract,
    YearsOfAge,
)
from subsidy.expression.types import Kind, Type
from tests.expression.vocabulary import MONTHLY, NAMES, YEARLY, faults, read, told

YES_NO = Type(Kind.YES_NO)
WHOLE = Type(Kind.WHOLE)
SHARE = Type(Kind.SHARE)
YES = Literal(value=True)
AGE = YearsOfAge("age")
STANDARD = ParameterValue("standard")

READ = [
    ("yes", YES, YES_NO),
    ("80", Literal(80), WHOLE),
    ("-80", Literal(-80), WHOLE),
    ("1.3", Literal(Fraction(13, 10)), SHARE),
    ("30%", Literal(Fraction(3, 10)), SHARE),
    ("100%", Literal(Fraction(1)), SHARE),
    ("1/3", Literal(Fraction(1, 3)), SHARE),
    ("-1.5", Literal(Fraction(-3, 2)), SHARE),
    ("'mental'", Literal("mental"), Type(Kind.WORD)),
    ("100.00 per month", MoneyLiteral(10000, 1), MONTHLY),
    ("-600.10 per year", MoneyLiteral(-60010, 12), YEARLY),
    ("local", Holds("local"), YES_NO),
    ("boarder", FactValue("boarder"), YES_NO),
    ("age", AGE, WHOLE),
    ("standard", STANDARD, MONTHLY),
    ("share", FactValue("share"), MONTHLY),
    ("category", FactValue("category"), Type(Kind.WORD, words=("mental", "physical"))),
    ("since(applied_on)", Since("applied_on"), YES_NO),
    ("before(applied_on)", Before("applied_on"), YES_NO),
    ("age >= 80", Compare(Comparison.AT_LEAST, AGE, Literal(80)), YES_NO),
    (
        "age >= working_age",
        Compare(Comparison.AT_LEAST, AGE, ParameterValue("working_age")),
        YES_NO,
    ),
    ("ratio > 1", Compare(Comparison.MORE, ParameterValue("ratio"), Literal(1)), YES_NO),
    (
        "'mental' != category",
        Compare(Comparison.UNEQUAL, Literal("mental"), FactValue("category")),
        YES_NO,
    ),
    ("grade == '二级'", Compare(Comparison.EQUAL, FactValue("grade"), Literal(2)), YES_NO),
    ("grade in (1, '二级')", OneOf(FactValue("grade"), (1, 2)), YES_NO),
    ("category not in ('精神')", Not(OneOf(FactValue("category"), ("mental",))), YES_NO),
    ("local == yes", Holds("local"), YES_NO),
    ("no == local", Not(Holds("local")), YES_NO),
    ("local != yes", Not(Holds("local")), YES_NO),
    ("boarder != '走读'", FactValue("boarder"), YES_NO),
    (
        "(local and boarder) and destitute",
        And((Holds("local"), FactValue("boarder"), Holds("destitute"))),
        YES_NO,
    ),
    (
        "local or (boarder or destitute)",
        Or((Holds("local"), FactValue("boarder"), Holds("destitute"))),
        YES_NO,
    ),
    ("standard + share", Add(STANDARD, FactValue("share")), MONTHLY),
    ("standard - 1.00 per month", Subtract(STANDARD, MoneyLiteral(100, 1)), MONTHLY),
    ("1.3 * standard", Multiply(STANDARD, Literal(Fraction(13, 10))), MONTHLY),
    ("standard * age", Multiply(STANDARD, AGE), MONTHLY),
    ("standard / 3", Multiply(STANDARD, Literal(Fraction(1, 3))), MONTHLY),
    ("age * 2", Multiply(AGE, Literal(2)), WHOLE),
    ("2 * ratio", Multiply(Literal(2), ParameterValue("ratio")), SHARE),
    ("age / 2", Multiply(AGE, Literal(Fraction(1, 2))), SHARE),
    ("age + ratio", Add(AGE, ParameterValue("ratio")), SHARE),
    ("min(standard, share)", Least((STANDARD, FactValue("share"))), MONTHLY),
    ("MAX(age, 1, ratio)", Greatest((AGE, Literal(1), ParameterValue("ratio"))), SHARE),
]


@pytest.mark.parametrize(("text", "node", "type_"), READ)
def test_a_formula_is_read_as_its_node_and_type(text, node, type_):
    """Every construct becomes its node, with its proven type."""
    assert (node, type_) == read_formula(text, NAMES)


def test_constants_of_different_kinds_are_never_equal():
    """Yes is not 1, and 1 is not the share 1.0."""
    kinds = {YES, Literal(1), Literal(Fraction(1))}

    assert 3 == len(kinds)


PERIOD = "write 100.00 per month, quarter, half-year or year"
DIGITS = "write 80, 1.3 or 30%: at most 9 digits before and 9 behind the point, no leading zeros"
EXISTS = (
    "it may be: age, local, destitute, grade, category, sex, boarder, share, standard, "
    "yearly_standard, ratio, working_age"
)
FAULTY = [
    (
        "agee >= 80",
        (
            0,
            "agee",
            'there is no fact, status, age or parameter called "agee"',
            "did you mean age?",
        ),
    ),
    ("xyz", (0, "xyz", 'there is no fact, status, age or parameter called "xyz"', EXISTS)),
    ("true", (0, "true", 'there is no fact, status, age or parameter called "true"', "write yes")),
    (
        "category == mental",
        (
            12,
            "mental",
            'there is no fact, status, age or parameter called "mental"',
            'write "mental"',
        ),
    ),
    (
        "不特困",
        (
            0,
            "不特困",
            'there is no fact, status, age or parameter called "不特困"',
            "write not 特困",
        ),
    ),
    (
        "applied_on",
        (
            0,
            "applied_on",
            "applied_on is a date, which has no value by itself",
            "write since(applied_on) or before(applied_on)",
        ),
    ),
    (
        "person_id == 1",
        (
            0,
            "person_id",
            "person_id identifies or describes somebody; no rule may depend on it",
            "use a fact of another type",
        ),
    ),
    (
        "abs(age)",
        (
            0,
            "abs(age)",
            "there is no function called abs",
            "the functions are since(…), before(…), min(…), max(…)",
        ),
    ),
    (
        "since(age)",
        (
            0,
            "since(age)",
            "since(…) takes the name of one date fact",
            "it may be: applied_on",
        ),
    ),
    (
        "before()",
        (0, "before()", "before(…) takes the name of one date fact", "it may be: applied_on"),
    ),
    (
        "min(age)",
        (
            0,
            "min(age)",
            "min(…) compares at least two values",
            "write the values between the brackets, with commas",
        ),
    ),
    (
        "80 <= age < 90",
        (
            0,
            "80 <= age < 90",
            "comparisons cannot be chained",
            "write 80 <= age and age < 90",
        ),
    ),
    ("010", (0, "010", "010 is not a number", DIGITS)),
    ("1_000", (0, "1_000", "1_000 is not a number", DIGITS)),
    ("1e5", (0, "1e5", "1e5 is not a number", DIGITS)),
    ("0.1234567890", (0, "0.1234567890", "0.1234567890 is not a number", DIGITS)),
    (
        "100元",
        (0, "100元", "100元 is not an amount: it names no period", PERIOD),
    ),
    (
        "1.005 per month",
        (
            0,
            "1.005 per month",
            "1.005 per month is not an amount: it is finer than one fen",
            PERIOD,
        ),
    ),
    (
        "100 per week",
        (
            0,
            "100 per week",
            "100 per week is not an amount: its digits or its period are unknown",
            PERIOD,
        ),
    ),
    (
        "1/999999999/999999999",
        (
            0,
            "1/999999999/999999999",
            "the division gives a number with more than 9 digits",
            "write it as one fraction of smaller whole numbers",
        ),
    ),
    (
        "local and age",
        (
            10,
            "age",
            "age is a whole number where yes or no is needed",
            "compare it with something: age >= …",
        ),
    ),
    (
        "not standard",
        (
            4,
            "standard",
            "standard is an amount of money per month where yes or no is needed",
            "compare it with something: standard >= …",
        ),
    ),
    (
        "local + 1",
        (
            0,
            "local",
            "local is yes or no where a number or an amount of money is needed",
            "use it by itself: local",
        ),
    ),
    (
        "age * category",
        (
            6,
            "category",
            "category is a word where a number or an amount of money is needed",
            "words are only compared: with ==, != or in",
        ),
    ),
    (
        "standard - 1",
        (
            11,
            "1",
            "1 is a bare number beside an amount of money",
            "write 1.00 per month",
        ),
    ),
    (
        "600.50 < yearly_standard",
        (
            0,
            "600.50",
            "600.50 is a bare number beside an amount of money",
            "write 600.50 per year",
        ),
    ),
    (
        "max(standard - share, 0)",
        (
            22,
            "0",
            "0 is a bare number beside an amount of money",
            "write 0.00 per month",
        ),
    ),
    (
        "standard + yearly_standard",
        (
            11,
            "yearly_standard",
            "an amount of money per month and an amount of money per year do not mix",
            "write both for the same period",
        ),
    ),
    (
        "standard * share",
        (
            0,
            "standard * share",
            "an amount of money is multiplied by an amount of money",
            "multiply it by a number or a share, such as 30%",
        ),
    ),
    (
        "standard / age",
        (
            11,
            "age",
            "age divides, but only a whole number above zero can",
            "divide by a constant such as 2, or multiply by a share such as 50%",
        ),
    ),
    (
        "standard / 0",
        (
            11,
            "0",
            "0 divides, but only a whole number above zero can",
            "divide by a constant such as 2, or multiply by a share such as 50%",
        ),
    ),
    (
        "standard / 1.5",
        (
            11,
            "1.5",
            "1.5 divides, but only a whole number above zero can",
            "divide by a constant such as 2, or multiply by a share such as 50%",
        ),
    ),
    (
        "-standard",
        (
            1,
            "standard",
            "- before standard has no meaning: only constants are negative",
            "subtract it from nothing: 0.00 per month - standard",
        ),
    ),
    (
        "age >= 80.5",
        (
            7,
            "80.5",
            "80.5 is no whole number, but age is, and is compared only with whole numbers",
            "write a whole number",
        ),
    ),
    (
        "ratio > age",
        (
            0,
            "ratio",
            "ratio is no whole number, but age is, and is compared only with whole numbers",
            "write a whole number",
        ),
    ),
    (
        "local == boarder",
        (
            0,
            "local == boarder",
            "yes or no is compared only with yes and no, by == or !=",
            "join conditions by and, or, not instead",
        ),
    ),
    (
        "local >= yes",
        (
            0,
            "local >= yes",
            "yes or no is compared only with yes and no, by == or !=",
            "join conditions by and, or, not instead",
        ),
    ),
    (
        "age == local",
        (
            0,
            "age == local",
            "age is a whole number and local is yes or no: they cannot be compared",
            "compare values of one kind",
        ),
    ),
    (
        "category < 'mental'",
        (0, "category < 'mental'", "words have no order", "compare words with ==, != or in"),
    ),
    (
        "category == sex",
        (
            0,
            "category == sex",
            "words of two different lists are compared",
            "compare a word with a fact that may hold it",
        ),
    ),
    (
        "category == 'mentall'",
        (12, "'mentall'", 'category is never "mentall"', 'did you mean "mental"?'),
    ),
    (
        "category == 'x'",
        (
            12,
            "'x'",
            'category is never "x"',
            "it may be: mental, physical, 精神, 肢体",
        ),
    ),
    (
        "grade in (age, 2)",
        (
            10,
            "age",
            "age is no constant; the choices of in (…) are constants",
            "compare with == and join by or",
        ),
    ),
    (
        "grade in (1.5)",
        (
            10,
            "1.5",
            "grade is a whole number and 1.5 is a number with a fraction: they cannot be compared",
            "compare values of one kind",
        ),
    ),
    (
        "grade in (1.00 per month)",
        (
            10,
            "1.00 per month",
            (
                "grade is a whole number and 1.00 per month is an amount of money per month: "
                "they cannot be compared"
            ),
            "compare values of one kind",
        ),
    ),
    (
        "age in ('a')",
        (
            8,
            "'a'",
            "age is a whole number and 'a' is a word: they cannot be compared",
            "compare values of one kind",
        ),
    ),
    (
        "'a' in ('a')",
        (
            8,
            "'a'",
            "words of two different lists are compared",
            "compare a word with a fact that may hold it",
        ),
    ),
    (
        "standard in (1)",
        (
            0,
            "standard",
            "standard is an amount of money per month; in (…) is for whole numbers and words",
            "compare it with ==, <, >= and the like",
        ),
    ),
    (
        "category in ('精神', 'mental')",
        (19, "'mental'", "'mental' stands twice in the list", "take one away"),
    ),
]


@pytest.mark.parametrize(("text", "fault"), FAULTY)
def test_a_fault_is_told_with_place_and_cure(text, fault):
    """One mistake gives one fault: offset, found text, message, cure."""
    assert [fault] == told(text)


@pytest.mark.parametrize(("text", "_"), FAULTY)
def test_every_fault_is_told_in_chinese_too(text, _):
    """Message and cure of every fault have Chinese wording."""
    said = [words.zh for fault in faults(text) for words in (fault.message, fault.cure)]

    assert all(any("一" <= sign <= "鿿" for sign in words) for words in said)


WANTED = [
    ("age", Kind.YES_NO, "a whole number", "yes or no", "write a condition, such as a comparison"),
    ("ratio", Kind.WHOLE, "a number with a fraction", "a whole number", "write a whole number"),
    ("local", Kind.SHARE, "yes or no", "a number with a fraction", "write a share such as 30% or 1.3"),
    ("100", Kind.MONEY, "a whole number", "an amount of money", "write an amount such as 100.00 per month"),
    ("local", Kind.WORD, "yes or no", "a word", "write a word between quotation marks"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted", "found", "needed", "cure"), WANTED)
def test_a_formula_of_another_kind_than_wanted_is_refused(text, wanted, found, needed, cure):
    """The kind that the place needs is named, with a cure."""
    message = f"the formula gives {found} where {needed} is needed"

    assert [(0, text, message, cure)] == told(text, wanted)


def test_a_whole_number_serves_as_a_share():
    """A whole constant becomes a share, and so does a whole value."""
    assert (Literal(Fraction(2)), SHARE) == read_formula("2", NAMES, Kind.SHARE)
    assert (AGE, SHARE) == read_formula("age", NAMES, Kind.SHARE)


def test_all_faults_are_told_at_once_in_the_order_of_the_text():
    """An unknown name does not hide what is wrong beside it, and causes no fault of its own."""
    text = "agee >= 80.5 and local + 1 >= 2 and 010 == grade and standard >= 5 and (x or age)"
    found = [piece for _, piece, _, _ in told(text)]

    assert ["agee", "local", "010", "5", "x", "age"] == found


def test_offsets_count_the_text_as_it_was_written():
    """Full-width signs and Chinese names do not shift the place of a fault."""
    text = "（年龄　≥　８０）且　残疾等级　＝　“九级”"

    assert [(18, "“九级”")] == [(offset, found) for offset, found, _, _ in told(text)]


def test_the_chinese_fault_names_what_is_near():
    """A misspelt Chinese name is answered with the nearest Chinese name."""
    (fault,) = faults("残疾等及 == 1")

    assert "是否为 残疾等级？" == fault.cure.zh


def test_a_spelling_of_two_things_is_ambiguous_and_a_name_goes_first():
    """A label that two things share is refused by name; an equal English name wins."""
    names = Names.of(
        [
            Meaning.status("disability", "残疾"),
            Meaning.fact("disabled", YES_NO, "残疾"),
            Meaning.fact("other", YES_NO, "disability"),
        ]
    )
    with pytest.raises(Exception, match='"残疾" stands for more than one thing') as refused:
        read_formula("残疾", names)

    assert "disability, disabled" in str(refused.value)
    assert Holds("disability") == read_formula("disability", names)[0]


def test_without_names_only_constants_are_offered():
    """Where nothing can be mentioned, the cure says so."""
    with pytest.raises(Exception, match="no name can be used here; write a constant"):
        read_formula("age", Names.of([]))


def test_a_long_list_of_names_is_cut_short():
    """A cure lists a dozen names and counts the rest."""
    names = Names.of([Meaning.age(f"age_of_kind_{number}") for number in range(15)])
    with pytest.raises(Exception, match=r"age_of_kind_11 … \(\+3\)"):
        read_formula("zzz", names)


def test_a_bare_number_beside_money_is_never_converted():
    """Even zero needs its period, so that amounts per month and year cannot be confused."""
    assert 1 == len(faults("share >= 0"))
    assert Compare(Comparison.AT_LEAST, FactValue("share"), MoneyLiteral(0, 1)) == read(
        "share >= 0.00 per month"
    )
