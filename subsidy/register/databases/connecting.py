"""One transaction on a database; what goes wrong becomes one message without secrets.

What a driver says is never passed on: it may hold the connection string, or a person's data.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from typing import Any, NoReturn

import polars as pl

from subsidy.errors import Place, Problem, RegisterRefused, Words
from subsidy.register.databases.address import Address

__all__ = ["fetched", "refuse_without_driver", "reword", "sqlite_transaction", "transaction"]

_SECONDS_FOR_A_LOCK = 5
_CANCELLED = "57014"
_EXTRA = "subsidy[databases]"
_LOGIN = Words(
    "check user and password; the password may stand in PGPASSWORD or in the password file ~/.pgpass",
    "请检查用户名和密码；密码可放在环境变量 PGPASSWORD 或密码文件 ~/.pgpass 中",
)
_REACH = Words(
    "check host, port, database, user and password; the password may stand in PGPASSWORD or ~/.pgpass",
    "请检查主机、端口、数据库、用户名和密码；密码可放在环境变量 PGPASSWORD 或文件 ~/.pgpass 中",
)
_ASK = Words("ask the database's administrator for it", "请向数据库管理员申请")
_AGAIN = Words(
    "run again; a run that broke off leaves nothing", "请重新运行；中断的运行不留任何内容"
)
_BY_STATE: dict[str, tuple[str, Words, Words]] = {
    "28": ("database-login", Words("the login is refused", "登录被拒绝"), _LOGIN),
    "42P01": (
        "no-such-table",
        Words("there is no such table or view", "没有这个表或视图"),
        Words("name it as schema.name, in the letters it has", "请按原有大小写写作 模式.表名"),
    ),
    "42501": (
        "database-rights",
        Words(
            "this user may not see, or not write, the whole table",
            "该用户无权读取（或写入）整张表",
        ),
        _ASK,
    ),
    "57014": (
        "too-slow",
        Words("the database takes too long and was stopped", "数据库响应过慢，已停止"),
        Words("name a table instead of a view, or raise --limit waiting=…", "请改用表而非视图，或提高 --limit waiting=…"),
    ),
    "55P03": (
        "database-busy",
        Words("somebody else is writing to this table", "他人正在写入该表"),
        Words("run again in a while", "请稍后重新运行"),
    ),
    "53": ("database-full", Words("the database has no room left", "数据库空间不足"), _ASK),
    "40": ("database-busy", Words("two runs met in one table", "两次运行同时写入一张表"), _AGAIN),
}  # fmt: skip
_BY_WORDS = (  # where a driver tells no number
    ("authentication failed", "28"),
    ("database is locked", "55P03"),
    ("readonly database", "42501"),
    ("database or disk is full", "53"),
)
_LOST = (
    "database-lost",
    Words("the connection to the database broke off", "数据库连接中断"),
    _AGAIN,
)
_NO_CONNECTION = ("database-unreachable", Words("there is no connection to the database", "无法连接数据库"), _REACH)  # fmt: skip
_UNWRITABLE = (
    "database-unreachable",
    Words("the SQLite file cannot be opened or written", "无法打开或写入该 SQLite 文件"),
    Words("see whether the folder is there, and whether the file is a database", "请检查文件夹是否存在、文件是否为数据库"),
)  # fmt: skip
_OTHER = Words("the database refused the question", "数据库拒绝执行")


@contextlib.contextmanager
def transaction(address: Address, refusal: type[Any], seconds: int) -> Iterator[Any]:
    """A cursor in a transaction that is committed at the end, or leaves nothing behind.

    Raises:
        RegisterRefused, or what *refusal* is: any failure of the database or its driver, in
            words of ours; so does a statement that is still running after *seconds*.
    """
    try:
        import adbc_driver_postgresql.dbapi as driver
    except ImportError:
        refuse_without_driver(address.place, refusal)
    try:
        connection = driver.connect(address.connection)
    except driver.Error as error:
        raise refusal(_problem(error, address.place, _NO_CONNECTION)) from None
    stopped = threading.Event()
    try:
        with (
            contextlib.closing(connection.cursor()) as cursor,
            _clock(cursor, seconds, stopped),
        ):
            yield cursor
        connection.commit()
    except (driver.Error, pl.exceptions.PolarsError) as error:
        unknown = _BY_STATE[_CANCELLED] if stopped.is_set() else _LOST
        raise refusal(_problem(error, address.place, unknown)) from None
    finally:
        with contextlib.suppress(driver.Error):
            connection.close()  # what was not committed is rolled back


@contextlib.contextmanager
def sqlite_transaction(address: Address, refusal: type[Any]) -> Iterator[Any]:
    """A cursor that writes to an SQLite file; committed at the end, or nothing was written.

    Through Python's own SQLite: the driver brings another copy of the library, and two copies
    in one process do not see each other's locks.

    Raises:
        What *refusal* is: any failure, in words of ours.
    """
    try:
        with contextlib.closing(_sqlite(address)) as connection:
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            yield cursor
            cursor.execute("COMMIT")
    except sqlite3.Error as error:
        raise refusal(_problem(error, address.place, _UNWRITABLE)) from None


def _sqlite(address: Address) -> sqlite3.Connection:
    return sqlite3.connect(address.connection, timeout=_SECONDS_FOR_A_LOCK, isolation_level=None)


def fetched(cursor: Any, question: str, given: tuple[object, ...] = ()) -> pl.DataFrame:
    """The answer to one SQL question; values are given as parameters, names quoted before."""
    cursor.execute(question, given) if given else cursor.execute(question)
    return pl.DataFrame(cursor.fetch_arrow())


def reword(code: str, place: Place, refusal: type[Any], message: Words, cure: Words) -> NoReturn:
    """Refuse in words of ours, as *refusal*.

    Raises:
        SubsidyError: always.
    """
    raise refusal(Problem(code, place, message, cure))


def refuse_without_driver(place: Place, refusal: type[Any] = RegisterRefused) -> NoReturn:
    """Refuse a database where its driver is not installed.

    Raises:
        SubsidyError: always.
    """
    reword(
        "driver-missing",
        place,
        refusal,
        Words("the drivers for databases are not installed", "尚未安装数据库驱动"),
        Words(f'install them: pip install "{_EXTRA}"', f'请安装：pip install "{_EXTRA}"'),
    )


@contextlib.contextmanager
def _clock(cursor: Any, seconds: int, stopped: threading.Event) -> Iterator[None]:
    """A statement that runs too long is cancelled."""

    def stop() -> None:
        stopped.set()
        cursor.adbc_cancel()

    clock = threading.Timer(seconds, stop)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()


def _problem(error: Any, place: Place, unknown: tuple[str, Words, Words]) -> Problem:
    state = getattr(error, "sqlstate", None) or ""
    if not state:
        state = next((known for words, known in _BY_WORDS if words in str(error)), "")
    for known, (code, message, cure) in _BY_STATE.items():
        if state.startswith(known):
            return Problem(code, place, message, cure)
    if not state or state.startswith(("08", "57P")):
        return Problem(unknown[0], place, *unknown[1:])
    cure = Words(f"its error has the number {state}", f"其错误编号为 {state}")
    return Problem("database-error", place, _OTHER, cure)
