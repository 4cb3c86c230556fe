"""What ``subsidy calc`` was asked for, and what of it contradicts itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import frozen

from subsidy.cli.databases import input_file, table_of
from subsidy.cli.roster import RosterOptions, list_of
from subsidy.cli.streams import is_terminal

if TYPE_CHECKING:  # results pull in numpy and Polars, which --help must not wait for
    from subsidy.results.publish import Written
    from subsidy.results.receipt import Receipt
    from subsidy.rulebook.model import Rulebook

__all__ = [
    "BINARY",
    "FORMATS",
    "Request",
    "change_of",
    "inputs_of",
    "lists_of",
    "read_request",
    "receipt_of",
    "reformed",
    "refuse_outputs",
    "units_of",
]

FORMATS = ("table", "json", "csv", "parquet", "xlsx")
BINARY = ("parquet", "xlsx")
_TABLE_ENDINGS = ("", "txt")
_FOR_PEOPLE = ("xlsx", "csv")


@frozen
class Request:
    """What was asked for, as asked."""

    register: str
    households: str | None
    institutions: str | None
    rules: str
    period: str
    out: Path | None
    table: str | None
    limits: tuple[str, ...]
    quarantine: Path | None
    detail: str
    format: str
    for_people: bool
    mask: bool
    changes: tuple[tuple[str, str], ...]
    roster: RosterOptions
    language: str
    quiet: bool
    stream: bool | None  # None: as the size of the register suggests
    profile: bool


def read_request(given: dict[str, object]) -> Request:
    """The request that the options of the command line make.

    Raises:
        UsageError: options that contradict each other.
    """
    table = table_of(given["out"])
    out = None if table else _path(given["out"])
    if table and given["format_"]:
        raise click.UsageError("--format is for files, not tables · 写入数据库时不用 --format")
    format_ = _format(out, given["format_"])
    if format_ in BINARY and out is None and is_terminal():
        raise click.UsageError(f"--format {format_} needs --out FILE · 请用 --out 指定文件")
    for_people = given["audience"] == "people"
    detail = str(given["detail"] or ("annual" if for_people else "totals"))
    _refuse_audience(format_, detail, for_people=for_people, mask=bool(given["mask_ids"]))
    changes = tuple(change_of(str(text)) for text in _several(given["changes"]))
    return Request(
        register=str(given["register"]),
        households=_text(given["households"]),
        institutions=_text(given["institutions"]),
        rules=str(given["rules"]),
        period=str(given["period"]),
        out=out,
        table=table,
        limits=tuple(map(str, _several(given["limits"]))),
        quarantine=_quarantine(given["quarantine"]),
        detail=detail,
        format=format_,
        for_people=for_people,
        mask=bool(given["mask_ids"]),
        changes=changes,
        roster=RosterOptions.of(given),
        language=str(given["language"]),
        quiet=bool(given["quiet"]),
        stream=None if given["stream"] is None else bool(given["stream"]),
        profile=bool(given["profile"]),
    )


def _refuse_audience(format_: str, detail: str, *, for_people: bool, mask: bool) -> None:
    if for_people and detail == "funding":
        raise click.UsageError(
            "--for people writes payment lists; --detail funding is none · "
            "--for people 用于发放表，不能与 --detail funding 同用"
        )
    if for_people and format_ not in _FOR_PEOPLE:
        raise click.UsageError(
            "--for people writes xlsx or csv; end --out in one of them · "
            "--for people 只用于 xlsx 或 csv"
        )
    if mask and not for_people:
        raise click.UsageError(
            "--mask-ids goes with --for people; programs need whole numbers · "
            "--mask-ids 须与 --for people 同用"
        )


def _several(given: object) -> tuple[object, ...]:
    return given if isinstance(given, tuple) else ()


def _path(given: object) -> Path | None:
    return None if given in (None, "-") else Path(str(given))


def _quarantine(given: object) -> Path | None:
    path = _path(given)
    if path and path.suffix.lower() not in (".csv", ".xlsx"):
        raise click.UsageError(
            "--quarantine writes CSV or xlsx; end it in .csv or .xlsx · --quarantine 应以 .csv 或 .xlsx 结尾"
        )
    return path


def _format(out: Path | None, asked: object) -> str:
    """As asked, else by the ending of the file; the two must not contradict each other."""
    ending = out.suffix.removeprefix(".").lower() if out else ""
    by_ending = ending if ending in FORMATS else None
    if asked and by_ending and asked != by_ending:
        raise click.UsageError(
            f"--format {asked} does not fit a file that ends in .{ending} · "
            f"--format {asked} 与后缀 .{ending} 不一致"
        )
    if not asked and not by_ending and ending not in _TABLE_ENDINGS:
        known = ", ".join(f".{name}" for name in FORMATS if name != "table")
        raise click.UsageError(
            f"no format has the ending .{ending}; end --out in {known} or .txt, or add --format · "
            f"不支持后缀 .{ending}；请用 {known} 或 .txt，或加 --format"
        )
    return str(asked or by_ending or "table")


def change_of(text: str) -> tuple[str, str]:
    """The name and the value of one ``--set``."""
    name, equals, value = text.partition("=")
    if not (name.strip() and equals and value.strip()):
        raise click.UsageError(f"--set is written NAME=VALUE · --set 应写作 名称=值: {text}")
    return name.strip(), value.strip()


def inputs_of(request: Request) -> list[Path]:
    """The files that are read; standard input counts where it is a file."""
    beside = [one for one in (request.households, request.institutions) if one]
    sources = [one for one in (request.register, *beside) if one != "-"]
    files = [file for source in sources if (file := input_file(source))]
    standard = Path("/dev/stdin")
    return files if request.register != "-" or not standard.exists() else [*files, standard]


def _text(given: object) -> str | None:
    return None if given is None else str(given)


def refuse_outputs(request: Request, inputs: list[Path]) -> None:
    """Before any work: no output over an input, nor two outputs in one place."""
    from subsidy.results.publish import receipt_beside, refuse_target

    outputs = [request.out, receipt_beside(request.out)] if request.out else []
    outputs += lists_of(request)
    places = [refuse_target(path, inputs) for path in outputs if path]
    if len(set(places)) < len(places):
        raise click.UsageError("--out and --quarantine are one file · 两个输出是同一个文件")


def units_of(request: Request) -> frozenset[str]:
    """The units of which a register is given."""
    given = {"household": request.households, "institution": request.institutions}
    return frozenset({"person", *(unit for unit, source in given.items() if source)})


def lists_of(request: Request) -> list[Path]:
    """Where the rows set aside go, a file for each register."""
    if request.quarantine is None:
        return []
    units = [unit for unit in ("household", "institution") if unit in units_of(request)]
    return [request.quarantine, *(list_of(request.quarantine, unit) for unit in units)]


def reformed(book: Rulebook, request: Request) -> Rulebook:
    """The rulebook with the changes that were asked for."""
    from subsidy.rulebook.reform import reform

    return reform(book, dict(request.changes)) if request.changes else book


def receipt_of(receipt: Receipt, request: Request) -> Callable[[tuple[Written, ...]], bytes]:
    """What the receipt says once the files are written."""

    def text(written: tuple[Written, ...]) -> bytes:
        result, *others = (
            {"file": one.name, "size_bytes": one.size_bytes, "sha256": one.sha256}
            for one in written
        )
        asked = {"detail": request.detail, "format": request.format}
        said = {**receipt.as_json(), "output": {"file": result.pop("file"), **asked, **result}}
        if others:
            said["set_aside_list"] = others[0]
        if len(others) > 1:
            said["set_aside_lists_beside"] = others[1:]
        return json.dumps(said, ensure_ascii=False, indent=2).encode() + b"\n"

    return text
