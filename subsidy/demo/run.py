"""The demo from end to end: draw, write, calculate, compare, and say what to try next."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from attrs import frozen

from subsidy.calculation import calculate
from subsidy.demo.generate import generate, roster_bytes, with_id_numbers
from subsidy.demo.report import render_comparison
from subsidy.demo.settings import Settings, read_published, read_settings
from subsidy.errors import Words
from subsidy.results.publish import make_folder, publish
from subsidy.results.result import Result
from subsidy.results.write import write_result

__all__ = ["Demo", "run_demo"]

_INTRODUCTION = Words(
    "{place}, {year}: {people:,} invented people (seed {seed})",
    "{place}，{year} 年：虚构人员 {people:,} 名（随机种子 {seed}）",
)
_WRITTEN = Words("written", "已写出")
_DETAILS = ("annual", "monthly")
_NEXT = Words("Two commands to try next", "接下来可以试试")


@frozen
class Demo:
    """What the demo is asked for. None: as the settings say."""

    folder: Path
    seed: int | None = None
    with_id_numbers: bool = False
    as_workbook: bool = False
    command: str = "subsidy"  # how the command line is called where the demo runs


def run_demo(asked: Demo, language: str) -> list[str]:
    """Write a register and its results into a folder; return the lines to show.

    Raises:
        OutputRefused: the folder cannot be written.
    """
    make_folder(asked.folder)
    settings = read_settings()
    seed = settings.seed if asked.seed is None else asked.seed
    roster = generate(settings, seed)
    if asked.with_id_numbers:
        roster = with_id_numbers(roster, settings.id_prefix)
    register = asked.folder / ("register.xlsx" if asked.as_workbook else "register.csv")
    publish(register, lambda file, _: _put(file, roster_bytes(roster, register.suffix)))
    result = calculate(settings.place, register, str(settings.year))
    files = [register, *_write_results(result, asked.folder)]
    introduction = _INTRODUCTION.in_language(language).format(
        place=result.book.labels.in_language(language),
        year=settings.year,
        people=len(roster),
        seed=seed,
    )
    return [
        introduction,
        "",
        *render_comparison(result, read_published(), language),
        "",
        f"{_WRITTEN.in_language(language)}: {', '.join(map(str, files))}",
        "",
        f"{_NEXT.in_language(language)}:",
        *_commands(result, register, settings, asked.command),
    ]


def _write_results(result: Result, folder: Path) -> list[Path]:
    return [_write_result(result, folder / f"{detail}.csv", detail) for detail in _DETAILS]


def _write_result(result: Result, target: Path, detail: str) -> Path:
    receipt = result.receipt().as_text().encode()

    def write(file: BinaryIO, private: Path) -> None:
        write_result(result, detail, "csv", file, private)

    publish(target, write, receipt=lambda _: receipt)
    return target


def _commands(result: Result, register: Path, settings: Settings, command: str) -> list[str]:
    """Somebody who draws most schemes is the most instructive to explain."""
    annual = result.annual()
    schemes = annual.group_by("unit_id").len().sort("len", "unit_id", descending=[True, False])
    somebody, month = schemes["unit_id"][0], f"{settings.year}-06"
    rules = f"--rules {settings.place}"
    return [
        f"  {command} explain {register} {somebody} {rules} --month {month}",
        f"  {command} calc {register} {rules} --period {settings.year}",
    ]


def _put(file: BinaryIO, text: BytesIO) -> None:
    file.write(text.getbuffer())
