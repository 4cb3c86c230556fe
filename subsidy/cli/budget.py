"""``subsidy budget``: a report's budget executed, and what its figures contradict."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from subsidy.cli.budget_request import BINARY, FORMATS, BudgetRequest, read_budget_request
from subsidy.cli.databases import limit_option
from subsidy.cli.help import Command
from subsidy.cli.options import language_option, unit_registers_options
from subsidy.cli.roster import roster_options
from subsidy.cli.shelf import demand_schemes
from subsidy.cli.streams import guarded, put, tell, working
from subsidy.report.wording import say

if TYPE_CHECKING:  # loaded when first used, so that --help does not wait
    from subsidy.budget.execution import Execution
    from subsidy.budget.model import Budget
    from subsidy.results.result import Result

__all__ = ["budget"]

_LEFT_OUT = 3


@click.command(
    cls=Command,
    example="""
    subsidy budget cn/hunan/zhuzhou/shifeng/budgets/2023
    subsidy budget budget.xlsx 名册.csv --households 家庭.csv --rules cn/hunan/zhuzhou/shifeng --out 三（二）.docx
    """,
)
@click.argument("budget_file")
@click.argument("register", required=False)
@unit_registers_options
@click.option("--rules", metavar="NAME_OR_PATH", help="Rules for REGISTER. 规则集名称或路径。")
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="NAME=VALUE",
    help="Change a rate, or supply one; may be repeated. 调整或提供标准，可重复。",
)
@click.option("--period", help="Else the budget's own. 计算期间，默认同预算。")
@click.option(
    "--calculation",
    metavar="FILE",
    help="A calculation instead of REGISTER: JSON of subsidy calc, best --detail monthly. "
    "已有的计算结果（JSON）。",
)
@roster_options
@limit_option
@click.option("--out", metavar="FILE", help="Write here. 输出文件。")
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
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
    stated ones: persons (members of --households among them), person-months, households, those
    paid in the last month. Exit 3: rows of a register were set aside or undetermined.

    按预算文件计算各项目的预算执行，重算全部合计，并列出报告自身数字的不一致之处；不作任何凑数。
    """
    request = read_budget_request(given)
    if request.template:
        return _write_template(request, request.template)
    with working(request.language, quiet=request.quiet):
        execution, inputs = _execute(request)
    _deliver(execution, request, inputs)
    source = execution.source
    return _LEFT_OUT if source and (source.undetermined or source.set_aside) else 0


def _write_template(request: BudgetRequest, target: Path) -> int:
    """The budget itself as a workbook; nothing is executed."""
    from subsidy.budget.reading import find_budget, read_budget
    from subsidy.budget.write_workbook import write_budget_workbook
    from subsidy.results.publish import publish

    path, read = find_budget(request.budget), read_budget(request.budget)
    publish(target, lambda file, _: write_budget_workbook(read, file), inputs=[path])
    if not request.quiet:
        tell(say("written", request.language, file=str(target)))
    return 0


def _execute(request: BudgetRequest) -> tuple[Execution, list[Path]]:
    """The execution, and every file that was read for it."""
    from subsidy.budget.calculation_file import read_calculation
    from subsidy.budget.execution import execute_budget
    from subsidy.budget.reading import find_budget, read_budget

    inputs = [*request.inputs, find_budget(request.budget)]
    _refuse_output(request, inputs)
    read = read_budget(request.budget)
    if request.calculation:
        return execute_budget(read, read_calculation(request.calculation)), inputs
    if request.register is None:
        return execute_budget(read), inputs
    result = _calculate(request, read)
    return execute_budget(read, result), [*inputs, *map(Path, result.book.files)]


def _refuse_output(request: BudgetRequest, inputs: list[Path]) -> None:
    from subsidy.results.publish import refuse_target

    if request.out:
        refuse_target(request.out, inputs)


def _calculate(request: BudgetRequest, read: Budget) -> Result:
    from subsidy.calculation import calculate
    from subsidy.cli.calc_request import change_of
    from subsidy.register.guard.limits import limits_from
    from subsidy.rulebook.reform import reform
    from subsidy.rulebook.shelf import load_rulebook

    book = load_rulebook(str(request.rules))
    if request.changes:
        book = reform(book, dict(map(change_of, request.changes)))
    demand_schemes(book)
    return calculate(
        book,
        str(request.register),
        request.period or read.period,
        households=request.households,
        institutions=request.institutions,
        mapping=request.roster.mapping(book),
        limits=limits_from(request.limits),
    )


def _deliver(execution: Execution, request: BudgetRequest, inputs: list[Path]) -> None:
    from subsidy.results.publish import publish

    write = _writer(execution, request)
    if request.out is None:
        _print(write, request)
        return
    publish(request.out, lambda file, _: write(file), inputs=inputs)
    if not request.quiet:
        tell(say("written", request.language, file=str(request.out)))


def _print(write: Callable[[BinaryIO], None], request: BudgetRequest) -> None:
    buffer = io.BytesIO()
    write(buffer)
    if request.format in BINARY:
        with guarded(request.language) as out:
            out.write(buffer.getbuffer())
    else:
        put(buffer.getvalue().decode(), request.language)


def _writer(execution: Execution, request: BudgetRequest) -> Callable[[BinaryIO], None]:
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
