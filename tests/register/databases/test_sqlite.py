"""A roster in SQLite: values typed one by one there, columns typed exactly here."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from attrs import evolve

from subsidy.errors import RegisterRefused
from subsidy.register.guard.limits import Limits
from subsidy.register.readers import read_register

pytest.importorskip("adbc_driver_sqlite")


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "名册 ?&#%.db"

    def make(*statements):
        with closing(sqlite3.connect(path)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()
        return "sqlite:///" + str(path).replace("%", "%25").replace("?", "%3F").replace("#", "%23")

    return make


def code_of(refused):
    (problem,) = refused.value.problems
    return problem.code


def test_a_table_gives_the_same_people_as_a_file(database, book, period, read):
    """Whole numbers beside texts lose nothing: both are read as text."""
    url = database(
        'CREATE TABLE "people; --" (person_id, birth_date TEXT, share)',
        "INSERT INTO \"people; --\" VALUES (7, '1950-01-02', '600.10'), ('a', '1943-05-20', 50)",
    )
    people = read_register(f"{url}?table=people; --", book, period)
    of_file = read("person_id,birth_date,share\n7,1950-01-02,600.10\na,1943-05-20,50\n")

    assert of_file.ids.to_list() == people.ids.to_list()
    assert of_file.columns["share"].tolist() == people.columns["share"].tolist()


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_reading_does_not_change_the_file(database, book, period, tmp_path, mode):
    """The connection cannot write, whatever the journal."""
    url = database(
        f"PRAGMA journal_mode = {mode}", "CREATE TABLE p (person_id TEXT, birth_date TEXT)"
    )
    (path,) = tmp_path.glob("*.db")
    before = path.read_bytes()
    read_register(f"{url}?table=p", book, period)

    assert before == path.read_bytes()


@pytest.mark.parametrize("value", ["600.1", "x'00'"])
def test_floats_and_bytes_are_no_money(database, book, period, value):
    """SQLite keeps DECIMAL as a float: the sum to pay is told as text or not at all."""
    url = database(
        "CREATE TABLE p (person_id TEXT, birth_date TEXT, share DECIMAL(10,2))",
        f"INSERT INTO p VALUES ('a', NULL, 5), ('b', NULL, {value})",
    )
    with pytest.raises(RegisterRefused) as refused:
        read_register(f"{url}?table=p", book, period)

    assert "column-type" == code_of(refused)


def test_a_table_that_is_not_there_is_refused(database, book, period):
    """Also where the file is no database, and where there is no file."""
    url = database("CREATE TABLE p (person_id TEXT)")
    with pytest.raises(RegisterRefused) as refused:
        read_register(f"{url}?table=q", book, period)

    assert "no-such-table" == code_of(refused)


def test_a_file_that_is_no_database_is_refused(tmp_path, book, period):
    """One message, and no file is made where there was none."""
    path = tmp_path / "x.db"
    with pytest.raises(RegisterRefused) as refused:
        read_register(f"sqlite:///{path}?table=t", book, period)

    assert ("cannot-read", False) == (code_of(refused), path.exists())

    path.write_bytes(b"person_id\na\n" * 500)
    with pytest.raises(RegisterRefused) as refused:
        read_register(f"sqlite:///{path}?table=t", book, period)

    assert "damaged-file" == code_of(refused)


def test_a_view_that_never_ends_is_stopped(database, book, period):
    """A file from elsewhere may hold one; it runs in the child, which has limits."""
    url = database(
        "CREATE VIEW p AS WITH RECURSIVE r(person_id) AS"
        " (SELECT 1 UNION ALL SELECT person_id + 1 FROM r) SELECT * FROM r"
    )
    with pytest.raises(RegisterRefused) as refused:
        read_register(f"{url}?table=p", book, period, limits=evolve(Limits(), waiting=2))

    assert "too-slow" == code_of(refused)
