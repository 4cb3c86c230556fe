"""The URL of a table: ``postgresql://user@host/database?table=schema.name``, ``sqlite:///file?table=name``.

The password stays inside: what is shown to people has none, and neither have the problems.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NoReturn
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from attrs import field, frozen

from subsidy.errors import Place, Problem, UsageRefused, Words

__all__ = ["Address", "Kind", "is_database", "quoted", "read_address"]

_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_SCHEMES = ("postgresql", "postgres", "sqlite")
_NAMES = re.compile(r'("(?:[^"]|"")+"|[^".][^.]*)(?:\.("(?:[^"]|"")+"|[^".][^.]*))?')
_SECONDS_TO_CONNECT = "10"
_LONGEST_NAME_BYTES = 63  # PostgreSQL cuts longer names without a word


class Kind(Enum):
    """Which database program holds the table."""

    POSTGRESQL = "postgresql"
    SQLITE = "sqlite"


@frozen
class Address:
    """One table of one database. ``connection`` may hold a password: never show it."""

    kind: Kind
    connection: str = field(repr=False)  # libpq URI, or the path of the file
    schema: str | None
    table: str
    shown: str

    @property
    def place(self) -> Place:
        """The table as problems name it."""
        return Place(self.shown)

    @property
    def name(self) -> str:
        """The table as SQL names it, quoted."""
        return ".".join(quoted(part) for part in (self.schema, self.table) if part)


def is_database(source: object) -> bool:
    """Whether a source is written as a URL: of a database, or it is refused as none.

    The URL of anything else is no path either: told as one, it would show its password.
    """
    return isinstance(source, str) and _URL.match(source) is not None


def quoted(name: str) -> str:
    """A name as an SQL identifier, whatever stands in it."""
    return '"' + name.replace('"', '""') + '"'


def read_address(url: str) -> Address:
    """Read the URL of a table.

    >>> read_address("postgresql://clerk:secret@db/bureau?table=roster.people").shown
    'postgresql://clerk@db/bureau?table=roster.people'

    Raises:
        UsageRefused: no table is named, or the URL is not one.
    """
    scheme = url.partition("://")[0].lower()
    if scheme not in _SCHEMES:
        _refuse(
            scheme,
            "this is not the URL of a PostgreSQL or SQLite table",
            "这不是 PostgreSQL 或 SQLite 表的地址",
        )
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        _refuse(scheme, "this is not the URL of a database", "数据库地址的写法不正确")
    options = parse_qsl(parts.query, keep_blank_values=True)
    tables = [value for name, value in options if name == "table"]
    schema, table = _table(tables, scheme)
    rest = [(name, value) for name, value in options if name != "table"]
    if scheme == "sqlite":
        return _sqlite(parts, table, schema, rest)
    shown = _shown(parts, tables[0])
    return Address(Kind.POSTGRESQL, _libpq(parts, rest), schema, table, shown)


def _table(tables: list[str], scheme: str) -> tuple[str | None, str]:
    if len(tables) != 1 or not tables[0]:
        _refuse(scheme, "the URL does not name one table", "数据库地址没有指明一个表")
    named = _NAMES.fullmatch(tables[0])
    if named is None:
        _refuse(scheme, "this is not the name of a table", "表名的写法不正确")
    first, second = (_plain(part) for part in named.groups())
    if any("\0" in part or len(part.encode()) > _LONGEST_NAME_BYTES for part in (first, second)):
        _refuse(scheme, "the name of the table is too long", "表名过长")
    return (first, second) if second else (None, first)


def _plain(name: str | None) -> str:
    if name is None:
        return ""
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def _sqlite(
    parts: SplitResult, table: str, schema: str | None, rest: list[tuple[str, str]]
) -> Address:
    path = unquote(parts.path.removeprefix("/"))
    if parts.netloc or schema or rest or not path or "\0" in path:
        _refuse("sqlite", "this is not the URL of an SQLite table", "SQLite 地址的写法不正确")
    return Address(Kind.SQLITE, path, None, table, f"sqlite:///{path}?table={table}")


def _libpq(parts: SplitResult, rest: list[tuple[str, str]]) -> str:
    """For the driver: without the table, and never waiting for ever for a server."""
    given = dict(rest)
    given.setdefault("connect_timeout", _SECONDS_TO_CONNECT)
    given.setdefault("application_name", "subsidy")
    query = urlencode(given, quote_via=quote)
    return f"postgresql://{parts.netloc}{parts.path}?{query}"


def _shown(parts: SplitResult, table: str) -> str:
    user = f"{unquote(parts.username)}@" if parts.username else ""
    host = parts.netloc.rpartition("@")[2]
    return f"postgresql://{user}{host}{parts.path}?table={table}"


def _refuse(scheme: str, en: str, zh: str) -> NoReturn:
    raise UsageRefused(
        Problem(
            "database-url",
            Place(f"{scheme}://…"),
            Words(en, zh),
            Words(
                "write postgresql://user@host/database?table=schema.name"
                " or sqlite:///file.db?table=name",
                "请写作 postgresql://用户@主机/数据库?table=模式.表名 或 sqlite:///文件.db?table=表名",
            ),
        )
    )
