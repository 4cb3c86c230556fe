"""Odd workbooks that are read: what each holds, and exactly what must come of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from tests.corpus.model import Expected, OddFile
from tests.corpus.sheets import HEAD, PEOPLE, Sheet, numbered, xls, xlsx

__all__ = ["READ"]

IDS = tuple(person[1] for person in PEOPLE)
REGIONS = tuple(person[2] for person in PEOPLE)
TITLE = ("2023年9月高龄津贴发放花名册",)
OFFICE = ("制表单位：清水塘街道", "", "", "单位：元")
ONE, TWO, THREE = PEOPLE
EMPTY = ("", "", "", "")


def both(name: str, expected: Expected, *sheets: Sheet) -> Iterable[OddFile]:
    """One description in both formats."""
    yield OddFile(f"{name}.xlsx", xlsx(*sheets), expected)
    yield OddFile(f"{name}.xls", xls(*sheets), expected)


def _everybody(**non_data: int) -> Expected:
    return Expected(IDS, non_data={"heading": 1, **non_data})


def _warned(*pieces: str, **non_data: int) -> Expected:
    return Expected(IDS, non_data={"heading": 1, **non_data}, warnings=pieces)


def _tables() -> Iterable[OddFile]:
    """A second table on the same sheet."""
    turned = [(p[1], p[0], p[3], p[2]) for p in PEOPLE]
    heads = ("身份证号码", "老人姓名", "本人低保金额", "所属区划")
    yield from both(
        "a-second-table-in-another-order",
        Expected(IDS, non_data={"heading": 2, "note": 1}, facts={"region": REGIONS}),
        Sheet([HEAD, ONE, TWO, ("二、百岁老人",), heads, turned[2]]),
    )
    yield from both(
        "a-second-table-under-a-title",
        Expected(IDS, non_data={"heading": 2, "title": 1, "subtotal": 2}, facts={"region": REGIONS}),
        Sheet(
            [HEAD, ONE, ("小计", "", "", 300), ("百岁老人", "", "", ""), heads, *turned[1:], ("小计", "", 300.5, "")],
            merged=[(3, 0, 3, 3)],
        ),
    )  # fmt: skip
    groups, names = (
        ("基本信息", "", "补贴信息", ""),
        ("身份证号", "姓名", "所属区划", "本人低保金额"),
    )
    swapped = (names[1], names[0], *names[2:])
    yield from both(
        "a-second-table-under-groups",
        Expected(IDS, non_data={"heading": 4}, facts={"region": REGIONS}),
        Sheet([groups, swapped, ONE, TWO, groups, names, (THREE[1], THREE[0], *THREE[2:])]),
    )
    counted = [
        ("乡镇", "人数", "金额", ""),
        ("清水塘", 2, 500.5, ""),
        ("响石岭", 1, 100, ""),
        ("合计", 3, 600.5, ""),
    ]
    yield from both(
        "a-summary-below",
        _warned(
            "rows 8 to 11: a table that counts people (乡镇, 人数, 金额)",
            "2 empty rows",
            total=1,
            summary=4,
            blank=2,
        ),
        Sheet([HEAD, *PEOPLE, ("合计", "", "", 600.5), EMPTY, EMPTY, *counted]),
    )
    yield from both(
        "a-summary-under-a-title",
        _warned("rows 5 to 9: a table that counts people", summary=5),
        Sheet([HEAD, *PEOPLE, ("各街道情况", "", "", ""), *counted]),
    )
    yield from both(
        "a-summary-beyond-the-columns",
        _warned("rows 5 to 7: a table that counts people", summary=3),
        Sheet([(*HEAD, "", ""), *((*p, "", "") for p in PEOPLE), ("档次", "人数", "标准", "月数", "", "金额"), ("80-89", 1, 50, 1, "", 50), ("90-99", 2, 100, 1, "", 200)]),
    )  # fmt: skip
    yield OddFile(
        "a-second-table-with-a-wrong-sum.xlsx",
        xlsx(Sheet([HEAD, ONE, heads, *turned[1:], ("合计", "", 601.5, "")])),
        Expected(IDS, non_data={"heading": 2, "total": 1}, warnings=("the total says 601.5",)),
    )


def _titles() -> Iterable[OddFile]:
    yield from both("plain", _everybody(), Sheet(numbered()))
    yield from both(
        "one-title", _everybody(title=1), Sheet([TITLE, *numbered()], merged=[(0, 0, 0, 3)])
    )
    yield from both(
        "two-titles",
        _everybody(title=2),
        Sheet([TITLE, OFFICE, *numbered()], merged=[(0, 0, 0, 3)]),
    )
    yield from both(
        "three-titles-and-a-gap", _warned("1 empty rows", title=3, blank=1),
        Sheet([TITLE, OFFICE, ("2023年9月30日",), EMPTY, *numbered()], merged=[(0, 0, 0, 3), (2, 0, 2, 3)]),
    )  # fmt: skip
    yield from both(
        "title-of-one-known-word", _everybody(title=1), Sheet([("姓名册",), *numbered()])
    )
    indented = [("", *row) for row in numbered()]
    yield from both("begins-in-column-b", _everybody(), Sheet(indented))
    spaced = [("姓 名", "身份证 号", "所属\n区划", "本人低保金额"), *PEOPLE]
    yield from both("spaces-in-headings", _everybody(), Sheet(spaced))
    wide = [
        ("姓名", "身份证号", "所属区划", "本人低保金额", "", ""),
        *((*p, "", "") for p in PEOPLE),
    ]
    yield from both("empty-columns", _everybody(), Sheet(wide))
    beyond = [HEAD, (*ONE, "", "", "旁注"), TWO, THREE]
    yield from both("a-cell-beyond-the-headings", _warned("column [G] is not known"), Sheet(beyond))


def _totals() -> Iterable[OddFile]:
    def with_totals(*rows: tuple[object, ...]) -> Sheet:
        return Sheet([HEAD, *PEOPLE, *rows])

    yield from both("total-right", _everybody(total=1), with_totals(("合计", "", "", 600.5)))
    yield from both(
        "total-wrong", _warned("row 5, 本人低保金额: the total says 600, the rows come to 600.5", total=1),
        with_totals(("合 计", "", "", 600)),
    )  # fmt: skip
    yield from both(
        "total-as-text", _everybody(total=1), with_totals(("总计", "", "", "¥600.50元"))
    )
    yield from both("total-of-people", _everybody(total=1), with_totals(("合计", "3人", "", 600.5)))
    yield from both(
        "total-of-people-wrong", _warned("the total says 4, the rows come to 3", total=1),
        with_totals(("合计", "4人", "", 600.5)),
    )  # fmt: skip
    yield from both(
        "count-in-the-label", _warned("the total says 5, the rows come to 3", total=1),
        with_totals(("合计（5人）", "", "", 600.5)),
    )  # fmt: skip
    houses = ("户主", *HEAD)
    counted = [houses, *((p[0], *p) for p in PEOPLE), ("合计", "2户", "3人", "", 600.5)]
    yield from both("total-of-households", _warned("column 户主", total=1), Sheet(counted))
    yield from both(
        "signatures-below", _everybody(total=1, signature=1),
        with_totals(("合计", "", "", 600.5), ("制表人：某某", "审核：某某", "", "")),
    )  # fmt: skip
    yield from both(
        "note-below", _warned("1 empty rows", note=1, blank=1),
        with_totals(EMPTY, ("备注：本表一式三份", "", "", "")),
    )  # fmt: skip
    blocks = [
        HEAD,
        ONE,
        TWO,
        ("小计", "", "", 500.5),
        THREE,
        ("小计", "", "", 100),
        ("合计", "", "", 600.5),
    ]
    yield from both("subtotals", _everybody(subtotal=2, total=1), Sheet(blocks))
    wrong = [
        HEAD,
        ONE,
        TWO,
        ("小计", "", "", 500.5),
        THREE,
        ("小计", "", "", 600.5),
        ("合计", "", "", 600.5),
    ]
    yield from both(
        "subtotal-of-everybody-above", _warned("row 6, 本人低保金额: the total says 600.5, the rows come to 100", subtotal=2, total=1),
        Sheet(wrong),
    )  # fmt: skip
    above = [HEAD, ("合计", "", "", 600.5), *PEOPLE]
    yield from both("total-on-top", _everybody(total=1), Sheet(above))


def _merged() -> Iterable[OddFile]:
    streets = [HEAD, ONE, (*TWO[:2], "", TWO[3]), THREE]
    yield from both(
        "street-merged-down",
        Expected(IDS, non_data={"heading": 1}, warnings=("1 cells were filled",), facts={"region": REGIONS}),
        Sheet(streets, merged=[(1, 2, 2, 2)]),
    )  # fmt: skip
    yield from both(
        "street-blank-is-not-filled",
        Expected(IDS, non_data={"heading": 1}, facts={"region": ("清水塘", None, "响石岭")}),
        Sheet(streets),
    )
    shared = [HEAD, ONE, (*TWO[:3], ""), THREE]
    yield from both(
        "amount-merged-over-two",
        Expected(IDS[2:], set_aside=((2, "merged-cell"), (3, "merged-cell")), non_data={"heading": 1}),
        Sheet(shared, merged=[(1, 3, 2, 3)]),
    )  # fmt: skip
    groups = [
        ("人员基本信息", "", "", "低保"),
        ("姓名", "身份证号", "所属区划", "本人低保金额"),
        *PEOPLE,
    ]
    yield from both(
        "groups-above-the-headings", _everybody(title=1), Sheet(groups, merged=[(0, 0, 0, 2)])
    )
    tall = [
        ("姓名", "身份证号", "所属区划", "残疾", ""),
        ("", "", "", "类别", "等级"),
        *((*p[:3], "肢体", "一级") for p in PEOPLE),
    ]
    yield from both(
        "group-and-tall-headings", _warned("nobody is paid disability_care_subsidy", heading=2),
        Sheet(tall, merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4)]),
    )  # fmt: skip
    loose = [
        ("序号", "姓名", "身份证号", "残疾证情况", ""),
        ("", "", "", "起始日期", "到期日期"),
        *((n, *p[:2], "2020.1.1", "2030.1.1") for n, p in enumerate(PEOPLE, 1)),
    ]
    yield from both(
        "groups-that-nobody-merged",
        Expected(
            IDS, non_data={"heading": 2},
            warnings=("column 序号", "nobody is paid disability_care_subsidy"),
            facts={"disability_from": ("2020-01-01",) * 3, "disability_until": ("2030-01-01",) * 3},
        ),
        Sheet(loose),
    )  # fmt: skip
    unnamed = [("姓名", "身份证号", "", ""), (*ONE[:2], "肢体", "二级"), (*TWO[:2], "", "")]
    yield from both(
        "columns-without-headings-are-no-group",
        Expected(IDS[:2], non_data={"heading": 1}, warnings=("column [C]", "column [D]")),
        Sheet(unnamed),
    )
    other = [
        ("姓名", "身份证号", "监护人", ""),
        ("", "", "姓名", "身份证号"),
        *((*p[:2], "某某", "") for p in PEOPLE),
    ]
    yield from both(
        "guardian-is-not-the-person", _everybody(heading=2),
        Sheet(other, merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3)]),
    )  # fmt: skip


def _pages() -> Iterable[OddFile]:
    again = [HEAD, ONE, TWO, HEAD, THREE]
    yield from both("headings-on-each-page", _everybody(heading=2), Sheet(again))
    pages = [TITLE, HEAD, ONE, TWO, TITLE, HEAD, THREE]
    yield from both("title-on-each-page", _everybody(title=2, heading=2), Sheet(pages))
    part = ("高龄津贴花名册（二）", "", "", "")
    yield from both(
        "another-title-in-the-middle", _everybody(title=1, heading=2),
        Sheet([HEAD, ONE, TWO, part, HEAD, THREE]),
    )  # fmt: skip
    parts = [HEAD, ("一、80-89周岁", "", "", ""), ONE, TWO, ("（二）90-99周岁", "", "", ""), THREE]
    yield from both("headings-of-parts", _everybody(note=2), Sheet(parts))
    serial = [("序号", *HEAD), (1, *ONE), (2, *TWO), (3, *THREE), ("2023年9月30日", *EMPTY)]
    yield from both("a-day-below-the-serial-numbers", _warned("column 序号", note=1), Sheet(serial))
    alone = [HEAD, *PEOPLE, ("丁四", "", "", "")]
    yield from both(
        "a-name-and-nothing-else",
        Expected(IDS, set_aside=((5, "key-missing"),), non_data={"heading": 1}), Sheet(alone),
    )  # fmt: skip
    counted = [("序号", *HEAD), (1, *ONE), (2, *TWO), (3, *THREE), ("总人数", "3", "", "", ""),
               ("大写金额：陆佰元伍角", *EMPTY)]  # fmt: skip
    yield from both("total-of-people-and-in-words", _warned("column 序号", total=2), Sheet(counted))
    carried = [
        HEAD,
        ONE,
        ("过次页", "", "", 300),
        ("承前页", "", "", 300),
        TWO,
        THREE,
        ("合计", "", "", 600.5),
    ]
    yield from both("sums-carried-to-the-next-page", _everybody(page=2, total=1), Sheet(carried))
    sealed = [*carried[:2], TWO, THREE, ("以上共计3人，陆佰元伍角", *EMPTY[1:]), ("某局（公章）", *EMPTY[1:]),
              ("街道主任签字：", *EMPTY[1:])]  # fmt: skip
    yield from both("sealed-below", _everybody(total=1, signature=2), Sheet(sealed))
    gaps = [HEAD, ONE, EMPTY, TWO, (" ", "", "", ""), THREE]
    yield from both("gaps", _warned("2 empty rows", blank=2), Sheet(gaps))
    yield from both("hidden-row", _warned("1 hidden rows"), Sheet(numbered(), hidden_rows=[2]))


def _sheets() -> Iterable[OddFile]:
    street = [Sheet([HEAD, ONE, TWO], "清水塘"), Sheet([HEAD, THREE], "响石岭")]
    yield from both("a-sheet-a-street", _everybody(heading=2), *street)
    turned = Sheet([tuple(reversed(HEAD)), tuple(reversed(THREE))], "响石岭")
    yield from both("columns-in-another-order", _everybody(heading=2), street[0], turned)
    synonym = Sheet([("享受人", "公民身份号码", "乡镇街道", "本人低保金额"), THREE], "响石岭")
    yield from both("other-words-for-a-heading", _everybody(heading=2), street[0], synonym)
    cover = Sheet([TITLE, ("石峰区民政局",)], "封面")
    yield from both("cover-sheet", _warned("not read", title=0), cover, Sheet(numbered()))
    guide = Sheet([("列", "说明"), ("身份证号", "18位"), ("姓名", "文本")], "填表说明")
    yield from both(
        "sheet-that-explains-the-headings", _warned("not read"), Sheet(numbered()), guide
    )
    yield from both("empty-sheet", _everybody(), Sheet([], "Sheet2"), Sheet(numbered()))
    total = Sheet([HEAD, THREE, ("小计", "", "", 100), ("总计", "", "", 600.5)], "响石岭")
    yield from both(
        "grand-total-of-all-sheets", _everybody(heading=2, subtotal=1, total=1), street[0], total
    )
    twice = [Sheet([HEAD, ONE, TWO], "清水塘"), Sheet([HEAD, ONE, THREE], "响石岭")]
    yield from both(
        "one-person-in-two-sheets",
        Expected(
            IDS[1:], set_aside=((2, "duplicate-id"), (2, "duplicate-id")), non_data={"heading": 2}
        ),
        *twice,
    )
    asked = Expected(IDS[2:], non_data={"heading": 1}, warnings=("not read",), sheet="响石岭")
    yield from both("one-sheet-asked-for", asked, *street)
    spaced = [Sheet([HEAD, ONE, TWO], "清水塘"), Sheet([HEAD, THREE], "响石岭 ")]
    yield from both("sheet-asked-for-without-its-space", asked, *spaced)
    full = [
        HEAD,
        ONE,
        TWO,
        ("以下空白", *EMPTY[1:]),
        ("说明：一式两份", *EMPTY[1:]),
        ("2.街道填写", *EMPTY[1:]),
    ]
    yield from both(
        "remarks-that-nothing-follows",
        Expected(IDS[:2], non_data={"heading": 1, "note": 3}),
        Sheet(full),
    )


def _cells() -> Iterable[OddFile]:
    dated = ("姓名", "身份证号", "低保起始日期")
    early = date(2023, 3, 1)
    rows = [dated, *((*p[:2], early) for p in PEOPLE)]
    told = {"subsistence_allowance_from": ("2023-03-01",) * 3}
    good = Expected(IDS, non_data={"heading": 1}, facts=told)
    yield from both("date-cells", good, Sheet(rows))
    yield OddFile("date-cells-1904.xlsx", xlsx(Sheet(rows), from_1904=True), good)
    yield OddFile("date-cells-1904.xls", xls(Sheet(rows), from_1904=True), good)
    serials = [dated, *((*p[:2], 44986) for p in PEOPLE)]
    counted = Expected(IDS, non_data={"heading": 1}, facts=told, warnings=("3 plain numbers",))
    yield from both("serial-numbers", counted, Sheet(serials))
    months = [dated, (*ONE[:2], 2023.1), (*TWO[:2], 2023.11), (*THREE[:2], "2023.1")]
    yield from both(
        "months-as-numbers",
        Expected(
            IDS[1:], set_aside=((2, "january-or-october"),), non_data={"heading": 1},
            facts={"subsistence_allowance_from": ("2023-11-01", "2023-01-01")},
        ),
        Sheet(months),
    )  # fmt: skip
    late = [dated, *((*p[:2], 44986 - 1462) for p in PEOPLE)]
    yield OddFile("serial-numbers-1904.xlsx", xlsx(Sheet(late), from_1904=True), counted)
    yield OddFile("serial-numbers-1904.xls", xls(Sheet(late), from_1904=True), counted)
    timed = [dated, (*ONE[:2], datetime(2023, 3, 1, 12)), *((*p[:2], early) for p in PEOPLE[1:])]  # noqa: DTZ001
    yield from both(
        "time-of-day", Expected(IDS[1:], set_aside=((2, "impossible-date"),), non_data={"heading": 1}),
        Sheet(timed),
    )  # fmt: skip
    numbers = [HEAD, ONE, (TWO[0], float(TWO[1]), *TWO[2:]), THREE]
    yield from both(
        "identity-as-a-number",
        Expected((IDS[0], IDS[2]), set_aside=((3, "id-as-number"),), non_data={"heading": 1}),
        Sheet(numbers),
    )
    marked = [HEAD, (ONE[0], "'" + ONE[1], *ONE[2:]), TWO, THREE]
    yield from both("apostrophe", _everybody(), Sheet(marked))
    noise = [HEAD, (*ONE[:3], 0.1 + 0.2), TWO, THREE]
    yield from both("float-noise", _everybody(), Sheet(noise))
    truth = [HEAD, (*ONE[:3], True), TWO, THREE]
    yield from both(
        "truth-for-money",
        Expected(IDS[1:], set_aside=((2, "not-money"),), non_data={"heading": 1}),
        Sheet(truth),
    )


def _formulas() -> Iterable[OddFile]:
    def of(value: object) -> Sheet:
        return Sheet([HEAD, (*ONE[:3], ""), TWO, THREE], formulas={(1, 3): ("=150*2", value)})

    yield OddFile("formula.xlsx", xlsx(of(300)), _everybody())
    aside = Expected(IDS[1:], non_data={"heading": 1})
    yield OddFile(
        "formula-never-calculated.xlsx", xlsx(of("")),
        Expected(IDS[1:], set_aside=((2, "formula-without-value"),), non_data=aside.non_data),
    )  # fmt: skip
    yield OddFile(
        "formula-error.xlsx", xlsx(of("#N/A")),
        Expected(IDS[1:], set_aside=((2, "error-cell"),), non_data=aside.non_data),
    )  # fmt: skip


READ = tuple(
    one
    for group in (_tables, _titles, _totals, _merged, _pages, _sheets, _cells, _formulas)
    for one in group()
)
