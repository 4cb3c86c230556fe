"""Deliberate faults: for every property, what must make it fail.

Each is one replacement of text in one file, the fault that the property's docstring names in the
same words. ``make prove`` puts them in, one at a time, into a copy of the project.
"""

from __future__ import annotations

from pathlib import Path

from tests.proving.fault import Fault
from tests.proving.faults_of_sums import FAULTS_OF_SUMS
from tests.proving.faults_of_units import FAULTS_OF_UNITS

__all__ = ["FAULTS", "ROOT", "Fault"]

ROOT = Path(__file__).parents[2]

BOUNDARIES = "tests/properties/test_boundaries.py"
CONSERVATION = "tests/properties/test_conservation.py"
ON_PAPER = "tests/properties/test_on_paper.py"
RULES = "tests/properties/test_rules.py"
AGREEMENT = "tests/agreement/test_agreement.py"
LATER_RULES = "tests/agreement/test_later_rules.py"
LENT_RATES = "tests/agreement/test_lent_rates.py"

BATCH = "subsidy/engine/batch.py"
CALENDAR = "subsidy/engine/calendar.py"
CANDIDATES = "subsidy/engine/candidates.py"
CLAIMS = "subsidy/engine/claims.py"
CLIMBING = "subsidy/engine/climbing.py"
EVALUATE = "subsidy/engine/evaluate.py"
KERNEL = "subsidy/engine/kernel.py"
STRETCHES = "subsidy/rulebook/stretches.py"
STRETCHING = "subsidy/engine/stretching.py"
UNITS_RUNNING = "subsidy/engine/units/running.py"
PAYING = "subsidy/engine/paying.py"
REFERENCE_RATES = "subsidy/engine/reference/rates.py"
RUNS = "subsidy/engine/runs.py"
SETTLE = "subsidy/engine/settle.py"
SUBTRACTING = "subsidy/engine/subtracting.py"
THRESHOLDS = "subsidy/engine/thresholds.py"
BUILD = "subsidy/plan/build.py"
LOWER = "subsidy/plan/lower.py"
PLAN_RATES = "subsidy/plan/rates.py"
SCOPE = "subsidy/plan/scope.py"
INTAKE = "subsidy/register/intake.py"
FRAMES = "subsidy/results/frames.py"
INSTALMENTS = "subsidy/results/instalments.py"
SPELLS = "subsidy/results/spells.py"
TOTALS = "subsidy/results/totals.py"
REFORM = "subsidy/rulebook/reform.py"
DATES = "subsidy/dates.py"
MONEY = "subsidy/money.py"
DRAWING = "tests/drawing/books.py"


FAULTS = (
    # ── boundaries ───────────────────────────────────────────────────────────────────
    Fault(
        BOUNDARIES, "test_every_birthday_counts_in_its_declared_month", "``>`` for ``>=``",
        EVALUATE, "test = at.days >= threshold", "test = at.days > threshold",
    ),
    Fault(
        BOUNDARIES, "test_every_birthday_counts_in_its_declared_month", "``>`` for ``>=``",
        THRESHOLDS,
        "return self.birthdays.take(cells - np.int32(BASE))",
        "return self.birthdays.take(cells - np.int32(BASE)) + np.int32(1)",
    ),
    Fault(
        BOUNDARIES, "test_every_birthday_counts_in_its_declared_month", "years of 365 days",
        CALENDAR,
        "    return _ordinal(year, tables.slot, leap_day)\n",
        "    return (np.arange(_DAYS) + BASE + 365 * years).astype(np.int32)\n",
    ),
    Fault(
        BOUNDARIES, "test_every_birthday_counts_in_its_declared_month",
        "the difference of the years for the age",
        CALENDAR,
        "    return _ordinal(year, tables.slot, leap_day)\n",
        "    return tables.january.take(year - tables.first_year)\n",
    ),
    Fault(
        BOUNDARIES, "test_every_birthday_counts_in_its_declared_month",
        "other month for the start",
        PAYING, "np.int32(scheme.start_shift)", "np.int32(1 - scheme.start_shift)",
    ),
    Fault(
        BOUNDARIES, "test_every_birthday_counts_in_its_declared_month", "for the change",
        CLIMBING,
        "month_of(inside) + np.int32(self.scheme.change_shift)",
        "month_of(inside) + np.int32(1 - self.scheme.change_shift)",
    ),
    Fault(
        BOUNDARIES, "test_every_birthday_counts_in_its_declared_month", "for the stop",
        PAYING, "np.int32(scheme.stop_shift)", "np.int32(1 - scheme.stop_shift)",
    ),
    Fault(
        BOUNDARIES, "test_every_birthday_counts_in_its_declared_month",
        "28 February for both leap days",
        CALENDAR, "if leap_day is LeapDay.FEBRUARY_28:", "if leap_day in LeapDay:",
    ),
    Fault(
        BOUNDARIES, "test_every_spell_is_paid_from_and_to_its_declared_months",
        "an end that is included",
        THRESHOLDS,
        "return days.view(np.uint32)",
        "return days.view(np.uint32) + np.uint32(1)",
    ),
    Fault(
        BOUNDARIES, "test_every_spell_is_paid_from_and_to_its_declared_months",
        "December lost at the turn of the year",
        PAYING,
        "    end = window.month_of(runs.end) + np.int32(scheme.stop_shift)\n",
        "    end = window.month_of(runs.end) + np.int32(scheme.stop_shift)\n"
        "    end = end - (end % 12 == 0)\n",
    ),
    Fault(
        BOUNDARIES, "test_two_spells_share_a_month_without_paying_it_twice",
        "give the shared month to both",
        PAYING, "    first[again] = np.maximum(first[again], end[again - 1])\n", "",
    ),
    Fault(
        BOUNDARIES, "test_two_spells_share_a_month_without_paying_it_twice", "or to neither",
        PAYING,
        "    first[again] = np.maximum(first[again], end[again - 1])\n",
        "    begun = first[again]\n"
        "    first[again] = np.maximum(begun, end[again - 1])\n"
        "    end[again - 1] = np.minimum(begun, end[again - 1])\n",
    ),
    Fault(
        BOUNDARIES, "test_two_spells_share_a_month_without_paying_it_twice",
        "join the two across their gap",
        RUNS,
        "opens[1:] = (position[1:] != position[:-1]) | (first[1:] != end[:-1])",
        "opens[1:] = position[1:] != position[:-1]",
    ),
    # ── conservation ─────────────────────────────────────────────────────────────────
    Fault(
        CONSERVATION, "test_every_record_is_calculated_or_set_aside", "drop bad rows silently",
        INTAKE, "set_aside=faults.set_aside(table.lines, table.sheet_names or table.sheet, table.members),", "set_aside=(),",
    ),
    Fault(
        CONSERVATION, "test_totals_of_any_grouping_are_the_sum_of_their_rows", "round to yuan",
        TOTALS,
        'yuan("amount", every.fen)',
        'yuan("amount", [fen // 100 * 100 for fen in every.fen])',
    ),
    Fault(
        CONSERVATION, "test_totals_by_scheme_equal_the_rows_of_that_scheme",
        "add an amount to its neighbour's group",
        TOTALS,
        "sum_exactly(group, amount, groups),",
        "sum_exactly(np.roll(group, 1), amount, groups),",
    ),
    Fault(
        CONSERVATION, "test_totals_by_scheme_equal_the_rows_of_that_scheme",
        "count a person once for each spell",
        TOTALS,
        "return [int(np.count_nonzero(one)) for one in marks.reshape(groups, people)]",
        "return [int(count) for count in np.bincount(group, minlength=groups)]",
    ),
    Fault(
        CONSERVATION, "test_totals_are_exact_beyond_what_a_float_holds",
        "aggregate through a float",
        TOTALS, "sums = np.zeros(groups, np.int64)", "sums = np.zeros(groups, np.float64)",
    ),
    Fault(
        CONSERVATION, "test_the_order_of_people_does_not_matter", "carry state from row to row",
        BATCH,
        "return np.minimum(values.view(np.uint32), np.uint32(empty)).view(np.int32)",
        "return np.maximum.accumulate(np.where(values == EMPTY_DAY, np.int32(empty), values))",
    ),
    Fault(
        CONSERVATION, "test_two_halves_make_the_whole", "lose the row at a batch's edge",
        KERNEL,
        "size = min(pace.at_a_time(len(people)), len(people) - start)",
        "size = min(pace.at_a_time(len(people)), len(people) - start - 1)",
    ),
    Fault(
        CONSERVATION, "test_a_period_in_parts_gives_the_months_of_the_whole",
        "pay a standard's instalments from the period's start",
        SPELLS, "base = period.first - period.first % MONTHS_PER_YEAR", "base = period.first",
    ),
    Fault(
        CONSERVATION, "test_a_period_in_parts_gives_the_months_of_the_whole", "look no day back",
        CANDIDATES,
        "first = max([window.first, *after])",
        "first = max([window.first_day_of(np.int32(window.period.first)), *after])",
    ),
    Fault(
        CONSERVATION, "test_what_no_rule_reads_changes_nothing",
        "sort people by all their columns",
        KERNEL,
        "    columns = {name: people.columns[name] for name in plan.columns}\n",
        "    order = np.lexsort(list(people.columns.values()))\n"
        "    columns = {name: people.columns[name][order] for name in plan.columns}\n",
    ),
    Fault(
        CONSERVATION, "test_columns_that_no_rule_reads_need_not_be_there",
        "demand every declared date",
        BUILD,
        "columns = frozenset(name for scheme in every for name in _columns(scheme))",
        'columns = frozenset(n for n, fact in book.facts.items() if hasattr(fact, "missing"))'
        ".union(*map(_columns, schemes))",
    ),
    Fault(
        CONSERVATION, "test_somebody_who_is_due_nothing_changes_nobody",
        "for one unknown forget who is known",
        RUNS,
        "return _merged(exact, surely), _merged(perhaps_exact or exact, perhaps or surely)",
        "return _merged(surely, _no_runs()), _merged(perhaps or surely, _no_runs())",
    ),
    Fault(
        CONSERVATION, "test_removing_one_person_takes_away_their_rows_only",
        "a cache that is keyed by the row",
        BATCH,
        "        values = self.columns[column]\n        return values if rows is None",
        "        kept = vars(can_be_unknown)\n"
        "        cells = enumerate(self.columns[column].tolist())\n"
        "        cells = [kept.setdefault((column, row), cell) for row, cell in cells]\n"
        "        values = np.array(cells, self.columns[column].dtype)\n"
        "        return values if rows is None",
    ),
    Fault(
        CONSERVATION, "test_people_alike_in_all_facts_are_treated_alike",
        "let the row number decide a tie",
        SETTLE,
        "beaten |= (rival >= fen) if other < number else (rival > fen)",
        "beaten |= np.where((mine.row % 5 < 2) == (other < number), rival >= fen, rival > fen)",
    ),
    Fault(
        CONSERVATION, "test_people_alike_in_all_facts_are_treated_alike",
        "let the row number decide a tie",
        SUBTRACTING,
        "beats = rival >= mine if on_a_tie else rival > mine",
        "beats = (rival > mine) | ((settled.row.take(met) % 5 < 2) == on_a_tie) & (rival == mine)",
    ),
    Fault(
        CONSERVATION, "test_mending_a_record_moves_exactly_it",
        "set aside the neighbour by an index",
        INTAKE,
        "keep[table.positions_of(bad)] = False",
        "keep[table.positions_of(bad) - 1] = False",
    ),
    Fault(
        CONSERVATION, "test_running_twice_gives_the_same_frames",
        "write into a table that is kept",
        BATCH,
        "                table = birthdays(years, self.leap_day)\n",
        "                table = birthdays(years, self.leap_day)\n                table += 1\n",
    ),
    Fault(
        CONSERVATION, "test_another_process_gives_the_same_frames",
        "iterate over a set of names",
        SPELLS,
        "kinds = tuple(sorted({kind for one in outcome.schemes for kind in _kinds(one)}))",
        "kinds = tuple({kind for one in outcome.schemes for kind in _kinds(one)})",
    ),
    # ── on paper ─────────────────────────────────────────────────────────────────────
    Fault(
        ON_PAPER, "test_a_new_rate_counts_from_its_first_month",
        "take the rate of the deciding day",
        PAYING,
        "return Moment(self.batch, rows, days, month - np.int32(self.window.before))",
        "month = self.window.month_of(days)\n"
        "        return Moment(self.batch, rows, days, month - np.int32(self.window.before))",
    ),
    Fault(
        ON_PAPER, "test_a_new_rate_counts_from_its_first_month",
        "take the rate of the deciding day",
        CLIMBING,
        "        count = len(self.stretches)\n        if count == 1:\n",
        "        later = np.arange(len(self.stretches)) > 0\n"
        "        shift = later * np.int32(self.scheme.change_shift)\n"
        "        self = evolve(self, stretches=self.stretches + shift.astype(np.int32))\n"
        "        count = len(self.stretches)\n        if count == 1:\n",
    ),
    Fault(
        ON_PAPER, "test_the_deciding_day_lies_in_the_run",
        "move the deciding day past the end of the run",
        CLIMBING, "            change[over] = months.end[over]\n", "",
    ),
    Fault(
        ON_PAPER, "test_the_deciding_day_lies_in_the_run", "or before its beginning",
        CLIMBING, "            change[before] = months.first[before]\n", "",
    ),
    Fault(
        ON_PAPER, "test_the_deciding_day_lies_in_the_run",
        "move the deciding day past the end of the run",
        PAYING,
        "        days = np.minimum(days, self.months.run_end[position] - np.int32(1))\n", "",
    ),
    Fault(
        ON_PAPER, "test_the_deciding_day_lies_in_the_run", "or before its beginning",
        PAYING, "        days = np.maximum(days, self.months.run_first[position])\n", "",
    ),
    Fault(
        ON_PAPER, "test_only_what_is_paid_excludes", "look at eligibility instead of payment",
        SETTLE,
        "            kept &= fen <= 0\n",
        "            rival = earlier[other]\n"
        "            at = claims.row, claims.first, rival.row, rival.first, rival.end\n"
        "            kept &= covering(*at) < 0\n",
    ),
    Fault(
        ON_PAPER, "test_an_empty_cell_is_never_money", "read an empty cell as 0",
        EVALUATE,
        "return np.where(cells == empty_of(cells), np.int64(bit), 0)",
        "return None",
    ),
    Fault(
        ON_PAPER, "test_an_empty_cell_is_never_money", "take unknown for no",
        EVALUATE,
        "return Kleene(test & ~unknown, test | unknown, missing)",
        "return _known(test & ~unknown)",
    ),
    Fault(
        ON_PAPER, "test_an_empty_cell_is_never_money", "take unknown for yes",
        EVALUATE,
        "return Kleene(test & ~unknown, test | unknown, missing)",
        "return _known(test | unknown)",
    ),
    # ── rules: amounts ───────────────────────────────────────────────────────────────
    Fault(
        RULES, "test_raising_every_rate_lowers_no_standard", "keep an amount in 16 bits",
        KERNEL, "        due.fen,\n", "        due.fen.astype(np.int16),\n",
    ),
    Fault(
        RULES, "test_raising_every_rate_lowers_no_standard", "subtract where a formula adds",
        LOWER, "_sum(left, right, scope, sign=1)", "_sum(left, right, scope, sign=-1)",
    ),
    Fault(
        RULES, "test_a_new_rate_changes_no_month_before_it", "take the rate of the month after",
        PLAN_RATES,
        "version_in_force(row.versions, month, name=name)",
        "version_in_force(row.versions, type(month)(month + 1), name=name)",
    ),
    Fault(
        RULES, "test_a_new_rate_changes_no_month_before_it", "of the last month of the period",
        PLAN_RATES,
        "version_in_force(row.versions, month, name=name)",
        "version_in_force(row.versions, scope.period.months()[-1], name=name)",
    ),
    Fault(
        RULES, "test_a_rate_written_again_changes_nothing",
        "look a version up by its place among all that were ever written",
        PLAN_RATES,
        "positions.append(used.index(version))",
        "positions.append(row.versions.index(version))",
    ),
    Fault(
        RULES, "test_instalments_sum_to_their_standard", "round each month by itself",
        MONEY,
        "    return Fen(upper - instalments_until(fen, number - 1, of, rounding))\n",
        "    return round_fen(Fraction(fen, of), rounding)\n",
    ),
    Fault(
        RULES, "test_a_standard_is_paid_by_the_calendar",
        "count instalments from the first month paid",
        SPELLS,
        "first, end = self.first[which] - self.base, self.end[which] - self.base",
        "first, end = self.first[which] * 0, self.end[which] - self.first[which]",
    ),
    Fault(
        RULES, "test_a_standard_is_paid_by_the_calendar", "round each of them by itself",
        INSTALMENTS,
        "return np.asarray(self._first(begun + 1) - self._first(begun))",
        "return np.asarray(self._first(begun - begun + 1))",
    ),
    Fault(
        RULES, "test_multiplying_all_money_multiplies_all_amounts",
        "a smallest amount that stays as it is",
        CLAIMS,
        "amount = np.maximum(amount, 0)",
        "amount = np.maximum(amount, 100 * scheme.denominator)",
    ),
    Fault(
        RULES, "test_a_linked_standard_follows_its_base", "truncate",
        MONEY, "            whole += twice >= one\n", "            whole += 0\n",
    ),
    Fault(
        RULES, "test_a_linked_standard_follows_its_base", "round a float",
        MONEY,
        "            whole += twice >= one\n",
        "            whole = round(float(abs(numerator)) / one)\n",
    ),
    Fault(
        RULES, "test_an_amount_read_as_printed_is_the_same", "read through a float",
        MONEY,
        'fen = int(whole) * FEN_PER_YUAN + int(cents.ljust(2, "0") or 0)',
        'fen = int(float(f"{whole}.{cents}") * FEN_PER_YUAN)',
    ),
    Fault(
        RULES, "test_an_amount_read_as_printed_is_the_same", "lose the sign of a few fen",
        MONEY,
        'sign = "-" if fen < 0 else ""',
        'sign = "-" if fen <= -FEN_PER_YUAN else ""',
    ),
    Fault(
        RULES, "test_a_period_read_as_printed_is_the_same",
        "take the last month of the text for the end",
        DATES,
        "Month(read_month(last or first) + 1)",
        "Month(read_month(last) if last else read_month(first) + 1)",
    ),
    # ── rules: days and months ───────────────────────────────────────────────────────
    Fault(
        RULES, "test_nothing_is_paid_after_the_last_payable_month_of_a_death",
        "ignore the death",
        LOWER,
        "    return all_of([begun, negate(_reached(status.ends, number, scope))])\n",
        "    return begun\n",
    ),
    Fault(
        RULES, "test_nothing_is_paid_after_the_last_payable_month_of_a_death",
        "stop a month late",
        PAYING, "np.int32(scheme.stop_shift)", "np.int32(scheme.stop_shift + 1)",
    ),
    Fault(
        RULES, "test_an_earlier_death_never_raises_what_life_brings",
        "count the days of the dead",
        LOWER,
        "all_of([begun, negate(_reached(status.ends, number, scope))])",
        "all_of([begun, _reached(status.ends, number, scope)])",
    ),
    Fault(
        RULES, "test_a_narrower_condition_never_pays_more_months", "the earlier of two starts",
        CANDIDATES, "first = np.maximum(first,", "first = np.minimum(first,",
    ),
    Fault(
        RULES, "test_a_narrower_condition_never_pays_more_months", "or the later end",
        CANDIDATES, "end = np.minimum(end,", "end = np.maximum(end,",
    ),
    Fault(
        RULES, "test_four_years_later_everything_is_the_same", "know a single leap year",
        CALENDAR,
        "is_leap = ((year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))).astype(np.int32)",
        "is_leap = (year == 2024).astype(np.int32)",
    ),
    # ── rules: overlaps, top-ups, bounds ─────────────────────────────────────────────
    Fault(
        RULES, "test_a_top_up_ends_where_income_reaches_the_standard", "``<=`` for ``<``",
        EVALUATE, "Comparison.LESS: np.less,", "Comparison.LESS: np.less_equal,",
    ),
    Fault(
        RULES, "test_a_top_up_ends_where_income_reaches_the_standard", "a negative top-up",
        CLAIMS, "        amount = np.maximum(amount, 0)\n", "        amount = amount + 0\n",
    ),
    Fault(
        RULES, "test_more_income_never_raises_a_top_up", "net with the wrong sign",
        PAYING,
        "pay = pay - np.where(holds.surely, amount, 0)",
        "pay = pay + np.where(holds.surely, amount, 0)",
    ),
    Fault(
        RULES, "test_of_schemes_that_exclude_each_other_at_most_one_is_paid",
        "ignore who is paid already",
        SETTLE, "            kept &= fen <= 0\n", "            kept &= fen == fen\n",
    ),
    Fault(
        RULES, "test_of_schemes_that_exclude_each_other_at_most_one_is_paid",
        "keep who is outbid",
        SETTLE,
        "kept = undetermined | ~(paid & beaten) | (missing != 0)",
        "kept = np.ones(len(mine.row), bool)",
    ),
    Fault(
        RULES, "test_the_highest_of_a_group_is_the_one_that_is_paid", "pay the last of equals",
        SETTLE,
        "beaten |= (rival >= fen) if other < number else (rival > fen)",
        "beaten |= (rival >= fen) if other > number else (rival > fen)",
    ),
    Fault(
        RULES, "test_the_highest_of_a_group_is_the_one_that_is_paid", "pay all of them",
        SETTLE,
        "beaten |= (rival >= fen) if other < number else (rival > fen)",
        "beaten |= rival > fen",
    ),
    Fault(
        RULES, "test_the_highest_of_a_group_is_the_one_that_is_paid", "pay the lowest",
        SETTLE,
        "beaten |= (rival >= fen) if other < number else (rival > fen)",
        "beaten |= (rival <= fen) if other < number else (rival < fen)",
    ),
    *(
        Fault(
            RULES, "test_the_highest_of_a_group_is_the_one_that_is_paid", what,
            SUBTRACTING,
            "beats = rival >= mine if on_a_tie else rival > mine",
            f"beats = {beats}",
        )
        for what, beats in (
            ("pay the last of equals", "rival > mine if on_a_tie else rival >= mine"),
            ("pay all of them", "rival > mine"),
            ("pay the lowest", "rival <= mine if on_a_tie else rival < mine"),
        )
    ),
    Fault(
        RULES, "test_a_cap_takes_off_exactly_what_is_above_it", "cap the year",
        CLAIMS,
        "amount = np.minimum(amount, at_most)",
        "amount = np.minimum(amount, 12 * at_most)",
    ),
    Fault(
        RULES, "test_a_cap_takes_off_exactly_what_is_above_it", "take the cap for the least",
        CLAIMS,
        "amount = np.minimum(amount, at_most)",
        "amount = np.maximum(amount, at_most)",
    ),
    Fault(
        RULES, "test_one_bracket_at_a_time_is_paid", "add brackets up",
        CLIMBING,
        "pays.append(each[versions, np.arange(len(months))])",
        "pays.append(each[versions, np.arange(len(months))] + (pays[-1] if pays else 0))",
    ),
    Fault(
        RULES, "test_one_bracket_at_a_time_is_paid", "add brackets up",
        PAYING,
        "            chosen = np.flatnonzero((line == number) & (version == index))\n"
        "            if chosen.size:\n"
        "                value, unknown = _over(plan.pay, scheme.denominator, at.only(chosen))\n",
        "            chosen = np.flatnonzero((line >= number) & (version == index))\n"
        "            if chosen.size:\n"
        "                value, unknown = _over(plan.pay, scheme.denominator, at.only(chosen))\n"
        "                value = value + pay[chosen]\n",
    ),
    Fault(
        RULES, "test_what_is_undetermined_names_facts_that_can_be_unknown",
        "name the fact beside the one that is missing",
        SCOPE,
        "position = self.facts.index(fact)",
        "position = (self.facts.index(fact) + 1) % len(self.facts)",
    ),
    Fault(
        RULES, "test_a_reform_of_nothing_is_the_same_book", "reread the timing with a default",
        REFORM,
        "    new = evolve(scheme, amount=evolve(scheme.amount, rows=rows))\n",
        "    new = evolve(scheme, amount=evolve(scheme.amount, rows=rows))\n"
        "    new = evolve(new, timing=evolve(new.timing, start=new.timing.stop))\n",
    ),
    Fault(
        RULES, "test_a_reform_of_nothing_is_the_same_book", "forget the other brackets",
        REFORM,
        "rows = tuple(changed if one is row else one for one in scheme.amount.rows)",
        "rows = (changed,)",
    ),
    Fault(
        RULES, "test_a_reform_moves_exactly_the_rate_that_it_names", "reform another bracket",
        REFORM,
        "if (scheme.name, row.name) == (scheme_name, bracket):",
        "if scheme.name == scheme_name and row.name != bracket:",
    ),
    # ── rules that change from a month on ────────────────────────────────────────────
    Fault(
        LATER_RULES, "test_both_engines_give_everybody_the_same",
        "round instalments of one rounding by another",
        STRETCHING, "    if settled.rounding == rounding:\n", "    if rounding:\n",
    ),
    Fault(
        LATER_RULES, "test_both_engines_give_every_unit_the_same",
        "tell who counts by the first timing",
        UNITS_RUNNING,
        "        later=tuple(_beside_alone(rules, scheme.name) for rules in scheme.later),\n",
        "        later=(),\n",
    ),
    Fault(
        LATER_RULES, "test_the_size_of_a_batch_changes_nothing", "forget the months before",
        KERNEL,
        "own = _with_months_before(plan, settled, own, given)",
        "own = _with_months_before(plan, [], own, given)",
    ),
    Fault(
        LATER_RULES, "test_each_month_is_that_of_a_plain_book", "go on with the rules of a month for one more",
        STRETCHES,
        "begun = [rules for rules in scheme.later if rules.from_month <= month]",
        "begun = [rules for rules in scheme.later if rules.from_month < month]",
    ),
    Fault(
        LATER_RULES, "test_sums_over_the_period_are_those_of_the_spells",
        "sum by the rules of the first months",
        KERNEL,
        "    if len(stretches) > 1:\n        return stretches\n",
        "",
    ),
    # ── agreement of the two engines ─────────────────────────────────────────────────
    Fault(
        AGREEMENT, "test_both_engines_give_everybody_the_same",
        "let a tie of a group go to the last",
        SETTLE,
        "beaten |= (rival >= fen) if other < number else (rival > fen)",
        "beaten |= (rival >= fen) if other > number else (rival > fen)",
    ),
    Fault(
        AGREEMENT, "test_both_engines_give_everybody_the_same",
        "forget facts that a netted scheme hangs on",
        SETTLE,
        "missing = missing | np.where(claims.sure(), unknown, 0)",
        "missing = missing | 0",
    ),
    Fault(
        AGREEMENT, "test_the_seeds_above_cover_enough_person_months",
        "draw periods of a single month only",
        DRAWING,
        "random.choice([1, 2, 3, 5, 8, 14])",
        "min([1, 2, 3, 5, 8, 14])",
    ),
    Fault(
        AGREEMENT, "test_both_engines_agree_on_what_hypothesis_draws",
        "round half up where the rule says half even",
        "subsidy/engine/rounding.py",
        "steps = steps - (is_tie & (steps % 2 == 1))",
        "steps = steps - (is_tie & (steps < 0))",
    ),
    Fault(
        AGREEMENT, "test_the_size_of_a_batch_changes_nothing", "count rows from each batch's start",
        KERNEL, "row=settled.row + start)", "row=settled.row)",
    ),
    Fault(
        LENT_RATES, "test_who_is_eligible_when_a_scheme_begins_is_paid_from_its_first_month",
        "the days before the first rate count as no",
        SCOPE,
        "found = self._value(name, nearest) if own is None else own",
        "found = own",
    ),
    Fault(
        LENT_RATES, "test_both_engines_lend_alike", "counts the borrowed days otherwise",
        REFERENCE_RATES,
        "nearest = {month: min(paid, key=lambda m: abs(m - month)) for month in months}",
        "nearest = {month: max(paid) for month in months}",
    ),
    Fault(
        LENT_RATES, "test_a_rate_that_is_missing_in_a_month_of_the_scheme_stops_both",
        "lending reaches into the months in which the scheme exists",
        SCOPE,
        "if self.exists.first <= month < self.exists.end:\n                self.refuse_missing",
        "if self.exists.first < month < self.exists.end:\n                self.refuse_missing",
    ),
    *FAULTS_OF_SUMS,
    *FAULTS_OF_UNITS,
)  # fmt: skip
