"""``subsidy project``: what a roster will cost in the coming years, and how far a budget goes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click
from attrs import frozen

from subsidy.cli.delivery import Writer, chosen_format, deliver, put_file
from subsidy.cli.help import Command
from subsidy.cli.options import language_option, rules_option, unit_registers_options
from subsidy.cli.scenarios import pairs, read_scenarios, scenario_options
from subsidy.cli.shelf import demand_schemes
from subsidy.cli.streams import tell, working

if TYPE_CHECKING:
    from subsidy.projection.answers import Projection
    from subsidy.projection.assumptions import Variation

__all__ = ["project"]

_FORMATS = ("table", "csv", "xlsx", "json", "html", "svg", "png")
_LEFT_OUT = 3
_VARIES = ("mortality", "inflow", "uprating")


@frozen
class _Request:
    """What was asked for, as asked."""

    register: str
    households: str | None
    institutions: str | None
    rules: str
    first: str
    years: int
    since: str | None
    mortality: str | None
    factor: str | None
    inflow: str | None
    uprating: tuple[str, ...]
    low: str | None
    high: str | None
    budget: str | None
    settings: tuple[str, ...]
    files: tuple[str, ...]
    encoding: str | None


@click.command(
    cls=Command,
    example="""
    subsidy project register.csv --rules cn/hunan/zhuzhou/shifeng --from 2024-01 --years 10
    subsidy project register.csv --rules mine --from 2024-01 --set "old_age.80-89@2025-01=120.00 per month"
    subsidy project register.csv --rules cn/hunan/zhuzhou/shifeng --from 2024-01 --uprating 3% --mortality cl-2010-2013/class-one --budget 7000000 --html outlook.html
    """,
)
@click.argument("register")
@unit_registers_options
@rules_option
@scenario_options
@click.option("--from", "first", required=True, metavar="MONTH", help="2024-01. 起始月。")
@click.option("--years", default=5, show_default=True, help="1 to 30. 预测年数。")
@click.option("--since", metavar="MONTH", help="Where assumptions begin, else --from. 假设起算月。")
@click.option("--mortality", metavar="TABLE", help="Life table: shipped name or CSV. 生命表。")
@click.option("--mortality-factor", "factor", metavar="120%", help="Scales it. 死亡率倍数。")
@click.option("--inflow", metavar="FILE", help="New people a year (CSV). 每年新增人员。")
@click.option(
    "--uprating",
    multiple=True,
    metavar="[NAME=]3%",
    help="Growth a year, of all or of one rate; NAME=2024:3%,2025:2%. 每年调标。",
)
@click.option("--low", metavar="CHANGES", help="mortality=120%,inflow=90%,uprating=-1%. 低情形。")
@click.option("--high", metavar="CHANGES", help="Likewise. 高情形。")
@click.option("--budget", metavar="YUAN", help="How many months it lasts. 预算可支撑月数。")
@click.option("--out", metavar="FILE", help="Write here. 输出文件。")
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
    help="Else by the ending of --out, else table. 输出格式，默认按文件后缀。",
)
@click.option("--html", metavar="FILE", help="Also a page that needs no network. 另存网页。")
@click.option("--picture", metavar="FILE", help="Also the band as SVG or PNG. 另存图片。")
@click.option("--encoding", help="Of a CSV register: utf-8, gb18030. 名册编码。")
@language_option
def project(
    out: str | None,
    format_: str | None,
    html: str | None,
    picture: str | None,
    language: str,
    **given: Any,
) -> int:
    """Project what everybody in REGISTER will be due in the coming years.

    The register ages month by month. Mortality, newcomers and growing rates are assumptions that
    you name; they are printed with the result. Rates beyond their last confirmed month are
    carried on and marked. --set and --scenario put other rules beside those in force, under the
    same assumptions. Exit 3: rows were set aside or undetermined.

    按月推算名册人员今后各年的预计支出。死亡、新增、调标均为自设假设，随结果列出；未确认月份沿用原标准并注明。
    --set、--scenario 以相同假设并列推算调整后的规则。
    退出码 3 表示有搁置或待核的记录。
    """
    request = _Request(**given)
    chosen = chosen_format(out, format_, _FORMATS)
    drawn = chosen_format(picture, None, ("svg", "png")) if picture else ""
    with working(language, quiet=False):
        found = _projected(request)
    writers = _writers(found, request.budget, language)
    inputs = [Path(one) for one in _files(request) if one and one != "-"]
    deliver(writers, chosen, out, language, inputs)
    for file, name in ((html, "html"), (picture, drawn)):
        if file:
            put_file(Path(file), writers[name], language, inputs)
    for line in _notes(found, language):
        tell(line)
    open_ = any(one.projection.undetermined for one in found.scenarios)
    return _LEFT_OUT if found.set_aside or found.undetermined or open_ else 0


def _projected(request: _Request) -> Projection:
    from subsidy.projection.beside import Reform
    from subsidy.projection.life_table import read_life_table
    from subsidy.projection.projecting import project as project_people
    from subsidy.projection.projecting import years_from
    from subsidy.rulebook.shelf import load_rulebook

    if request.factor and not request.mortality:
        raise click.UsageError("--mortality-factor needs --mortality · 请同时给出 --mortality")
    period = years_from(request.first, request.years)
    book = load_rulebook(request.rules)
    demand_schemes(book)
    table = read_life_table(request.mortality) if request.mortality else None
    if table is not None and request.factor:
        table = table.scaled(request.factor)
    cases = {"low": request.low, "high": request.high}
    asked = read_scenarios(request.files, pairs("--set", request.settings))
    return project_people(
        book,
        request.register,
        period,
        since=request.since,
        mortality=table,
        inflow=request.inflow,
        uprating=_uprating(request.uprating),
        band={name: _variation(text, name) for name, text in cases.items() if text},
        reforms=[Reform(one.name, one.on(book), one.labels, one.reason) for one in asked],
        households=request.households,
        institutions=request.institutions,
        encoding=request.encoding,
    )


def _files(request: _Request) -> tuple[str | None, ...]:
    registers = (request.register, request.households, request.institutions)
    return (*registers, request.inflow, *request.files)


def _uprating(texts: tuple[str, ...]) -> dict[str, str]:
    """``3%`` is of every rate, ``NAME=3%`` of one."""
    found: dict[str, str] = {}
    for text in texts:
        name, equals, growth = text.rpartition("=")
        rate = name.strip() if equals else "*"
        if rate in found:
            of = (f"of {rate}", rate) if equals else ("of every rate", "对所有标准")
            raise click.UsageError(f"--uprating {of[0]} is given twice · --uprating {of[1]} 重复")
        found[rate] = growth.strip()
    return found


def _variation(text: str, case: str) -> Variation:
    from subsidy.projection.assumptions import Variation

    given: dict[str, str] = {}
    for part in text.split(","):
        name, _, value = part.strip().partition("=")
        if name not in _VARIES or not value:
            raise click.UsageError(
                f"--{case} is written mortality=120%,inflow=90%,uprating=-1% · "
                f"--{case} 应写作 mortality=120%,inflow=90%,uprating=-1%: {part}"
            )
        if name in given:
            raise click.UsageError(f"--{case}: {name} is given twice · --{case}：{name} 重复")
        given[name] = value
    return Variation(**given)


def _writers(found: Projection, budget: str | None, language: str) -> dict[str, Writer]:
    from subsidy.report.charts import titled
    from subsidy.report.drawing import draw_png, draw_svg
    from subsidy.report.projection_page import projection_charts, projection_page
    from subsidy.report.projection_table import projection_sheets, render_projection
    from subsidy.report.workbook import write_sheets
    from subsidy.results.write import write_frame

    answer = found.as_json(budget)

    def band() -> dict[str, Any]:
        figure = projection_charts(answer, language)[0]
        place = answer["labels"]["place"][language]
        return titled(figure.chart, f"{place} {answer['period']}  {figure.title}")

    def text(words: str, file: BinaryIO) -> None:
        file.write(words.encode("utf-8", "backslashreplace"))

    return {
        "table": lambda file: text(render_projection(answer, language), file),
        "json": lambda file: text(json.dumps(answer, ensure_ascii=False, indent=2) + "\n", file),
        "csv": lambda file: write_frame(found.cases(), "csv", file, None),
        "xlsx": lambda file: write_sheets(
            projection_sheets(answer, found.cases(), found.band(("year",)), language), file
        ),
        "html": lambda file: text(projection_page(answer, language), file),
        "svg": lambda file: text(draw_svg(band(), "band"), file),
        "png": lambda file: _put(file, draw_png(band())),
    }


def _put(file: BinaryIO, content: bytes) -> None:
    file.write(content)


def _notes(found: Projection, language: str) -> list[str]:
    from subsidy.report.projection_table import projection_notes

    return projection_notes(found.as_json(), language)
