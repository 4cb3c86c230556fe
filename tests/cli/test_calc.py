"""``subsidy calc``: results to standard output, words to standard error, exit codes to the letter."""

import codecs
import hashlib
import json
import os

import pytest
from python_calamine import CalamineWorkbook

from subsidy.results import sums as sums_module

MONTHLY = """unit,unit_id,scheme,bracket,month,amount
person,P1,old_age,,2023-11,50.00
person,P1,old_age,,2023-12,50.00
person,P2,old_age,,2023-11,50.00
person,P2,old_age,,2023-12,50.00
"""


def add_row(world, row):
    """One more row of the register."""
    with (world / "register.csv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")


def test_monthly_csv_goes_to_standard_output_and_words_elsewhere(calc):
    """The machine contract; nothing else on standard output."""
    code, out, err = calc("--detail", "monthly", "--format", "csv", period="2023-11:2023-12")

    assert (0, MONTHLY) == (code, out)
    assert "3 records read: 3 calculated, 0 set aside." in err


def test_totals_are_a_table_unless_asked_otherwise(calc):
    """The same on a terminal and in a pipe."""
    code, out, _ = calc("--lang", "zh")

    assert 0 == code
    assert [
        "测试区  2023",
        "",
        "补贴项目  档次  人数  人次  金额（元）",
        "--------  ----  ----  ----  ----------",
        "高龄津贴           2    14      700.00",
        "合计               2    14      700.00",
    ] == out.splitlines()


def test_words_follow_the_locale(calc, monkeypatch):
    """LANG in Chinese, no --lang."""
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")

    assert "共读入 3 条" in calc()[2]


def test_quiet_says_nothing(calc):
    """Only the result."""
    assert "" == calc("--quiet")[2]


def test_a_row_set_aside_makes_exit_3_and_is_listed(calc, world):
    """The rest is calculated; the list says where and why."""
    add_row(world, "P4,Nobody,1940-02-31")
    code, out, err = calc("--quarantine", "aside.csv", "--format", "json")

    assert 3 == code
    assert (1, "700.00") == (json.loads(out)["quarantined"], json.loads(out)["total"])
    assert "4 records read: 3 calculated, 1 set aside." in err
    assert "birth_date" in (world / "aside.csv").read_text("utf-8")
    assert 0o600 == (world / "aside.csv").stat().st_mode & 0o777


def test_an_undetermined_person_makes_exit_3_and_is_named_in_json(calc, world):
    """Unknown is not zero."""
    add_row(world, "P4,Nobody,")
    code, out, err = calc("--format", "json")

    assert 3 == code
    assert [
        {
            "unit": "person",
            "unit_id": "P4",
            "scheme": "old_age",
            "first_month": "2023-01",
            "months": 12,
            "missing": "birth_date",
        }
    ] == json.loads(out)["undetermined"]
    assert "undetermined, Old-age allowance: 1 person, 12 person-months" in err


def test_no_word_tells_anybodys_data(calc, world):
    """Names and values of rows stay out of standard error."""
    add_row(world, "P4,Secret Canary,1940-02-31")
    words = calc("--detail", "annual")[2] + calc("--lang", "zh")[2]

    assert [] == [one for one in ("Canary", "金丝雀", "1940-02-31", "P4") if one in words]


def test_an_output_file_comes_with_a_receipt_of_its_bytes(calc, world):
    """Standard output stays empty; the format follows the file's ending."""
    code, out, err = calc("--detail", "monthly", "--out", "out.csv", period="2023-11:2023-12")
    receipt = json.loads((world / "out.csv.receipt.json").read_bytes())
    written = (world / "out.csv").read_bytes()

    assert (0, "", MONTHLY.encode()) == (code, out, written)
    assert hashlib.sha256(written).hexdigest() == receipt["output"]["sha256"]
    assert {
        "records_read": 3,
        "calculated": 3,
        "set_aside": 0,
        "undetermined": 0,
        "non_data": {},
    } == (receipt["counts"])
    assert "200.00" == receipt["control"]["amount"]
    assert [{"what": "old_age.timing", "why": "invented"}] == receipt["assumed"]
    assert "Written: out.csv" in err


@pytest.mark.parametrize("ending", ["csv", "json", "parquet", "xlsx", "txt"])
def test_the_same_question_gives_the_same_bytes(calc, world, ending):
    """No clock, no order of chance in any format."""
    files = [world / f"a.{ending}", world / "b" / f"a.{ending}"]
    (world / "b").mkdir()
    codes = [calc("--detail", "annual", "--out", file)[0] for file in files]
    receipts = [file.with_name(file.name + ".receipt.json").read_bytes() for file in files]

    assert [0, 0] == codes
    assert files[0].read_bytes() == files[1].read_bytes()
    assert receipts[0] == receipts[1]


@pytest.mark.parametrize("link", [None, "symlink", "hardlink"])
def test_the_register_is_never_written_over(calc, world, link):
    """Neither under its own name nor under another."""
    target = world / "register.csv"
    before = target.read_bytes()
    if link == "symlink":
        target = world / "out.csv"
        target.symlink_to("register.csv")
    elif link == "hardlink":
        target = world / "out.csv"
        os.link("register.csv", target)
    code, out, err = calc("--out", target)

    assert (1, "") == (code, out)
    assert "this is one of the inputs" in err
    assert before == (world / "register.csv").read_bytes()


def test_a_rule_file_is_never_written_over(calc, world):
    """The rules are inputs too."""
    before = (world / "rules" / "old_age.yaml").read_bytes()

    assert 1 == calc("--out", "rules/old_age.yaml", "--format", "table")[0]
    assert before == (world / "rules" / "old_age.yaml").read_bytes()


def test_rates_can_be_set(calc):
    """A reform in one argument."""
    code, out, _ = calc("--set", "old_age=60.00 per month", "--format", "csv")

    assert 0 == code
    assert "old_age,,2,14,840.00" in out


def test_what_was_set_stands_in_the_title_the_words_and_the_receipt(calc):
    """Nobody should take a what-if for what people are due."""
    change = ("--set", "old_age=60.00 per month")
    _, table, words = calc(*change, "--lang", "en")
    _, text, _ = calc(*change, "--format", "json")
    shown = "old_age: 50.00 per month → 60.00 per month"

    assert f"Testville  2023  [{shown}]" == table.splitlines()[0]
    assert f"changed: {shown}" in words.splitlines()
    assert [{"name": "old_age", "old": "50.00 per month", "new": "60.00 per month"}] == (
        json.loads(text)["receipt"]["changes"]
    )
    assert [] == json.loads(calc("--format", "json")[1])["receipt"]["changes"]


def test_a_workbook_lists_what_it_does_not_count(calc, world):
    """Undetermined people and rows set aside have sheets of their own, in every detail."""
    add_row(world, "P4,Nobody,")
    add_row(world, "P5,Canary,1940-02-31")
    calc("--out", "a.xlsx", "--detail", "annual", "--lang", "zh")
    book = CalamineWorkbook.from_path(world / "a.xlsx")
    aside = book.get_sheet_by_name("搁置").to_python()

    assert ["结果", "待核", "搁置", "发放表", "计算凭证"] == book.sheet_names
    assert "P4" == book.get_sheet_by_name("待核").to_python()[1][1]
    assert ["row", "column", "reason", "reason_zh", "unit"] == aside[0]
    assert [5, "birth_date"] == aside[1][:2]


def test_the_list_of_rows_set_aside_opens_in_excel_and_is_read_again(calc, world):
    """A byte order mark; once mended, the list is itself a register."""
    add_row(world, "P4,Nobody,1940-02-31")
    calc("--quarantine", "aside.csv")
    mended = (world / "aside.csv").read_bytes().replace(b"1940-02-31", b"1940-02-28")
    (world / "again.csv").write_bytes(mended)

    assert mended.startswith(codecs.BOM_UTF8)
    assert "1 calculated, 0 set aside" in calc(register="again.csv")[2]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--period", "2023-13"], 2, "write a year 2023, a month 2023-05"),
        (["--detail", "weekly"], 2, "weekly"),
        (["--set", "old_age"], 2, "NAME=VALUE"),
        (["--set", "old_agge=60.00 per month"], 1, "old_age"),
        (["--households", "h.csv"], 1, "h.csv"),
        (["--institutions", "i.csv"], 1, "i.csv"),
        (["--rules", "nowhere"], 1, "nowhere"),
        (["--out", "no/such/folder.csv"], 1, "create the folder first"),
        (["--out", "."], 1, "this is a folder"),
        (["--out", "a.csv", "--quarantine", "a.csv"], 2, "one file"),
        (["--mnth", "2"], 2, "--mnth"),
        (["--out", "a.pdf"], 2, "no format has the ending .pdf; end --out in .json, .csv"),
        (["--out", "a.xls"], 2, "no format has the ending .xls"),
        (["--out", "a.csv", "--format", "xlsx"], 2, "does not fit a file that ends in .csv"),
        (["--quarantine", "q.pdf"], 2, "--quarantine writes CSV"),
        (["--rules", "cn"], 1, "name a place that has schemes: cn/hunan/zhuzhou/shifeng"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_cure(calc, arguments, code, words):
    """Nothing on standard output, no traceback, and the code of the contract."""
    found, out, err = calc(*arguments)

    assert (code, "") == (found, out)
    assert words in err
    assert "Traceback" not in err


def test_a_missing_register_is_refused(calc):
    """Exit 1: nothing was calculated."""
    code, out, err = calc(register="nobody.csv")

    assert (1, "") == (code, out)
    assert "nobody.csv" in err


def test_refusals_speak_chinese_too(calc):
    """The language of the arguments that were refused."""
    assert "请写年份 2023" in calc("--lang", "zh", period="soon")[2]


def test_a_bug_says_so_without_a_traceback_and_publishes_nothing(calc, world, monkeypatch):
    """Control sums that differ stop the run with exit 70."""
    amounts = iter([1, 2])
    monkeypatch.setattr(sums_module, "_total", lambda _frame: next(amounts))
    code, out, err = calc("--out", "out.csv")

    assert (70, "") == (code, out)
    assert "This is a bug (ControlError)." in err
    assert "Traceback" not in err
    assert not (world / "out.csv").exists()


def test_an_interrupted_run_exits_130(calc, monkeypatch):
    """Ctrl-C."""

    def interrupted(*_arguments, **_keywords):
        raise KeyboardInterrupt

    monkeypatch.setattr("subsidy.calculation.calculate", interrupted)
    code, out, err = calc()

    assert (130, "") == (code, out)
    assert "Interrupted" in err


def test_a_payment_list_read_back_never_takes_a_sum_for_a_person(calc, world):
    """It is refused in words, or every person in it is read once and no line of sums is."""
    calc("--out", "list.xlsx", "--detail", "annual", "--for", "people")
    code, out, err = calc("--format", "json", register="list.xlsx")

    assert code in (1, 3)
    assert code == 1 or json.loads(out)["receipt"]["counts"]["calculated"] <= 2
    assert "Traceback" not in err


def test_a_list_for_people_is_asked_for_where_it_can_be_written(calc):
    """JSON and tables have no form; masks are for people."""
    assert 2 == calc("--for", "people", "--format", "json")[0]
    assert 2 == calc("--mask-ids", "--format", "csv")[0]


def test_csv_for_people_goes_to_standard_output_too(calc):
    """With its byte order mark, headings in words, names beside numbers."""
    code, out, _ = calc("--for", "people", "--format", "csv", "--detail", "annual", "--lang", "zh")

    assert 0 == code
    assert out.startswith(
        "\ufeff编号,姓名,补贴项目,档次,月数,金额（元）\r\nP1,Canary Kanarienvogel,"
    )


def test_the_receipt_names_the_list_of_rows_set_aside(calc, world):
    """Its hash is that of the file that appeared with the result."""
    add_row(world, "P4,Nobody,1940-02-31")
    calc("--out", "out.csv", "--quarantine", "aside.csv")
    receipt = json.loads((world / "out.csv.receipt.json").read_text("utf-8"))
    content = (world / "aside.csv").read_bytes()

    assert {
        "file": "aside.csv",
        "size_bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    } == receipt["set_aside_list"]


def test_funding_says_who_bears_what_and_is_no_payment_list(calc):
    """The rules name no payer: the whole is borne by nobody whom they name."""
    code, out, _ = calc("--detail", "funding", "--format", "csv", "--quiet")
    _, table, _ = calc("--detail", "funding", "--lang", "zh", "--quiet")

    assert (0, "scheme,payer,amount\nold_age,,700.00\n") == (code, out)
    assert "高龄津贴 （规则未载明） 700.00" in " ".join(table.split())
    assert 2 == calc("--detail", "funding", "--for", "people", "--format", "csv")[0]
    assert 2 == calc("--detail", "funding", "--stream", "--format", "csv")[0]


def test_a_list_for_people_lists_everybody_unless_totals_are_asked_for(calc):
    """In totals nobody could sign, and no number could be masked."""
    asked = ("--for", "people", "--format", "csv", "--lang", "zh", "--quiet")

    assert calc(*asked) == calc(*asked, "--detail", "annual")
    assert "补贴项目,档次,人数,人次,金额（元）" in calc(*asked, "--detail", "totals")[1]
    assert calc("--quiet") == calc("--quiet", "--detail", "totals")
