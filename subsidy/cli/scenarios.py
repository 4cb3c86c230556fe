"""Changes of rules as options: ``--set`` and ``--scenario``, of every command that takes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:  # pulls in rules, which --help must not wait for
    from subsidy.scenario.reading import Scenario

__all__ = ["pairs", "read_scenarios", "scenario_options"]

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def scenario_options(command: Decorated) -> Decorated:
    """``--set`` and ``--scenario``: other rules to put beside those in force."""
    changes = click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="TARGET[@MONTHS]=VALUE",
        help="A change; may be repeated. 调整一项规则，可重复。",
    )
    files = click.option(
        "--scenario",
        "files",
        multiple=True,
        metavar="FILE",
        help="A scenario in YAML; several stand side by side. 方案文件，可并列多个。",
    )
    return changes(files(command))


def pairs(option: str, texts: Sequence[str]) -> dict[str, str]:
    """``NAME=VALUE`` by name; each name once."""
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (name and equals and value):
            raise click.UsageError(
                f"{option} is written NAME=VALUE · {option} 应写作 名称=值: {text}"
            )
        if name in found:
            raise click.UsageError(f"{option} {name} is given twice · {option} {name} 重复")
        found[name] = value
    return found


def read_scenarios(files: Sequence[str], settings: Mapping[str, str]) -> list[Scenario]:
    """The scenarios of files, then the one of ``--set``."""
    from subsidy.scenario.reading import SET, read_scenario, scenario_of

    found = [read_scenario(file) for file in files]
    return [*found, scenario_of(SET, settings)] if settings else found
