"""``subsidy intake``: how a roster would be read, before anything is calculated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from subsidy.cli.databases import limit_option
from subsidy.cli.help import Command
from subsidy.cli.options import language_option, rules_option
from subsidy.cli.roster import UNITS, RosterOptions, roster_options, set_aside_writer, texts_given
from subsidy.cli.streams import put, tell

if TYPE_CHECKING:  # what reads registers pulls in Polars, which --help must not wait for
    from subsidy.register.preview import Preview

__all__ = ["intake"]

_LEFT_OUT, _REFUSED = 3, 1
_PERIOD = "2023"


@click.command(
    cls=Command,
    example="""
    subsidy intake 名册.csv --rules cn/hunan/zhuzhou/shifeng
    subsidy intake 名册.csv --rules cn/hunan/zhuzhou/shifeng --write-map 名册.yaml
    """,
)
@click.argument("register")
@rules_option
@click.option(
    "--period", default=_PERIOD, show_default=True, help="For which it is checked. 核对期间。"
)
@click.option(
    "--unit",
    type=click.Choice(UNITS),
    default=UNITS[0],
    show_default=True,
    help="What REGISTER lists. 名册所列：人员、家庭、机构。",
)
@click.option(
    "--rows",
    type=click.IntRange(min=0),
    default=5,
    show_default=True,
    help="How many people to show. 显示人数。",
)
@roster_options
@click.option(
    "--write-map", metavar="FILE", help="Write a mapping file to begin with. 生成对照文件。"
)
@click.option(
    "--quarantine", metavar="FILE", help="Rows set aside, to mend (.csv, .xlsx). 搁置行。"
)
@limit_option
@language_option
def intake(**given: object) -> int:
    """Show how REGISTER would be read: columns, first people, rows set aside.

    Nothing is calculated. The first people are printed with their data, for the eyes of whoever
    asks. Exit 3: rows are set aside; 1: the register is refused.

    试读名册：显示各列如何识别、前几个人读成什么样、哪些行搁置及原因。不做计算。
    """
    from subsidy.calculation import period_of
    from subsidy.cli.intake_told import Telling
    from subsidy.register.guard.limits import limits_from
    from subsidy.register.preview import preview_register
    from subsidy.rulebook.of_unit import book_of_unit
    from subsidy.rulebook.shelf import load_rulebook

    language = str(given["language"])
    book = load_rulebook(str(given["rules"]))
    unit = str(given["unit"])
    mapping = RosterOptions.of(given).mapping(book, unit)
    period, limits = period_of(str(given["period"])), limits_from(texts_given(given["limits"]))
    register = str(given["register"])
    preview = preview_register(register, book, period, mapping, unit=unit, limits=limits)
    telling = Telling(preview, book_of_unit(book, unit), language)
    parts = telling.columns(), telling.people(int(str(given["rows"]))), telling.counts()
    put("\n\n".join("\n".join(lines) for lines in parts if lines) + "\n", language)
    _write_files(preview, given, language)
    if preview.refused is not None:
        raise preview.refused
    assert preview.people is not None
    return _LEFT_OUT if preview.people.set_aside else 0


def _write_files(preview: Preview, given: dict[str, object], language: str) -> None:
    from subsidy.register.suggest import suggested_map
    from subsidy.report.wording import say
    from subsidy.results.publish import publish

    inputs = [Path(str(given["register"]))]
    if given["write_map"]:
        target = Path(str(given["write_map"]))
        stem, unit = Path(str(given["register"])).stem, str(given["unit"])
        text = suggested_map(preview, stem, "" if unit == UNITS[0] else unit)
        publish(target, lambda file, _folder: _put(file, text), inputs=inputs)
        tell(say("written", language, file=str(target)))
    if given["quarantine"] and preview.people is not None:
        target = Path(str(given["quarantine"]))
        publish(target, set_aside_writer(preview.people, target), inputs=inputs)
        tell(say("written", language, file=str(target)))


def _put(file: object, text: str) -> None:
    assert hasattr(file, "write")
    file.write(text.encode())
