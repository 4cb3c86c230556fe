"""Children, and people who are due nothing of what they seem near to."""

from __future__ import annotations

from datetime import date

import numpy as np

from subsidy.demo.drawing import certificate, earlier, on_subsistence, somebody_aged
from subsidy.demo.households import months_of_groups, sizes_by_construction
from subsidy.demo.months import day_in_month
from subsidy.demo.old import Person, somebody_born
from subsidy.demo.settings import Assisted, Children, NotPaid

__all__ = ["assisted", "children", "not_paid", "with_care"]

CARE_NEEDS = ("slight", "moderate", "severe")

Random = np.random.Generator


def children(random: Random, year: int, wanted: Children) -> list[Person]:
    """Orphans and unsupported children: one orphan comes of age, one child is new."""
    orphans = [_child(random, year, "orphan") for _ in range(wanted.orphans - 2)]
    orphans.append(somebody_born(random, year - 18) | {"orphan_from": earlier(random, year, 5)})
    orphans.append(
        somebody_aged(random, year, 6, 15) | {"orphan_from": day_in_month(random, year, 6)}
    )
    unsupported = [
        _child(random, year, "unsupported_child") | _on_subsistence(random, year, number)
        for number in range(wanted.unsupported - 2)
    ]
    unsupported += [
        somebody_aged(random, year, 6, 15)
        | {"unsupported_child_from": day_in_month(random, year, 9)},
        _child(random, year, "unsupported_child")
        | on_subsistence(random, year)
        | certificate(random, year, grades=(1, 2)),
    ]
    return orphans + unsupported + _students(random, year, wanted.students)


def assisted(random: Random, year: int, wanted: Assisted) -> list[Person]:
    """Whoever applied for temporary assistance for a household, each once in the year."""
    persons = sizes_by_construction(random, wanted.applicants, wanted.persons)
    months = months_of_groups(random, persons, [], wanted.person_months)
    return [
        somebody_aged(random, year, 25, 70)
        | {
            "assistance_approved_on": day_in_month(random, year, int(random.integers(1, 13))),
            "assistance_persons": size,
            "assistance_months": count,
        }
        for size, count in zip(persons.tolist(), months, strict=True)
    ]


def with_care(random: Random, year: int, wanted: Assisted, old: list[Person]) -> list[Person]:
    """The old people, the first of them insured for long-term care, the next with services."""
    cared: list[Person] = []
    for number, person in enumerate(old):
        facts: Person = {}
        if number < wanted.insured:
            facts = {"care_insured_from": earlier(random, year, 2)}
        elif number < wanted.insured + wanted.served:
            need = CARE_NEEDS[int(random.integers(len(CARE_NEEDS)))]
            facts = {"care_service_from": earlier(random, year, 2), "care_need": need}
        cared.append(person | facts)
    return cared


def _students(random: Random, year: int, count: int) -> list[Person]:
    """Orphans who are of age and study; the last of them leaves school in summer."""
    studying = [
        somebody_aged(random, year, 19, 21)
        | {"orphan_from": earlier(random, year, 5), "enrolled_on": date(year - 1, 9, 1)}
        for _ in range(count)
    ]
    studying[-1]["graduated_on"] = date(year, 6, 30)
    return studying


def not_paid(random: Random, year: int, wanted: NotPaid) -> list[Person]:
    """Near misses: another grade, no application, work-injury care."""
    kinds = (
        (wanted.certificate_other_grades, _other_grade),
        (wanted.certificate_never_applied, _never_applied),
        (wanted.work_injury_care, _work_injury),
    )
    return [somebody(random, year) for count, somebody in kinds for _ in range(count)]


def _other_grade(random: Random, year: int) -> Person:
    return somebody_aged(random, year, 6, 77) | certificate(random, year, grades=(3, 4))


def _never_applied(random: Random, year: int) -> Person:
    person = somebody_aged(random, year, 6, 77) | certificate(random, year, grades=(1, 2))
    del person["disability_applied_on"]
    return person


def _work_injury(random: Random, year: int) -> Person:
    person = somebody_aged(random, year, 30, 60) | certificate(random, year, grades=(1, 2))
    return person | {"work_injury_care_from": earlier(random, year, 5)}


def _child(random: Random, year: int, status: str) -> Person:
    begins = {f"{status}_from": earlier(random, year, 4)}
    return somebody_aged(random, year, 5, 16) | begins


def _on_subsistence(random: Random, year: int, number: int) -> Person:
    return on_subsistence(random, year) if number % 3 == 0 else {}
