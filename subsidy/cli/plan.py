"""``subsidy plan``: what the vector engine will do, as text."""

from __future__ import annotations

import click

from subsidy.cli.help import Command
from subsidy.cli.options import language_option
from subsidy.cli.streams import put

__all__ = ["plan"]


@click.command(cls=Command, example="subsidy plan cn/hunan/zhuzhou/shifeng --period 2023")
@click.argument("rules")
@click.option("--period", required=True, help="2023, 2023-05 or 2023-01:2023-12. 计算期间。")
@language_option
def plan(rules: str, period: str, language: str) -> int:
    """Print the plan for the rulebook RULES over a period, as if a register gave every fact.

    The plan is that of the schemes of persons, without households.

    输出规则集在期间内的计算方案（假定名册给出全部信息项）。
    """
    from subsidy.calculation import period_of
    from subsidy.engine.units.plans import flat_book, playing
    from subsidy.plan.build import build_plan
    from subsidy.plan.show import show_plan
    from subsidy.rulebook.shelf import load_rulebook

    book, _ = playing(load_rulebook(rules), frozenset({"person"}))
    flat = flat_book(book, "person")
    text = show_plan(build_plan(flat, period_of(period), frozenset(flat.facts)))
    put(text.rstrip("\n") + "\n", language)
    return 0
