"""What the roster looks like and what was published, read from the two YAML files beside this one."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from attrs import frozen
from ruamel.yaml import YAML

from subsidy.errors import Words

__all__ = [
    "Assisted",
    "Children",
    "Drawing",
    "Explained",
    "Homes",
    "Institutions",
    "NotPaid",
    "Old",
    "Published",
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
    students: int


@frozen
class Assisted:
    """Applicants of temporary assistance, for how many persons and person-months together.

    ``insured``, ``served``: old people with long-term care insurance, and with services.
    """

    applicants: int
    persons: int
    person_months: int
    insured: int
    served: int


@frozen
class NotPaid:
    """People who stand in the register and are due nothing of what they seem near to."""

    certificate_other_grades: int
    certificate_never_applied: int
    work_injury_care: int


@frozen
class Homes:
    """Households on subsistence allowance: who was there at the beginning, came and went."""

    person_months: int
    opening_persons: int
    staying_households: int
    left_households: int
    left_persons: int
    new_households: int
    new_persons: int
    not_approved: int
    income_up_to_a_person: int


@frozen
class Institutions:
    """Counts of homes for the old and of communities, shared out among so many of them."""

    homes: int
    communities: int
    beds: int
    insured_beds: int
    new_beds: int
    residents: int
    carers: int
    facilities: int
    facilities_new: int


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
    assisted: Assisted
    not_paid: NotPaid
    homes: Homes
    institutions: Institutions


@frozen
class Explained:
    """Of one line of the budget: which counts were calibrated, why the rest differs, why carried."""

    calibrated: Words | None = None
    difference: Words | None = None
    carried: Words | None = None


@frozen
class Published:
    """The budget file that holds what was published, and what the demo says of its lines.

    ``total`` is the figure that the report states of all lines together.
    """

    budget: str
    total: str
    lines: Mapping[str, Explained]


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
        assisted=Assisted(**text["assisted"]),
        not_paid=NotPaid(**text["not_paid"]),
        homes=Homes(**text["homes"]),
        institutions=Institutions(**text["institutions"]),
    )


def read_published() -> Published:
    """Where the published figures stand, and what is to be said of each line."""
    text = _read("published.yaml")
    return Published(
        budget=text["budget"],
        total=text["total"],
        lines={name: _explained(line) for name, line in text["lines"].items()},
    )


def _explained(line: dict[str, dict[str, str]]) -> Explained:
    return Explained(**{name: Words(**words) for name, words in line.items()})


def _read(name: str) -> Any:
    return YAML(typ="safe", pure=True).load((files("subsidy.demo") / name).read_text("utf-8"))
