"""``subsidy places``: which rulebooks stand on the shelf."""

from __future__ import annotations

import click

from subsidy.cli.help import Command
from subsidy.cli.options import language_option
from subsidy.cli.shelf import has_no_schemes
from subsidy.cli.streams import put

__all__ = ["places"]


@click.command(cls=Command, example="subsidy places")
@language_option
def places(language: str) -> int:
    """List the rulebooks that come with subsidy, by the names that --rules takes.

    列出自带的规则集名称，可用于 --rules。
    """
    from subsidy.rulebook.shelf import places as on_the_shelf

    mark = "  （无补贴项目）" if language == "zh" else "  (no schemes)"
    lines = [name + (mark if has_no_schemes(name) else "") for name in on_the_shelf()]
    put("".join(f"{line}\n" for line in lines), language)
    return 0
