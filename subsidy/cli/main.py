"""``subsidy``: the commands, and what every one of them does when it cannot go on.

Exit codes: 0 done; 1 rules, register or output refused; 2 wrong usage; 3 calculated, but rows
were set aside or undetermined; 70 a bug; 129, 130, 143 ended by a signal; 141 nobody reads the
output.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from types import FrameType

import click

from subsidy.cli.budget import budget
from subsidy.cli.calc import calc
from subsidy.cli.check import check
from subsidy.cli.demo import demo
from subsidy.cli.explain import explain
from subsidy.cli.facts import facts
from subsidy.cli.help import Group
from subsidy.cli.intake import intake
from subsidy.cli.options import language_of
from subsidy.cli.places import places
from subsidy.cli.plan import plan
from subsidy.cli.project import project
from subsidy.cli.refusals import usage_text
from subsidy.cli.streams import emphasised, prepare, put, tell
from subsidy.cli.template import template
from subsidy.cli.test import test
from subsidy.cli.upcoming import upcoming
from subsidy.cli.whatif import whatif
from subsidy.errors import SubsidyError, UsageRefused
from subsidy.report.problems import count_problems, render_problem
from subsidy.report.wording import say

__all__ = ["main", "run_command", "subsidy"]

REFUSED, WRONG_USAGE, BUG, INTERRUPTED = 1, 2, 70, 130
SIGNALLED = 128  # and the number of the signal, as shells say it
_NEW_OBJECTS = 250_000  # until rings of them are looked for: a start makes 140,000, hardly any such
_told: list[int] = []  # the signal that told the program to end, if one did


@click.group(
    cls=Group,
    example="subsidy calc register.csv --rules cn/hunan/zhuzhou/shifeng --period 2023",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=lambda context, _option, asked: _show_version(context) if asked else None,
    help="Show the version. 显示版本。",
)
def subsidy() -> None:
    """Who is due what: rules and a register in, every entitlement out, exact to the fen.

    依据规则和名册，逐人逐月计算应享补贴，精确到分。
    """


for command in (
    calc,
    intake,
    explain,
    upcoming,
    project,
    whatif,
    budget,
    check,
    test,
    facts,
    template,
    places,
    plan,
    demo,
):
    subsidy.add_command(command)


def main() -> None:
    """The console command."""
    gc.set_threshold(_NEW_OBJECTS)
    _tidy_up_when_told_to_end()
    sys.exit(run_command(sys.argv[1:]))


def run_command(arguments: Sequence[str]) -> int:
    """Run one command; every way in which it can end becomes an exit code."""
    prepare()
    language = language_of(list(arguments))
    _told.clear()
    try:
        return _run(list(arguments))
    except BaseException as error:  # noqa: BLE001 - the last resort: no traceback, no person's data
        return _exit_code(error, language)


def _exit_code(error: BaseException, language: str) -> int:
    """Say what ended the command. A signal comes first: its exception may return as another."""
    if _told:
        tell(say("interrupted", language))
        return SIGNALLED + _told[0]
    match error:
        case SubsidyError():
            _refuse(error, language)
            return WRONG_USAGE if isinstance(error, UsageRefused) else REFUSED
        case click.exceptions.Abort():
            tell(say("interrupted", language))
            return INTERRUPTED
        case click.ClickException():
            tell(usage_text(error, language))
            return error.exit_code
        case MemoryError():
            tell(say("memory", language))
            return BUG
        case SystemExit():
            return error.code if isinstance(error.code, int) else REFUSED
    tell(say("bug", language, kind=type(error).__name__))
    if os.environ.get("SUBSIDY_DEBUG") == "1":
        traceback.print_exception(error)
    return BUG


class _Told(BaseException):
    """The program was told to end; whoever holds a temporary file removes it on the way out."""


def _tidy_up_when_told_to_end() -> None:
    """Ctrl-C, SIGTERM and a closed terminal end the program in one way, not in mid-air."""
    if threading.current_thread() is not threading.main_thread():
        return
    untouched = (signal.SIG_DFL, signal.default_int_handler)
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in untouched:
            signal.signal(number, _end)


def _end(number: int, _frame: FrameType | None) -> None:
    """Once is enough: the same signal again does not disturb the tidying up."""
    signal.signal(number, signal.SIG_IGN)
    _told.append(number)
    raise _Told(number)


def _run(arguments: list[str]) -> int:
    ended = subsidy.main(arguments, prog_name="subsidy", standalone_mode=False)
    return ended if isinstance(ended, int) else 0


def _show_version(context: click.Context) -> None:
    from subsidy.results.receipt import engine_version

    put(f"subsidy {engine_version()}\n", language_of([]))
    context.exit()


def _refuse(error: SubsidyError, language: str) -> None:
    for problem in error.problems:
        place, *lines = render_problem(problem, language)
        tell("\n".join([emphasised(place), *lines]))
    if len(error.problems) > 1:
        tell(count_problems(error.problems, language))
