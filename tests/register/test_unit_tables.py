"""Registers of households and institutions come out the same from every kind of file."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import polars as pl
import pytest

from subsidy.dates import read_period
from subsidy.errors import RegisterRefused
from subsidy.register.facts import person_facts
from subsidy.register.read_map import read_map_text
from subsidy.register.readers import own_book, read_register
from subsidy.register.roster_map import NO_MAP
from subsidy.rulebook.shelf import load_rulebook
from tests.corpus.sheets import Sheet, xls, xlsx
from tests.register.unit_tables import TABLES

PERIOD = read_period("2023")


@pytest.fixture(scope="module")
def shifeng():
    return load_rulebook("cn/hunan/zhuzhou/shifeng")


def as_csv(table, path):
    lines = (",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in table.rows)
    return "".join(f"{line}\n" for line in lines)


def as_utf_8(table, path):
    (path / "r.csv").write_text(as_csv(table, path), "utf-8")
    return path / "r.csv"


def as_gb18030(table, path):
    (path / "r.csv").write_bytes(as_csv(table, path).replace("\n", "\r\n").encode("gb18030"))
    return path / "r.csv"


def as_xlsx(table, path):
    (path / "r.xlsx").write_bytes(xlsx(Sheet(table.rows))())
    return path / "r.xlsx"


def as_xls(table, path):
    (path / "r.xls").write_bytes(xls(Sheet(table.rows))())
    return path / "r.xls"


def frame(table):
    head, *rows = table.rows
    cells = [[row[n] or None for row in rows] for n in range(len(head))]
    columns = {name: pl.Series(own, dtype=pl.String) for name, own in zip(head, cells, strict=True)}
    return pl.DataFrame(columns)


def as_parquet(table, path):
    frame(table).write_parquet(path / "r.parquet")
    return path / "r.parquet"


def as_frame(table, path):
    return frame(table)


def as_rows(table, path):
    return frame(table).to_dicts()


def as_database(table, path):
    pytest.importorskip("adbc_driver_sqlite")
    own = frame(table)
    names = ", ".join(f'"{name}" TEXT' for name in own.columns)
    with closing(sqlite3.connect(path / "r.db")) as connection:
        connection.execute(f"CREATE TABLE t ({names})")
        marks = ", ".join("?" * own.width)
        connection.executemany(f"INSERT INTO t VALUES ({marks})", own.rows())
        connection.commit()
    return f"sqlite:///{path}/r.db?table=t"


FORMS = (as_utf_8, as_gb18030, as_frame, as_rows)
IN_A_CHILD = (as_xlsx, as_xls, as_parquet, as_database)  # slow to open: one of them for each table
CASES = [
    (table, form)
    for number, table in enumerate(TABLES)
    for form in (*FORMS, IN_A_CHILD[number % len(IN_A_CHILD)])
]


def shown(people, book, names):
    told = {}
    for row, key in enumerate(people.ids):
        unit = key.partition("\t")[0]
        facts = person_facts(people, book, row)
        wanted = names.get(unit, {})
        told[unit] = {n: None if facts.get(n) is None else str(facts[n]) for n in wanted}
    return {unit: facts for unit, facts in told.items() if unit in names}


@pytest.mark.parametrize(
    ("table", "form"), CASES, ids=lambda one: getattr(one, "name", getattr(one, "__name__", ""))
)
def test_a_register_of_units_comes_out_as_written(table, form, shifeng, tmp_path):
    """Units, rows set aside, rows that are no units, facts, or the refusal: exactly."""
    mapping = read_map_text(table.roster_map, "m.yaml", shifeng) if table.roster_map else NO_MAP
    source = form(table, tmp_path)

    def read():
        return read_register(
            source, shifeng, PERIOD, unit=table.unit, mapping=mapping.of_unit(table.unit)
        )

    if table.refused:
        with pytest.raises(RegisterRefused) as refused:
            read()
        lacks_headings = form in (as_xlsx, as_xls) and table.refused == "missing-column"
        code = "no-heading-row" if lacks_headings else table.refused  # none is found among the rows
        assert {code} == {problem.code for problem in refused.value.problems}
        return
    people = read()
    rows_aside = len({one.row for one in people.set_aside})

    assert table.ids == tuple(sorted(key.partition("\t")[0] for key in people.ids))
    assert table.aside == tuple(sorted(one.code for one in people.set_aside))
    assert table.apart == len(people.apart)
    assert table.facts == shown(people, own_book(shifeng, table.unit, source), table.facts)
    assert people.records_read == len(people) + rows_aside + len(people.apart)
    assert people.unit == table.unit


def test_the_tables_are_many_and_their_names_differ():
    """Fifty at least, each in five of eight forms."""
    assert len({table.name for table in TABLES}) == len(TABLES) >= 50
