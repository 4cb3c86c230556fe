"""``subsidy upcoming``: whose payment changes in the coming months, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from subsidy.cli.delivery import Writer, chosen_format, deliver, put_file
from subsidy.cli.help import Command
from subsidy.cli.options import language_option, rules_option, unit_registers_options
from subsidy.cli.shelf import demand_schemes
from subsidy.cli.streams import tell, working
from subsidy.errors import Words

if TYPE_CHECKING:
    from subsidy.projection.events import Upcoming

__all__ = ["upcoming"]

_FORMATS = ("table", "csv", "xlsx", "json", "ics", "html")
_FOR_PROGRAMS = ("csv", "json", "ics")
_LEFT_OUT = 3


@click.command(
    cls=Command,
    example="""
    subsidy upcoming register.csv --rules cn/hunan/zhuzhou/shifeng --from 2023-09 --months 6
    subsidy upcoming 名册.xlsx --rules cn/hunan/zhuzhou/shifeng --from 2023-09 --out 待办.xlsx
    """,
)
@click.argument("register")
@unit_registers_options
@rules_option
@click.option("--from", "first", required=True, metavar="MONTH", help="2023-09. 起始月。")
@click.option("--months", default=6, show_default=True, help="How many months. 查看月数。")
@click.option("--out", metavar="FILE", help="Write here. 输出文件。")
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
    help="Else by the ending of --out, else table. 输出格式，默认按文件后缀。",
)
@click.option("--html", metavar="FILE", help="Also a page that needs no network. 另存网页。")
@click.option("--only-payments", is_flag=True, help="Only what changes a payment. 只列发放变化。")
@click.option(
    "--mask-ids", is_flag=True, help="In tables, pages and workbooks. 表格、网页中身份证号码打码。"
)
@click.option("--encoding", help="Of a CSV register: utf-8, gb18030. 名册编码。")
@language_option
def upcoming(
    register: str,
    out: str | None,
    format_: str | None,
    html: str | None,
    only_payments: bool,
    **asked: Any,
) -> int:
    """List whose payment in REGISTER changes in the coming months.

    Who attains an age that the rules name, whose certificate or status begins or ends, in which
    month the payment changes by the scheme's timing, from what to what. Exit 3: rows were set
    aside. Where a household's payment changes, the members whose days change it are named.

    逐月列出名册中即将变动的人员：达到规则所列年龄、证件或身份起止，以及按发放口径于哪个月、由多少变为多少；家庭待遇变动的，列出涉及的成员。
    退出码 3 表示有搁置的记录。
    """
    chosen = chosen_format(out, format_, _FORMATS)
    _refuse_masked(chosen, is_asked=asked["mask_ids"])
    language = asked["language"]
    with working(language, quiet=False):
        found = _upcoming(register, asked)
    found = found.payments() if only_payments else found
    found = _masked(found) if asked["mask_ids"] else found
    files = (register, asked["households"], asked["institutions"])
    inputs = [Path(one) for one in files if one and one != "-"]
    writers = _writers(found, language)
    deliver(writers, chosen, out, language, inputs)
    if html:
        put_file(Path(html), writers["html"], language, inputs)
    for words in found.notes():
        tell(words.in_language(language))
    return _LEFT_OUT if found.set_aside else 0


def _masked(found: Upcoming) -> Upcoming:
    from subsidy.report.payment_rows import masked_text

    return found.with_numbers(masked_text)


def _refuse_masked(chosen: str, *, is_asked: bool) -> None:
    if is_asked and chosen in _FOR_PROGRAMS:
        raise click.UsageError(
            f"--mask-ids does not go with --format {chosen}: programs need whole numbers · "
            f"--mask-ids 不能与 --format {chosen} 同用"
        )


def _upcoming(register: str, asked: dict[str, Any]) -> Upcoming:
    from subsidy.projection.looking_ahead import upcoming as look_ahead
    from subsidy.rulebook.shelf import load_rulebook

    book = load_rulebook(asked["rules"])
    demand_schemes(book)
    return look_ahead(
        book,
        register,
        asked["first"],
        months=asked["months"],
        households=asked["households"],
        institutions=asked["institutions"],
        encoding=asked["encoding"],
    )


def _writers(found: Upcoming, language: str) -> dict[str, Writer]:
    from subsidy.report.pages import upcoming_page
    from subsidy.report.workbook import write_sheets
    from subsidy.results.write import write_frame

    sheet = Words("upcoming", "待办变动").in_language(language)
    texts = {
        "table": lambda: _table(found, language),
        "json": lambda: json.dumps(found.as_json(), ensure_ascii=False, indent=2) + "\n",
        "ics": lambda: found.calendar(language),
        "html": lambda: upcoming_page(found.as_json(), found.table(language), language),
    }

    def write(name: str, file: BinaryIO) -> None:
        file.write(texts[name]().encode("utf-8", "backslashreplace"))

    return {
        "table": lambda file: write("table", file),
        "json": lambda file: write("json", file),
        "ics": lambda file: write("ics", file),
        "html": lambda file: write("html", file),
        "csv": lambda file: write_frame(found.frame(), "csv", file, None),
        "xlsx": lambda file: write_sheets({sheet: found.shown_frame(language)}, file),
    }


def _table(found: Upcoming, language: str) -> str:
    from subsidy.report.reader import part
    from subsidy.report.tables import align

    headings, rows = found.table(language)
    if not rows:
        return Words("Nothing changes.", "没有变动。").in_language(language) + "\n"
    amounts = len(headings) - 2
    parted = [[*row[:-2], *map(part, row[-2:])] for row in rows]
    lines = align(headings, parted, frozenset({amounts, amounts + 1}))
    return "\n".join(lines) + "\n"
