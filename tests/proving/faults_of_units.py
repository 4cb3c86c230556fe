"""Deliberate faults where persons, households and institutions meet; see ``faults``."""

from __future__ import annotations

from tests.proving.fault import Fault

__all__ = ["FAULTS_OF_UNITS"]

AGREEMENT = "tests/agreement/test_units.py"
PROPERTIES = "tests/properties/test_units.py"
ON_PAPER = "tests/engine/test_units_on_paper.py"
BATCHES = "tests/engine/test_counting.py"
BEGINNINGS = "tests/engine/test_unknown_beginnings.py"
PLAY = "tests/rulebook/test_in_play.py"
TIMINGS = "tests/rulebook/test_timing.py"
ORDERS = "tests/rulebook/test_order.py"
HOUSEHOLDS = "tests/engine/test_households.py"
OF_HOMES = "test_both_engines_say_the_same_of_households_and_members"
ALIKE = "test_both_engines_give_every_unit_the_same"
ANY_MONTHS = "test_a_month_is_paid_alike_whichever_months_are_asked_for"
ALONE = "test_a_household_is_due_the_same_without_the_others"
UNKNOWN = "test_what_is_decided_without_a_value_is_the_same_with_it"

COUNTING = "subsidy/engine/units/counting.py"
INSTITUTIONS = "subsidy/engine/units/institutions.py"
LASTING = "subsidy/engine/units/lasting.py"
MONTHS = "subsidy/engine/units/months.py"
RUNNING = "subsidy/engine/units/running.py"
SHARING = "subsidy/engine/units/sharing.py"
UNCERTAIN = "subsidy/engine/uncertain.py"
STEPS = "subsidy/engine/units/steps.py"
SETTLE = "subsidy/engine/settle.py"
FIRSTS = "subsidy/engine/firsts.py"
SPANS = "subsidy/plan/spans.py"
REFERENCE_SPANS = "subsidy/engine/reference/spans.py"
REFERENCE_SHARES = "subsidy/engine/reference/shares.py"
IN_PLAY = "subsidy/rulebook/in_play.py"
MODEL = "subsidy/rulebook/model.py"
ORDER = "subsidy/rulebook/order.py"
FUNDING = "subsidy/results/funding.py"

_OF_INVARIANTS = (
    Fault(
        PROPERTIES, "test_the_members_shares_sum_to_what_the_household_is_due",
        "give every member the rounded share",
        SHARING,
        "together: Array = (2 * amount * number + count) // (2 * count)",
        "together: Array = (2 * amount + count) // (2 * count) * number",
    ),
    Fault(
        PROPERTIES, "test_no_unit_is_paid_what_is_excluded_by_what_it_is_paid",
        "pay a person beside the share that excludes it",
        RUNNING,
        "given = {number: shares[s.name] for number, s in enumerate(plan.schemes) if s.is_given}",
        "given = {number: shares[s.name].take(slice(0)) "
        "for number, s in enumerate(plan.schemes) if s.is_given}",
    ),
    Fault(
        PROPERTIES, "test_what_is_paid_only_beside_another_is_never_paid_alone",
        "do not ask for the scheme that has to be paid beside",
        "subsidy/plan/build.py",
        "only_if_paid=tuple(positions[name] for name in scheme.only_if_paid)",
        "only_if_paid=()",
    ),
    Fault(
        PROPERTIES, "test_of_a_group_one_at_most_is_paid",
        "keep what another of the group outbids",
        SETTLE,
        "beaten |= (rival >= fen) if other < number else (rival > fen)",
        "beaten |= (rival > fen) & (rival < 0)",
    ),
    Fault(
        PROPERTIES, "test_a_floor_never_lowers_and_lifts_no_higher_than_itself",
        "let a floor take the place of what is above it",
        "subsidy/engine/claims.py",
        "amount = np.maximum(amount, at_least)",
        "amount = at_least",
    ),
    Fault(
        PROPERTIES, "test_funding_sums_to_what_is_paid",
        "round every payer's part by itself",
        FUNDING,
        "    yield funding.remainder_to, left\n",
        "    yield funding.remainder_to, round_fen(version.shares[funding.remainder_to] * fen, _DOWN)\n",
    ),
    Fault(
        PROPERTIES, "test_the_order_of_registers_and_of_schemes_does_not_matter",
        "take the members in the order of their rows",
        COUNTING,
        "order = np.lexsort((rank, household))",
        'order = np.argsort(household, kind="stable")',
    ),
    Fault(
        PROPERTIES, ANY_MONTHS, "look no further back than the period",
        SPANS,
        "return Reach(Period(min([period.first, *firsts]), period.end), of_scheme)",
        "return Reach(period, of_scheme)",
    ),
    Fault(
        PROPERTIES, ANY_MONTHS, "look no further back than the period",
        SPANS,
        "return Month(months.first - months.first % MONTHS_PER_YEAR - 1)",
        "return Month(months.first - 1)",
    ),
    Fault(
        PROPERTIES, ALONE, "count the members of the household before",
        COUNTING,
        "running: Array = total - np.repeat(before, np.diff(np.append(heads, len(row))))",
        "running: Array = total",
    ),
    Fault(
        PROPERTIES, UNKNOWN, "count whoever may count",
        COUNTING, "known = low == high", "known, low = low <= high, high",
    ),
)  # fmt: skip

_OF_COUNTS = (
    Fault(
        AGREEMENT, ALIKE, "never doubt whether somebody counts",
        COUNTING,
        "possibly.append(_moved(sure if perhaps is None else perhaps, start))",
        "possibly.append(_moved(sure, start))",
    ),
    Fault(
        AGREEMENT, ALIKE, "go on counting who leaves",
        COUNTING, "ends = end < window.end", "ends = end < window.first",
    ),
    Fault(
        AGREEMENT, ALIKE, "count only who joins later",
        COUNTING,
        "    first[name][row[at_first]] = count[at_first]\n", "",
    ),
    Fault(
        AGREEMENT, ALIKE, "count nobody who does not name the first household",
        COUNTING, "mine = household >= 0", "mine = household == 0",
    ),
    Fault(
        BATCHES, "test_the_size_of_a_batch_changes_no_count",
        "count rows from each batch's start",
        COUNTING,
        "Runs(runs.row.astype(np.int64) + start, runs.first, runs.end)",
        "Runs(runs.row.astype(np.int64), runs.first, runs.end)",
    ),
    Fault(
        AGREEMENT, ALIKE, "leave out the last value of the row with most",
        STEPS,
        "for number in range(2, self.most() + 1):",
        "for number in range(2, self.most()):",
    ),
    Fault(
        AGREEMENT, ALIKE, "know a household of which a member could not be read",
        RUNNING, "            if blind is not None:\n", "            if blind is None:\n",
    ),
    Fault(
        AGREEMENT, ALIKE, "leave what blinds the household out of later days",
        RUNNING,
        "        steps.later[fact][blind[steps.row]] = empty_in(steps.later[fact])\n", "",
    ),
    Fault(
        AGREEMENT, ALIKE, "give who has no household the facts of the first",
        RUNNING,
        "return np.where(household >= 0, values[np.maximum(household, 0)], empty_in(values))",
        "return np.where(household >= -1, values[np.maximum(household, 0)], empty_in(values))",
    ),
    Fault(
        AGREEMENT, ALIKE, "count within the period only",
        RUNNING,
        "    period = reach_of(book, period).months\n    flat, window",
        "    flat, window",
    ),
)  # fmt: skip

_OF_SHARES = (
    Fault(
        AGREEMENT, ALIKE, "round every share by itself",
        SHARING,
        "together: Array = (2 * amount * number + count) // (2 * count)",
        "together: Array = amount // count * number",
    ),
    Fault(
        AGREEMENT, ALIKE, "let a member who leaves on the day share",
        SHARING,
        "runs.end[found[counts]] > day[of[counts]]", "runs.end[found[counts]] >= day[of[counts]]",
    ),
    Fault(
        AGREEMENT, ALIKE, "leave out who begins to count on the day",
        SHARING,
        'person.astype(np.int64) * _DAYS + day[of], side="right") - 1',
        'person.astype(np.int64) * _DAYS + day[of], side="left") - 1',
    ),
    Fault(
        AGREEMENT, ALIKE, "share a yearly standard as if every month paid it",
        SHARING, "if not (due.per_months > 1).any():", "if not (due.per_months > 12).any():",
    ),
    Fault(
        AGREEMENT, ALIKE, "name the missing facts by another run's numbers",
        SHARING, "np.where(open_.missing & own, other, 0)", "np.where(open_.missing & own, own, 0)",
    ),
    Fault(
        AGREEMENT, ALIKE, "tell a share open twice",
        SHARING, "return pick(parts, ~open_)", "return parts",
    ),
    Fault(
        AGREEMENT, ALIKE, "leave a share out where it cannot be told who counts",
        SHARING, "return pick(parts, ~open_)", "return pick(parts, open_)",
    ),
    Fault(
        AGREEMENT, ALIKE, "ask who counts where nothing is due",
        RUNNING, "only_if_paid=(scheme.name,),", "only_if_paid=(),",
    ),
    Fault(
        AGREEMENT, ALIKE, "ask who counts in the period only",
        RUNNING,
        "more = {one.name: reach.of_scheme[one.name.removesuffix(_WHO)] for one in shadows}",
        "more = {one.name: evolve(reach.months, first=reach.months.end - 1) for one in shadows}",
    ),
    Fault(
        AGREEMENT, ALIKE, "show months before the period",
        RUNNING,
        "first=np.maximum(spells.first, np.int32(period.first)),", "first=spells.first,",
    ),
    Fault(
        ON_PAPER, "test_of_nothing_every_member_has_nothing",
        "doubt a share of nothing",
        REFERENCE_SHARES, "if outcome.fen and any(", "if any(",
    ),
)  # fmt: skip

_OF_TIME = (
    Fault(
        AGREEMENT, ALIKE, "end a month after 31 January on 3 March",
        LASTING, "np.minimum(in_month, length - 1)", "in_month",
    ),
    Fault(
        AGREEMENT, ALIKE, "let the last spell never end",
        LASTING, "range(2, status.spells + 1))):", "range(2, status.spells))):",
    ),
    Fault(
        AGREEMENT, ALIKE, "let a month's row hold until the next row",
        MONTHS, "(month[1:] == month[:-1] + 1)", "(month[1:] > month[:-1])",
    ),
    Fault(
        AGREEMENT, ALIKE, "let the last row hold a month longer",
        MONTHS, "np.concatenate([month, month[ends] + 1])", "np.concatenate([month, month[ends] + 2])",
    ),
    Fault(
        AGREEMENT, ALIKE, "take an institution's dates from its last row",
        INSTITUTIONS, 'keep="first", maintain_order', 'keep="last", maintain_order',
    ),
    Fault(
        HOUSEHOLDS, OF_HOMES, "freeze nothing from before the period",
        SPANS,
        "back = frozen_from.months if frozen_from is not None and is_source else 0",
        "back = 0",
    ),
    Fault(
        AGREEMENT, ALIKE, "look for the first month of a spell in the period only",
        SPANS,
        "return Month(months.first - 1)\n    if", "return Month(months.end)\n    if",
    ),
    Fault(
        ON_PAPER, "test_a_frozen_amount_goes_on_only_where_it_had_been_paid",
        "decide a rival in the period only (vectors)",
        SPANS,
        "rivals = [name for name, group in groups.items() if group == groups[scheme.name]]",
        "rivals = [scheme.name]",
    ),
    Fault(
        ON_PAPER, "test_a_frozen_amount_goes_on_only_where_it_had_been_paid",
        "decide a rival in the period only (reference)",
        REFERENCE_SPANS,
        "return [scheme.name, *(name for group in groups for name in group)]",
        "return [scheme.name, *(name for group in groups for name in group[:0])]",
    ),
)  # fmt: skip

_OF_BOTH_ENGINES = (
    Fault(
        PLAY, "test_who_reads_facts_of_households_needs_their_register",
        "ask only whom a scheme pays",
        IN_PLAY, "(scheme.unit, *_units_read(scheme, book))", "(scheme.unit,)",
    ),
    Fault(
        PLAY, "test_a_scheme_that_wants_a_rate_that_nobody_knows_is_left_out_with_the_rate",
        "look no further than the rates that a scheme names",
        IN_PLAY, "{name: depending_on([name], parameters.model)", "{name: frozenset([name])",
    ),
    Fault(
        PLAY, "test_what_hangs_on_a_scheme_left_out_is_left_out_too",
        "stop after what hangs on it directly",
        IN_PLAY, "while more := dict(_hanging_on(book, left_out)):\n        left_out |= more",
        "left_out |= dict(_hanging_on(book, left_out))",
    ),
    Fault(
        PLAY, "test_a_group_is_left_out_with_any_of_its_members",
        "calculate the rest of a group",
        IN_PLAY,
        "            for name in overlap.schemes\n", "            for name in overlap.schemes[:0]\n",
    ),
    Fault(
        PLAY, "test_an_exclusion_does_not_leave_out_the_one_that_goes_first",
        "leave out whoever stands in any overlap",
        IN_PLAY,
        "if overlap.rule is OverlapRule.HIGHEST_OF and scheme.name in overlap.schemes",
        "if scheme.name in overlap.schemes",
    ),
    Fault(
        PLAY, "test_a_share_told_by_the_register_gives_way_to_the_one_worked_out",
        "net a share twice over",
        IN_PLAY,
        "return tuple(dict.fromkeys(_share_netted(net, book) for net in nets))",
        "return tuple(_share_netted(net, book) for net in nets)",
    ),
    Fault(
        PLAY, "test_a_share_told_by_the_register_gives_way_to_the_one_worked_out",
        "replace shares without households",
        IN_PLAY, "    if HOUSEHOLD in units:\n", "    if units:\n",
    ),
    Fault(
        PLAY, "test_an_ordinary_amount_of_the_register_stays_netted",
        "replace every amount of the register",
        IN_PLAY,
        "isinstance(fact, MoneyFact) and fact.share_of is not None:\n            return NetScheme(fact.share_of)",
        'isinstance(fact, MoneyFact):\n            return NetScheme(fact.share_of or "roof")',
    ),
    Fault(
        TIMINGS, "test_a_standard_is_split_among_its_paying_months",
        "split by the calendar instead of the order listed",
        MODEL, "stretch = [m for m in self.pays_in if", "stretch = [m for m in sorted(self.pays_in) if",
    ),
    Fault(
        TIMINGS, "test_a_standard_is_split_among_its_paying_months",
        "count the month before a stretch into it",
        MODEL,
        "(m - 1) // per_months == in_year // per_months", "m // per_months == in_year // per_months",
    ),
    Fault(
        TIMINGS, "test_only_the_months_named_are_paid",
        "take December for no month",
        MODEL,
        "return not self.pays_in or month % MONTHS_PER_YEAR + 1 in self.pays_in",
        "return not self.pays_in or month % MONTHS_PER_YEAR in self.pays_in",
    ),
    Fault(
        TIMINGS, "test_a_standard_is_paid_by_the_calendar",
        "count instalments from nothing",
        MODEL, "return in_year % per_months + 1, per_months", "return in_year % per_months, per_months",
    ),
    Fault(
        ORDERS, "test_a_scheme_waits_for_all_that_it_names",
        "calculate what goes on before what it goes on from",
        ORDER,
        "frozen = [scheme.amount.frozen.scheme] if scheme.amount.frozen else []",
        "frozen: list[str] = []",
    ),
    Fault(
        ORDERS, "test_who_waits_for_one_of_a_group_waits_for_all_of_it",
        "wait for the one of the group alone",
        ORDER,
        "if overlap.rule is OverlapRule.HIGHEST_OF:\n            groups.update(",
        "if overlap.rule is OverlapRule.ADD:\n            groups.update(",
    ),
)  # fmt: skip

_OF_UNSURE_DAYS = (
    Fault(
        BEGINNINGS, "test_june_is_not_paid_without_the_first_grade",
        "take the day of the sure part (vectors)",
        UNCERTAIN, "if change > start:", "if change < start:",
    ),
    Fault(
        BEGINNINGS, "test_june_is_undetermined_without_the_first_grade",
        "take the day of the sure part (reference)",
        "subsidy/engine/reference/uncertain.py",
        "open_.add(month)", "open_.discard(month)",
    ),
    Fault(
        AGREEMENT, ALIKE, "take it that a spell does not go on",
        UNCERTAIN, "if stop > change:", "if stop < change:",
    ),
)  # fmt: skip

FAULTS_OF_UNITS = (
    *_OF_INVARIANTS,
    *_OF_COUNTS,
    *_OF_SHARES,
    *_OF_TIME,
    *_OF_UNSURE_DAYS,
    *_OF_BOTH_ENGINES,
)
