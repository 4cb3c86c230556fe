"""Which language is spoken, and how wide its characters stand."""

import pytest

from subsidy.report.language import choose_language, display_width, pad_left, pad_right


@pytest.mark.parametrize(
    ("asked", "environment", "expected"),
    [
        ("en", {"LANG": "zh_CN.UTF-8"}, "en"),
        ("zh", {}, "zh"),
        (None, {}, "en"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LC_ALL": "", "LANG": "zh_CN"}, "zh"),
    ],
)
def test_the_language_is_that_asked_for_else_that_of_the_locale(asked, environment, expected):
    """LC_ALL goes before LANG; an empty one is none."""
    assert expected == choose_language(asked, environment)


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("人数", 4), ("（元）", 6), ("e\u0301", 1), ("𠮷", 2)]
)
def test_chinese_characters_take_two_columns(text, columns):
    """A combining accent takes none; a rare name takes two."""
    assert columns == display_width(text)
    assert 8 == display_width(pad_left(text, 8)) == display_width(pad_right(text, 8))
