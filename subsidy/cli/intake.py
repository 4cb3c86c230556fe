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
from subsidy.errors import Words

if TYPE_CHECKING:  # what reads registers pulls in Polars, which --help must not wait for
    from subsidy.register.preview import Preview

__all__ = ["intake"]

_LEFT_OUT, _REFUSED = 3, 1
_PERIOD = "2023"
_WIDEST = 24
_MOST_LISTED = 20
_HOW = {
    "recognised": Words("recognised", "已识别"),
    "declared": Words("as declared", "按声明"),
    "fixed": Words("fixed", "固定值"),
    "guessed": Words("guess, not read", "猜测，未读取"),
    "ignored": Words("not read", "未读取"),
}


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
@click.option("--rows", default=5, show_default=True, help="How many people to show. 显示人数。")
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
    from subsidy.register.guard.limits import limits_from
    from subsidy.register.preview import preview_register
    from subsidy.rulebook.shelf import load_rulebook

    language = str(given["language"])
    book = load_rulebook(str(given["rules"]))
    unit = str(given["unit"])
    mapping = RosterOptions.of(given).mapping(book, unit)
    period, limits = period_of(str(given["period"])), limits_from(texts_given(given["limits"]))
    register = str(given["register"])
    preview = preview_register(register, book, period, mapping, unit=unit, limits=limits)
    rows = preview.first_rows(book, int(str(given["rows"])))
    put("\n".join(_columns(preview, language)) + "\n", language)
    if len(rows):
        table = [[str(cell) for cell in row] for row in zip(*_turned(rows.rows()), strict=True)]
        headings = [_say(language, "fact", "事项"), *map(str, range(1, len(rows) + 1))]
        body = [[name, *row] for name, row in zip(rows.columns, _turned(table), strict=True)]
        put("\n".join(["", *_aligned(headings, body)]) + "\n", language)
    put("\n".join(["", *_counts(preview, language)]) + "\n", language)
    _write_files(preview, given, language)
    if preview.refused is not None:
        raise preview.refused
    assert preview.people is not None
    return _LEFT_OUT if preview.people.set_aside else 0


def _turned(rows: list[tuple[str, ...]] | list[list[str]]) -> list[list[str]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _aligned(headings: list[str], rows: list[list[str]]) -> list[str]:
    from subsidy.report.tables import align, shorten

    return align(headings, [[shorten(cell, _WIDEST) for cell in row] for row in rows])


def _say(language: str, en: str, zh: str) -> str:
    return Words(en, zh).in_language(language)


def _columns(preview: Preview, language: str) -> list[str]:
    place = (
        [_say(language, f"sheet {preview.sheet}", f"工作表“{preview.sheet}”")]
        if preview.sheet
        else []
    )
    if preview.header_line:
        place.append(
            _say(
                language,
                f"headings on line {preview.header_line}",
                f"标题在第 {preview.header_line} 行",
            )
        )
    if preview.titles:
        place.append(
            _say(language, f"{preview.titles} title rows above", f"其上 {preview.titles} 行为表头")
        )
    headings = [_say(language, "column", "列"), _say(language, "heading", "标题"),
                _say(language, "reading", "读法"), _say(language, "fact", "事项"), _say(language, "why", "说明")]  # fmt: skip
    rows = [
        [
            str(c.number),
            c.heading,
            _HOW[c.how].in_language(language),
            c.fact,
            c.why.in_language(language),
        ]
        for c in preview.columns
    ]
    missing = _say(language, "no column for: ", "没有这些列：") + ", ".join(preview.missing)
    return [
        *([", ".join(place)] if place else []),
        *_aligned(headings, rows),
        *([missing] if preview.missing else []),
    ]


def _counts(preview: Preview, language: str) -> list[str]:
    people = preview.people
    if people is None:
        return [_say(language, "The register is refused as it stands.", "名册目前无法读取。")]
    aside = {entry.row for entry in people.set_aside}
    lines = [
        _say(
            language,
            f"{people.records_read:,} records read: {len(people):,} can be calculated,"
            f" {len(aside):,} set aside, {len(people.apart):,} are no people.",
            f"读入 {people.records_read:,} 条记录：可计算 {len(people):,} 条，搁置 {len(aside):,} 条，"
            f"非人员 {len(people.apart):,} 条。",
        )
    ]
    row = _say(language, "row", "第")
    lines += [
        f"  {row} {one.line or one.row}: {one.kind.words.in_language(language)}"
        for one in people.apart[:_MOST_LISTED]
    ]
    lines += [
        f"  {row} {one.line or one.row}, {one.column}: {one.reason.in_language(language)}"
        for one in people.set_aside[:_MOST_LISTED]
    ]
    more = len(people.set_aside) - _MOST_LISTED
    if more > 0:
        lines.append(
            _say(
                language,
                f"  … and {more} more; --quarantine lists all",
                f"  … 另有 {more} 条；--quarantine 可全部列出",
            )
        )
    lines += [f"  {words.in_language(language)}" for words in people.warnings]
    return lines


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
