"""Files for people: everything that a bureau's form has, and nothing that runs."""

import csv
import io
import re
import zipfile
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

import subsidy
from subsidy.errors import OutputRefused
from subsidy.report.payment_rows import Asked
from subsidy.report.totals_table import render_totals
from subsidy.report.workbooks import (
    write_csv_for_people,
    write_full_workbook,
    write_workbook_for_people,
)
from subsidy.results import workbook as workbook_module
from tests.cli.conftest import PLACE, SCHEME

FACTS = """
facts:
  person_id: {type: key, name: {zh: 编号, en: person number}}
  name: {type: text, name: {zh: 姓名, en: name}}
  payee: {type: text, name: {zh: 领款人, en: payee}}
  id_number:
    type: resident_id
    name: {zh: 身份证号码, en: identity number}
    gives: {birth_date: birth_date}
  region: {type: text, name: {zh: 乡镇, en: town}}
  birth_date: {type: date, name: {zh: 出生日期, en: birth date}, missing: unknown}
  death_date: {type: date, name: {zh: 死亡日期, en: death date}, missing: never}
  age: {type: age, name: {zh: 年龄, en: age}, of: birth_date, highest: 118}
  alive: {type: status, name: {zh: 在世, en: alive}, from: birth_date, until: death_date}
"""
ID_NUMBER = "430204193308150014"
MASKED = "430204***********4"
PEOPLE = [
    {"person_id": "007", "name": "=HYPERLINK(A1)", "payee": "@x", "id_number": ID_NUMBER,
     "region": "乙镇", "birth_date": None, "death_date": None},
    {"person_id": "P2", "name": "甲", "payee": None, "id_number": None,
     "region": "甲镇", "birth_date": "1940-01-01", "death_date": "2023-03-05"},
    {"person_id": "P3", "name": "乙", "payee": None, "id_number": None,
     "region": "甲镇", "birth_date": "1943-11-20", "death_date": None},
    {"person_id": "P4", "name": "丙", "payee": None, "id_number": None,
     "region": None, "birth_date": "1920-01-01", "death_date": None},
    {"person_id": "P5", "name": "丁", "payee": None, "id_number": None,
     "region": None, "birth_date": None, "death_date": None},
    {"person_id": "P6", "name": "戊", "payee": None, "id_number": None,
     "region": None, "birth_date": "1943-02-31", "death_date": None},
]  # fmt: skip


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """Four people are paid, one is undetermined, one set aside."""
    rules = tmp_path_factory.mktemp("rules")
    for name, text in (("place", PLACE), ("facts", FACTS), ("old_age", SCHEME)):
        (rules / f"{name}.yaml").write_text(text, "utf-8")
    return subsidy.calculate(rules, PEOPLE, "2023")


def form(result, tmp_path, *, detail="annual", language="zh", mask=False) -> bytes:
    """The workbook for people."""
    file = io.BytesIO()
    write_workbook_for_people(result, Asked(detail, language, mask), file, tmp_path)
    return file.getvalue()


def rows(content, sheet):
    """The cells of one sheet."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def parts(content) -> dict[str, str]:
    """The XML inside."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_the_payment_list_is_a_bureaus_form(result, tmp_path):
    """Title, period, headings, rows by region with subtotals, total, signatures."""
    allowance = "高龄津贴"

    assert [
        ["测试区2023年高龄津贴发放花名册", *[""] * 9],
        ["制表单位：____________    所属期间：2023年    金额单位：元", *[""] * 9],
        ["序号", "编号", "姓名", "领款人", "身份证号码", "乡镇", "补贴项目", "档次", "月数", "金额（元）"],
        [1, "007", "=HYPERLINK(A1)", "@x", ID_NUMBER, "乙镇", allowance, "", 12, 600],
        ["小计", "", "", "", "", "乙镇", "1 人", "", 12, 600],
        [2, "P2", "甲", "", "", "甲镇", allowance, "", 3, 150],
        [3, "P3", "乙", "", "", "甲镇", allowance, "", 2, 100],
        ["小计", "", "", "", "", "甲镇", "2 人", "", 5, 250],
        [4, "P4", "丙", "", "", "", allowance, "", 12, 600],
        ["小计", "", "", "", "", "未填", "1 人", "", 12, 600],
        ["合计", "", "", "", "", "", "4 人", "", 29, 1450],
        [""] * 10,
        ["制表人：____________    审核人：____________    日期：____________", *[""] * 9],
    ] == [row[:10] for row in rows(form(result, tmp_path), "发放表")]  # fmt: skip


def test_every_row_has_room_to_sign(result, tmp_path):
    """The last column is empty but for its heading."""
    last = [row[-1] for row in rows(form(result, tmp_path), "发放表")]

    assert ["签领"] == [cell for cell in last if cell]


def test_totals_by_month_and_english_have_forms_of_their_own(result, tmp_path):
    """A summary has no one to sign each row; a monthly list names the month."""
    summary = rows(form(result, tmp_path, detail="totals", language="en"), "payment list")
    monthly = rows(form(result, tmp_path, detail="monthly", language="en"), "payment list")

    assert ["Testville: summary of Old-age allowance, 2023"] == [c for c in summary[0] if c]
    assert [1, "Old-age allowance", "", 4, 29, 1450] == summary[3]
    assert ["total", "", "", 4, 29, 1450] == summary[4]
    assert [1, "007", "=HYPERLINK(A1)", "@x", ID_NUMBER, "乙镇", "Old-age allowance", "",
            "2023-01", 50, ""] == monthly[3]  # fmt: skip
    assert 1450 == next(row for row in monthly if row[0] == "total")[9]


def test_what_the_list_leaves_out_and_what_it_rests_on_has_sheets(result, tmp_path):
    """Undetermined by person and missing fact, set aside by row and reason, and the receipt."""
    content = form(result, tmp_path)
    receipt = dict(row[:2] for row in rows(content, "计算凭证"))

    assert [["P5", "高龄津贴", "2023-01", 12, "出生日期"]] == rows(content, "待核")[1:]
    assert ["birth_date"] == [row[3] for row in rows(content, "搁置")[1:]]
    assert ("6", "5", "1", "1450.00") == tuple(
        receipt[name] for name in ("读入条数", "已计算", "搁置", "金额（元）")
    )


def test_only_sums_are_formulas_and_their_values_stand_beside_them(result, tmp_path):
    """Fails if a text of the register becomes a formula or a link."""
    xml = parts(form(result, tmp_path))
    formulas = re.findall(r"<f>(.*?)</f><v>(.*?)</v>", "".join(xml.values()))

    assert [
        ("SUBTOTAL(9,I4)", "12"), ("SUBTOTAL(9,J4)", "600.00"),
        ("SUBTOTAL(9,I6:I7)", "5"), ("SUBTOTAL(9,J6:J7)", "250.00"),
        ("SUBTOTAL(9,I9)", "12"), ("SUBTOTAL(9,J9)", "600.00"),
        ("SUBTOTAL(9,I4:I10)", "29"), ("SUBTOTAL(9,J4:J10)", "1450.00"),
    ] == formulas  # fmt: skip
    assert len(formulas) == "".join(xml.values()).count("<f>")
    assert "<hyperlink" not in "".join(xml.values())


def test_the_form_is_set_up_for_printing(result, tmp_path):
    """A4 across, headings on every page, page numbers, headings frozen, opened on the list."""
    xml = parts(form(result, tmp_path))
    sheet, book = xml["xl/worksheets/sheet1.xml"], xml["xl/workbook.xml"]

    assert 'paperSize="9" fitToHeight="0" orientation="landscape"' in sheet
    assert "第 &amp;P 页，共 &amp;N 页" in sheet
    assert 'ySplit="3"' in sheet
    assert "_xlnm.Print_Titles" in book
    assert "$1:$3" in book


def test_columns_are_as_wide_as_their_chinese_text(result, tmp_path):
    """A Chinese sign takes two columns of a screen: 高龄津贴 takes eight, an identity number 18."""
    widths = re.findall(r'<col min="(\d+)" max="\d+" width="([\d.]+)"',
                        parts(form(result, tmp_path))["xl/worksheets/sheet1.xml"])  # fmt: skip
    known = {int(first): round(float(width)) for first, width in widths}

    assert (21, 11) == (known[5], known[7])


def test_identity_numbers_can_be_masked(result, tmp_path):
    """In no part of the file does the whole number stand."""
    content = form(result, tmp_path, mask=True)

    assert ID_NUMBER not in "".join(parts(content).values())
    assert MASKED == rows(content, "发放表")[3][4]


def test_a_register_known_by_identity_numbers_is_masked_everywhere(tmp_path, result):
    """There the number is the identifier itself, in every sheet."""
    people = [{"id_number": ID_NUMBER, "name": "甲", "death_date": None}]
    one = subsidy.calculate(result.book, people, "2023")
    content = form(one, tmp_path, mask=True)

    assert ID_NUMBER not in "".join(parts(content).values())
    assert [1, MASKED, "甲"] == rows(content, "发放表")[3][:3]


GUARDIAN = "430204197001015000"
CERTIFIED = (
    FACTS
    + """
  payee_number: {type: text, name: {zh: 领款人身份证号码, en: number of the payee}}
  account: {type: text, name: {zh: 银行账号, en: account}}
  certificate:
    type: disability_certificate
    name: {zh: 残疾人证号, en: certificate}
    gives: {id_number: id_number}
"""
)


def test_no_column_of_a_masked_list_tells_an_identity_number(tmp_path):
    """Nor the certificate that begins with it, nor the payee's, nor a household's or a remark."""
    for name, text in (("place", PLACE), ("facts", CERTIFIED), ("old_age", SCHEME)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    people = [
        {"person_id": GUARDIAN, "name": f"甲（{GUARDIAN}）", "id_number": ID_NUMBER,
         "certificate": ID_NUMBER + "21", "payee_number": "430204197099995000",
         "account": "6223000000000000001", "death_date": None},
    ]  # fmt: skip
    one = subsidy.calculate(subsidy.load_rulebook(tmp_path), people, "2023")
    content = form(one, tmp_path, mask=True)
    found = "".join(parts(content).values())
    file = io.BytesIO()
    write_csv_for_people(one, Asked("annual", "zh", mask=True), file)

    for text in (found, file.getvalue().decode("utf-8-sig")):
        assert not [n for n in (ID_NUMBER, GUARDIAN, "430204197099995000") if n in text]
        assert "6223000000000000001" in text


def test_a_full_workbook_has_the_sheets_for_programs_first(result, tmp_path):
    """Programs find what they always found; people see the list when they open it."""
    file = io.BytesIO()
    write_full_workbook(result, "annual", file, tmp_path, "en")
    book = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue()))

    assert ["results", "undetermined", "set aside", "payment list", "receipt"] == book.sheet_names
    assert ["unit", "unit_id", "scheme", "months", "amount"] == book.get_sheet_by_index(
        0
    ).to_python()[0]
    assert 'activeTab="3"' in parts(file.getvalue())["xl/workbook.xml"]


def test_a_list_longer_than_a_sheet_is_refused(result, tmp_path, monkeypatch):
    """Rows, subtotals, title and signatures are counted; nothing is cut."""
    monkeypatch.setattr(workbook_module, "SHEET_ROWS", 12)
    with pytest.raises(OutputRefused, match="write csv or parquet instead"):
        form(result, tmp_path)


def test_a_text_longer_than_a_cell_is_refused(result, tmp_path):
    """The library would cut it silently."""
    people = [{**PEOPLE[1], "name": "长" * 32_768}]
    with pytest.raises(OutputRefused, match="a cell holds 32767 characters"):
        form(subsidy.calculate(result.book, people, "2023"), tmp_path)


def test_an_amount_with_more_digits_than_excel_keeps_is_summed_as_text(tmp_path):
    """A formula over it would be wrong in the last digits."""
    from tests.results.made_up_runs import YEAR_2023, made_people, made_result, made_scheme

    january = int(YEAR_2023.first)
    huge = made_scheme("grant", (0, "", january, january + 1, 10**15, 1),
                       (1, "", january, january + 1, 10**15, 1))  # fmt: skip
    content = form(made_result(made_people(["a", "b"]), huge), tmp_path)

    assert "20000000000000.00" == rows(content, "发放表")[5][-2]


def test_a_person_of_two_schemes_has_a_row_for_each_and_counts_once(tmp_path):
    """The total counts people, not rows."""
    from tests.results.made_up_runs import YEAR_2023, made_people, made_result, made_scheme

    january = int(YEAR_2023.first)
    spell = (0, "", january, january + 1, 5_000, 1)
    both = made_result(made_people(["a"]), made_scheme("x", spell), made_scheme("y", spell))
    listed = rows(form(both, tmp_path), "发放表")

    assert ["x", "y", "1 人"] == [row[2] for row in listed[3:6]]
    assert 100 == listed[5][-2]


def test_nobody_paid_is_a_form_without_rows(tmp_path):
    """An empty list can be signed too."""
    from tests.results.made_up_runs import made_people, made_result

    listed = rows(form(made_result(made_people([])), tmp_path), "发放表")

    assert ["合计", "", "0 人"] == listed[3][:3]


def test_csv_for_people_opens_safely_and_keeps_every_digit(result):
    """A byte order mark, CRLF; what would run or lose digits stands behind an apostrophe."""
    file = io.BytesIO()
    write_csv_for_people(result, Asked("annual", "zh"), file)
    text = file.getvalue().decode("utf-8-sig")
    listed = list(csv.reader(io.StringIO(text, newline="")))

    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    assert text.count("\n") == text.count("\r\n") == 5
    assert [
        "编号",
        "姓名",
        "领款人",
        "身份证号码",
        "乡镇",
        "补贴项目",
        "档次",
        "月数",
        "金额（元）",
    ] == listed[0]
    assert ["'007", "'=HYPERLINK(A1)", "'@x", f"'{ID_NUMBER}", "乙镇", "高龄津贴", "", "12",
            "600.00"] == listed[1]  # fmt: skip


def test_csv_for_people_adds_up_to_the_result(result):
    """The same amounts as every other view."""
    file = io.BytesIO()
    write_csv_for_people(result, Asked("monthly", "en"), file)
    listed = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"))))[1:]

    assert result.totals(())["amount"][0] == sum(Decimal(row[-1]) for row in listed)


HOMES = [{"household_id": home, "subsistence_approved_on": "2022-01-01",
          "income_per_month": "0"} for home in ("H1", "H2")]  # fmt: skip
MEMBERS = [
    {"id_number": ID_NUMBER, "name": "甲", "household_id": "H1", "region": "乙镇"},
    {"id_number": "43020419800202304X", "name": "乙", "household_id": "H2", "region": "乙镇"},
]


def of_shifeng(people, **registers):
    return subsidy.calculate("cn/hunan/zhuzhou/shifeng", people, "2023-09", **registers)


def csv_lines(result, *, mask=False):
    file = io.BytesIO()
    write_csv_for_people(result, Asked("annual", "zh", mask=mask), file)
    return list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"))))


def test_a_list_of_households_is_one_of_households(tmp_path):
    """By household number, without the columns of persons; households are counted, no people."""
    young = [{"person_id": home, "birth_date": "1980-01-01", "household_id": home, "name": "甲",
              "region": "乙镇"} for home in ("H1", "H2")]  # fmt: skip
    homes = of_shifeng(young, households=HOMES)
    listed = rows(form(homes, tmp_path), "发放表")

    assert ["户编号", "补贴项目", "档次", "月数", "金额（元）"] == csv_lines(homes)[0]
    assert ["H1", "H2"] == [line[0] for line in csv_lines(homes, mask=True)[1:]]
    assert ["合计", "", "2 户"] == listed[5][:3]


def test_a_list_of_several_units_says_of_each_what_it_is(tmp_path):
    """Numbers stand under a heading that is right for all; what is counted are units."""
    mixed = of_shifeng(MEMBERS, households=HOMES)
    lines = csv_lines(mixed)

    assert ["对象", "编号", "姓名"] == lines[0][:3]
    assert {("户", "H1", ""), ("个人", "'" + ID_NUMBER, "甲")} <= {tuple(one[:3]) for one in lines}
    assert "3 个对象" in rows(form(mixed, tmp_path), "发放表")[-3]
    assert ID_NUMBER not in str(csv_lines(mixed, mask=True))


def test_institutions_are_listed_with_what_their_register_says_of_them(tmp_path):
    """Their names; what the register of persons carries does not concern them."""
    book = subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng")
    book = book.reform({"liability_insurance_rate": "120.00 per year"})
    homes = [{"机构编号": "I1", "机构名称": "示例养老院", "月份": "2023-09", "投保床位数": 10}]
    person = {"person_id": "P1", "birth_date": "1980-01-01", "name": "甲"}
    paid = subsidy.calculate(book, [person], "2023-09", institutions=homes)

    assert ["机构编号", "机构名称", "补贴项目"] == csv_lines(paid)[0][:3]
    assert ["I1", "示例养老院"] == csv_lines(paid)[1][:2]
    assert "1 个机构" in rows(form(paid, tmp_path), "发放表")[-3]


def test_months_and_brackets_follow_each_other():
    """Whoever turns 100 in December has eleven months of the lower bracket first."""
    person = {"person_id": "P1", "birth_date": "1923-12-01"}
    year = subsidy.calculate("cn/hunan/zhuzhou/shifeng", [person], "2023")
    file = io.BytesIO()
    write_csv_for_people(year, Asked("monthly", "zh"), file)
    months = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"))))[1:]

    assert "90-99、100+" == csv_lines(year)[1][2]
    assert [f"2023-{month:02d}" for month in range(1, 13)] == [line[3] for line in months]
    assert "100+" == months[-1][2]


def test_every_sheet_is_set_up_for_printing(result, tmp_path):
    """What is undetermined, what was set aside and the receipt are filed with the list."""
    xml = parts(form(result, tmp_path))
    sheets = [text for name, text in xml.items() if name.startswith("xl/worksheets/sheet")]

    assert 4 == len(sheets)
    for sheet in sheets:
        assert 'paperSize="9" fitToHeight="0" orientation="landscape"' in sheet
        assert "第 &amp;P 页，共 &amp;N 页" in sheet


def test_a_long_reason_has_the_lines_that_it_takes(result, tmp_path):
    """A row of one line would hide the rest of the text on paper."""
    sheet = parts(form(result, tmp_path))["xl/worksheets/sheet3.xml"]

    (height,) = re.findall(r'<row r="2"[^>]* ht="([0-9.]+)"', sheet)
    assert float(height) >= 2 * 15


def test_the_receipt_says_in_chinese_what_is_assumed_and_what_was_not_calculated(tmp_path):
    """By the labels of the rules; the counts of records add up."""
    told = [tuple(row) for row in rows(form(of_shifeng(MEMBERS), tmp_path), "计算凭证")]

    assert ("未计算", "最低生活保障金：没有提供家庭名册（--households）") in told
    assert ("假定", "孤儿助学金·发放时点：9 月、3 月各发一半，报告只列年标准") in told
    assert ("假定", "低保标准，自 2023-01 起：报告只列一个标准，按全年执行") in told
    assert (
        "假定",
        "高龄及百岁老人补贴、特困人员基本生活供养：叠加关系无公开的本地规定，按叠加发放",
    ) in told
    assert "0" == dict(told)["非人员"]


def test_the_receipt_keeps_the_names_of_rules_in_english(result, tmp_path):
    """As rule files have them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(english_form(tmp_path)))
    told = [tuple(row) for row in book.get_sheet_by_name("receipt").to_python()]

    why = "subsistence_allowance: no register of households is given (--households)"
    assert ("not calculated", why) in told
    assert "education_grant.timing: half in September" in str(told)


def english_form(folder):
    file = io.BytesIO()
    write_workbook_for_people(of_shifeng(MEMBERS), Asked("annual", "en"), file, folder)
    return file.getvalue()


def test_totals_are_headed_by_whom_they_count(tmp_path):
    """1,824 households are no 人数."""
    young = [{"person_id": "P1", "birth_date": "1980-01-01", "household_id": "H1"}]
    of = {
        "户数": of_shifeng(young, households=HOMES[:1]),
        "人（户）数": of_shifeng(MEMBERS, households=HOMES),
        "人数": of_shifeng(MEMBERS),
    }
    for heading, result in of.items():
        file = io.BytesIO()
        write_csv_for_people(result, Asked("totals", "zh"), file)

        assert f"补贴项目,档次,{heading},人次,金额（元）" in file.getvalue().decode()
        assert f"  {heading}  " in render_totals(result, "zh")


def test_a_list_of_households_names_the_householder_where_the_register_does():
    """A number alone tells a clerk of nobody who could sign."""
    young = [{"person_id": "P1", "birth_date": "1980-01-01", "household_id": "H1"}]
    homes = [{**HOMES[0], "户主": "丙", "银行账号": "6223000000000000001"}]
    lines = csv_lines(of_shifeng(young, households=homes))

    assert ["户编号", "户主姓名", "家庭收款账号"] == lines[0][:3]
    assert ["H1", "丙", "'6223000000000000001"] == lines[1][:3]
