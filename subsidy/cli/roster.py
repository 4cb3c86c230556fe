"""Options that say how a roster is to be read, and the file of the rows set aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import click
from attrs import evolve, frozen

from subsidy.cli.options import sheet_options

if TYPE_CHECKING:  # what reads registers pulls in Polars, which --help must not wait for
    from subsidy.register.roster_map import RosterMap
    from subsidy.register.table import People
    from subsidy.rulebook.model import Rulebook

__all__ = ["UNITS", "RosterOptions", "list_of", "roster_options", "set_aside_writer", "texts_given"]

UNITS = ("person", "household", "institution")
_SEPARATOR = click.Choice(["comma", "tab", "semicolon", "pipe", ",", ";", "|"])

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@frozen
class RosterOptions:
    """How the roster is to be read, as asked."""

    map_file: str | None
    separators: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    sheet_facts: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, object]) -> RosterOptions:
        """Out of the options of a command."""
        return cls(
            map_file=str(given["map_file"]) if given["map_file"] else None,
            separators=texts_given(given["separators"]),
            encodings=texts_given(given["encodings"]),
            sheets=texts_given(given["sheets"]),
            sheet_facts=texts_given(given["sheet_facts"]),
        )

    def mapping(self, book: Rulebook, register: str = "person") -> RosterMap:
        """What the mapping file says, and the options instead where they say it, too.

        *register* is the unit that REGISTER lists. ``--sheet`` and ``--sheet-as`` speak of it;
        ``--encoding`` and ``--separator`` of every CSV file. ``household=…`` and the like name
        one register.

        Raises:
            RegisterRefused: the mapping file is wrong; all problems at once.
        """
        from subsidy.register.read_map import read_map
        from subsidy.register.roster_map import NO_MAP

        found = read_map(self.map_file, book) if self.map_file else NO_MAP
        persons, *beside = (self._asked(found.of_unit(one), one, register) for one in UNITS)
        return evolve(persons, beside=dict(zip(UNITS[1:], beside, strict=True)))

    def _asked(self, mapping: RosterMap, unit: str, register: str) -> RosterMap:
        """The reading of one register with what the options say of it."""
        from subsidy.register.roster_map import separator_of

        encoding = _last(self.encodings, unit, "")
        separator = separator_of(_last(self.separators, unit, "") or "")
        plain = "" if unit == register else unit
        sheets = _of(self.sheets, unit, plain)
        found = mapping.with_form(separator=separator, encoding=encoding)
        return found.with_sheets(sheets, _last(self.sheet_facts, unit, plain))


def texts_given(given: object) -> tuple[str, ...]:
    """The values of an option that may be repeated."""
    return tuple(map(str, given)) if isinstance(given, tuple) else ()


def _parted(text: str) -> tuple[str, str]:
    """The unit that is named before ``=``, if one is, and the rest."""
    unit, equals, rest = text.partition("=")
    return (unit, rest) if equals and unit in UNITS else ("", text)


def _of(given: tuple[str, ...], unit: str, plain: str) -> tuple[str, ...]:
    """What is said of a unit by its name, and without a name where *plain* is empty."""
    return tuple(rest for named, rest in map(_parted, given) if named in (unit, plain))


def _last(given: tuple[str, ...], unit: str, plain: str) -> str | None:
    """The last of them; what is said by name goes before what is said of all."""
    found = _of(given, unit, unit) or _of(given, unit, plain)
    return found[-1] if found else None


def _separators(
    _context: click.Context, option: click.Parameter, given: tuple[str, ...]
) -> tuple[str, ...]:
    for text in given:
        _SEPARATOR.convert(_parted(text)[1], option, _context)
    return given


def roster_options(command: Decorated) -> Decorated:
    """``--map``, ``--separator``, ``--encoding``, ``--sheet`` and ``--sheet-as``."""
    for option in (
        sheet_options,
        click.option(
            "--encoding",
            "encodings",
            multiple=True,
            metavar="NAME",
            help="Of CSV registers: utf-8, gb18030, utf-16. 名册编码。",
        ),
        click.option(
            "--separator",
            "separators",
            multiple=True,
            metavar="NAME",
            callback=_separators,
            help="Of CSV registers: comma, tab, semicolon, pipe. CSV 分隔符，默认逗号。",
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
