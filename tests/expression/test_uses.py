"""Walking formulas."""

from hypothesis import given

from subsidy.expression.nodes import (
    FactValue,
    Holds,
    Literal,
    MoneyLiteral,
    ParameterValue,
    Since,
    YearsOfAge,
)
from subsidy.expression.uses import children, leaves, names_in
from tests.expression.vocabulary import read
from tests.expression.well_typed import formulas


def test_leaves_come_from_left_to_right():
    """Everything without parts, constants too, in the order of the text."""
    node = read("local and not (age + 1 >= 80 or grade in (1, 2)) and since(applied_on)")
    expected = [
        Holds("local"),
        YearsOfAge("age"),
        Literal(1),
        Literal(80),
        FactValue("grade"),
        Since("applied_on"),
    ]

    assert expected == list(leaves(node))


def test_names_in_leaves_constants_out():
    """What a formula reads, each once."""
    node = read("max(standard - share, 1.00 per month) * 1.3 + share")

    assert {ParameterValue("standard"), FactValue("share")} == names_in(node)


def test_the_leaf_of_a_leaf_is_itself():
    """A node without parts is its own only leaf."""
    assert [MoneyLiteral(100, 1)] == list(leaves(MoneyLiteral(100, 1)))


@given(formulas)
def test_leaves_are_those_of_the_children(node):
    """A node with parts has the leaves of its parts, in order."""
    parts = children(node)
    inside = [leaf for part in parts for leaf in leaves(part)]

    assert (inside if parts else [node]) == list(leaves(node))
