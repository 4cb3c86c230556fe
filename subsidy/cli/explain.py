"""``subsidy explain``: one person, household or institution, one month, every reason."""

from __future__ import annotations

import json
from typing import Any

import click

from subsidy.cli.databases import limit_option
from subsidy.cli.help import Command
from subsidy.cli.options import language_option, rules_option, unit_registers_options
from subsidy.cli.roster import RosterOptions, roster_options
from subsidy.cli.shelf import demand_schemes
from subsidy.cli.streams import put, working

__all__ = ["explain"]


@click.command(
    cls=Command,
    example="subsidy explain register.csv P000123 --month 2023-05 --rules cn/hunan/zhuzhou/shifeng",
)
@click.argument("register")
@click.argument("unit_id", metavar="ID")
@click.option("--month", required=True, help="2023-05. 月份。")
@unit_registers_options
@click.option(
    "--unit",
    type=click.Choice(["person", "household", "institution"]),
    help="Look for ID among these alone. 只在此类名册中查找。",
)
@rules_option
@click.option("--scheme", help="Only this scheme. 仅此补贴项目。")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print it. 输出格式。",
)
@roster_options
@limit_option
@language_option
def explain(format_: str, language: str, **asked: Any) -> int:
    """Explain what the person ID of REGISTER is due in one month, and why.

    Each condition with the fact that it read, the bracket, the rate and its legal source, the
    timing, and what was netted. With --households and --institutions, ID may also be one of
    theirs, and a member's share of what the household is due is explained, too.

    逐条说明某人（或家庭、机构）某月应享或不享的理由：条件、依据的信息、档次、标准、政策依据和发放时点。
    """
    with working(language, quiet=False):
        explanation = _explain(asked)
    if format_ == "json":
        put(json.dumps(explanation.as_json(), ensure_ascii=False, indent=2) + "\n", language)
    else:
        put(explanation.text(language).rstrip("\n") + "\n", language)
    return 0


def _explain(asked: dict[str, Any]) -> Any:
    from subsidy.explanation import explain as explain_unit
    from subsidy.register.guard.limits import limits_from
    from subsidy.rulebook.shelf import load_rulebook

    book = load_rulebook(str(asked["rules"]))
    demand_schemes(book)
    return explain_unit(
        book,
        str(asked["register"]),
        str(asked["unit_id"]),
        str(asked["month"]),
        households=asked["households"],
        institutions=asked["institutions"],
        unit=asked["unit"],
        scheme=asked["scheme"],
        mapping=RosterOptions.of(asked).mapping(book),
        limits=limits_from(asked["limits"]),
    )
