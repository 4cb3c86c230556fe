"""A server for the session, with a roster in it."""

from __future__ import annotations

import pytest

from tests.register.databases.server import PASSWORD, running_server


@pytest.fixture(scope="session")
def server():
    with running_server() as running:
        yield running


@pytest.fixture
def run(server, monkeypatch):
    """Run statements as the owner and commit them; the password comes from the environment."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    driver = pytest.importorskip("adbc_driver_postgresql.dbapi")

    def running(*statements):
        with driver.connect(server.url()) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            rows = cursor.fetchall() if statements[-1].startswith("SELECT") else []
            connection.commit()
            return rows

    return running
