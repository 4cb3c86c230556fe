"""The run as tables: months, years, spells, what could not be decided, what was set aside."""

from __future__ import annotations

import numpy as np
import polars as pl

from subsidy.engine.outcome import Entitlements, Outcome
from subsidy.how_many import are_few, are_many
from subsidy.register.plain_texts import are_whole_numbers
from subsidy.register.quarantine import set_aside_frame
from subsidy.register.table import People
from subsidy.results.amounts import add_by_row, spell_amounts
from subsidy.results.frames import months_text, named, yuan
from subsidy.results.instalments import Column
from subsidy.results.spells import Paid

__all__ = ["amounts_fen", "annual", "monthly", "rank_of", "set_aside", "spells", "undetermined"]

_MOST_DIGITS = 18  # of a number of 64 bits
_PERIODS = {1: "month", 3: "quarter", 6: "half-year", 12: "year"}
_UNDETERMINED = {
    "unit": pl.String,
    "unit_id": pl.String,
    "scheme": pl.String,
    "first_month": pl.String,
    "months": pl.Int64,
    "missing": pl.String,
}


def rank_of(people: People, rows: Column) -> Column:
    """The place of each of some *rows* when their units are sorted by identifier; else zero."""
    rank = np.zeros(len(people), np.int64)
    is_wanted = np.zeros(len(people), np.bool_)
    is_wanted[rows] = True
    wanted = np.flatnonzero(is_wanted)
    if len(wanted) <= 1:
        return rank
    rank[wanted[_order(people.ids.gather(wanted))]] = np.arange(len(wanted))
    return rank


def _order(ids: pl.Series) -> Column:
    """The order of identifiers as texts; of digits, equally many, that is the order of numbers."""
    if are_many(ids) and _are_like_numbers(ids):
        return np.argsort(ids.cast(pl.Int64).to_numpy())
    return ids.arg_sort().to_numpy()


def _are_like_numbers(ids: pl.Series) -> bool:
    lengths = ids.str.len_bytes().to_numpy()
    return bool(lengths.min() == lengths.max() <= _MOST_DIGITS) and are_whole_numbers(ids)


def monthly(paid: Paid, people: People) -> pl.DataFrame:
    """One row a unit, scheme, bracket and month that pays; *paid* is in order."""
    each, month = paid.month_by_month()
    fen = each.instalments(month)
    pays = fen > 0
    if not pays.all():
        each, month, fen = each.take(pays), month[pays], fen[pays]
    return pl.DataFrame([*_who(each, people), months_text("month", month), yuan("amount", fen)])


def annual(paid: Paid, people: People) -> pl.DataFrame:
    """One row a unit and scheme: paid months and their sum; *paid* is in order."""
    months, amount = paid.paid()
    schemes = sorted({kind.scheme for kind in paid.kinds})
    of_kind = np.array([schemes.index(kind.scheme) for kind in paid.kinds], np.int64)
    scheme = of_kind[paid.kind]
    begins = np.flatnonzero(_changes(paid.row) | _changes(scheme))
    if len(begins):
        months, amount = np.add.reduceat(months, begins), np.add.reduceat(amount, begins)
    pays = np.flatnonzero(months > 0)
    heads = begins[pays]
    return pl.DataFrame(
        [
            _unit(people, len(heads)),
            _ids(people, paid.row[heads]),
            named("scheme", scheme[heads], schemes),
            pl.Series("months", months[pays], pl.Int64),
            yuan("amount", amount[pays]),
        ]
    )


def amounts_fen(outcome: Outcome, units: int, scheme: str) -> Column:
    """What each unit is due under one scheme, in the order of the register."""
    due = np.zeros(units, np.int64)
    for one in outcome.schemes:
        if one.scheme == scheme:
            add_by_row(due, one.row, spell_amounts(one, outcome.period))
    return due


def spells(paid: Paid, people: People) -> pl.DataFrame:
    """One row a spell: first month, end month (no longer paid), the standard and its period."""
    months, _ = paid.paid()
    paid = paid.take(months > 0)
    lengths = sorted(_PERIODS)
    return pl.DataFrame(
        [
            *_who(paid, people),
            months_text("first_month", paid.first),
            months_text("end_month", paid.end),
            yuan("amount", paid.fen),
            named("per", np.searchsorted(lengths, paid.per_months), [_PERIODS[n] for n in lengths]),
        ]
    )


def undetermined(outcome: Outcome, people: People) -> pl.DataFrame:
    """One row a unit, scheme and run of months that hang on the same missing facts."""
    open_ = (one for one in outcome.schemes if len(one.undetermined.row))
    frames = [_undetermined(one, outcome.facts, people) for one in open_]
    every = pl.concat(frames) if frames else pl.DataFrame(schema=_UNDETERMINED)
    return every.sort("unit", "unit_id", "scheme", "first_month")


def set_aside(people: People) -> pl.DataFrame:
    """One row a reason why a record was not calculated, and where it stands; none of its values."""
    reasons = [one.reason.zh for one in people.set_aside]
    frame = set_aside_frame(people, "en")
    return frame.with_columns(
        pl.Series("reason_zh", reasons, pl.String), _unit(people, len(frame)).alias("unit")
    )


def _who(paid: Paid, people: People) -> list[pl.Series]:
    return [
        _unit(people, len(paid)),
        _ids(people, paid.row),
        named("scheme", paid.kind, [kind.scheme for kind in paid.kinds]),
        named("bracket", paid.kind, [kind.bracket for kind in paid.kinds]),
    ]


def _unit(people: People, length: int) -> pl.Series:
    return pl.Series("unit", [people.unit], pl.String).new_from_index(0, length)


def _ids(people: People, row: Column) -> pl.Series:
    ids = people.ids
    if are_few(row) and ids.dtype == pl.String:
        return pl.Series("unit_id", [ids[at] for at in row.tolist()], pl.String)
    return ids.gather(pl.Series(row, dtype=pl.Int64)).cast(pl.String).alias("unit_id")


def _changes(column: Column) -> Column:
    """Where a value differs from the one before; the first always does."""
    changes = np.ones(len(column), np.bool_)
    np.not_equal(column[1:], column[:-1], out=changes[1:])
    return changes


def _undetermined(one: Entitlements, facts: tuple[str, ...], people: People) -> pl.DataFrame:
    """Runs that touch and miss the same facts are one run."""
    found = one.undetermined
    order = np.lexsort((found.first, found.row))
    row, first, end, missing = (
        column[order].astype(np.int64)
        for column in (found.row, found.first, found.end, found.missing)
    )
    begins = _changes(row) | _changes(missing)
    begins[1:] |= first[1:] != end[:-1]
    heads = np.flatnonzero(begins)
    ends = end[np.append(heads[1:], len(end)) - 1] if len(heads) else end
    sets, code = np.unique(missing[heads], return_inverse=True)
    names = [";".join(sorted(_facts(int(bits), facts))) for bits in sets]
    return pl.DataFrame(
        [
            _unit(people, len(heads)),
            _ids(people, row[heads]),
            named("scheme", np.zeros(len(heads), np.int64), [one.scheme]),
            months_text("first_month", first[heads]),
            pl.Series("months", ends - first[heads], pl.Int64),
            named("missing", code, names),
        ]
    )


def _facts(bits: int, facts: tuple[str, ...]) -> list[str]:
    return [name for number, name in enumerate(facts) if bits >> number & 1]
