"""Draw well-typed trees of every node, over the names of the test vocabulary."""

from fractions import Fraction

from hypothesis import strategies as st

from subsidy.expression.constants import can_be_written
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

CHOICES = {"category": ("mental", "physical"), "sex": ("male", "female")}
ORDERS = st.sampled_from(Comparison)

whole_numbers = st.integers(-999_999_999, 999_999_999)
fractions = st.one_of(
    st.fractions(-9, 9, max_denominator=999_999_999),
    st.decimals(-1000, 1000, places=3).map(Fraction),
    st.integers(1, 999_999_999).map(lambda below: Fraction(1, below)),
).filter(can_be_written)
shares_written = fractions.map(Literal)


def _numbers(leaf, numbers):
    """Sums, products and extremes over *leaf*, with factors out of *numbers*."""

    def larger(inside):
        pair = st.tuples(inside, inside)
        return st.one_of(
            pair.map(lambda two: Add(*two)),
            pair.map(lambda two: Subtract(*two)),
            st.tuples(inside, numbers).map(lambda two: Multiply(*two)),
            st.lists(inside, min_size=2, max_size=3).map(lambda parts: Least(tuple(parts))),
            st.lists(inside, min_size=2, max_size=3).map(lambda parts: Greatest(tuple(parts))),
        )

    return st.recursive(leaf, larger, max_leaves=5)


whole_leaves = st.one_of(
    whole_numbers.map(Literal),
    st.sampled_from([YearsOfAge("age"), FactValue("grade"), ParameterValue("working_age")]),
)
wholes = _numbers(whole_leaves, whole_leaves)
share_leaves = st.one_of(shares_written, st.just(ParameterValue("ratio")))
shares = _numbers(share_leaves, st.one_of(share_leaves, whole_leaves))


def money(per_months):
    """Amounts for a period."""
    named = {
        1: (ParameterValue("standard"), FactValue("share")),
        12: (ParameterValue("yearly_standard"),),
    }
    constants = st.integers(-(10**15) + 1, 10**15 - 1).map(
        lambda fen: MoneyLiteral(fen, per_months)
    )
    leaves = st.one_of(
        constants, st.sampled_from(named.get(per_months, (MoneyLiteral(0, per_months),)))
    )
    return _numbers(leaves, st.one_of(share_leaves, whole_leaves))


def _compared(values):
    return st.tuples(ORDERS, values, values).map(lambda three: Compare(*three))


@st.composite
def _words(draw):
    fact = draw(st.sampled_from(sorted(CHOICES)))
    words = draw(st.lists(st.sampled_from(CHOICES[fact]), min_size=1, unique=True))
    if draw(st.booleans()):
        return OneOf(FactValue(fact), tuple(words))
    comparison = draw(st.sampled_from([Comparison.EQUAL, Comparison.UNEQUAL]))
    return Compare(comparison, FactValue(fact), Literal(words[0]))


def _joined(sort):
    """*sort* of parts that are not of that sort themselves, as reading flattens them."""

    def build(inside):
        parts = inside.filter(lambda node: not isinstance(node, sort))
        return st.lists(parts, min_size=2, max_size=3).map(lambda nodes: sort(tuple(nodes)))

    return build


conditions = st.recursive(
    st.one_of(
        st.sampled_from([Holds("local"), Holds("destitute"), FactValue("boarder")]),
        st.sampled_from([Since("applied_on"), Before("applied_on")]),
        st.booleans().map(Literal),
        _compared(wholes),
        _compared(shares),
        st.sampled_from([1, 3, 6, 12]).flatmap(lambda months: _compared(money(months))),
        _words(),
        st.tuples(wholes, st.lists(whole_numbers, min_size=1, max_size=3, unique=True)).map(
            lambda two: OneOf(two[0], tuple(two[1]))
        ),
    ),
    lambda inside: st.one_of(inside.map(Not), _joined(And)(inside), _joined(Or)(inside)),
    max_leaves=6,
)
# Half of all formulas are conditions: one_of alone would weigh every inner alternative alike.
formulas = st.sampled_from([conditions, conditions, conditions, wholes, shares, money(1)]).flatmap(
    lambda chosen: chosen
)
