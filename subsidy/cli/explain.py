"""``subsidy explain``: one person, one month, every reason."""

from __future__ import annotations

import json
from typing import Any

import click

from subsidy.cli.help import Command
from subsidy.cli.options import language_option, rules_option
from subsidy.cli.roster import RosterOptions, roster_options
from subsidy.cli.shelf import demand_schemes
from subsidy.cli.streams import put, working

__all__ = ["explain"]


@click.command(
    cls=Command,
    example="subsidy explain register.csv P000123 --month 2023-05 --rules cn/hunan/zhuzhou/shifeng",
)
@click.argument("register")
@click.argument("person_id")
@click.option("--month", required=True, help="2023-05. 月份。")
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
@language_option
def explain(format_: str, language: str, **asked: Any) -> int:
    """Explain what PERSON_ID of REGISTER is due in one month, and why.

    Each condition with the fact that it read, the bracket, the rate and its legal source, the
    timing, and what was netted.

    逐条说明某人某月应享或不享的理由：条件、依据的信息、档次、标准、政策依据和发放时点。
    """
    with working(language, quiet=False):
        explanation = _explain(asked)
    if format_ == "json":
        put(json.dumps(explanation.as_json(), ensure_ascii=False, indent=2) + "\n", language)
    else:
        put(explanation.text(language).rstrip("\n") + "\n", language)
    return 0


def _explain(asked: dict[str, Any]) -> Any:
    from subsidy.calculation import period_of
    from subsidy.explanation import explain as explain_unit
    from subsidy.explanation.absent import not_calculated
    from subsidy.register.readers import read_register
    from subsidy.rulebook.shelf import load_rulebook

    register, person_id = str(asked["register"]), str(asked["person_id"])
    month = str(asked["month"])
    book = load_rulebook(str(asked["rules"]))
    demand_schemes(book)
    mapping = RosterOptions.of(asked).mapping(book)
    people = read_register(register, book, period_of(month), mapping=mapping)
    if person_id not in people.ids:
        raise not_calculated(people, book, person_id, register)
    return explain_unit(book, people, person_id, month, scheme=asked["scheme"])
