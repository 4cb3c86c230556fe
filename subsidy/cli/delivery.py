"""Answers in several formats: to standard output, or to files that appear whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import click

from subsidy.cli.streams import guarded, is_terminal, tell
from subsidy.report.wording import say

__all__ = ["chosen_format", "deliver", "put_file"]

Writer = Callable[[BinaryIO], None]

_BINARY = ("xlsx", "png")


def chosen_format(out: str | None, asked: str | None, known: Sequence[str]) -> str:
    """As asked, else by the ending of the file, else the first; the two must not contradict."""
    ending = Path(out).suffix.removeprefix(".").lower() if out and out != "-" else ""
    if asked and ending in known and asked != ending:
        raise click.UsageError(
            f"--format {asked} does not fit a file that ends in .{ending} · "
            f"--format {asked} 与后缀 .{ending} 不一致"
        )
    endings = ["txt" if name == "table" else name for name in known]
    if not asked and ending and ending not in (*known, *endings):
        *most, last = (f".{name}" for name in (*endings[1:], endings[0]))
        listed = ", ".join(most)
        raise click.UsageError(
            f"no format has the ending .{ending}; end it in {listed} or {last} · "
            f"不支持后缀 .{ending}；请用 {listed} 或 {last}"
        )
    return asked or (ending if ending in known else known[0])


def deliver(
    writers: Mapping[str, Writer], format_: str, out: str | None, language: str, inputs: list[Path]
) -> None:
    """Write an answer in one format, to a file or to standard output."""
    if out and out != "-":
        put_file(Path(out), writers[format_], language, inputs)
        return
    if format_ in _BINARY and is_terminal():
        raise click.UsageError(f"--format {format_} needs --out FILE · 请用 --out 指定文件")
    buffer = io.BytesIO()
    writers[format_](buffer)
    with guarded(language) as stream:
        stream.write(buffer.getbuffer())


def put_file(path: Path, write: Writer, language: str, inputs: list[Path]) -> None:
    """One file, whole or not at all, and a word about it."""
    from subsidy.results.publish import publish

    publish(path, lambda file, _: write(file), inputs=inputs)
    tell(say("written", language, file=str(path)))
