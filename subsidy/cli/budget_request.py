"""What ``subsidy budget`` was asked for, and what of it contradicts itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click
from attrs import frozen

from subsidy.cli.roster import RosterOptions
from subsidy.cli.streams import is_terminal

__all__ = ["BINARY", "FORMATS", "BudgetRequest", "read_budget_request"]

FORMATS = ("table", "json", "xlsx", "docx")
BINARY = ("xlsx", "docx")
_OF_A_REGISTER = (
    "rules", "period", "households", "institutions",
    "encodings", "separators", "map_file", "sheets", "sheet_facts", "changes", "limits",
)  # fmt: skip
_OPTIONS = {
    "encodings": "--encoding", "separators": "--separator", "map_file": "--map", "sheets": "--sheet",
    "sheet_facts": "--sheet-as", "changes": "--set", "limits": "--limit",
}  # fmt: skip


@frozen
class BudgetRequest:
    """What was asked for, as asked."""

    budget: str
    register: str | None
    households: str | None
    institutions: str | None
    rules: str | None
    period: str | None
    changes: tuple[str, ...]
    limits: tuple[str, ...]
    roster: RosterOptions
    calculation: str | None
    out: Path | None
    template: Path | None
    format: str
    language: str
    quiet: bool

    @property
    def inputs(self) -> list[Path]:
        """Files named on the command line that no output may replace."""
        registers = (self.register, self.households, self.institutions)
        named = (*registers, self.calculation, self.roster.map_file)
        return [Path(name) for name in named if name]


def read_budget_request(given: Mapping[str, object]) -> BudgetRequest:
    """The request; click's UsageError where its parts contradict each other."""
    _refuse_mixture(given)
    out = None if given["out"] in (None, "-") else Path(str(given["out"]))
    format_ = _format(out, given["format_"])
    if format_ in BINARY and out is None and is_terminal():
        raise click.UsageError(f"--format {format_} needs --out FILE · 请用 --out 指定文件")
    return BudgetRequest(
        budget=str(given["budget_file"]),
        register=_text(given["register"]),
        households=_text(given["households"]),
        institutions=_text(given["institutions"]),
        rules=_text(given["rules"]),
        period=_text(given["period"]),
        changes=_texts(given["changes"]),
        limits=_texts(given["limits"]),
        roster=RosterOptions.of(given),
        calculation=_text(given["calculation"]),
        out=out,
        template=_template(given["template"]),
        format=format_,
        language=str(given["language"]),
        quiet=bool(given["quiet"]),
    )


def _text(given: object) -> str | None:
    return str(given) if given else None


def _texts(given: object) -> tuple[str, ...]:
    return tuple(map(str, given)) if isinstance(given, tuple) else ()


def _template(given: object) -> Path | None:
    if given is None:
        return None
    path = Path(str(given))
    if path.suffix.lower() != ".xlsx":
        raise click.UsageError(
            "--template writes a workbook; end it in .xlsx · --template 应以 .xlsx 结尾"
        )
    return path


def _refuse_mixture(given: Mapping[str, object]) -> None:
    if given["register"] and given["calculation"]:
        raise click.UsageError(
            "name a REGISTER or a --calculation, not both · 名册与 --calculation 只能选一"
        )
    if given["register"] and not given["rules"]:
        raise click.UsageError("a REGISTER needs --rules · 给出名册时须指定 --rules")
    alone = [_OPTIONS.get(name, f"--{name}") for name in _OF_A_REGISTER if given[name]]
    if alone and not given["register"]:
        named = ", ".join(alone)
        raise click.UsageError(f"{named}: only with a REGISTER · {named} 须与名册同用")


def _format(out: Path | None, asked: object) -> str:
    """As asked, else by the ending of the file; the two must not contradict each other."""
    ending = out.suffix.removeprefix(".").lower() if out else ""
    if asked and ending in FORMATS and asked != ending:
        raise click.UsageError(
            f"--format {asked} does not fit a file that ends in .{ending} · "
            f"--format {asked} 与后缀 .{ending} 不一致"
        )
    if not asked and ending not in (*FORMATS, "", "txt"):
        raise click.UsageError(
            f"no format has the ending .{ending}; end --out in .json, .xlsx, .docx or .txt · "
            f"不支持后缀 .{ending}；请用 .json、.xlsx、.docx 或 .txt"
        )
    return str(asked or (ending if ending in FORMATS else "table"))
