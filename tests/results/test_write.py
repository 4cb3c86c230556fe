"""Every format holds the same rows, and text never turns into anything else."""

import csv
import io
import json
from decimal import Decimal

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from subsidy.errors import OutputRefused
from subsidy.results import workbook as workbook_module
from subsidy.results.totals_json import totals_json
from subsidy.results.write import DETAILS, frame_of, write_frame, write_result
from tests.results.made_up_runs import (
    YEAR_2023,
    made_people,
    made_result,
    made_scheme,
    made_undetermined,
)

JANUARY = int(YEAR_2023.first)


@pytest.fixture
def result():
    """Two people, two schemes, one month that cannot be decided."""
    return made_result(
        made_people(["P2", "=1+1"]),
        made_scheme(
            "grant",
            (0, "80-89", JANUARY, JANUARY + 2, 5_000, 1),
            (1, "90-99", JANUARY, JANUARY + 1, 10_000, 1),
        ),
        made_scheme("other", undetermined=made_undetermined((0, JANUARY, JANUARY + 1, 0b10))),
    )


def written(result, detail, format_, folder) -> bytes:
    """The bytes of one view."""
    file = io.BytesIO()
    write_result(result, detail, format_, file, folder)
    return file.getvalue()


def test_monthly_csv_is_the_machine_contract(result, tmp_path):
    """Columns, text and line ends to the letter."""
    assert (
        b"unit,unit_id,scheme,bracket,month,amount\n"
        b"person,=1+1,grant,90-99,2023-01,100.00\n"
        b"person,P2,grant,80-89,2023-01,50.00\n"
        b"person,P2,grant,80-89,2023-02,50.00\n"
    ) == written(result, "monthly", "csv", tmp_path)


def test_an_empty_monthly_csv_still_has_its_heading(tmp_path):
    """A month in which nobody is paid is a valid file."""
    empty = made_result(made_people([]))

    assert b"unit,unit_id,scheme,bracket,month,amount\n" == written(
        empty, "monthly", "csv", tmp_path
    )


def test_totals_json_is_the_machine_contract(result, tmp_path):
    """Keys in order; amounts are text; people are counted once."""
    text = json.loads(written(result, "totals", "json", tmp_path))

    assert ["period", "total", "totals", "undetermined", "quarantined", "receipt"] == list(text)
    assert text == totals_json(result)
    assert ("2023", "200.00", 0) == (text["period"], text["total"], text["quarantined"])
    assert {
        "scheme": "grant",
        "bracket": "80-89",
        "units": 1,
        "unit_months": 2,
        "amount": "100.00",
    } == text["totals"][0]
    assert ["grade"] == [one["missing"] for one in text["undetermined"]]


@pytest.mark.parametrize("detail", DETAILS[1:])
def test_json_of_any_view_has_the_rows_of_the_view(result, tmp_path, detail):
    """The envelope is that of the totals."""
    text = json.loads(written(result, detail, "json", tmp_path))
    rows = frame_of(result, detail).with_columns(pl.col("amount").cast(pl.String))

    assert rows.to_dicts() == text[detail]
    assert ["period", "total", detail, "undetermined", "quarantined", "receipt"] == list(text)


@pytest.mark.parametrize("detail", DETAILS)
def test_parquet_and_csv_hold_the_view(result, tmp_path, detail):
    """Exact decimals in Parquet; the same text in CSV."""
    frame = frame_of(result, detail)
    back = pl.read_parquet(io.BytesIO(written(result, detail, "parquet", tmp_path)))
    rows = list(csv.reader(io.StringIO(written(result, detail, "csv", tmp_path).decode())))

    assert frame.equals(back)
    assert frame.schema == back.schema
    assert [frame.columns, *([str(value) for value in row] for row in frame.rows())] == rows


def test_a_workbook_keeps_text_as_text_and_amounts_as_numbers(result, tmp_path):
    """An identifier that looks like a formula stays what it is."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(written(result, "monthly", "xlsx", tmp_path)))
    rows = book.get_sheet_by_index(0).to_python()

    assert ["unit", "unit_id", "scheme", "bracket", "month", "amount"] == rows[0]
    assert ["person", "=1+1", "grant", "90-99", "2023-01", 100] == rows[1]
    assert [] == list(tmp_path.iterdir())


def test_an_amount_with_more_digits_than_excel_keeps_is_text(tmp_path):
    """Sixteen digits would lose their last."""
    file = io.BytesIO()
    amounts = pl.Series("amount", [Decimal("99999999999999.99")], pl.Decimal(38, 2))
    write_frame(pl.DataFrame([amounts]), "xlsx", file, tmp_path)
    book = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue()))
    rows = book.get_sheet_by_index(0).to_python()

    assert [["amount"], ["99999999999999.99"]] == rows


def test_more_rows_than_a_sheet_holds_are_refused(result, tmp_path, monkeypatch):
    """Nothing is cut off silently."""
    monkeypatch.setattr(workbook_module, "SHEET_ROWS", 2)
    with pytest.raises(OutputRefused, match="write csv or parquet instead"):
        written(result, "monthly", "xlsx", tmp_path)
