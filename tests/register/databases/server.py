"""A PostgreSQL server of our own, on a socket in a private folder, for one test session."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
UNPRIVILEGED = ("postgres", "nobody")
PASSWORD = "geheim-密码-4711"


@frozen
class Server:
    """Where the server listens: a socket folder; no port of the machine is opened."""

    folder: Path
    port: int

    def url(self, table="", user="clerk", password="", database="postgres", **more):
        secret = f":{password}" if password else ""
        options = {"host": str(self.folder), "port": str(self.port), "table": table, **more}
        query = "&".join(f"{name}={value}" for name, value in options.items() if value)
        return f"postgresql://{user}{secret}@/{database}?{query}"


def binaries():
    """The folder of initdb and postgres, or None."""
    found = shutil.which("pg_ctl")
    if found:
        return Path(os.path.realpath(found)).parent
    folders = [folder for place in PLACES for folder in Path("/").glob(place.lstrip("/"))]
    return next((one for one in sorted(folders, reverse=True) if (one / "pg_ctl").exists()), None)


def as_unprivileged():
    """How to run a program that refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    return pytest.skip("PostgreSQL will not run as root, and there is no account to lend to it")


@contextlib.contextmanager
def running_server() -> Iterator[Server]:
    folder_of_programs = binaries()
    if folder_of_programs is None:
        pytest.skip("no PostgreSQL server (initdb, pg_ctl) on this machine")
    account = as_unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # sockets need short paths
    if account:
        os.chown(folder, account["user"], account["group"])

    def run(program, *arguments):
        subprocess.run(
            [folder_of_programs / program, *arguments],
            check=True, capture_output=True, timeout=90, cwd=folder, **account,
        )  # fmt: skip

    password = folder / "password"
    password.write_text(PASSWORD, "utf-8")
    password.chmod(0o644)
    data = folder / "data"
    try:
        run("initdb", "-D", data, "-U", "clerk", "-A", "scram-sha-256", f"--pwfile={password}",
            "-E", "UTF8", "--locale=C", "--no-sync")  # fmt: skip
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        run("pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
        try:
            yield Server(folder, 5432)
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
