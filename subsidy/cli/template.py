"""``subsidy template``: an empty register to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from subsidy.cli.help import Command
from subsidy.cli.options import language_option
from subsidy.cli.streams import tell
from subsidy.report.wording import say

__all__ = ["template"]


@click.command(cls=Command, example="subsidy template cn/hunan/zhuzhou/shifeng --out register.xlsx")
@click.argument("rules")
@click.option("--out", required=True, metavar="FILE", help="The workbook to write. 输出工作簿。")
@click.option(
    "--unit",
    type=click.Choice(["person", "household", "institution"]),
    default="person",
    show_default=True,
    help="Of whom it is a register. 名册对象：个人、家庭或机构。",
)
@click.option("--force", is_flag=True, help="Replace FILE if it exists. 覆盖已有文件。")
@language_option
def template(rules: str, out: str, unit: str, force: bool, language: str) -> int:
    """Write an empty register for the rulebook RULES: a workbook with headings and explanations.

    生成空白名册：含标题、格式和填写说明的工作簿。
    """
    from subsidy.register.template import template_bytes
    from subsidy.results.publish import publish, refuse_existing, refuse_target
    from subsidy.rulebook.shelf import load_rulebook

    if Path(out).suffix.lower() != ".xlsx":
        raise click.UsageError(
            "a template is a workbook; --out ends in .xlsx · --out 应以 .xlsx 结尾"
        )
    refuse_target(Path(out), [])
    if not force:
        refuse_existing(Path(out))
    content = template_bytes(load_rulebook(rules), language, unit)
    publish(Path(out), lambda file, _folder: _put(file.write(content)))
    tell(say("written", language, file=out))
    return 0


def _put(_size: int) -> None:
    """A writer returns nothing."""
