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
    from subsidy.rulebook.shelf import label_of
    from subsidy.rulebook.shelf import places as on_the_shelf

    mark = "（无补贴项目）" if language == "zh" else " (no schemes)"
    width = max(map(len, on_the_shelf()), default=0)
    for name in on_the_shelf():
        label = label_of(name).in_language(language) + (mark if has_no_schemes(name) else "")
        put(f"{name:<{width}}  {label}".rstrip() + "\n", language)
    return 0
