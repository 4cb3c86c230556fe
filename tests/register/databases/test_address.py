"""URLs of tables: what is quoted, what is shown, what is refused."""

from __future__ import annotations

import pytest

from subsidy.errors import UsageRefused
from subsidy.register.databases.address import read_address

SECRET = "ge%20heim"


@pytest.mark.parametrize(
    ("table", "quoted"),
    [
        ("people", '"people"'),
        ("bureau.people", '"bureau"."people"'),
        ('bureau."a.b"', '"bureau"."a.b"'),
        ('x"; DROP TABLE y; --', '"x""; DROP TABLE y; --"'),
        ("民政.名册", '"民政"."名册"'),
    ],
)
def test_a_name_is_quoted_whatever_stands_in_it(table, quoted):
    """Names are identifiers, never SQL."""
    assert quoted == read_address(f"postgresql://h/d?table={table}").name


def test_no_form_of_a_password_is_shown():
    """Neither in the address as shown nor in its repr; the driver still gets it."""
    address = read_address(
        f"postgres://u:{SECRET}@h:5432/d?table=t&password={SECRET}&sslmode=require"
    )

    assert "postgresql://u@h:5432/d?table=t" == address.shown
    assert "heim" not in repr(address)
    assert f"u:{SECRET}@h" in address.connection


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://u:{SECRET}@h/d",
        f"postgresql://u:{SECRET}@h/d?table=",
        f"postgresql://u:{SECRET}@h/d?table=a&table=b",
        f"postgresql://u:{SECRET}@h/d?table=a.b.c",
        f"postgresql://u:{SECRET}@h:port/d?table=a",
        f"postgresql://u:{SECRET}@h/d?table={'x' * 64}",
        f"postgresql://u:{SECRET}@[h/d?table=a",
        "sqlite:///?table=a",
        "sqlite://host/file?table=a",
        "sqlite:///file?table=a&mode=rwc",
    ],
)
def test_what_names_no_table_is_refused_without_the_secret(url):
    """The refusal says how such an address is written."""
    with pytest.raises(UsageRefused) as refused:
        read_address(url)

    (problem,) = refused.value.problems
    assert "database-url" == problem.code
    assert "heim" not in refused.value.show() + refused.value.show("zh")


@pytest.mark.parametrize("scheme", ["mysql", "postgresql+psycopg", "https", "jdbc"])
def test_the_url_of_anything_else_is_refused_without_its_password(scheme):
    """It was taken for a path, and paths are told as they stand."""
    from subsidy.register.databases.address import is_database

    url = f"{scheme}://u:{SECRET}@h/d?table=t"
    with pytest.raises(UsageRefused) as refused:
        read_address(url)

    assert is_database(url)
    assert f"{scheme}://…" in str(refused.value)
    assert "heim" not in refused.value.show("zh") + refused.value.show("en")
