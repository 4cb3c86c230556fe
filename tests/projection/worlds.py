"""What the tests of this room share: an invented scheme or two, and invented people."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import subsidy

OLD_AGE = """
scheme: old_age
name: {zh: 高龄津贴, en: Old age}
unit: person
assumed: invented / 虚构
eligible: alive and local and age >= 80
timing: {start: same_month, change: same_month, stop: STOP, assumed: invented / 虚构}
amount:
  by: age
  brackets:
    - {name: 80-89, from: 80, below: 90, pay: [{effective_from: 2020-01, last_confirmed: 2023-12, pay: "50.00 per month", assumed: invented}]}
    - {name: 90+, from: 90, pay: [{effective_from: 2020-01, last_confirmed: 2023-12, pay: "1000.00 per year", assumed: invented}]}
"""

TWO_AGES = "# invented figures / 虚构数字\nage,male,female\n80,0.12,0.06\n81,0.24,0.12\n82,1,1\n"


def old_age_book(folder, stop="next_month"):
    """A book of one scheme whose rates are confirmed up to 2023-12."""
    (folder / "place.yaml").write_text(
        "place: nowhere\nname: {zh: 乌有, en: Nowhere}\ninherits: cn\n", "utf-8"
    )
    (folder / "old_age.yaml").write_text(OLD_AGE.replace("STOP", stop), "utf-8")
    return subsidy.load_rulebook(folder)


def old_people(count, seed=7):
    """So many people aged 70 to 105 in 2024, some with a date of death."""
    random = Random(seed)
    people = []
    for number in range(count):
        born = date(1919, 1, 1) + timedelta(days=random.randrange(35 * 365))
        person = {
            "person_id": f"P{number:05}",
            "birth_date": born.isoformat(),
            "sex": random.choice(["male", "female"]),
            "death_date": "2024-05-17" if number % 40 == 0 else "",
        }
        people.append(person)
    return people
