"""DuckDB, closed-form SQL by hand over a table in memory."""

from __future__ import annotations

import duckdb
import numpy as np

from benchmarks.contestants import way
from benchmarks.contestants.way import CARE_FEN, LIVING_FEN, OLD_FEN, ORPHAN_FEN, SCHEMES, Column
from benchmarks.people import NEVER, Columns, is_day

__all__ = ["Way"]

_MACROS = f"""
create macro month_of(day) as (year(day) - {way.FIRST_YEAR}) * 12 + month(day) - 1;
create macro birthday(born, age) as (born + to_years(age))::date
  + (day(born) = 29 and month(born) = 2 and day(born + to_years(age)) = 28)::int;
create macro within(x, low, high) as greatest(low, least(x, high));
"""

_STRETCHES = """
with days as (
  select birth_date, coalesce(death_date, '2900-01-01') as died, disability_grade <= 2 as severe,
    birthday(birth_date, 80) as at80, birthday(birth_date, 90) as at90,
    birthday(birth_date, 100) as at100,
    greatest(birth_date, coalesce(orphan_from, '2900-01-01')) as orphan_from,
    least(birthday(birth_date, 18), coalesce(orphan_until, '2900-01-01'), died) as orphan_until,
    greatest(birth_date, coalesce(disability_from, '2900-01-01')) as care_from,
    least(coalesce(disability_until, '2900-01-01'), died) as care_until,
    greatest(care_from, coalesce(subsistence_allowance_from, '2900-01-01')) as living_from,
    least(care_until, coalesce(subsistence_allowance_until, '2900-01-01')) as living_until,
  from people
), months as (
  select
    within(month_of(at80), 0, $end) as old,
    if(at80 < died, within(month_of(died) + 1, old, $end), old) as old_end,
    if(at90 < died, within(month_of(at90), old, old_end), old_end) as from90,
    if(at100 < died, within(month_of(at100), old, old_end), old_end) as from100,
    within(month_of(orphan_from) + 1, 0, $end) as orphan,
    if(orphan_from < orphan_until, within(month_of(orphan_until) + 1, orphan, $end), orphan)
      as orphan_end,
    within(month_of(care_from), 0, $end) as care,
    if(severe and care_from < care_until, within(month_of(care_until) + 1, care, $end), care)
      as care_end,
    within(month_of(living_from), 0, $end) as living,
    if(living_from < living_until, within(month_of(living_until) + 1, living, $end), living)
      as living_end,
    if(orphan < orphan_end, within(orphan, living, living_end), living_end) as living_cut,
    if(orphan < orphan_end, within(orphan_end, living, living_end), living_end) as living_again,
  from days
)
"""

_AMOUNTS = f"""
select
  (from90 - old) * {OLD_FEN[0]} + (from100 - from90) * {OLD_FEN[1]}
    + (old_end - from100) * {OLD_FEN[2]} as elderly,
  (orphan_end - orphan) * {ORPHAN_FEN} as orphan_benefit,
  (care_end - care) * {CARE_FEN} as severe_care,
  (living_cut - living + living_end - living_again) * {LIVING_FEN} as living,
from months
"""

_MONTHLY = f"""
, changes as (
  select unnest([0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 3, 3]) as scheme,
    unnest([old, from90, from90, from100, from100, old_end, orphan, orphan_end, care, care_end,
      living, living_cut, living_again, living_end]) as month,
    unnest([{OLD_FEN[0]}, -{OLD_FEN[0]}, {OLD_FEN[1]}, -{OLD_FEN[1]}, {OLD_FEN[2]}, -{OLD_FEN[2]},
      {ORPHAN_FEN}, -{ORPHAN_FEN}, {CARE_FEN}, -{CARE_FEN},
      {LIVING_FEN}, -{LIVING_FEN}, {LIVING_FEN}, -{LIVING_FEN}]) as fen
  from months
  where old < old_end or orphan < orphan_end or care < care_end or living < living_end
)
select scheme, month, sum(fen)::bigint as fen from changes group by all
"""


class Way(way.Way):
    """A query for the amounts, one for the totals by month."""

    def __init__(self, people: Columns) -> None:
        super().__init__(people)
        self.connection = duckdb.connect()
        self.connection.execute("set threads = 1")
        self.connection.execute(_MACROS)
        self.connection.register("drawn", people)
        columns = ", ".join(
            f"('1970-01-01'::date + nullif({name}, {NEVER})) as {name}" if is_day(name) else name
            for name in people
        )
        self.connection.execute(f"create table people as select {columns} from drawn")

    def amounts(self, years: int) -> list[Column]:
        query = self.connection.execute(_STRETCHES + _AMOUNTS, {"end": 12 * years})
        columns = query.fetchnumpy()
        return [columns[name] for name in SCHEMES]

    def monthly(self, years: int) -> Column:
        rows = self.connection.execute(_STRETCHES + _MONTHLY, {"end": 12 * years}).fetchnumpy()
        change = np.zeros((len(SCHEMES), 12 * years + 1), np.int64)
        change[rows["scheme"], rows["month"]] = rows["fen"]
        return change.cumsum(axis=1)[:, : 12 * years]

    def versions(self) -> str:
        return f"DuckDB {duckdb.__version__}"
