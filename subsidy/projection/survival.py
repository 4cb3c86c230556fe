"""Who is still alive in a month, as whole survivors of a million million (10¹²): no floats.

Deaths spread evenly over a year of age (the actuarial assumption of a uniform distribution of
deaths, UDD): of those who attain age *a*, the share that is alive *k* months later is
1 − q(a)·k/12. People count as born on the first day of their month of birth. The share of a
month is the exact product of rational factors, rounded once, half up, to 10⁻¹².
"""

from __future__ import annotations

from typing import Any

import numpy as np

from subsidy.dates import MONTHS_PER_YEAR, Period
from subsidy.projection.life_table import LifeTable

__all__ = ["SURVIVORS", "monthly_deaths", "survivors"]

SURVIVORS = 10**12

Column = np.ndarray[Any, Any]
Deaths = tuple[tuple[int, int], ...]


def monthly_deaths(table: LifeTable, sex: str) -> Deaths:
    """By age from 0 to the table's last: the deaths of one month of that year of age.

    Each is a fraction *n/d* of those who attained the age. Below the table's first age it is
    that of the first; a projection refuses people so young.
    """
    ages = (max(age, table.first_age) for age in range(table.last_age + 1))
    shares = (table.probability(sex, age) / MONTHS_PER_YEAR for age in ages)
    return tuple((share.numerator, share.denominator) for share in shares)


def survivors(deaths: Deaths, born_month: int, begin: int, months: Period) -> Column:
    """Of 10¹² people alive when *begin* begins, how many are when each month begins.

    One value more than *months* has months: the last is when the period has ended. Before *begin*
    and before birth nobody dies. Whoever is older than the table dies evenly within a year of age.
    """
    start = max(begin, born_month)
    origin = min(start, months.first)
    alive = np.full(months.end - origin + 1, SURVIVORS, np.int64)
    whole_n, whole_d, oldest = 1, 1, len(deaths) - 1
    age, within = divmod(start - born_month, MONTHS_PER_YEAR)
    numerator, denominator = deaths[min(age, oldest)]
    whole_d *= denominator - within * numerator  # alive at the start, within a year of age
    for at in range(start - origin + 1, len(alive)):
        within += 1
        now = whole_n * (denominator - within * numerator)
        alive[at] = (2 * SURVIVORS * now + whole_d) // (2 * whole_d)
        if within == MONTHS_PER_YEAR:
            whole_n = now
            age, within = age + 1, 0
            numerator, denominator = deaths[min(age, oldest)]
            whole_d *= denominator
        if now == 0:
            alive[at:] = 0
            break
    return alive[months.first - origin :]
