"""What is said beside a result names rows and headings, never anybody's data."""

from attrs import evolve

from subsidy.errors import Place, Problem, Words
from subsidy.register.table import SetAside
from subsidy.report.problems import count_problems, render_problem
from subsidy.report.summary import summarise
from subsidy.report.totals_table import render_detail, render_totals
from tests.results.made_up_runs import (
    YEAR_2023,
    made_people,
    made_result,
    made_scheme,
    made_undetermined,
)

JANUARY = int(YEAR_2023.first)
REASON = Words("no such day", "没有这一天")


def some_result(*, aside=7, undetermined=True):
    """Two people, one paid a year, one undetermined in March; rows set aside."""
    hangs = made_undetermined((1, JANUARY + 2, JANUARY + 3, 0b10)) if undetermined else None
    rows = tuple(SetAside(n, n + 1, None, "出生日期", "date", REASON) for n in range(1, aside + 1))
    return made_result(
        made_people(["P1", "P2"], set_aside=rows),
        made_scheme("grant", (0, "80-89", JANUARY, JANUARY + 12, 123_456, 1), undetermined=hangs),
    )


def test_totals_have_thousands_separators_and_a_total_of_distinct_people():
    """The table that a clerk reads."""
    assert [
        "虚构  2023",
        "",
        "补贴项目  档次   人数  人次  金额（元）",
        "--------  -----  ----  ----  ----------",
        "grant     80-89     1    12   14,814.72",
        "合计                1    12   14,814.72",
    ] == render_totals(some_result(), "zh").splitlines()


def test_a_result_that_pays_nobody_says_so():
    """An empty table is not an answer."""
    empty = made_result(made_people([]))

    assert "Nobody is due anything." in render_totals(empty, "en")
    assert ["无人应享。\n"] == list(render_detail(empty, "annual", "zh"))


def test_the_annual_table_has_a_line_for_every_person_and_scheme():
    """Amounts stand flush right."""
    assert [
        "unit    unit id  scheme  months  amount (yuan)",
        "------  -------  ------  ------  -------------",
        "person  P1       grant       12       14814.72",
    ] == "".join(render_detail(some_result(), "annual", "en")).splitlines()


def test_the_summary_counts_what_was_left_out_and_says_what_to_do_next():
    """Rows and headings only; the first five rows are named."""
    result = some_result()
    lines = summarise(result, result.receipt(), "en", listed=False)

    assert [
        "9 records read: 2 calculated, 7 set aside.",
        "  set aside, 出生日期: no such day (rows 2, 3, 4, 5, 6 and 2 more)",
        "  undetermined, grant: 1 person, 1 person-month; not given: grade",
        "Undetermined months are outside all totals; --format json or xlsx lists them one by one.",
    ] == lines[:4]
    assert "Next: add --quarantine FILE for a list of all rows set aside." == lines[-1]


def test_the_next_step_depends_on_what_is_left():
    """Once rows are listed, missing facts come next; then the details."""

    def next_of(result):
        return summarise(result, result.receipt(), "en", listed=True)[-1]

    assert "fill in the facts" in next_of(some_result())
    assert "--detail monthly" in next_of(some_result(aside=0, undetermined=False))


def test_warnings_of_the_register_are_repeated_in_the_language_asked_for():
    """An unknown column is named."""
    result = some_result()
    warned = evolve(result.people, warnings=(Words("column x is not known", "不认识 x 列"),))
    result = evolve(result, people=warned)

    assert "提示：不认识 x 列" in summarise(result, result.receipt(), "zh", listed=True)


def test_problems_show_place_message_what_was_found_and_cure():
    """And how many there are, in how many files."""
    place = Place("a.yaml", 3, 7)
    problem = Problem(
        "x", place, Words("not a date", "不是日期"), Words("write 2023-05", ""), "2023"
    )

    assert ["a.yaml:3:7", "  not a date", "  found: 2023", "  write 2023-05"] == (
        render_problem(problem, "en")
    )
    assert "2 problems in 1 file." == count_problems([problem, problem], "en")
    assert "1 个文件中共有 1 个问题。" == count_problems([problem], "zh")


def test_a_flood_of_one_code_is_cut_after_five_lines_in_the_order_of_rows():
    """Every duplicate names another row; the whole list is for the quarantine file."""
    rows = tuple(
        SetAside(n, n + 1, None, "id", "duplicate", Words(f"as row {n}", f"同 {n}"))
        for n in (12, 11, 3, 2, 1, 100, 9)
    )
    result = made_result(made_people(["P1"], set_aside=rows))
    lines = summarise(result, result.receipt(), "en", listed=True)

    assert [
        *(f"  set aside, id: as row {n} (row {n + 1})" for n in (1, 2, 3, 9, 11)),
        "  set aside, id: … and 2 more rows",
    ] == lines[1:7]


def test_who_draws_two_schemes_is_counted_once_and_that_is_said():
    """The rows add to more people than the total."""
    year = (0, "", JANUARY, JANUARY + 12, 100, 1)
    result = made_result(made_people(["P1"]), made_scheme("a", year), made_scheme("b", year))

    assert "合计中同一人只计一次。" == render_totals(result, "zh").splitlines()[-1]


def test_a_register_of_nobody_is_told():
    """A file of headings alone was most likely saved or exported wrongly."""
    empty, some = made_result(made_people([])), some_result()

    for language, words in (("zh", "提示：名册中没有人员"), ("en", "warning: there is nobody")):
        assert any(line.startswith(words) for line in
                   summarise(empty, empty.receipt(), language, listed=True))  # fmt: skip
        assert not any(line.startswith(words) for line in
                       summarise(some, some.receipt(), language, listed=True))  # fmt: skip
