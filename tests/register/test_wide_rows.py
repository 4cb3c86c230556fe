"""Households in one row, handed in without a mapping: the refusal writes the mapping."""

import pytest

from subsidy.dates import read_period
from subsidy.errors import RegisterRefused
from subsidy.register.preview import preview_register
from subsidy.register.read_map import read_map_text
from subsidy.register.readers import read_register
from subsidy.register.suggest import suggested_map
from subsidy.rulebook.shelf import load_rulebook
from tests.corpus.sheets import Sheet, xls, xlsx

MAN, WOMAN, THIRD = "430204194305200017", "430204194402290026", "430204193308150014"
PERIOD = read_period("2023")
NUMBERED = [
    ("户编号", "成员1姓名", "成员1身份证号", "成员2姓名", "成员2身份证号", "家庭人口"),
    ("H1", "测试甲", MAN, "测试乙", WOMAN, "2"),
    ("H2", "测试丙", THIRD, "", "", "1"),
]
BEHIND = [
    ("户主姓名", "户主身份证号", "家庭成员姓名1", "身份证号码1", "家庭成员姓名2", "身份证号码2"),
    ("测试甲", MAN, "测试乙", WOMAN, "测试丙", THIRD),
]
BESIDE = [
    ("姓名", "身份证号", "成员一姓名", "成员一身份证号"),
    ("测试甲", MAN, "测试乙", WOMAN),
    ("测试丙", THIRD, "", ""),
]
ROLES = [
    ("户主姓名", "户主身份证号", "配偶姓名", "配偶身份证号"),
    ("测试甲", MAN, "测试乙", WOMAN),
    ("测试丙", THIRD, "", ""),
]
GROUPS = [
    ("户编号", "家庭成员1", "", "家庭成员2", ""),
    ("", "姓名", "身份证号", "姓名", "身份证号"),
    ("H1", "测试甲", MAN, "测试乙", WOMAN),
    ("H2", "测试丙", THIRD, "", ""),
]
WIDE = {
    "numbers inside": (NUMBERED, '- {name: "成员*姓名", id_number: "成员*身份证号"}'),
    "numbers behind": (BEHIND, '- {name: "家庭成员姓名*", id_number: "身份证号码*"}'),
    "beside the row's own person": (BESIDE, "- {name: 姓名, id_number: 身份证号}"),
    "roles": (ROLES, "- {name: 配偶姓名, id_number: 配偶身份证号}"),
}


@pytest.fixture(scope="module")
def book():
    return load_rulebook("cn/hunan/zhuzhou/shifeng")


def written(folder, rows, ending=".csv"):
    path = folder / f"户{ending}"
    title = ("2023年9月低保家庭花名册",)
    if ending == ".csv":
        path.write_text("\n".join(",".join(row) for row in [title, *rows]) + "\n", "utf-8")
    else:
        make = {".xlsx": xlsx, ".xls": xls}[ending]
        path.write_bytes(make(Sheet([title, *rows], merged=[(0, 0, 0, len(rows[0]) - 1)]))())
    return path


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".xls"])
@pytest.mark.parametrize("name", WIDE)
def test_the_cure_is_the_members_of_a_mapping_file(book, tmp_path, name, ending):
    """One problem, whose cure holds the very lines in both languages."""
    rows, line = WIDE[name]
    with pytest.raises(RegisterRefused) as refusal:
        read_register(written(tmp_path, rows, ending), book, PERIOD)
    (problem,) = refusal.value.problems

    assert "members-in-columns" == problem.code
    assert line in problem.cure.en
    assert line in problem.cure.zh
    assert "--map" in problem.cure.zh


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize("name", WIDE)
def test_the_mapping_that_intake_writes_reads_everybody(book, tmp_path, name, ending):
    """Nobody is lost between the refusal and the second attempt."""
    path = written(tmp_path, WIDE[name][0], ending)
    preview = preview_register(path, book, PERIOD)
    mapping = read_map_text(suggested_map(preview, "户"), "户.yaml", book)
    people = read_register(path, book, PERIOD, mapping=mapping)

    assert {MAN, WOMAN, THIRD} == set(people.ids)
    assert () == people.set_aside


def test_a_group_over_the_columns_of_a_member_names_them(book, tmp_path):
    """家庭成员1 above 姓名 and 身份证号 is the same as 家庭成员1姓名 and 家庭成员1身份证号."""
    path = tmp_path / "户.xlsx"
    merged = [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)]
    path.write_bytes(xlsx(Sheet(GROUPS, merged=merged))())
    preview = preview_register(path, book, PERIOD)
    mapping = read_map_text(suggested_map(preview, "户"), "户.yaml", book)

    assert [MAN, WOMAN, THIRD] == list(read_register(path, book, PERIOD, mapping=mapping).ids)


def test_sheets_may_have_columns_for_different_numbers_of_members(book, tmp_path):
    """A street of small households needs no empty columns."""
    small = [NUMBERED[0][:3], ("H3", "测试丁", "43020419430520005X")]
    path = tmp_path / "户.xlsx"
    path.write_bytes(xlsx(Sheet(NUMBERED, "甲街"), Sheet(small, "乙街"))())
    members = 'roster: r\nmembers: [{name: "成员*姓名", id_number: "成员*身份证号"}]\n'
    mapping = read_map_text(members, "户.yaml", book)
    people = read_register(path, book, PERIOD, mapping=mapping)

    assert [MAN, WOMAN, THIRD, "43020419430520005X"] == list(people.ids)


def test_a_member_that_the_mapping_forgets_is_told_of(book, tmp_path):
    """Columns of a third member, where the mapping names the first and the second."""
    path = written(
        tmp_path, [(*NUMBERED[0], "成员3姓名", "成员3身份证号"), (*NUMBERED[1], "丁", THIRD)]
    )
    blocks = "".join(f"  - {{name: 成员{n}姓名, id_number: 成员{n}身份证号}}\n" for n in (1, 2))
    mapping = read_map_text(f"roster: r\nmembers:\n{blocks}", "户.yaml", book)
    with pytest.raises(RegisterRefused) as refusal:
        read_register(path, book, PERIOD, mapping=mapping)

    assert ["members-in-columns"] == [one.code for one in refusal.value.problems]


def test_remarks_on_a_spouse_are_no_second_person(book, tmp_path):
    """Beside the row's own number, a spouse's columns are read as little as before."""
    rows = [("姓名", "身份证号", "配偶姓名", "配偶身份证号"), ("测试甲", MAN, "测试乙", WOMAN)]

    assert [MAN] == list(read_register(written(tmp_path, rows), book, PERIOD).ids)
