"""The reference: scalar, exact, day by day, and obviously right.

It walks the checked rulebook literally as ``rules/README.md`` states it and knows nothing of
plans, vectors or registers; the vector engine must give the same answers. Read
:class:`Reference` first: days give runs, runs give months, months give amounts.
"""

from __future__ import annotations

from collections.abc import Mapping

from subsidy.dates import Month, Period
from subsidy.engine.reference.deciding import Reference
from subsidy.engine.reference.outcomes import Because, MonthOutcome, Net, Run, Working
from subsidy.rulebook.model import Rulebook

__all__ = ["Because", "MonthOutcome", "Net", "Reference", "Run", "Working", "run_reference"]


def run_reference(
    book: Rulebook, facts: Mapping[str, object], period: Period, *, since: Month | None = None
) -> dict[str, dict[Month, MonthOutcome]]:
    """Every scheme of one unit in every month of *period*, with its reasons.

    *facts* maps fact names (further spells and values as ``<name>_2``) to ``date``, ``int``
    (also for fen), ``str`` (one of a fact's choices), ``bool`` or None for empty. *since* is the
    month from whose first day on days are looked at: by default the month before the period,
    and an earlier one changes nothing.

    Raises:
        RulesRefused: a rate is missing, or an amount does not come out as its rounding demands.
    """
    return Reference(book, period, since=since).decide(facts)
