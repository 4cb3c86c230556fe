"""The command as a whole: help, start-up, streams."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from subsidy.cli import main as main_module
from subsidy.cli.help import wrap
from subsidy.report.language import display_width

COMMANDS = sorted(main_module.subsidy.commands)
HEAVY = ["numpy", "polars", "ruamel", "rich", "xlsxwriter", "dateutil", "python_calamine"]
NOT_FOR_TEXT = ["sqlite3", "xlsxwriter", "ruamel", "rich", "python_calamine", "psycopg"]


CALC = ["calc", "register.csv", "--rules", "rules", "--period", "2023"]


def started(*arguments, stdout=subprocess.PIPE, **options):
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "subsidy", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        **options,
    )


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_help_ends_with_an_example(run, command):
    """And no line of it is wider than the screen it is printed on."""
    code, out, _ = run(*command.split(), "--help")
    example = out.splitlines()[-1]

    assert 0 == code
    assert example.startswith(f"  subsidy {command}")
    assert all(display_width(line) <= 100 for line in out.splitlines() if "subsidy " not in line)


def test_help_does_not_load_the_engine():
    """Start-up stays short because nothing heavy is imported. Fails with one import too many."""
    script = (
        "import sys\n"
        "from subsidy.cli.main import run_command\n"
        f"for command in {COMMANDS!r}: run_command([command, '--help'])\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)

    assert "[]" == loaded.stderr.decode().strip()


def test_a_register_of_text_loads_what_it_needs(world):
    """A calculation starts without drivers of databases and without the writer of workbooks."""
    script = (
        "import sys\n"
        "from subsidy.cli.main import main\n"
        "sys.argv[1:] = ['calc', 'register.csv', '--rules', 'rules', '--period', '2023', '--out', 'due.csv']\n"
        "try: main()\n"
        "except SystemExit as ended: print(ended.code)\n"
        f"print([name for name in {NOT_FOR_TEXT!r} if name in sys.modules])\n"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, cwd=world
    )

    assert ["0", "[]"] == loaded.stdout.decode().splitlines()


def test_chinese_help_wraps_by_columns_and_never_starts_with_a_full_stop():
    """Twenty columns hold ten characters."""
    lines = wrap("按规则计算名册中每个人，在期间内的应享补贴。", 20)

    assert all(display_width(line) <= 22 for line in lines)
    assert "按规则计算名册中每个人，在期间内的应享补贴。" == "".join(lines)
    assert not [line for line in lines if line[0] in "，。"]


@pytest.mark.parametrize("arguments", [["nosuch"], ["calc"], ["check"], ["plan", "x"]])
def test_wrong_usage_exits_2(run, arguments):
    """Unknown commands and missing arguments."""
    code, out, err = run(*arguments)

    assert (2, "") == (code, out)
    assert "Error: " in err


def test_output_is_utf8_whatever_the_locale(world):
    """Under LC_ALL=C a Chinese table is still UTF-8."""
    done = started(
        *CALC,
        "--lang",
        "zh",
        cwd=world,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    )

    assert 0 == done.returncode
    assert "高龄津贴" in done.stdout.decode("utf-8")


def test_an_argument_that_is_not_text_does_not_crash(world):
    """A file name in no encoding is named in escapes."""
    done = started("check", b"\xff\xfe", cwd=world)

    assert 1 == done.returncode
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_standard_output_is_told(world):
    """Never exit 0 when the result is lost."""
    with Path("/dev/full").open("wb") as full:
        done = started(*CALC, "--quiet", stdout=full, cwd=world)

    assert 1 == done.returncode
    assert b"could not be written to standard output" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_reader_that_goes_away_is_no_error_to_speak_of(world):
    """``subsidy … | head`` ends quietly."""
    read, write = os.pipe()
    os.close(read)
    done = started(*CALC, "--quiet", stdout=write, cwd=world)
    os.close(write)

    assert (141, b"") == (done.returncode, done.stderr)


def test_no_colour_without_a_terminal(run):
    """Pipes and files get plain text."""
    code, out, err = run("check", "nowhere")

    assert 1 == code
    assert "\x1b" not in out + err


def test_colour_is_for_terminals_that_want_it(monkeypatch):
    """NO_COLOR is honoured."""
    from subsidy.cli.streams import emphasised

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)

    assert "\x1b[1mx\x1b[0m" == emphasised("x")

    monkeypatch.setenv("NO_COLOR", "1")

    assert "x" == emphasised("x")


def test_the_version_is_told(run):
    """One line."""
    code, out, _ = run("--version")

    assert 0 == code
    assert out.startswith("subsidy ")
