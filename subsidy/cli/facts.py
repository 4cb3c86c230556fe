"""``subsidy facts``: what a register may tell under a rulebook."""

from __future__ import annotations

import click

from subsidy.cli.help import Command
from subsidy.cli.options import language_option
from subsidy.cli.streams import put

__all__ = ["facts"]

_WIDEST = 32


@click.command(cls=Command, example="subsidy facts cn/hunan/zhuzhou/shifeng --format csv")
@click.argument("rules")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How to print it. 输出格式。",
)
@language_option
def facts(rules: str, format_: str, language: str) -> int:
    """List the facts that the rulebook RULES reads: names, headings, values, meaning when empty.

    The table shortens long cells; csv and json do not.

    列出规则集使用的信息项：字段名、可用标题、可接受的取值、为空时的含义。
    """
    from subsidy.register.template import facts_table
    from subsidy.report.tables import align, shorten
    from subsidy.rulebook.shelf import load_rulebook

    frame = facts_table(load_rulebook(rules), language)
    if format_ == "csv":
        put(frame.write_csv(), language)
    elif format_ == "json":
        put(frame.write_json() + "\n", language)
    else:
        rows = [[shorten(cell or "", _WIDEST) for cell in row] for row in frame.iter_rows()]
        put("\n".join(align(frame.columns, rows)) + "\n", language)
    return 0
