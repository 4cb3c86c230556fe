"""What the roster looks like and what was published, read from the two YAML files beside this one."""

from __future__ import annotations

from decimal import Decimal
from importlib.resources import files
from typing import Any

from attrs import frozen
from ruamel.yaml import YAML

from subsidy.errors import Words

__all__ = [
    "Children",
    "Drawing",
    "NotPaid",
    "Old",
    "PublishedLine",
    "Settings",
    "read_published",
    "read_settings",
]


@frozen
class Old:
    """The old: how many, and how steeply they thin out with age."""

    count: int
    youngest_at_year_end: int
    oldest_at_year_end: int
    yearly_mortality_at_80: float
    mortality_doubles_in_years: float
    cohort_growth_per_year: float
    share_moving_in: float
    share_moving_out: float


@frozen
class Drawing:
    """Those who draw one scheme: distinct persons and paid months of the year."""

    persons: int
    months: int
    of_these_old: int = 0
    of_these_also_living: int = 0
    of_these_disabled: int = 0


@frozen
class Children:
    """Children recognised as orphans or as unsupported."""

    orphans: int
    unsupported: int


@frozen
class NotPaid:
    """People who stand in the register and are due nothing of what they seem near to."""

    certificate_other_grades: int
    certificate_never_applied: int
    work_injury_care: int
    subsistence_allowance_only: int


@frozen
class Settings:
    """The whole roster, before anybody is drawn."""

    place: str
    year: int
    seed: int
    id_prefix: str
    streets: tuple[str, ...]
    old: Old
    care: Drawing
    living: Drawing
    extreme_poverty: Drawing
    children: Children
    not_paid: NotPaid


@frozen
class PublishedLine:
    """One line of the published report; what it does not say is None."""

    schemes: tuple[str, ...]
    label: Words
    clause: str
    calibrated: Words
    persons: Words | None = None
    months: int | None = None
    amount_wan: Decimal | None = None
    note: Words | None = None


def read_settings() -> Settings:
    """The roster's settings."""
    text = _read("roster.yaml")
    return Settings(
        place=text["place"],
        year=text["year"],
        seed=text["seed"],
        id_prefix=text["id_prefix"],
        streets=tuple(text["streets"]),
        old=Old(**text["old"]),
        care=Drawing(**text["care"]),
        living=Drawing(**text["living"]),
        extreme_poverty=Drawing(**text["extreme_poverty"]),
        children=Children(**text["children"]),
        not_paid=NotPaid(**text["not_paid"]),
    )


def read_published() -> tuple[PublishedLine, ...]:
    """The published figures, in the order in which they are shown."""
    return tuple(_line(line) for line in _read("published.yaml")["lines"])


def _line(line: dict[str, Any]) -> PublishedLine:
    amount = line.get("amount_wan")
    return PublishedLine(
        schemes=tuple(line["schemes"]),
        label=Words(**line["label"]),
        clause=line["clause"],
        calibrated=Words(**line["calibrated"]),
        persons=_words(line.get("persons")),
        months=line.get("months"),
        amount_wan=None if amount is None else Decimal(amount),
        note=_words(line.get("note")),
    )


def _words(text: dict[str, Any] | None) -> Words | None:
    return None if text is None else Words(en=str(text["en"]), zh=str(text["zh"]))


def _read(name: str) -> Any:
    return YAML(typ="safe", pure=True).load((files("subsidy.demo") / name).read_text("utf-8"))
