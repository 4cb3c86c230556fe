"""``subsidy budget``: a report's budget executed, and what its figures contradict."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click
from attrs import frozen

from subsidy.cli.help import Command
from subsidy.cli.options import language_option
from subsidy.cli.shelf import demand_schemes
from subsidy.cli.streams import guarded, is_terminal, put, tell, working
from subsidy.report.wording import say

if TYPE_CHECKING:  # loaded when first used, so that --help does not wait
    from subsidy.budget.execution import Execution
    from subsidy.budget.model import Budget
    from subsidy.results.result import Result

__all__ = ["budget"]

_FORMATS = ("table", "json", "xlsx", "docx")
_BINARY = ("xlsx", "docx")
_LEFT_OUT = 3


@frozen
class _Request:
    """What was asked for, as asked."""

    budget: str
    register: str | None
    rules: str | None
    period: str | None
    calculation: str | None
    encoding: str | None
    out: Path | None
    template: Path | None
    format: str
    language: str
    quiet: bool


@click.command(
    cls=Command,
    example="""
    subsidy budget cn/hunan/zhuzhou/shifeng/budgets/2023
    subsidy budget budget.xlsx 名册.csv --rules cn/hunan/zhuzhou/shifeng --out 三（二）.docx
    """,
)
@click.argument("budget_file")
@click.argument("register", required=False)
@click.option("--rules", metavar="NAME_OR_PATH", help="Rules for REGISTER. 规则集名称或路径。")
@click.option("--period", help="Else the budget's own. 计算期间，默认同预算。")
@click.option(
    "--calculation",
    metavar="FILE",
    help="A calculation instead of REGISTER: JSON of subsidy calc, best --detail monthly. "
    "已有的计算结果（JSON）。",
)
@click.option("--encoding", help="Of a CSV register: utf-8, gb18030. 名册编码。")
@click.option("--out", metavar="FILE", help="Write here. 输出文件。")
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
    help="Else by the ending of --out, else table. 输出格式，默认按文件后缀。",
)
@click.option(
    "--template",
    metavar="FILE",
    help="Write BUDGET_FILE itself as a workbook to fill in. 另存预算文件为可填写的工作簿。",
)
@click.option("--quiet", is_flag=True, help="No words but refusals. 只输出结果。")
@language_option
def budget(**given: object) -> int:
    """Execute BUDGET_FILE and list what does not add up in its own figures.

    BUDGET_FILE is YAML or xlsx, or a budget on the shelf. With REGISTER and --rules, or with
    --calculation, lines that name schemes get their calculated spending and counts beside the
    stated ones. Exit 3: rows of the register were set aside or undetermined.

    按预算文件计算各项目的预算执行，重算全部合计，并列出报告自身数字的不一致之处；不作任何凑数。
    """
    request = _read_request(given)
    if request.template:
        return _write_template(request, request.template)
    inputs = [Path(name) for name in (request.register, request.calculation) if name]
    with working(request.language, quiet=request.quiet):
        execution, inputs = _execute(request, inputs)
    _deliver(execution, request, inputs)
    source = execution.source
    return _LEFT_OUT if source and (source.undetermined or source.set_aside) else 0


def _read_request(given: dict[str, object]) -> _Request:
    texts = {
        name: str(given[name]) if given[name] else None
        for name in ("register", "rules", "period", "calculation", "encoding", "out")
    }
    _refuse_mixture(texts)
    out = Path(texts["out"]) if texts["out"] not in (None, "-") else None
    format_ = _format(out, given["format_"])
    if format_ in _BINARY and out is None and is_terminal():
        raise click.UsageError(f"--format {format_} needs --out FILE · 请用 --out 指定文件")
    return _Request(
        budget=str(given["budget_file"]),
        register=texts["register"],
        rules=texts["rules"],
        period=texts["period"],
        calculation=texts["calculation"],
        encoding=texts["encoding"],
        out=out,
        template=_template(given["template"]),
        format=format_,
        language=str(given["language"]),
        quiet=bool(given["quiet"]),
    )


def _template(given: object) -> Path | None:
    if given is None:
        return None
    path = Path(str(given))
    if path.suffix.lower() != ".xlsx":
        raise click.UsageError(
            "--template writes a workbook; end it in .xlsx · --template 应以 .xlsx 结尾"
        )
    return path


def _write_template(request: _Request, target: Path) -> int:
    """The budget itself as a workbook; nothing is executed."""
    from subsidy.budget.reading import find_budget, read_budget
    from subsidy.budget.write_workbook import write_budget_workbook
    from subsidy.results.publish import publish

    path, read = find_budget(request.budget), read_budget(request.budget)
    publish(target, lambda file, _: write_budget_workbook(read, file), inputs=[path])
    if not request.quiet:
        tell(say("written", request.language, file=str(target)))
    return 0


def _refuse_mixture(texts: dict[str, str | None]) -> None:
    if texts["register"] and texts["calculation"]:
        raise click.UsageError(
            "name a REGISTER or a --calculation, not both · 名册与 --calculation 只能选一"
        )
    if texts["register"] and not texts["rules"]:
        raise click.UsageError("a REGISTER needs --rules · 给出名册时须指定 --rules")
    if not texts["register"] and (texts["rules"] or texts["period"] or texts["encoding"]):
        raise click.UsageError("--rules, --period and --encoding need a REGISTER · 须同时给出名册")


def _format(out: Path | None, asked: object) -> str:
    """As asked, else by the ending of the file; the two must not contradict each other."""
    ending = out.suffix.removeprefix(".").lower() if out else ""
    if asked and ending in _FORMATS and asked != ending:
        raise click.UsageError(
            f"--format {asked} does not fit a file that ends in .{ending} · "
            f"--format {asked} 与后缀 .{ending} 不一致"
        )
    if not asked and ending not in (*_FORMATS, "", "txt"):
        raise click.UsageError(
            f"no format has the ending .{ending}; end --out in .json, .xlsx, .docx or .txt · "
            f"不支持后缀 .{ending}；请用 .json、.xlsx、.docx 或 .txt"
        )
    return str(asked or (ending if ending in _FORMATS else "table"))


def _execute(request: _Request, inputs: list[Path]) -> tuple[Execution, list[Path]]:
    """The execution, and every file that was read for it."""
    from subsidy.budget.calculation_file import read_calculation
    from subsidy.budget.execution import execute_budget
    from subsidy.budget.reading import find_budget, read_budget

    inputs = [*inputs, find_budget(request.budget)]
    _refuse_output(request, inputs)
    read = read_budget(request.budget)
    if request.calculation:
        return execute_budget(read, read_calculation(request.calculation)), inputs
    if request.register is None:
        return execute_budget(read), inputs
    result = _calculate(request, read)
    return execute_budget(read, result), [*inputs, *map(Path, result.book.files)]


def _refuse_output(request: _Request, inputs: list[Path]) -> None:
    from subsidy.results.publish import refuse_target

    if request.out:
        refuse_target(request.out, inputs)


def _calculate(request: _Request, read: Budget) -> Result:
    from subsidy.calculation import calculate
    from subsidy.rulebook.shelf import load_rulebook

    book = load_rulebook(str(request.rules))
    demand_schemes(book)
    period = request.period or read.period
    return calculate(book, str(request.register), period, encoding=request.encoding)


def _deliver(execution: Execution, request: _Request, inputs: list[Path]) -> None:
    from subsidy.results.publish import publish

    write = _writer(execution, request)
    if request.out is None:
        _print(write, request)
        return
    publish(request.out, lambda file, _: write(file), inputs=inputs)
    if not request.quiet:
        tell(say("written", request.language, file=str(request.out)))


def _print(write: Callable[[BinaryIO], None], request: _Request) -> None:
    buffer = io.BytesIO()
    write(buffer)
    if request.format in _BINARY:
        with guarded(request.language) as out:
            out.write(buffer.getbuffer())
    else:
        put(buffer.getvalue().decode(), request.language)


def _writer(execution: Execution, request: _Request) -> Callable[[BinaryIO], None]:
    """How the execution is written in the format that was asked for."""
    from subsidy.budget.render_document import write_document
    from subsidy.budget.render_json import execution_text
    from subsidy.budget.render_text import render_execution
    from subsidy.budget.render_workbook import write_execution_workbook

    if request.format == "docx":
        return lambda file: write_document(execution, file)
    if request.format == "xlsx":
        return lambda file: write_execution_workbook(execution, file, request.language)
    text = execution_text(execution) if request.format == "json" else render_execution(execution, request.language)  # fmt: skip
    return lambda file: _put(file, text)


def _put(file: BinaryIO, text: str) -> None:
    file.write(text.encode("utf-8", "backslashreplace"))
