"""``subsidy test``: the worked cases beside a rulebook, through both engines."""

from __future__ import annotations

import click

from subsidy.cli.help import Command
from subsidy.cli.options import language_option
from subsidy.cli.streams import put, working

__all__ = ["test"]

_FAILED = 1


@click.command(cls=Command, example="subsidy test cn/hunan/zhuzhou/shifeng")
@click.argument("rules")
@language_option
def test(rules: str, language: str) -> int:
    """Run the worked cases that stand beside the rulebook RULES.

    Exit 0: every case comes out as written; 1: not.

    运行规则集附带的算例，并与写明的结果核对。
    """
    from subsidy.casebook import run_cases

    with working(language, quiet=False):
        report = run_cases(rules)
    put(report.text(language).rstrip("\n") + "\n", language)
    return 0 if report.passed else _FAILED
