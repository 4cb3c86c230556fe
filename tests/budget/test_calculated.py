"""What a calculation tells of several schemes together, as a result and as its JSON file."""

import io
import json
from decimal import Decimal

import polars as pl
import pytest

import subsidy
from subsidy.budget.calculated import Calculated, ResultCalculation, Source
from subsidy.budget.calculation_file import read_calculation
from subsidy.errors import BudgetRefused
from subsidy.results.write import write_result

BOTH = ("disability_living_subsidy", "disability_care_subsidy")
PEOPLE = [
    # draws both from March on (applied in March), until the certificate ends in August
    {
        "person_id": "P1", "birth_date": "1980-01-01", "disability_category": "精神", "disability_grade": 1,
        "disability_from": "2020-01-01", "disability_until": "2023-08-10", "disability_applied_on": "2023-03-05",
        "subsistence_allowance_from": "2020-01-01", "subsistence_share": "300.00",
    },
    # draws care only, all year
    {
        "person_id": "P2", "birth_date": "1980-01-01", "disability_category": "视力", "disability_grade": 2,
        "disability_from": "2020-01-01", "disability_applied_on": "2020-03-05",
    },
    # the same to November: December is the first month that is no longer paid
    {
        "person_id": "P3", "birth_date": "1980-01-01", "disability_category": "视力", "disability_grade": 2,
        "disability_from": "2020-01-01", "disability_until": "2023-11-10", "disability_applied_on": "2020-03-05",
    },
]  # fmt: skip


@pytest.fixture(scope="module")
def result():
    return subsidy.calculate("cn/hunan/zhuzhou/shifeng", PEOPLE, "2023")


@pytest.fixture
def written(result, tmp_path):
    """The calculation in one detail, written and read back."""

    def writing(detail):
        path, buffer = tmp_path / f"{detail}.json", io.BytesIO()
        write_result(result, detail, "json", buffer, None)
        path.write_bytes(buffer.getvalue())
        return read_calculation(path)

    return writing


def test_who_draws_two_schemes_of_a_line_counts_once(result):
    """P1: 6 + 6 months of 100 yuan (March to August), P2: 12, P3: 11; in December only P2 is paid."""
    calculation = ResultCalculation.of_result(result)

    assert Calculated(350_000, 3, 35, None, 1) == calculation.of(BOTH)
    assert Calculated(60_000, 1, 6, None, 0) == calculation.of(BOTH[:1])


def test_a_scheme_of_the_book_that_pays_nobody_is_zero_and_another_is_unknown(result):
    """Nobody is old: 0 fen to nobody. 低保 is in no rule here: not calculated."""
    calculation = ResultCalculation.of_result(result)

    assert Calculated(0, 0, 0, None, 0) == calculation.of(("elderly_allowance",))
    assert calculation.of(("no_such_scheme",)) is None
    assert ("no_such_scheme",) == calculation.of((*BOTH, "no_such_scheme")).left_out


def household_calculation(shares):
    """Two households, one paid 3 months and one 2; one person drawing a scheme of persons."""
    annual = pl.DataFrame(
        [
            ("household", "H1", "relief", 3, Decimal("300.00")),
            ("household", "H2", "relief", 2, Decimal("100.00")),
            ("person", "P1", "other", 1, Decimal("5.00")),
        ],
        schema={"unit": pl.String, "unit_id": pl.String, "scheme": pl.String, "months": pl.Int64, "amount": pl.Decimal(38, 2)},
        orient="row",
    )  # fmt: skip
    at_end = annual.select("unit", "unit_id", "scheme").head(1)
    schema = {"unit_id": pl.String, "scheme": pl.String, "month": pl.String}
    members = pl.DataFrame(shares, schema=schema, orient="row")
    source = Source("invented", "", "", "", "2023", 0, 0)
    names = frozenset(("relief", "other"))
    return ResultCalculation(source, names, annual, at_end, members, "2023-12")


def test_members_of_households_count_as_persons_where_their_shares_are_known():
    """H1 has P1 and P2 for three months to December, H2 has P3 for two: 8 person-months."""
    months = ("2023-10", "2023-11", "2023-12")
    shares = [(who, "relief", month) for who in ("P1", "P2") for month in months]
    shares += [("P3", "relief", month) for month in months[:2]]
    calculation = household_calculation(shares)

    assert Calculated(40_000, 3, 8, 2, 2) == calculation.of(("relief",))
    assert Calculated(40_500, 3, 9, 2, 2) == calculation.of(("relief", "other"))


def test_households_without_shares_leave_the_counts_of_persons_open():
    """Two households; how many people live there, nobody says."""

    assert Calculated(40_000, None, None, 2, None) == household_calculation([]).of(("relief",))


def test_a_monthly_file_tells_what_the_result_tells(result, written):
    """Amounts and all counts."""

    assert ResultCalculation.of_result(result).of(BOTH) == written("monthly").of(BOTH)
    assert ResultCalculation.of_result(result).source == written("monthly").source


def test_an_annual_file_leaves_the_stock_open_and_totals_the_persons_of_two_schemes(written):
    """What a file does not tell is None, not 0."""

    assert Calculated(350_000, 3, 35, None, None) == written("annual").of(BOTH)
    assert Calculated(350_000, None, 35, None, None) == written("totals").of(BOTH)
    assert Calculated(60_000, 1, 6, None, None) == written("totals").of(BOTH[:1])


def test_totals_beside_a_register_of_households_leave_the_counts_open(result, tmp_path):
    """Whether a total counts persons or households, such a file does not say."""
    buffer, path = io.BytesIO(), tmp_path / "c.json"
    write_result(result, "totals", "json", buffer, None)
    text = json.loads(buffer.getvalue())
    text["receipt"]["registers"] = [{"unit": "household", "sha256": "00"}]
    path.write_text(json.dumps(text), "utf-8")

    assert Calculated(60_000) == read_calculation(path).of(BOTH[:1])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: {**text, "total": "1.00"},
        lambda text: {**text, "total": 2400.0},
        lambda text: {key: value for key, value in text.items() if key != "receipt"},
        lambda text: {key: value for key, value in text.items() if key != "monthly"},
        lambda text: {**text, "monthly": text["monthly"][1:]},
        lambda text: [text],
    ],
)
def test_a_file_that_is_no_calculation_or_was_changed_is_refused(result, tmp_path, spoil):
    """Sums must agree with their rows; a float is no amount."""
    buffer, path = io.BytesIO(), tmp_path / "c.json"
    write_result(result, "monthly", "json", buffer, None)
    path.write_text(json.dumps(spoil(json.loads(buffer.getvalue()))), "utf-8")

    with pytest.raises(BudgetRefused) as caught:
        read_calculation(path)

    assert "calculation-file" == caught.value.problems[0].code


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    """None there, or not UTF-8."""
    (tmp_path / "gbk.json").write_bytes("金额".encode("gb18030"))

    for name in ("none.json", "gbk.json"):
        with pytest.raises(BudgetRefused):
            read_calculation(tmp_path / name)
