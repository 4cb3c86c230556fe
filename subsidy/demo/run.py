"""The demo from end to end: draw, write, calculate, compare, and say what to try next."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import polars as pl
from attrs import frozen

from subsidy.budget.execution import Execution, execute_budget
from subsidy.budget.render_json import execution_text
from subsidy.budget.render_workbook import write_execution_workbook
from subsidy.calculation import calculate
from subsidy.demo.generate import Registers, generate, register_bytes, with_id_numbers
from subsidy.demo.report import render_comparison
from subsidy.demo.settings import read_published, read_settings
from subsidy.errors import Words
from subsidy.results.publish import make_folder, publish
from subsidy.results.receipt import period_text
from subsidy.results.result import Result
from subsidy.results.write import write_result

__all__ = ["Demo", "run_demo"]

_INTRODUCTION = Words(
    "{place}, {year}: {people:,} invented people, {households:,} households,"
    " {institutions} homes and communities (seed {seed})",
    "{place}，{year} 年：虚构人员 {people:,} 名、家庭 {households:,} 户、"
    "机构与社区 {institutions} 个（随机种子 {seed}）",
)
_WRITTEN = Words("written", "已写出")
_DETAILS = ("annual", "monthly")
_NEXT = Words("Commands to try next", "接下来可以试试")


@frozen
class Demo:
    """What the demo is asked for. None: as the settings say."""

    folder: Path
    seed: int | None = None
    with_id_numbers: bool = False
    as_workbook: bool = False
    command: str = "subsidy"  # how the command line is called where the demo runs


def run_demo(asked: Demo, language: str) -> list[str]:
    """Write registers, results and the budget into a folder; return the lines to show.

    Raises:
        OutputRefused: the folder cannot be written.
    """
    make_folder(asked.folder)
    settings, published = read_settings(), read_published()
    seed = settings.seed if asked.seed is None else asked.seed
    drawn = generate(settings, seed)
    if asked.with_id_numbers:
        drawn = with_id_numbers(drawn, settings.id_prefix)
    register, households, institutions = _write_registers(drawn, asked)
    result = calculate(
        settings.place,
        register,
        str(settings.year),
        households=households,
        institutions=institutions,
    )
    execution = execute_budget(published.budget, result)
    files = [
        *(register, households, institutions),
        *_write_results(result, asked.folder),
        *_write_budget(execution, asked.folder, language),
    ]
    return [
        _introduction(result, drawn, seed, language),
        "",
        *render_comparison(execution, result, published, language),
        "",
        f"{_WRITTEN.in_language(language)}: {', '.join(map(str, files))}",
        "",
        f"{_NEXT.in_language(language)}:",
        *_commands(result, (register, households), published.budget, asked.command),
    ]


def _introduction(result: Result, drawn: Registers, seed: int, language: str) -> str:
    return _INTRODUCTION.in_language(language).format(
        place=result.book.labels.in_language(language),
        year=period_text(result.period),
        people=len(drawn.persons),
        households=len(drawn.households),
        institutions=drawn.institutions["institution_id"].n_unique(),
        seed=seed,
    )


def _write_registers(drawn: Registers, asked: Demo) -> tuple[Path, Path, Path]:
    """The three registers as files: CSV, or workbooks."""
    suffix = ".xlsx" if asked.as_workbook else ".csv"

    def write(name: str, register: pl.DataFrame) -> Path:
        path = asked.folder / f"{name}{suffix}"
        publish(path, lambda file, _: _put(file, register_bytes(register, suffix)))
        return path

    return (
        write("register", drawn.persons),
        write("households", drawn.households),
        write("institutions", drawn.institutions),
    )


def _write_budget(execution: Execution, folder: Path, language: str) -> list[Path]:
    """What ``subsidy budget`` gives for this calculation, as a workbook and as JSON."""
    workbook, text = folder / "budget.xlsx", folder / "budget.json"
    publish(workbook, lambda file, _: write_execution_workbook(execution, file, language))
    publish(text, lambda file, _: _put(file, BytesIO(execution_text(execution).encode())))
    return [workbook, text]


def _write_results(result: Result, folder: Path) -> list[Path]:
    return [_write_result(result, folder / f"{detail}.csv", detail) for detail in _DETAILS]


def _write_result(result: Result, target: Path, detail: str) -> Path:
    receipt = result.receipt().as_text().encode()

    def write(file: BinaryIO, private: Path) -> None:
        write_result(result, detail, "csv", file, private)

    publish(target, write, receipt=lambda _: receipt)
    return target


def _commands(result: Result, registers: tuple[Path, Path], budget: str, command: str) -> list[str]:
    """Somebody who draws most schemes is the most instructive to explain."""
    register, households = registers
    annual = result.annual().filter(pl.col("unit") == result.people.unit)
    schemes = annual.group_by("unit_id").len().sort("len", "unit_id", descending=[True, False])
    somebody, year = schemes["unit_id"][0], period_text(result.period)
    given = f"--households {households} --rules {result.book.name}"
    return [
        f"  {command} explain {register} {somebody} {given} --month {year}-06",
        f"  {command} calc {register} {given} --period {year}",
        f"  {command} budget {budget} {register} {given} --out {register.parent / 'report.docx'}",
    ]


def _put(file: BinaryIO, text: BytesIO) -> None:
    file.write(text.getbuffer())
