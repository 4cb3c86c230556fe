"""``subsidy whatif``: other rules for the same register, and what they would cost."""

from __future__ import annotations

import json
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click
from attrs import frozen

from subsidy.cli.delivery import chosen_format
from subsidy.cli.help import Command
from subsidy.cli.options import language_option, rules_option, unit_registers_options
from subsidy.cli.scenarios import pairs, read_scenarios, scenario_options
from subsidy.cli.shelf import demand_schemes
from subsidy.cli.streams import guarded, tell, working
from subsidy.report.wording import say

if TYPE_CHECKING:  # results pull in numpy and Polars, which --help must not wait for
    from subsidy.results.result import Result
    from subsidy.scenario.answers import WhatIf

__all__ = ["whatif"]

_FORMATS = ("table", "json", "csv", "xlsx")
_PICTURES = ("svg", "png")
_PAGE = "subsidy.report.whatif_page"
_LEFT_OUT = 3


@frozen
class _Request:
    """What was asked for, as asked."""

    register: str
    households: str | None
    institutions: str | None
    rules: str
    period: str
    settings: dict[str, str]
    files: tuple[str, ...]
    ranges: dict[str, str]
    targets: tuple[str, ...]
    budget: str
    schemes: tuple[str, ...]
    step: str
    between: str
    tornado: int
    sensitivity: bool
    people: bool
    by: tuple[str, ...]
    format: str
    out: Path | None
    html: Path | None
    picture: Path | None
    encoding: str | None
    language: str
    quiet: bool


@click.command(
    cls=Command,
    example="""
    subsidy whatif register.csv --rules mine --period 2024 --set "old_age.80-89=120.00 per month"
    subsidy whatif 名册.xlsx --rules mine --period 2024 --seek old_age.80-89 --budget 7000000
    """,
)
@click.argument("register")
@unit_registers_options
@rules_option
@click.option("--period", required=True, help="2023, 2023-05 or 2023-01:2023-12. 计算期间。")
@scenario_options
@click.option(
    "--sweep",
    "ranges",
    multiple=True,
    metavar="TARGET=FROM:TO:STEP",
    help="The cost for each value; two make a grid. 逐值测算，两个目标成网格。",
)
@click.option(
    "--seek",
    "targets",
    multiple=True,
    metavar="TARGET",
    help="The highest value that fits --budget; several in proportion. 按预算求最高标准。",
)
@click.option(
    "--budget", default="", metavar="YUAN", help="Yuan a year, for --seek. 年度预算（元）。"
)
@click.option(
    "--budget-for",
    "schemes",
    multiple=True,
    metavar="SCHEME",
    help="Schemes of the budget, or all; else those of --seek. 预算所含项目，默认为所求项目。",
)
@click.option("--step", default="", help="Of --seek; else the rate's own. 求解步长。")
@click.option("--between", default="", metavar="LOW:HIGH", help="Where --seek looks. 求解范围。")
@click.option("--tornado", is_flag=True, help="Every rate ±10 %. 各标准上下浮动 10%。")
@click.option("--sensitivity", is_flag=True, help="What one yuan more costs. 每提高一元的增支。")
@click.option("--people", is_flag=True, help="List the people concerned. 列出有变动的人员。")
@click.option(
    "--by",
    multiple=True,
    metavar="COLUMN",
    help="Also by bracket, month, year, payer, region … 另按档次、月份、承担方、区划等列出。",
)
@click.option("--format", "format_", type=click.Choice(_FORMATS), help="Else table. 输出格式。")
@click.option("--json", "as_json", is_flag=True, help="Short for --format json. 输出 JSON。")
@click.option("--out", metavar="FILE", help="Write the results here. 输出文件。")
@click.option("--html", metavar="FILE", help="Write a page with charts here. 输出网页。")
@click.option("--picture", metavar="FILE", help="Its chart as SVG or PNG. 另存图片。")
@click.option("--encoding", help="Of a CSV register: utf-8, gb18030. 名册编码。")
@click.option("--quiet", is_flag=True, help="No words but refusals. 只输出结果。")
@language_option
def whatif(**given: Any) -> int:
    """Compare other rules with those in force, for everybody in REGISTER.

    Changes never touch the rule files. Results go to standard output or --out, words to standard
    error. Exit 3: rows were set aside or undetermined.

    测算规则变动的影响：费用增减、受益和受损人员、预算内的最高标准。规则文件不受影响。
    """
    request = _read_request(given)
    _refuse_outputs(request)
    with working(request.language, quiet=request.quiet):
        answer = _answered(request)
    _deliver(answer, request)
    aside = any(part.people.set_aside for part in answer.baseline.parts)
    left_out = aside or len(answer.baseline.undetermined())
    left_out = left_out or any(len(one.undetermined()) for one in answer.comparisons)
    return _LEFT_OUT if left_out else 0


def _read_request(given: dict[str, Any]) -> _Request:
    asked = ("settings", "files", "ranges", "targets", "tornado", "sensitivity")
    if not any(given[name] for name in asked):
        raise click.UsageError(
            "ask something: --set, --scenario, --sweep, --seek, --tornado or --sensitivity · "
            "请至少给出 --set、--scenario、--sweep、--seek、--tornado、--sensitivity 之一"
        )
    if bool(given["targets"]) != bool(given["budget"]):
        raise click.UsageError("--seek and --budget go together · --seek 与 --budget 须同时给出")
    alone = [n for n in ("step", "between", "schemes") if given[n] and not given["targets"]]
    if alone:
        option = {"schemes": "--budget-for"}.get(alone[0], f"--{alone[0]}")
        raise click.UsageError(f"{option} is of --seek alone · {option} 只用于 --seek")
    return _Request(
        register=given["register"],
        households=given["households"],
        institutions=given["institutions"],
        rules=given["rules"],
        period=given["period"],
        settings=pairs("--set", given["settings"]),
        files=given["files"],
        ranges=pairs("--sweep", given["ranges"]),
        targets=given["targets"],
        budget=given["budget"],
        schemes=given["schemes"],
        step=given["step"],
        between=given["between"],
        tornado=10 if given["tornado"] else 0,
        sensitivity=given["sensitivity"],
        people=given["people"],
        by=tuple(name for text in given["by"] for name in text.split(",") if name),
        format=_format(given),
        out=Path(given["out"]) if given["out"] else None,
        html=Path(given["html"]) if given["html"] else None,
        picture=_picture(given),
        encoding=given["encoding"],
        language=given["language"],
        quiet=given["quiet"],
    )


def _format(given: dict[str, Any]) -> str:
    """As asked; a file that ends in .xlsx is a workbook."""
    if given["as_json"] and given["format_"] not in (None, "json"):
        raise click.UsageError("--json contradicts --format · --json 与 --format 不一致")
    asked = "json" if given["as_json"] else given["format_"]
    out = given["out"] or ""
    is_workbook = out.lower().endswith(".xlsx")
    if is_workbook and asked not in (None, "xlsx"):
        raise click.UsageError(
            "a file that ends in .xlsx is written by --format xlsx · 后缀 .xlsx 须用 --format xlsx"
        )
    if asked == "xlsx" and not out:
        raise click.UsageError("--format xlsx needs --out FILE · 请用 --out 指定文件")
    return "xlsx" if is_workbook else asked or "table"


def _picture(given: dict[str, Any]) -> Path | None:
    """Where the chart goes; its ending says how."""
    if not given["picture"]:
        return None
    if not any(given[name] for name in ("settings", "files", "ranges", "tornado")):
        raise click.UsageError(
            "--picture is of --set, --scenario, --sweep or --tornado · "
            "--picture 须与 --set、--scenario、--sweep 或 --tornado 同用"
        )
    chosen_format(given["picture"], None, _PICTURES)
    return Path(given["picture"])


def _refuse_outputs(request: _Request) -> None:
    """Before any work: no output over an input, nor two outputs in one place."""
    from subsidy.results.publish import refuse_target

    inputs = _inputs(request)
    files = (request.out, request.html, request.picture)
    places = [refuse_target(path, inputs) for path in files if path]
    if len(set(places)) < len(places):
        raise click.UsageError("two outputs are one file · 两个输出是同一个文件")
    if request.html and _page_writer() is None:
        raise click.UsageError("--html cannot be written yet · 暂不支持 --html")


def _inputs(request: _Request) -> list[Path]:
    beside = (request.households, request.institutions)
    return [
        Path(name)
        for name in (request.register, *beside, *request.files)
        if name not in (None, "-")
    ]


def _answered(request: _Request) -> WhatIf:
    from subsidy.scenario.answers import WhatIf
    from subsidy.scenario.comparison import compare_all
    from subsidy.scenario.costing import Costing
    from subsidy.scenario.seeking import Goal, seek_on
    from subsidy.scenario.sweeping import sensitivity_on, sweep_on, tornado_on

    scenarios = read_scenarios(request.files, request.settings)
    baseline = _baseline(request)
    comparisons = compare_all(baseline, scenarios)
    # A question beside one scenario is about what that scenario would leave to decide.
    start = comparisons[0].reform if len(comparisons) == 1 else baseline
    costing = Costing(start)
    goal = Goal(request.targets, request.budget, request.schemes, request.step, request.between)
    return WhatIf(
        baseline,
        comparisons,
        sweep_on(costing, request.ranges) if request.ranges else None,
        sensitivity_on(costing) if request.sensitivity else None,
        tornado_on(costing, request.tornado) if request.tornado else None,
        seek_on(costing, goal) if request.targets else None,
        by=request.by,
        people=request.people,
    )


def _baseline(request: _Request) -> Result:
    from subsidy.calculation import calculate, period_of
    from subsidy.rulebook.shelf import load_rulebook

    period = period_of(request.period)
    book = load_rulebook(request.rules)
    demand_schemes(book)
    return calculate(
        book,
        request.register,
        period,
        households=request.households,
        institutions=request.institutions,
        encoding=request.encoding,
    )


def _deliver(answer: WhatIf, request: _Request) -> None:
    from subsidy.results.publish import publish

    inputs = _inputs(request)
    content = _content(answer, request)
    if request.out is None:
        with guarded(request.language) as stream:
            stream.write(content)
    else:
        publish(request.out, lambda file, _folder: _write(file, content), inputs=inputs)
    writer = _page_writer()
    if request.html and writer:
        writer(answer, request.html, request.language, inputs)
    if request.picture:
        drawn = _drawn(answer, request)
        publish(request.picture, lambda file, _folder: _write(file, drawn), inputs=inputs)
    for file in (request.out, request.html, request.picture):
        if file and not request.quiet:
            tell(say("written", request.language, file=str(file)))


def _drawn(answer: WhatIf, request: _Request) -> bytes:
    """The chart of the answer, as the ending of its file says."""
    from subsidy.report.drawing import draw_png, draw_svg
    from subsidy.report.whatif_page import whatif_picture

    chart = whatif_picture(answer.to_dict(), request.language)
    if str(request.picture).lower().endswith(".png"):
        return draw_png(chart)
    return draw_svg(chart, "picture").encode()


def _write(file: BinaryIO, content: bytes) -> None:
    file.write(content)


def _content(answer: WhatIf, request: _Request) -> bytes:
    if request.format == "json":
        return json.dumps(answer.to_dict(), ensure_ascii=False, indent=2).encode() + b"\n"
    if request.format == "csv":
        return _csv(answer, request)
    if request.format == "xlsx":
        from subsidy.report.whatif_workbook import whatif_workbook

        return whatif_workbook(answer.to_dict(), request.language)
    from subsidy.scenario.showing import show_whatif

    return show_whatif(answer, request.language).encode("utf-8", "backslashreplace")


def _csv(answer: WhatIf, request: _Request) -> bytes:
    """The one table that was asked for; people where they were."""
    frames = answer.frames()
    frames.pop("groups", None)
    if request.people:
        frames.pop("costs", None)
    if len(frames) != 1:
        raise click.UsageError("csv holds one table: ask one thing · csv 只含一张表，请只问一项")
    return next(iter(frames.values())).write_csv().encode()


def _page_writer() -> Any:
    """The function that writes pages with charts, where it is installed."""
    if find_spec(_PAGE) is None:
        return None
    return getattr(import_module(_PAGE), "write_whatif_page", None)
