"""``subsidy calc``: a register in, what everybody is due out."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click
from attrs import frozen

from subsidy.cli.databases import input_file, limit_option, store, table_of
from subsidy.cli.help import Command
from subsidy.cli.options import language_option, rules_option
from subsidy.cli.roster import RosterOptions, list_of, roster_options, set_aside_writer
from subsidy.cli.shelf import demand_schemes
from subsidy.cli.streams import guarded, is_terminal, put, tell, working
from subsidy.report.wording import say

if TYPE_CHECKING:  # results pull in numpy and Polars, which --help must not wait for
    from subsidy.results.publish import Output, Written
    from subsidy.results.receipt import Receipt
    from subsidy.results.result import Result
    from subsidy.rulebook.model import Rulebook

__all__ = ["calc"]

_DETAILS = ("totals", "annual", "monthly", "spells")
_FORMATS = ("table", "json", "csv", "parquet", "xlsx")
_TABLE_ENDINGS = ("", "txt")
_FOR_PEOPLE = ("xlsx", "csv")
_BINARY = ("parquet", "xlsx")
_LEFT_OUT = 3


@frozen
class _Request:
    """What was asked for, as asked."""

    register: str
    households: str | None
    institutions: str | None
    rules: str
    period: str
    out: Path | None
    table: str | None
    limits: tuple[str, ...]
    quarantine: Path | None
    detail: str
    format: str
    for_people: bool
    mask: bool
    changes: tuple[tuple[str, str], ...]
    roster: RosterOptions
    language: str
    quiet: bool


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
    default="totals",
    show_default=True,
    help="How much to list. 明细程度：合计、年度、月度、时段。",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
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
    request = _read_request(given)
    inputs = _inputs(request)
    _refuse_outputs(request, inputs)
    with working(request.language, quiet=request.quiet):
        result, receipt = _calculate(request)
    _deliver(result, receipt, request, [*inputs, *map(Path, result.book.files)])
    if not request.quiet:
        _summarise(result, receipt, request)
    return _LEFT_OUT if receipt.set_aside or receipt.undetermined else 0


def _read_request(given: dict[str, object]) -> _Request:
    table = table_of(given["out"])
    out = None if table else _path(given["out"])
    quarantine = _path(given["quarantine"])
    if table and given["format_"]:
        raise click.UsageError("--format is for files, not tables · 写入数据库时不用 --format")
    format_ = _format(out, given["format_"])
    if quarantine and quarantine.suffix.lower() not in (".csv", ".xlsx"):
        raise click.UsageError(
            "--quarantine writes CSV or xlsx; end it in .csv or .xlsx · --quarantine 应以 .csv 或 .xlsx 结尾"
        )
    if format_ in _BINARY and out is None and is_terminal():
        raise click.UsageError(f"--format {format_} needs --out FILE · 请用 --out 指定文件")
    for_people = given["audience"] == "people"
    _refuse_audience(format_, for_people=for_people, mask=bool(given["mask_ids"]))
    changes = tuple(_change(str(text)) for text in _several(given["changes"]))
    return _Request(
        register=str(given["register"]),
        households=_text(given["households"]),
        institutions=_text(given["institutions"]),
        rules=str(given["rules"]),
        period=str(given["period"]),
        out=out,
        table=table,
        limits=tuple(map(str, _several(given["limits"]))),
        quarantine=quarantine,
        detail=str(given["detail"]),
        format=format_,
        for_people=for_people,
        mask=bool(given["mask_ids"]),
        changes=changes,
        roster=RosterOptions.of(given),
        language=str(given["language"]),
        quiet=bool(given["quiet"]),
    )


def _refuse_audience(format_: str, *, for_people: bool, mask: bool) -> None:
    if for_people and format_ not in _FOR_PEOPLE:
        raise click.UsageError(
            "--for people writes xlsx or csv; end --out in one of them · "
            "--for people 只用于 xlsx 或 csv"
        )
    if mask and not for_people:
        raise click.UsageError(
            "--mask-ids goes with --for people; programs need whole numbers · "
            "--mask-ids 须与 --for people 同用"
        )


def _several(given: object) -> tuple[object, ...]:
    return given if isinstance(given, tuple) else ()


def _path(given: object) -> Path | None:
    return None if given in (None, "-") else Path(str(given))


def _format(out: Path | None, asked: object) -> str:
    """As asked, else by the ending of the file; the two must not contradict each other."""
    ending = out.suffix.removeprefix(".").lower() if out else ""
    by_ending = ending if ending in _FORMATS else None
    if asked and by_ending and asked != by_ending:
        raise click.UsageError(
            f"--format {asked} does not fit a file that ends in .{ending} · "
            f"--format {asked} 与后缀 .{ending} 不一致"
        )
    if not asked and not by_ending and ending not in _TABLE_ENDINGS:
        known = ", ".join(f".{name}" for name in _FORMATS if name != "table")
        raise click.UsageError(
            f"no format has the ending .{ending}; end --out in {known} or .txt, or add --format · "
            f"不支持后缀 .{ending}；请用 {known} 或 .txt，或加 --format"
        )
    return str(asked or by_ending or "table")


def _change(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name.strip() and equals and value.strip()):
        raise click.UsageError(f"--set is written NAME=VALUE · --set 应写作 名称=值: {text}")
    return name.strip(), value.strip()


def _inputs(request: _Request) -> list[Path]:
    """The files that are read; standard input counts where it is a file."""
    beside = [one for one in (request.households, request.institutions) if one]
    sources = [one for one in (request.register, *beside) if one != "-"]
    files = [file for source in sources if (file := input_file(source))]
    standard = Path("/dev/stdin")
    return files if request.register != "-" or not standard.exists() else [*files, standard]


def _text(given: object) -> str | None:
    return None if given is None else str(given)


def _refuse_outputs(request: _Request, inputs: list[Path]) -> None:
    """Before any work: no output over an input, nor two outputs in one place."""
    from subsidy.results.publish import receipt_beside, refuse_target

    outputs = [request.out, receipt_beside(request.out)] if request.out else []
    outputs += _lists(request)
    places = [refuse_target(path, inputs) for path in outputs if path]
    if len(set(places)) < len(places):
        raise click.UsageError("--out and --quarantine are one file · 两个输出是同一个文件")


def _lists(request: _Request) -> list[Path]:
    """Where the rows set aside go, a file for each register."""
    if request.quarantine is None:
        return []
    given = {"household": request.households, "institution": request.institutions}
    units = [unit for unit, source in given.items() if source]
    return [request.quarantine, *(list_of(request.quarantine, unit) for unit in units)]


def _calculate(request: _Request) -> tuple[Result, Receipt]:
    from subsidy.calculation import calculate, period_of
    from subsidy.register.guard.limits import limits_from
    from subsidy.rulebook.shelf import load_rulebook

    period = period_of(request.period)
    book = _reformed(load_rulebook(request.rules), request)
    demand_schemes(book)
    mapping, limits = request.roster.mapping(book), limits_from(request.limits)
    result = calculate(
        book,
        request.register,
        period,
        households=request.households,
        institutions=request.institutions,
        mapping=mapping,
        limits=limits,
    )
    return result, result.receipt()


def _reformed(book: Rulebook, request: _Request) -> Rulebook:
    from subsidy.rulebook.reform import reform

    return reform(book, dict(request.changes)) if request.changes else book


def _deliver(result: Result, receipt: Receipt, request: _Request, inputs: list[Path]) -> None:
    """Publish all files of the run together, the receipt last; else print the result."""
    from subsidy.results.publish import publish_together

    outputs = _outputs(result, request)
    if outputs:
        publish_together(
            outputs,
            inputs=inputs,
            receipt=_receipt_of(receipt, request) if request.out else None,
        )
    if request.out is None:
        _print(result, request)


def _outputs(result: Result, request: _Request) -> list[Output]:
    from subsidy.results.publish import Output

    outputs = []
    if request.out:
        outputs.append(
            Output(request.out, lambda file, folder: _write(result, request, file, folder))
        )
    for path, part in zip(_lists(request), (result, *result.beside), strict=False):
        outputs.append(Output(path, set_aside_writer(part.people, path)))
    return outputs


def _print(result: Result, request: _Request) -> None:
    if request.table:
        store(result, request.detail, request.table, request.language, quiet=request.quiet)
        return
    if request.format == "table":
        for text in _tables(result, request):
            put(text, request.language)
        return
    with guarded(request.language) as out:
        if request.format not in _BINARY:
            _write(result, request, out, Path())
            return
        buffer = io.BytesIO()
        _write(result, request, buffer, None)
        out.write(buffer.getbuffer())


def _write(result: Result, request: _Request, file: BinaryIO, folder: Path | None) -> None:
    from subsidy.report.workbooks import write_full_workbook
    from subsidy.results.write import write_result

    if request.for_people:
        _write_for_people(result, request, file, folder)
    elif request.format == "table":
        tables = _tables(result, request)
        file.writelines(text.encode("utf-8", "backslashreplace") for text in tables)
    elif request.format == "xlsx":
        write_full_workbook(result, request.detail, file, folder, request.language)
    else:
        write_result(result, request.detail, request.format, file, folder)


def _write_for_people(
    result: Result, request: _Request, file: BinaryIO, folder: Path | None
) -> None:
    from subsidy.report.payment_rows import Asked
    from subsidy.report.workbooks import write_csv_for_people, write_workbook_for_people

    asked = Asked(request.detail, request.language, request.mask)
    if request.format == "csv":
        write_csv_for_people(result, asked, file)
    else:
        write_workbook_for_people(result, asked, file, folder)


def _tables(result: Result, request: _Request) -> list[str]:
    from subsidy.report.totals_table import render_detail, render_totals

    if request.detail == "totals":
        return [render_totals(result, request.language)]
    return list(render_detail(result, request.detail, request.language))


def _receipt_of(receipt: Receipt, request: _Request) -> Callable[[tuple[Written, ...]], bytes]:
    """What the receipt says once the files are written."""

    def text(written: tuple[Written, ...]) -> bytes:
        result, *others = (
            {"file": one.name, "size_bytes": one.size_bytes, "sha256": one.sha256}
            for one in written
        )
        asked = {"detail": request.detail, "format": request.format}
        said = {**receipt.as_json(), "output": {"file": result.pop("file"), **asked, **result}}
        if others:
            said["set_aside_list"] = others[0]
        if len(others) > 1:
            said["set_aside_lists_beside"] = others[1:]
        return json.dumps(said, ensure_ascii=False, indent=2).encode() + b"\n"

    return text


def _summarise(result: Result, receipt: Receipt, request: _Request) -> None:
    from subsidy.report.summary import summarise

    sys.stdout.flush() if sys.stdout else None
    listed = request.quarantine is not None
    for line in summarise(result, receipt, request.language, listed=listed):
        tell(line)
    for file in (request.out, *_lists(request)):
        if file:
            tell(say("written", request.language, file=str(file)))
