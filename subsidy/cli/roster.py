"""Options that say how a roster is to be read, and the file of the rows set aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import click
from attrs import frozen

from subsidy.cli.options import sheet_options

if TYPE_CHECKING:  # what reads registers pulls in Polars, which --help must not wait for
    from subsidy.register.roster_map import RosterMap
    from subsidy.register.table import People
    from subsidy.rulebook.model import Rulebook

__all__ = ["RosterOptions", "list_of", "roster_options", "set_aside_writer"]

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@frozen
class RosterOptions:
    """How the roster is to be read, as asked."""

    map_file: str | None
    separator: str | None
    encoding: str | None
    sheets: tuple[str, ...] = ()
    sheet_fact: str | None = None

    @classmethod
    def of(cls, given: Mapping[str, object]) -> RosterOptions:
        """Out of the options of a command."""
        sheets = given["sheets"]
        assert isinstance(sheets, tuple)
        return cls(
            map_file=_text(given["map_file"]),
            separator=_text(given["separator"]),
            encoding=_text(given["encoding"]),
            sheets=tuple(map(str, sheets)),
            sheet_fact=_text(given["sheet_fact"]),
        )

    def mapping(self, book: Rulebook) -> RosterMap:
        """What the mapping file says, and the options instead where they say it, too.

        Raises:
            RegisterRefused: the mapping file is wrong; all problems at once.
        """
        from subsidy.register.read_map import read_map
        from subsidy.register.roster_map import NO_MAP, separator_of
        from subsidy.rulebook.in_play import PERSON
        from subsidy.rulebook.of_unit import book_of_unit

        own = book_of_unit(book, PERSON)
        found = read_map(self.map_file, own) if self.map_file else NO_MAP
        separator = separator_of(self.separator) if self.separator else None
        found = found.with_form(separator=separator, encoding=self.encoding)
        return found.with_sheets(self.sheets, self.sheet_fact)


def _text(given: object) -> str | None:
    return str(given) if given else None


def roster_options(command: Decorated) -> Decorated:
    """``--map``, ``--separator``, ``--encoding``, ``--sheet`` and ``--sheet-as``."""
    for option in (
        sheet_options,
        click.option("--encoding", help="Of a CSV register: utf-8, gb18030, utf-16. 名册编码。"),
        click.option(
            "--separator",
            type=click.Choice(["comma", "tab", "semicolon", "pipe", ",", ";", "|"]),
            help="Of a CSV register; else comma. CSV 分隔符，默认逗号。",
        ),
        click.option(
            "--map", "map_file", metavar="FILE", help="What the columns mean (YAML). 列对照文件。"
        ),
    ):
        command = option(command)
    return command


def list_of(path: Path, unit: str) -> Path:
    """The list of another register beside that of persons: ``aside.csv`` → ``aside.household.csv``."""
    return path.with_name(f"{path.stem}.{unit}{path.suffix}")


def set_aside_writer(people: People, path: Path) -> Callable[[BinaryIO, Path | None], None]:
    """What writes the rows set aside in the form that the path asks for."""
    from subsidy.register.quarantine import quarantine_bytes, quarantine_frame
    from subsidy.results.write import write_frame, write_marked_csv

    content = quarantine_bytes(people) if path.suffix.lower() == ".csv" else None

    def write(file: BinaryIO, folder: Path | None) -> None:
        if content is not None:
            file.write(content)
        elif path.suffix.lower() == ".xlsx":
            write_frame(quarantine_frame(people), "xlsx", file, folder)
        else:
            write_marked_csv(quarantine_frame(people), file, folder)

    return write
