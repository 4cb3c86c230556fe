"""``subsidy intake``: the dry run of a roster, and the files that come of it."""

from __future__ import annotations

import pytest

from subsidy.cli.main import run_command

RULES = ["--rules", "cn/hunan/zhuzhou/shifeng", "--lang", "en"]
MAN, WOMAN = "430204194305200017", "430204194402290026"
TEXT = (
    "2023年9月花名册,,,\n编号,老人姓名,证件,备考\n"
    f"a,测试甲,{MAN},x\nb,测试乙,{WOMAN[:-1]}5,y\n合计,,,2\n"
)


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_dry_run_shows_what_is_read_guessed_and_missing(roster, capsys):
    """A register that lacks a needed column is refused, but its columns are shown first."""
    ended = run_command(["intake", str(roster), *RULES])
    shown = capsys.readouterr()

    assert 1 == ended
    assert "headings on line 2, 1 title rows above" in shown.out
    assert "guess, not read  id_number" in shown.out
    assert "columns are missing: birth_date" in shown.err


def test_a_suggested_map_can_be_mended_and_used(roster, tmp_path, capsys):
    """The guess stands in the file as a remark; taken up, the register is read."""
    target = tmp_path / "roster.yaml"
    run_command(["intake", str(roster), *RULES, "--write-map", str(target)])
    text = target.read_text("utf-8").replace("  # 证件: id_number", "  证件: id_number")
    target.write_text(text.replace("  - 证件\n", ""), encoding="utf-8")
    ended = run_command(["intake", str(roster), *RULES, "--map", str(target)])
    shown = capsys.readouterr().out

    assert 3 == ended
    assert "3 records read: 1 can be calculated, 1 set aside, 1 are no people." in shown
    assert "row 4, 证件: the check digit" in shown
    assert "测试甲" in shown  # the first rows, for the eyes of whoever asks


def test_words_without_days_are_asked_about_in_the_map_that_is_written(tmp_path, capsys):
    """A day has to be said; once it is, or a column of it, the register is read."""
    roster, target = tmp_path / "r.csv", tmp_path / "m.yaml"
    head = "人员编号,姓名,身份证号码,救助类别,认定时间\n"
    roster.write_text(f"{head}a,测试甲,{MAN},低保,2023-02\n", encoding="utf-8")
    refused = run_command(["intake", str(roster), *RULES, "--write-map", str(target)])
    text = target.read_text("utf-8")
    unsaid = run_command(["intake", str(roster), *RULES, "--map", str(target)])
    target.write_text(text.replace("_from: YYYY-MM-DD", "_from: {column: 认定时间}"), "utf-8")
    read = run_command(["intake", str(roster), *RULES, "--map", str(target)])
    shown = capsys.readouterr()

    assert (1, 1, 0) == (refused, unsaid, read)
    assert "    低保: {subsistence_allowance_from: YYYY-MM-DD}\n" in text
    assert text.count("救助类别") == 1
    assert "YYYY-MM-DD is no value of subsistence_allowance_from" in shown.err
    assert "subsistence_allowance_f…  2023-02-01" in shown.out


def test_personal_data_stand_in_no_file_and_no_word_but_those_asked_for(roster, tmp_path, capsys):
    """The suggested map and standard error hold no cell of a person."""
    target = tmp_path / "roster.yaml"
    run_command(["intake", str(roster), *RULES, "--write-map", str(target)])

    assert "测试" not in target.read_text("utf-8") + capsys.readouterr().err


def test_a_wrong_map_is_refused_at_its_line_and_column(roster, tmp_path, capsys):
    """All problems at once, with a suggestion."""
    target = tmp_path / "roster.yaml"
    target.write_text(
        "roster: r\ncolums: {x: name}\ncolumns: {证件: id_nummer}\n", encoding="utf-8"
    )
    ended = run_command(["calc", str(roster), *RULES, "--period", "2023", "--map", str(target)])
    said = capsys.readouterr().err

    assert 1 == ended
    assert "roster.yaml:2:1" in said
    assert "did you mean columns?" in said
    assert "roster.yaml:3:15" in said
    assert "did you mean id_number?" in said


def test_the_option_goes_before_the_mapping_file(tmp_path, capsys):
    """``--separator`` is said for this one file."""
    path, target = tmp_path / "r.csv", tmp_path / "r.yaml"
    path.write_text(f"人员编号;身份证号码\na;{MAN}\n", encoding="utf-8")
    target.write_text("roster: r\nfile: {separator: tab}\n", encoding="utf-8")
    arguments = ["intake", str(path), *RULES, "--map", str(target)]

    assert 1 == run_command(arguments)
    assert "add --separator semicolon" in capsys.readouterr().err
    assert 0 == run_command([*arguments, "--separator", "semicolon"])


def test_the_first_people_are_shown_as_a_clerk_writes_them(tmp_path, capsys):
    """Yuan as yuan, never fen; in Chinese the facts by their labels and words in Chinese."""
    path = tmp_path / "户.csv"
    path.write_text("户编号,家庭月收入,低保确认日期\nD1,500,2022-03-10\n", encoding="utf-8")
    households = ["intake", str(path), *RULES[:2], "--unit", "household"]
    run_command([*households, "--lang", "en"])
    english = capsys.readouterr().out
    run_command([*households, "--lang", "zh"])
    chinese = capsys.readouterr().out

    for shown, money in ((english, "500.00 per month"), (chinese, "500.00 元/月")):
        assert money in shown
        assert "50000" not in shown
    assert "家庭月收入    income_per_month" in chinese
    assert "没有这些列：户主姓名、家庭收款账号、家庭低保终止日期\n" in chinese


def test_a_dry_run_in_chinese_is_chinese(roster, capsys):
    """Rows, kinds and reasons are told as Chinese tells them."""
    target = roster.with_name("r.csv")
    target.write_text(TEXT.replace("证件", "身份证号").replace("备考", "性别")
                      .replace(",x", ",男").replace(",y", ",女"), encoding="utf-8")  # fmt: skip
    run_command(["intake", str(target), *RULES[:2], "--lang", "zh"])
    shown = capsys.readouterr().out

    assert "标题在第 2 行，其上 1 行为表头" in shown
    assert "性别        男" in shown
    assert "  第 5 行：合计行\n" in shown
    assert "  第 4 行，身份证号：身份证号码校验位不符" in shown


def test_a_number_of_people_below_nought_is_wrong_usage(roster):
    """Nobody can be shown minus three people."""
    assert 2 == run_command(["intake", str(roster), *RULES, "--rows", "-3"])


def test_rows_by_month_are_shown_by_institution_and_month(tmp_path, capsys):
    """The mark by which a row is known inside is nobody's business."""
    path = tmp_path / "机构.csv"
    path.write_text("机构编号,月份,床位数\nI1,2023-02,7\n", encoding="utf-8")
    run_command(["intake", str(path), *RULES[:2], "--unit", "institution", "--lang", "zh"])
    shown = capsys.readouterr().out

    assert "机构编号  I1\n" in shown
    assert "月份      2023-02\n" in shown
