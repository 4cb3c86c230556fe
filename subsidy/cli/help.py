"""Help that wraps Chinese by what it takes on a screen, and ends with an example."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import click

from subsidy.report.language import display_width, pad_right

__all__ = ["Command", "Group", "wrap"]

_TOKENS = re.compile(
    r"\s+|[^\s\u2e80-\uffff]+[\u3001\u3002\uff01-\uff5e]*|.[\u3001\u3002\uff01-\uff5e]*"
)
_TERMS = 30
_GAP = 2
_NARROWEST = 20


def wrap(text: str, width: int) -> list[str]:
    """Lines no wider than *width* columns; Chinese may break anywhere but before a full stop."""
    lines = [""]
    for token in _TOKENS.findall(" ".join(text.split())):
        if display_width(lines[-1] + token.rstrip()) > width and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += token if lines[-1] else token.lstrip()
    return lines


class _Formatter(click.HelpFormatter):
    """click's own counts characters, not columns."""

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        width = max(self.width - self.current_indent, _NARROWEST)
        paragraphs = [wrap(paragraph, width) for paragraph in re.split(r"\n\s*\n", text.strip())]
        self.write("\n\n".join("\n".join(indent + line for line in lines) for lines in paragraphs))
        self.write("\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = _TERMS, col_spacing: int = _GAP
    ) -> None:
        listed = list(rows)
        column = min(max(display_width(term) for term, _ in listed), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, text in listed:
            width = max(self.width - column - self.current_indent, _NARROWEST)
            lines = wrap(text, width)
            if display_width(term) > column - col_spacing:
                self.write(f"{indent}{term}\n")
            else:
                lines[0] = pad_right(term, column) + lines[0]
                self.write(f"{indent}{lines.pop(0)}\n".replace(" \n", "\n"))
            for line in lines:
                self.write(f"{indent}{' ' * column}{line}\n")


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help ends with an example."""

    context_class = _Context

    def __init__(self, *arguments: Any, example: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.example = example

    def format_epilog(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        _write_example(self.example, formatter)


class Group(click.Group):
    """The command of commands; they are listed in the order of a user's work."""

    context_class = _Context

    def __init__(self, *arguments: Any, example: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.example = example

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, _short(self.commands[name])) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def format_epilog(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        _write_example(self.example, formatter)


def _short(command: click.Command) -> str:
    """The first sentence of a command's help in English, and in Chinese."""
    english, *others = re.split(r"\n\s*\n", (command.help or "").strip())
    chinese = re.split(r"[，。：]", others[-1].strip(), maxsplit=1)[0] if others else ""
    return f"{english.split('.')[0]}. {chinese}".strip()


def _write_example(example: str, formatter: click.HelpFormatter) -> None:
    formatter.write_paragraph()
    formatter.write("Example · 示例:\n")
    for line in example.strip().splitlines():
        formatter.write(f"  {line.strip()}\n")
