"""An invented village, and the expectation of its coming months worked out on paper's terms.

Nothing of the package is imported here: ages, months, deaths, growth and newcomers follow the
README and the decision records 0045, 0046, 0049 and 0089, person by person, in fractions.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from fractions import Fraction

FILES = {
    "place": "place: village\nname: {zh: 测试村, en: Village}\ninherits: cn\n",
    "old_age": """
scheme: old_age
name: {zh: 高龄津贴, en: Old age}
unit: person
assumed: invented / 虚构
eligible: alive and local and age >= 80
timing: {start: next_month, change: same_month, stop: next_month, assumed: invented / 虚构}
amount:
  by: age
  brackets:
    - {name: 80-89, from: 80, below: 90, pay: [{effective_from: 2020-01, last_confirmed: 2023-12, pay: "70.00 per month", assumed: invented}]}
    - {name: 90-99, from: 90, below: 100, pay: [{effective_from: 2020-01, last_confirmed: 2024-06, pay: "1000.00 per year", assumed: invented}]}
    - {name: 100+, from: 100, pay: [{effective_from: 2020-01, pay: "1000.00 per quarter", assumed: invented}]}
""",
    "care": """
scheme: care
name: {zh: 护理补贴, en: Care}
unit: person
assumed: invented / 虚构
eligible: alive and local and disability and disability_grade <= 2
timing: {start: same_month, change: same_month, stop: same_month, assumed: invented / 虚构}
amount: {pay: 0.35 * care_standard}
""",
    "coal": """
scheme: coal
name: {zh: 取暖补贴, en: Coal}
unit: household
assumed: invented / 虚构
eligible: subsistence_approved and members_counted >= 1
timing: {start: same_month, change: next_month, stop: next_month, assumed: invented / 虚构}
amount: {pay: members_counted * coal_rate}
""",
    "parameters": """
parameters:
  care_standard:
    name: {zh: 护理标准, en: standard of care}
    versions: [{effective_from: 2020-01, last_confirmed: 2023-12, value: "1250.00 per year", assumed: invented}]
  coal_rate:
    name: {zh: 取暖标准, en: rate of coal}
    versions: [{effective_from: 2020-01, last_confirmed: 2023-12, value: "12.34 per month", assumed: invented}]
""",
}

_HEADS = (
    *("person_id", "birth_date", "sex", "death_date", "hukou_until"),
    *("disability_from", "disability_until", "disability_grade", "household_id"),
)
_ROWS = """
A,1944-03-10,male,,,,,,H1
B,1934-11-05,female,,,,,,
C,1924-07-20,female,,,,,,
D,1917-02-02,male,,,,,,
E,1950-05-05,male,,,2019-04-01,2025-08-15,1,
F,1943-01-31,female,,,2020-02-10,,2,H1
G,1944-02-29,male,,,,,,
H,1940-06-01,,,,,,,
I,1930-04-04,male,2024-09-10,,,,,H1
J,,female,,,,,,
K,1945-12-31,female,,2026-03-15,,,,
L,1944-12-01,male,,,2021-01-01,,3,
M,1926-01-01,female,,,,,,
N,1919-12-15,female,,,2018-06-06,,1,
"""
PEOPLE = [dict(zip(_HEADS, line.split(","), strict=True)) for line in _ROWS.split()]
HOUSEHOLDS = [{"household_id": "H1", "subsistence_approved_on": "2020-01-01"}]
INFLOW = (
    "number,age,sex,hukou_from,disability_from,disability_grade\n"
    "5,80,male,entry,,\n3,89,female,,,\n2,40,male,,entry,1\n13,79,female,,,\n"
)
SINCE = (2024, 1)
UPRATING = {
    "*": {year: Fraction(3, 100) for year in range(2000, 2060)},
    "old_age.90-99": {2025: Fraction(2, 100), 2026: Fraction(15, 1000), 2027: Fraction(0)}
    | {2028: Fraction(-1, 100), 2029: Fraction(25, 1000), 2030: Fraction(0)}
    | {2031: Fraction(1, 10), 2032: Fraction(0), 2033: Fraction(3, 100)},
}


def month_of(text):
    """``"2024-03-10"`` as a number of months."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def shown(month):
    """``"2024-03"``."""
    return f"{month // 12}-{month % 12 + 1:02}"


def half_up(value):
    """To a whole number, halves up; nothing here is below nothing."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def month_attained(born, years):
    """The month of a birthday: a leap-day birthday falls on 1 March in common years."""
    year, month, day = int(born[:4]) + years, int(born[5:7]), int(born[8:])
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return year * 12 + (2 if (month, day) == (2, 29) and not is_leap else month - 1)


class Village:
    """One case: a life table with a factor, newcomers times a factor, growth plus points."""

    def __init__(self, table, prefix, *, deaths="1", inflow="1", points="0"):
        lines = [one for one in table.read_text("utf-8").splitlines() if not one.startswith("#")]
        self.deaths = {
            sex: {int(row["age"]): Fraction(row[f"{prefix}{sex}"]) for row in csv.DictReader(lines)}
            for sex in ("male", "female")
        }
        self.times, self.inflow = Fraction(deaths), Fraction(inflow)
        self.points, self.known = Fraction(points), {}

    def chance(self, sex, age):
        """Of dying within the year: what is certain stays certain, nothing is more than certain."""
        given = self.deaths[sex][min(age, max(self.deaths[sex]))]
        return given if given == 1 else min(given * self.times, Fraction(1))

    def alive(self, sex, born, begin, months):
        """By month: the share of those alive at its beginning, of those who were at *begin*.

        Month by month: of those who attained an age, the same number dies in each of its months.
        """
        share, found = Fraction(1), {}
        for month in range(min(months[0], begin), months[-1] + 2):
            found[month] = share
            if month >= max(begin, born) and share:
                age, gone = divmod(month - born, 12)
                each = self.chance(sex, age) / 12
                share = share * (1 - each * (gone + 1)) / (1 - each * gone)
        return found

    def grown(self, fen, names, known, month):
        """A written rate in a month: once each January after the year in which it is known."""
        growth = next(UPRATING[name] for name in (*names, "*") if name in UPRATING)
        factor = Fraction(1)
        for year in range(known + 1, month // 12 + 1):
            factor *= 1 + growth[year] + self.points
        return half_up(fen * factor)

    def paid(self, scheme, bracket, month):
        """The fen of one month: the instalments of a year's or quarter's rate sum up to it."""
        match scheme, bracket:
            case "old_age", "80-89":
                return self.grown(7000, ("old_age.80-89", "old_age"), 2023, month)
            case "old_age", "90-99":
                return _part(self.grown(100000, ("old_age.90-99",), 2024, month), month, 12)
            case "old_age", "100+":
                return _part(self.grown(100000, ("old_age.100+",), SINCE[0], month), month, 3)
            case "care", _:
                standard = self.grown(125000, ("care_standard",), 2023, month)
                return _part(half_up(Fraction(35, 100) * standard), month, 12)
            case _:
                return self.grown(1234, ("coal_rate",), 2023, month)

    def cells(self, months):
        """Expected hundredths of months and fen by scheme, bracket and month."""
        count, amount = defaultdict(Fraction), defaultdict(Fraction)
        for person, begin in self.everybody(months):
            shares = self.shares(person, begin, months)
            for scheme, bracket, month in _due(person, months, begin):
                late = scheme == "old_age"  # whose timing pays the month of death
                fen, share = self.paid(scheme, bracket, month), shares[month + (not late)]
                count[scheme, bracket, month] += share
                amount[scheme, bracket, month] += share * fen
        for month in months:  # the household lives on; one member is known to die in 2024-09
            members = 3 if month <= month_of("2024-09") else 2
            count["coal", "", month] += 1
            amount["coal", "", month] += members * self.paid("coal", "", month)
        return {key: (half_up(count[key] * 100), half_up(amount[key])) for key in count}

    def shares(self, person, begin, months):
        """By month: certain for whoever is known to die or of unknown sex; else to 10⁻¹²."""
        if person.get("death_date") or not person["sex"]:
            return dict.fromkeys([*months, months[-1] + 1], Fraction(1))
        who = (person["sex"], month_of(person["birth_date"]), begin)
        if who not in self.known:
            exact = self.alive(*who, months)
            self.known[who] = {
                month: Fraction(half_up(one * 10**12), 10**12) for month, one in exact.items()
            }
        return self.known[who]

    def everybody(self, months):
        """Who, and the month from which they are here: the register, then newcomers."""
        since = SINCE[0] * 12 + SINCE[1] - 1
        yield from ((one, since) for one in PEOPLE if one["birth_date"])
        for line in csv.DictReader(INFLOW.splitlines()):
            number = half_up(int(line["number"]) * self.inflow)
            for first in range(since, months[-1] + 1, 12):
                for each in range(number):
                    month = first + 12 * each // number
                    day = f"{shown(month - 12 * int(line['age']))}-01"
                    entry = f"{shown(month)}-01"
                    told = {key: entry if cell == "entry" else cell for key, cell in line.items()}
                    yield {**told, "birth_date": day}, month


def _part(fen, month, of):
    """One of the instalments of a year (12) or a quarter (3), by cumulative rounding."""
    number = month % of + 1
    return half_up(Fraction(fen * number, of)) - half_up(Fraction(fen * (number - 1), of))


def _due(person, months, begin):
    """Scheme, bracket and month of everything that a person is due while certain to be alive."""
    born, gone = person["birth_date"], [person.get("death_date"), person.get("hukou_until")]
    last = min((month_of(day) for day in gone if day), default=months[-1])
    starts = [month_attained(born, years) for years in (80, 90, 100)]
    arrived = month_of(person["hukou_from"]) if person.get("hukou_from") else 0
    first = max(starts[0], arrived) + 1
    for month in months:
        if max(first, begin) <= month <= last:
            brackets = [name for name, start in zip(("80-89", "90-99", "100+"), starts, strict=True)
                        if start <= month]  # fmt: skip
            yield "old_age", brackets[-1], month
    if person.get("disability_from") and int(person["disability_grade"]) <= 2:
        from_ = max(month_of(person["disability_from"]), begin)
        ends = [day for day in (*gone, person.get("disability_until")) if day]
        until = min((month_of(day) for day in ends), default=months[-1] + 1)
        yield from (("care", "", month) for month in months if from_ <= month < until)
