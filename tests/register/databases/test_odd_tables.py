"""Odd tables of both databases: each comes out exactly as written beside it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from urllib.parse import quote

import pytest

from subsidy.dates import read_period
from subsidy.errors import RegisterRefused
from subsidy.register.facts import person_facts
from subsidy.register.readers import read_register
from subsidy.rulebook.shelf import load_rulebook
from tests.register.databases.odd import BOTH, POSTGRES, SQLITE

PERIOD = read_period("2023")
OF_SQLITE, OF_POSTGRES = (*BOTH, *SQLITE), (*BOTH, *POSTGRES)


@pytest.fixture(scope="module")
def shifeng():
    return load_rulebook("cn/hunan/zhuzhou/shifeng")


def told(people, book, name):
    facts = [person_facts(people, book, row)[name] for row in range(len(people))]
    return tuple(None if value is None else str(value) for value in facts)


def demand(odd, url, book):
    if odd.refused:
        with pytest.raises(RegisterRefused) as refused:
            read_register(url, book, PERIOD)
        assert [odd.refused] == [problem.code for problem in refused.value.problems]
        assert "43020419" not in str(refused.value)
        return
    people = read_register(url, book, PERIOD)
    rows_aside = len({one.row for one in people.set_aside})

    assert odd.ids == tuple(people.ids)
    assert odd.aside == tuple(sorted(one.code for one in people.set_aside))
    assert odd.apart == len(people.apart)
    assert odd.facts == {name: told(people, book, name) for name in odd.facts}
    assert people.records_read == len(people) + rows_aside + len(people.apart)


@pytest.mark.parametrize("odd", OF_SQLITE, ids=lambda odd: odd.name)
def test_an_odd_table_of_sqlite(odd, shifeng, tmp_path):
    """People, rows set aside, rows that are no people, or the refusal."""
    pytest.importorskip("adbc_driver_sqlite")
    with closing(sqlite3.connect(tmp_path / "r.db")) as connection:
        for statement in odd.statements:
            connection.execute(statement)
        connection.commit()

    demand(odd, f"sqlite:///{tmp_path}/r.db?table={quote(odd.table)}", shifeng)


@pytest.mark.parametrize("odd", OF_POSTGRES, ids=lambda odd: odd.name)
def test_an_odd_table_of_postgresql(odd, shifeng, run, server):
    """The same on a server of our own, where the machine has one."""
    run(
        "DROP SCHEMA IF EXISTS odd_other CASCADE",
        "DROP SCHEMA public CASCADE",
        "CREATE SCHEMA public",
        *odd.statements,
    )

    demand(odd, server.url(quote(odd.table)), shifeng)


def test_the_tables_are_many_and_their_names_differ():
    """Thirty of each database at least."""
    for tables in (OF_SQLITE, OF_POSTGRES):
        assert len({odd.name for odd in tables}) == len(tables) >= 60


def test_a_row_that_is_written_but_not_yet_moved_into_the_file_is_read(shifeng, tmp_path):
    """A journal beside the file (WAL) belongs to it."""
    pytest.importorskip("adbc_driver_sqlite")
    with closing(sqlite3.connect(tmp_path / "r.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("CREATE TABLE t (person_id, birth_date)")
        connection.execute("INSERT INTO t VALUES ('a', '1940-01-01')")
        connection.commit()
        connection.execute("INSERT INTO t VALUES ('b', '1940-01-01')")  # not committed
        people = read_register(f"sqlite:///{tmp_path}/r.db?table=t", shifeng, PERIOD)

    assert ["a"] == people.ids.to_list()


def test_a_database_cut_short_is_refused(shifeng, tmp_path):
    """One message."""
    pytest.importorskip("adbc_driver_sqlite")
    with closing(sqlite3.connect(tmp_path / "r.db")) as connection:
        connection.execute("CREATE TABLE t (person_id, birth_date)")
        connection.executemany(
            "INSERT INTO t VALUES (?, '1940-01-01')", [(n,) for n in range(9000)]
        )
        connection.commit()
    path = tmp_path / "r.db"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(RegisterRefused) as refused:
        read_register(f"sqlite:///{path}?table=t", shifeng, PERIOD)

    assert ["damaged-file"] == [problem.code for problem in refused.value.problems]
