"""An invented vocabulary for formula tests, and short ways to read."""

from subsidy.expression.infer import Fault, FormulaError, Meaning, Names, read_formula
from subsidy.expression.nodes import Node
from subsidy.expression.types import Kind, Type

MONTHLY = Type(Kind.MONEY, 1)
YEARLY = Type(Kind.MONEY, 12)

NAMES = Names.of(
    [
        Meaning.age("age", "年龄"),
        Meaning.status("local", "本地户籍"),
        Meaning.status("destitute", "特困"),
        Meaning.date("applied_on", "申请日期"),
        Meaning.text("person_id", "人员编号"),
        Meaning.fact("grade", Type(Kind.WHOLE), "残疾等级", words={"一级": 1, "二级": 2}),
        Meaning.fact(
            "category",
            Type(Kind.WORD, words=("mental", "physical")),
            "残疾类别",
            words={"精神": "mental", "肢体": "physical"},
        ),
        Meaning.fact("sex", Type(Kind.WORD, words=("male", "female")), "性别"),
        Meaning.fact("boarder", Type(Kind.YES_NO), "寄宿", words={"住校": True, "走读": False}),
        Meaning.fact("share", MONTHLY, "低保金额"),
        Meaning.parameter("standard", MONTHLY, "低保标准"),
        Meaning.parameter("yearly_standard", YEARLY, "年度标准"),
        Meaning.parameter("ratio", Type(Kind.SHARE), "比例"),
        Meaning.parameter("working_age", Type(Kind.WHOLE), "劳动年龄"),
    ]
)
LABELS = {meaning.name: meaning.chinese() for meaning in NAMES.meanings}


def read(text: str) -> Node:
    """The node of a formula over :data:`NAMES`."""
    return read_formula(text, NAMES)[0]


def faults(text: str, wanted: Kind | None = None) -> tuple[Fault, ...]:
    """What is wrong with a formula; fails where nothing is."""
    try:
        node, _ = read_formula(text, NAMES, wanted)
    except FormulaError as refused:
        return refused.faults
    raise AssertionError(f"read without a fault: {node}")


def told(text: str, wanted: Kind | None = None) -> list[tuple[int, str, str, str]]:
    """Every fault in English: offset, found, message, cure."""
    return [(f.offset, f.found, f.message.en, f.cure.en) for f in faults(text, wanted)]
