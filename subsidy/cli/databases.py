"""``--out`` and REGISTER as the URL of a table, and ``--limit``: what the commands share of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from subsidy.cli.streams import tell

if TYPE_CHECKING:
    from subsidy.results.result import Result

__all__ = ["input_file", "limit_option", "store", "table_of"]

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def limit_option(command: Decorated) -> Decorated:
    """``--limit``: what a register may ask for."""
    return click.option(
        "--limit",
        "limits",
        multiple=True,
        metavar="NAME=AMOUNT",
        help="Raise a limit that a refusal named, as memory=8GiB. 提高限额，可重复。",
    )(command)


def table_of(out: object) -> str | None:
    """The URL of a table where ``--out`` names one, else None."""
    from subsidy.register.databases.address import is_database, read_address

    if not is_database(out):
        return None
    read_address(str(out))  # refuses it before any work is done
    return str(out)


def input_file(register: str) -> Path | None:
    """The file that is read; None for a table of a server."""
    from subsidy.register.databases.address import Kind, is_database, read_address

    if not is_database(register):
        return Path(register)
    address = read_address(register)
    return Path(address.connection) if address.kind is Kind.SQLITE else None


def store(result: Result, detail: str, url: str, language: str, *, quiet: bool) -> None:
    """Write the result into a table, and say where and under which number."""
    from subsidy.errors import Words
    from subsidy.results.databases import store_result

    stored = store_result(result, result.receipt(), detail, url)
    words = Words(
        f"written: {stored.table}, {stored.rows} rows under run {stored.run}",
        f"已写入：{stored.table}，{stored.rows} 行，运行编号 {stored.run}",
    )
    if not quiet:
        tell(words.in_language(language))
