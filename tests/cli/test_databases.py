"""Tables by URL and limits on the command line."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from subsidy.cli.main import run_command

BOOK = ["--rules", "cn/hunan/zhuzhou/shifeng", "--period", "2023", "--lang", "en"]


@pytest.fixture
def roster(tmp_path):
    pytest.importorskip("adbc_driver_sqlite")
    path = tmp_path / "roster.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE people (person_id TEXT, birth_date TEXT)")
        connection.execute("INSERT INTO people VALUES ('P1', '1933-08-15')")
        connection.commit()
    return path


def test_a_table_in_and_a_table_out(roster, capsys):
    """Twice: the second run puts the same rows in their own place."""
    url = f"sqlite:///{roster}?table"
    for _ in range(2):
        ended = run_command(
            ["calc", f"{url}=people", *BOOK, "--detail", "annual", "--out", f"{url}=paid"]
        )

        assert 0 == ended
    with closing(sqlite3.connect(roster)) as connection:
        rows = connection.execute("SELECT unit_id, months, amount FROM paid").fetchall()

    assert [("P1", 12, "850.00")] == rows
    assert "1 rows under run" in capsys.readouterr().err


def test_the_file_of_a_database_is_an_input(roster, tmp_path, capsys):
    """No output file may take its place, under whatever name."""
    (tmp_path / "out.csv").symlink_to(roster)
    ended = run_command(
        [
            "calc",
            f"sqlite:///{roster}?table=people",
            *BOOK,
            "--detail",
            "annual",
            "--out",
            str(tmp_path / "out.csv"),
        ]
    )

    assert 1 == ended
    assert "this is one of the inputs" in capsys.readouterr().err


def test_no_password_is_printed(capsys):
    """Not even where nothing answers."""
    ended = run_command(["calc", "postgresql://u:geheim@127.0.0.1:1/x?table=t", *BOOK])
    told = capsys.readouterr()

    assert 1 == ended
    assert "there is no connection to the database" in told.err or "drivers" in told.err
    assert "geheim" not in told.err + told.out


def test_a_limit_that_is_none_is_wrong_usage(roster, capsys):
    """The message lists the limits that there are."""
    ended = run_command(
        ["calc", f"sqlite:///{roster}?table=people", *BOOK, "--limit", "memory=much"]
    )

    assert 2 == ended
    assert "the names are file, streamed, line, unpacked" in capsys.readouterr().err
