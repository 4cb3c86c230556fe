"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from subsidy.report.language import choose_language

__all__ = [
    "language_of",
    "language_option",
    "rules_option",
    "sheet_options",
    "unit_registers_options",
]

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def language_option(command: Decorated) -> Decorated:
    """``--lang``: the language of all words."""
    return click.option(
        "--lang",
        "language",
        type=click.Choice(["zh", "en"]),
        callback=_chosen,
        help="Language of all words; else the locale's. 提示语言，默认随系统。",
    )(command)


def rules_option(command: Decorated) -> Decorated:
    """``--rules``: the rulebook."""
    return click.option(
        "--rules",
        required=True,
        metavar="NAME_OR_PATH",
        help="A place on the shelf, or a path. 规则集名称或路径。",
    )(command)


def sheet_options(command: Decorated) -> Decorated:
    """``--sheet``, ``--sheet-as``: which sheets of a workbook, and what their names tell."""
    named = click.option(
        "--sheet",
        "sheets",
        multiple=True,
        metavar="NAME",
        help="Of a workbook: read this sheet; may be repeated; household=NAME is one of "
        "--households. 只读取此工作表，可重复。",
    )
    told = click.option(
        "--sheet-as",
        "sheet_facts",
        multiple=True,
        metavar="FACT",
        help="A fact that the sheet's name tells, such as region. 工作表名称所表示的事项。",
    )
    return named(told(command))


def unit_registers_options(command: Decorated) -> Decorated:
    """``--households`` and ``--institutions``: registers beside that of persons."""
    households = click.option(
        "--households", metavar="FILE", help="Households; members are in REGISTER. 家庭名册。"
    )
    institutions = click.option(
        "--institutions", metavar="FILE", help="Institutions, or their months. 机构名册。"
    )
    return households(institutions(command))


def language_of(arguments: list[str]) -> str:
    """The language in which to refuse arguments that click could not read."""
    asked = None
    for number, argument in enumerate(arguments):
        if argument == "--lang":
            asked = next(iter(arguments[number + 1 :]), None)
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return choose_language(asked if asked in ("zh", "en") else None, os.environ)


def _chosen(_context: click.Context, _option: click.Parameter, value: str | None) -> str:
    return choose_language(value, os.environ)
