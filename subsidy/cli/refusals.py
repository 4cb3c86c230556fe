"""Wrong usage in the language of the user; click speaks English only."""

from __future__ import annotations

import re
from typing import Any

import click

__all__ = ["usage_text"]

_BOTH = " · "  # between the English and the Chinese of our own refusals
_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)")
_NO_COMMAND = re.compile(r"No such command '(.*?)'")


def usage_text(error: click.ClickException, language: str) -> str:
    """How the command is used, and what is wrong with how it was."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    context = getattr(error, "ctx", None)
    usage = [context.get_usage()] if context else []
    english, _, chinese = error.format_message().partition(_BOTH)
    if language != "zh":
        return "\n".join([*usage, f"Error: {english}"])
    usage = [line.replace("Usage: ", "用法：", 1) for line in usage]
    return "\n".join([*usage, f"错误：{chinese or _chinese(error)}"])


def _chinese(error: click.ClickException) -> str:
    match error:
        case click.MissingParameter(param=click.Option() as option):
            return f"缺少选项 {'/'.join(option.opts)}。"
        case click.MissingParameter(param=click.Parameter() as argument):
            return f"缺少参数 {argument.make_metavar(error.ctx or _no_context())}。"
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}。{_nearest(error)}"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 后面应有且仅有一个值。"
        case click.BadParameter(param=click.Parameter() as given):
            return f"{'/'.join(given.opts)} 的值无效。{_choices(given.type)}"
        case _:
            return _by_text(error.format_message())


def _no_context() -> click.Context:
    return click.Context(click.Command("subsidy"))


def _nearest(error: click.NoSuchOption) -> str:
    return f"是否要写 {'、'.join(error.possibilities)}？" if error.possibilities else ""


def _choices(kind: click.ParamType[Any]) -> str:
    if isinstance(kind, click.Choice):
        return f"可选：{'、'.join(map(str, kind.choices))}。"
    return "应为整数。" if kind is click.INT else ""


def _by_text(message: str) -> str:
    """What click tells apart by its words alone."""
    extra, unknown = _EXTRA.search(message), _NO_COMMAND.search(message)
    if extra:
        return f"多出的参数：{extra[1]}。"
    return f"没有命令 {unknown[1]}；subsidy --help 列出全部命令。" if unknown else message
