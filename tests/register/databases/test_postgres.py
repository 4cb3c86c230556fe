"""A roster in PostgreSQL goes through the same door as a file, exactly, in one snapshot."""

from __future__ import annotations

import threading

import pytest
from attrs import evolve

from subsidy.errors import RegisterRefused
from subsidy.register.guard.limits import Limits
from subsidy.register.readers import read_register
from tests.register.databases.server import PASSWORD

COLUMNS = "person_id text, name text, birth_date date, sex text, share numeric"
ROWS = "('b', '孙一', '1943-05-20', '男', 600.10), ('a', '钱一二', '1950-01-02', '女', NULL)"
TEXT = "person_id,name,birth_date,sex,share\na,钱一二,1950-01-02,女,\nb,孙一,1943-05-20,男,600.10\n"


@pytest.fixture
def roster(run, server):
    run(
        "DROP SCHEMA IF EXISTS 民政 CASCADE",
        "CREATE SCHEMA 民政",
        f'CREATE TABLE 民政."Roster; --" ({COLUMNS})',
        f'INSERT INTO 民政."Roster; --" VALUES {ROWS}',
    )
    return server.url('民政."Roster; --"')


def problem_of(refused):
    (problem,) = refused.value.problems
    return problem


def test_a_table_gives_the_same_people_as_a_file(roster, book, period, read):
    """Names with any sign are quoted; numbers stay exact; order is that of the values."""
    people, of_file = read_register(roster, book, period), read(TEXT)

    assert of_file.ids.to_list() == people.ids.to_list()
    assert {name: values.tolist() for name, values in of_file.columns.items()} == {
        name: values.tolist() for name, values in people.columns.items()
    }
    assert 2 == people.records_read


def test_the_same_rows_in_another_order_are_the_same_register(roster, run, book, period):
    """A database has no order: the digest does not depend on one."""
    before = read_register(roster, book, period).sha256
    run(
        'CREATE TABLE 民政.moved AS SELECT * FROM 民政."Roster; --" ORDER BY person_id',
        'DELETE FROM 民政."Roster; --"',
        'INSERT INTO 民政."Roster; --" SELECT * FROM 民政.moved ORDER BY person_id',
    )

    assert before == read_register(roster, book, period).sha256


def test_rows_that_cannot_be_trusted_are_set_aside(roster, run, book, period):
    """Endless and impossible days, NaN and amounts finer than a fen, are faults of their rows."""
    run(
        'INSERT INTO 民政."Roster; --" VALUES'
        " ('c', NULL, 'infinity', '女', 1), ('d', NULL, '1950-01-01', '女', 'NaN'),"
        " ('e', NULL, '1950-01-01', '女', 0.125), ('f', NULL, '1950-01-01', '女', 123456789012345.00)"
    )
    people = read_register(roster, book, period)

    assert ["impossible-date", "not-money", "finer-than-fen", "not-money"] == [
        entry.code for entry in people.set_aside
    ]
    assert people.records_read == len(people) + 4


@pytest.mark.parametrize(
    ("column", "kind"),
    [("share", "double precision"), ("person_id", "json"), ("birth_date", "timestamptz")],
)
def test_types_that_cannot_tell_a_fact_are_refused(run, server, book, period, column, kind):
    """Floats are no money, JSON is no identifier, a moment in a zone is no day."""
    columns = COLUMNS.replace(f"{column} text", f"{column} {kind}")
    columns = columns.replace(f"{column} date", f"{column} {kind}")
    columns = columns.replace(f"{column} numeric", f"{column} {kind}")
    run("DROP TABLE IF EXISTS odd", f"CREATE TABLE odd ({columns})")
    with pytest.raises(RegisterRefused) as refused:
        read_register(server.url("odd"), book, period)

    assert "column-type" == problem_of(refused).code


def test_a_table_that_grows_meanwhile_is_read_as_it_was(roster, run, book, period, monkeypatch):
    """The count and the rows come from one snapshot."""
    import subsidy.register.databases.postgres as module

    fetch, seen = module.fetched, []

    def slow(cursor, question, given=()):
        frame = fetch(cursor, question, given)
        if "count(*)" in question:
            writer = threading.Thread(
                target=run,
                args=(
                    "INSERT INTO 民政.\"Roster; --\" VALUES ('z', NULL, '1950-01-01', NULL, NULL)",
                ),
            )
            writer.start()
            writer.join()
            seen.append(question)
        return frame

    monkeypatch.setattr(module, "fetched", slow)
    people = read_register(roster, book, period)

    assert (1, 2) == (len(seen), people.records_read)


def test_rows_hidden_by_a_policy_are_a_refusal_not_a_short_roster(roster, run, book, period):
    """Row-level security would leave people out without a word."""
    run(
        'ALTER TABLE 民政."Roster; --" ENABLE ROW LEVEL SECURITY',
        "DROP ROLE IF EXISTS reader",
        f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'",
        "GRANT USAGE ON SCHEMA 民政 TO reader",
        'GRANT SELECT ON 民政."Roster; --" TO reader',
    )
    try:
        with pytest.raises(RegisterRefused) as refused:
            read_register(roster.replace("clerk@", "reader@"), book, period)
    finally:
        run("DROP SCHEMA 民政 CASCADE", "DROP ROLE reader")

    assert "database-rights" == problem_of(refused).code


def test_a_wrong_password_is_one_message_that_does_not_show_it(roster, book, period):
    """Neither the password nor what the driver says is passed on."""
    url = roster.replace("clerk@", "clerk:wrong%E5%AF%86@")
    with pytest.raises(RegisterRefused) as refused:
        read_register(url, book, period)

    told = refused.value.show() + refused.value.show("zh") + repr(refused.value)
    assert "database-login" == problem_of(refused).code
    assert "wrong" not in told
    assert "密%" not in told
    assert 'postgresql://clerk@/postgres?table=民政."Roster; --"' == problem_of(refused).place.file


def test_a_server_that_is_not_there_is_one_message(book, period):
    """The cure says what to look at."""
    with pytest.raises(RegisterRefused) as refused:
        read_register("postgresql://u:geheim@127.0.0.1:1/x?table=t", book, period)

    assert (
        "postgresql://u@127.0.0.1:1/x?table=t\n"
        "  there is no connection to the database\n"
        "  check host, port, database, user and password;"
        " the password may stand in PGPASSWORD or ~/.pgpass"
    ) == refused.value.show()


def test_a_table_that_is_not_there_is_named(run, server, book, period):
    """Without what the driver would say."""
    run("SELECT 1")
    with pytest.raises(RegisterRefused) as refused:
        read_register(server.url("none"), book, period)

    assert "no-such-table" == problem_of(refused).code


def test_a_view_that_takes_for_ever_is_stopped(run, server, book, period):
    """The limit of waiting holds for databases, too."""
    run(
        "CREATE OR REPLACE VIEW slow AS SELECT 'a'::text AS person_id, pg_sleep(60)::text AS name",
    )
    limits = evolve(Limits(), waiting=1)
    with pytest.raises(RegisterRefused) as refused:
        read_register(server.url("slow"), book, period, limits=limits)

    assert "too-slow" == problem_of(refused).code
