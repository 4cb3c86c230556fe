"""``subsidy check``: everything that is wrong with a rulebook, before any register is read."""

from __future__ import annotations

import click

from subsidy.cli.help import Command
from subsidy.cli.options import language_option
from subsidy.cli.streams import emphasised, put

__all__ = ["check"]

_REFUSED = 1


@click.command(cls=Command, example="subsidy check cn/hunan/zhuzhou/shifeng")
@click.argument("rules", required=False)
@click.option(
    "--schema", is_flag=True, help="Print the JSON Schema of rule files. 输出 JSON Schema。"
)
@language_option
def check(rules: str | None, schema: bool, language: str) -> int:
    """Check the rulebook RULES: a place on the shelf, or a path.

    All problems are listed at once, each with its place and its cure. Exit 0: sound; 1: not.

    检查规则集，一次列出全部问题、位置和改法。
    """
    if schema:
        from subsidy.rulebook.schema import schema_text

        put(schema_text(), language)
        return 0
    if rules is None:
        raise click.UsageError("name a rulebook: subsidy check RULES · 请指定规则集")
    return _check(rules, language)


def _check(rules: str, language: str) -> int:
    from subsidy.report.problems import count_problems, render_problem
    from subsidy.report.rules_summary import summarise_rules
    from subsidy.rulebook.shelf import check_rulebook, load_rulebook

    problems = check_rulebook(rules)
    if not problems:
        put(summarise_rules(load_rulebook(rules), language) + "\n", language)
        return 0
    lines = []
    for problem in problems:
        place, *rest = render_problem(problem, language)
        lines += [emphasised(place, results=True), *rest]
    put("\n".join([*lines, count_problems(problems, language), ""]), language)
    return _REFUSED
