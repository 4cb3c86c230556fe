"""``subsidy calc``: a register in, what everybody is due out."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from subsidy.cli.calc_request import (
    BINARY,
    FORMATS,
    Request,
    inputs_of,
    lists_of,
    read_request,
    receipt_of,
    reformed,
    refuse_outputs,
    units_of,
)
from subsidy.cli.calc_streaming import Prepared, opened_beforehand, run_in_pieces, runs_in_pieces
from subsidy.cli.databases import limit_option, store
from subsidy.cli.help import Command
from subsidy.cli.months_covered import with_months_covered
from subsidy.cli.options import language_option, rules_option
from subsidy.cli.profile import Profile
from subsidy.cli.roster import roster_options, set_aside_writer
from subsidy.cli.shelf import demand_schemes
from subsidy.cli.streams import guarded, put, tell, working
from subsidy.errors import RulesRefused
from subsidy.report.wording import say
from subsidy.stages import UNOBSERVED, VIEW, WRITE, Stages

if TYPE_CHECKING:  # results pull in numpy and Polars, which --help must not wait for
    from subsidy.register.pieces.beforehand import Ready
    from subsidy.results.answer import Answer
    from subsidy.results.publish import Output
    from subsidy.results.receipt import Receipt
    from subsidy.results.result import Result

__all__ = ["calc"]

_DETAILS = ("totals", "annual", "monthly", "spells", "funding")
_LEFT_OUT = 3


@click.command(
    cls=Command,
    example="""
    subsidy calc register.csv --rules cn/hunan/zhuzhou/shifeng --period 2023
    subsidy calc 名册.xlsx --rules cn/hunan/zhuzhou/shifeng --period 2023-05 --detail monthly --out 5月.csv
    """,
)
@click.argument("register")
@click.option("--households", metavar="FILE", help="Register of households. 家庭名册。")
@click.option("--institutions", metavar="FILE", help="Register of institutions. 机构名册。")
@rules_option
@click.option("--period", required=True, help="2023, 2023-05 or 2023-01:2023-12. 计算期间。")
@click.option(
    "--out", metavar="FILE", help="Write here, with a receipt beside it. 输出文件或数据库表。"
)
@click.option(
    "--detail",
    type=click.Choice(_DETAILS),
    show_default="totals; annual with --for people",
    help="What to list; funding: who bears what. 明细：合计、年度、月度、时段、各级承担。",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="Else by the ending of --out, else table. 输出格式，默认按文件后缀。",
)
@click.option(
    "--for",
    "audience",
    type=click.Choice(["programs", "people"]),
    default="programs",
    show_default=True,
    help="people: a payment list to print and sign (xlsx), or for Excel (csv). 供人使用：发放表。",
)
@click.option("--mask-ids", is_flag=True, help="With --for people. 身份证号码打码。")
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="NAME=VALUE",
    help="Change a rate; may be repeated. 调整标准，可重复。",
)
@click.option(
    "--quarantine",
    metavar="FILE",
    help="Rows set aside, to mend and feed again (.csv, .xlsx). 搁置行，可改后重新读入。",
)
@roster_options
@limit_option
@click.option(
    "--stream/--whole",
    "stream",
    default=None,
    help="Read in pieces, in little memory; large files always. 分块读取，大文件自动启用。",
)
@click.option("--profile", is_flag=True, help="Say where the time goes. 列出各阶段用时。")
@click.option("--quiet", is_flag=True, help="No words but refusals. 只输出结果。")
@language_option
def calc(**given: object) -> int:
    """Calculate what everybody in REGISTER is due over a period.

    REGISTER is a CSV, xlsx, xls or Parquet file, - for standard input, or the URL of a table
    (postgresql://user@host/database?table=schema.name, sqlite:///file.db?table=name), which
    --out may name, too. Results go to standard
    output or --out, words to standard error. Exit 3: rows were set aside or undetermined.

    按规则计算名册中每个人在期间内的应享补贴。结果写到标准输出或 --out 指定的文件，说明写到标准错误。
    退出码 3 表示有搁置或待核的记录。
    """
    request = read_request(given)
    inputs = inputs_of(request)
    refuse_outputs(request, inputs)
    profile = Profile(time.perf_counter) if request.profile else None
    with opened_beforehand(request) as register:
        prepared = _prepared(request, profile or UNOBSERVED, register)
        try:
            answer = _run(prepared, inputs)
        except RulesRefused as refused:
            units = units_of(request)
            raise with_months_covered(refused, prepared.book, prepared.period, units) from None
    receipt = answer.receipt()
    if not request.quiet:
        _summarise(answer, receipt, request)
    for line in profile.lines(request.language) if profile else ():
        tell(line)
    return _LEFT_OUT if receipt.set_aside or receipt.undetermined else 0


def _run(prepared: Prepared, inputs: list[Path]) -> Answer:
    if runs_in_pieces(prepared):
        return run_in_pieces(prepared, inputs)
    return _run_whole(prepared, inputs)


def _run_whole(prepared: Prepared, inputs: list[Path]) -> Result:
    """Calculate and deliver with the whole register in memory."""
    request, stages = prepared.request, prepared.stages
    with working(request.language, quiet=request.quiet):
        result = _calculate(prepared)
        with stages.stage(VIEW, len(result.people)):
            receipt = result.receipt()
    with stages.stage(WRITE, len(result.people)):
        _deliver(result, receipt, request, [*inputs, *map(Path, result.book.files)])
    return result


def _prepared(request: Request, stages: Stages, register: Ready | None) -> Prepared:
    from subsidy.calculation import period_of
    from subsidy.register.guard.limits import limits_from
    from subsidy.rulebook.shelf import load_rulebook

    period = period_of(request.period)
    book = reformed(load_rulebook(request.rules), request)
    demand_schemes(book)
    mapping, limits = request.roster.mapping(book), limits_from(request.limits)
    return Prepared(request, book, period, mapping, limits, stages, register)


def _calculate(prepared: Prepared) -> Result:
    from subsidy.calculation import calculate

    request = prepared.request
    return calculate(
        prepared.book,
        request.register,
        prepared.period,
        households=request.households,
        institutions=request.institutions,
        mapping=prepared.mapping,
        limits=prepared.limits,
        stages=prepared.stages,
    )


def _deliver(result: Result, receipt: Receipt, request: Request, inputs: list[Path]) -> None:
    """Publish all files of the run together, the receipt last; else print the result."""
    from subsidy.results.publish import publish_together

    outputs = _outputs(result, request)
    if outputs:
        publish_together(
            outputs,
            inputs=inputs,
            receipt=receipt_of(receipt, request) if request.out else None,
        )
    if request.out is None:
        _print(result, request)


def _outputs(result: Result, request: Request) -> list[Output]:
    from subsidy.results.publish import Output

    outputs = []
    if request.out:
        outputs.append(
            Output(request.out, lambda file, folder: _write(result, request, file, folder))
        )
    for path, part in zip(lists_of(request), (result, *result.beside), strict=False):
        outputs.append(Output(path, set_aside_writer(part.people, path)))
    return outputs


def _print(result: Result, request: Request) -> None:
    if request.table:
        store(result, request.detail, request.table, request.language, quiet=request.quiet)
        return
    if request.format == "table":
        for text in _tables(result, request):
            put(text, request.language)
        return
    with guarded(request.language) as out:
        if request.format not in BINARY:
            _write(result, request, out, Path())
            return
        buffer = io.BytesIO()
        _write(result, request, buffer, None)
        out.write(buffer.getbuffer())


def _write(result: Result, request: Request, file: BinaryIO, folder: Path | None) -> None:
    if request.for_people:
        _write_for_people(result, request, file, folder)
    elif request.format == "table":
        tables = _tables(result, request)
        file.writelines(text.encode("utf-8", "backslashreplace") for text in tables)
    elif request.format == "xlsx":
        from subsidy.report.workbooks import write_full_workbook

        write_full_workbook(result, request.detail, file, folder, request.language)
    else:
        from subsidy.results.write import write_result

        write_result(result, request.detail, request.format, file, folder)


def _write_for_people(
    result: Result, request: Request, file: BinaryIO, folder: Path | None
) -> None:
    from subsidy.report.payment_rows import Asked
    from subsidy.report.workbooks import write_csv_for_people, write_workbook_for_people

    asked = Asked(request.detail, request.language, request.mask)
    if request.format == "csv":
        write_csv_for_people(result, asked, file)
    else:
        write_workbook_for_people(result, asked, file, folder)


def _tables(result: Result, request: Request) -> list[str]:
    from subsidy.report.funding_table import render_funding
    from subsidy.report.totals_table import render_detail, render_totals

    if request.detail == "totals":
        return [render_totals(result, request.language)]
    if request.detail == "funding":
        return [render_funding(result, request.language)]
    return list(render_detail(result, request.detail, request.language))


def _summarise(result: Answer, receipt: Receipt, request: Request) -> None:
    from subsidy.report.summary import summarise

    sys.stdout.flush() if sys.stdout else None
    listed = request.quarantine is not None
    for line in summarise(result, receipt, request.language, listed=listed):
        tell(line)
    for file in (request.out, *lists_of(request)):
        if file:
            tell(say("written", request.language, file=str(file)))
