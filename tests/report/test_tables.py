"""Tables stay aligned whatever stands in them."""

from subsidy.report.language import display_width
from subsidy.report.tables import align, one_line, shorten


def test_columns_are_aligned_by_what_characters_take_on_a_screen():
    """Chinese and English cells end in the same column."""
    lines = align(["项目", "amount"], [["高龄津贴", "9.00"], ["x", "100.00"]], frozenset({1}))

    assert ["项目      amount", "--------  ------", "高龄津贴    9.00", "x         100.00"] == lines
    assert {16} == {display_width(line) for line in lines}


def test_no_value_can_disturb_the_screen():
    """Line ends and escapes of a cell become spaces."""
    assert "a b [31m" == one_line("a\nb\x1b[31m")


def test_long_cells_are_cut_to_their_width():
    """The ellipsis counts."""
    assert "高龄…" == shorten("高龄津贴", 6)
    assert "abc" == shorten("abc", 3)
