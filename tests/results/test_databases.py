"""Results in a database: all of a run or nothing, and never twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

import subsidy.results.databases as module
from subsidy.errors import OutputRefused
from subsidy.register.databases import connecting
from subsidy.results.databases import store_result
from tests.register.databases.conftest import run, server  # noqa: F401 - fixtures
from tests.results.made_up_runs import YEAR_2023, made_people, made_result, made_scheme

DETAILS = ["totals", "annual", "monthly", "spells"]


@pytest.fixture
def result():
    first = int(YEAR_2023.first)
    spells = [(0, "", first, first + 3, 5_005, 1), (1, "one", first + 2, first + 12, 60_010, 12)]
    return made_result(made_people(["甲", "'; --"]), made_scheme("a_scheme", *spells))


@pytest.fixture
def database(tmp_path):
    return tmp_path / "结果.db"


def rows_in(database, table="out"):
    with closing(sqlite3.connect(database)) as connection:
        return sorted(connection.execute(f"SELECT * FROM {table}"))


def as_rows(stored, frame):
    """A view as the table holds it: the number of the run first, amounts as text."""
    return sorted(
        (stored.run, *(value if isinstance(value, int) else str(value or "") for value in row))
        for row in frame.rows()
    )


@pytest.mark.parametrize("detail", DETAILS)
def test_a_table_holds_what_the_view_says(result, database, detail):
    """Every column, amounts to the fen, under the number of the run."""
    stored = store_result(result, result.receipt(), detail, f"sqlite:///{database}?table=out")

    assert as_rows(stored, getattr(result, detail)()) == sorted(rows_in(database))
    assert [(stored.run, detail, stored.rows)] == [one[:3] for one in rows_in(database, "out_runs")]


def test_a_second_run_gives_the_same_rows_not_more(result, database):
    """The number of the run comes from the receipt, not from a clock."""
    url = f"sqlite:///{database}?table=out"
    store_result(result, result.receipt(), "monthly", url)
    once = rows_in(database)
    store_result(result, result.receipt(), "monthly", url)

    assert once == rows_in(database)
    assert once


def test_another_detail_in_the_same_table_is_refused(result, database):
    """The columns differ; nothing is written."""
    url = f"sqlite:///{database}?table=out"
    store_result(result, result.receipt(), "monthly", url)
    before = rows_in(database)
    with pytest.raises(OutputRefused) as refused:
        store_result(result, result.receipt(), "annual", url)

    assert "output-table" == refused.value.problems[0].code
    assert before == rows_in(database)


def test_a_run_that_breaks_off_leaves_nothing(result, database, monkeypatch):
    """The rows and their receipt come together or not at all."""
    url = f"sqlite:///{database}?table=out"
    store_result(result, result.receipt(), "monthly", url)
    before = rows_in(database)

    def broken(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "run_number", lambda *_: "f" * 64)
    monkeypatch.setattr(module, "_note", broken)
    with pytest.raises(KeyboardInterrupt):
        store_result(result, result.receipt(), "monthly", url)

    assert before == rows_in(database)


def test_a_locked_database_is_one_message(result, database, monkeypatch):
    """Somebody else writes: said so, and nothing waits for ever."""
    monkeypatch.setattr(connecting, "_SECONDS_FOR_A_LOCK", 0)
    with closing(sqlite3.connect(database)) as other:
        other.execute("CREATE TABLE x (a)")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OutputRefused) as refused:
            store_result(result, result.receipt(), "annual", f"sqlite:///{database}?table=out")

    assert "database-busy" == refused.value.problems[0].code


@pytest.mark.parametrize("detail", DETAILS)
def test_postgresql_holds_exact_amounts_and_a_second_run_adds_nothing(result, server, run, detail):  # noqa: F811
    """numeric(20,2), quoted names, one transaction."""
    run("DROP SCHEMA IF EXISTS pay CASCADE", "CREATE SCHEMA pay")
    url = server.url('pay."Out; --"')
    stored = [store_result(result, result.receipt(), detail, url) for _ in range(2)]
    rows = run('SELECT * FROM pay."Out; --"')

    assert stored[0] == stored[1]
    assert as_rows(stored[0], getattr(result, detail)()) == as_rows_of(rows)
    assert [(stored[0].run, stored[0].rows)] == run('SELECT run, rows FROM pay."Out; --_runs"')


def as_rows_of(rows):
    return sorted(tuple(v if isinstance(v, int) else str(v) for v in row) for row in rows)


def test_a_trigger_that_drops_rows_is_noticed(result, server, run):  # noqa: F811
    """The database counts what it holds before anything is committed."""
    url = server.url("dropping")
    run("DROP TABLE IF EXISTS dropping, dropping_runs")
    store_result(result, result.receipt(), "monthly", url)
    run(
        "DELETE FROM dropping",
        "CREATE OR REPLACE FUNCTION drop_it() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER t BEFORE INSERT ON dropping FOR EACH ROW EXECUTE FUNCTION drop_it()",
    )
    with pytest.raises(OutputRefused) as refused:
        store_result(result, result.receipt(), "monthly", url)

    assert "control-count" == refused.value.problems[0].code
