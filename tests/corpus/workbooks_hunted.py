"""More odd workbooks, hunted one by one; each outcome was worked out before the file was read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tests.corpus.model import Expected, OddFile
from tests.corpus.sheets import HEAD, PEOPLE, Sheet, numbered, xls, xlsx
from tests.corpus.workbooks import EMPTY, IDS, ONE, THREE, TWO, both

__all__ = ["ASKED", "HUNTED"]


def _read(
    *warnings: str, facts: dict[str, tuple[str | None, ...]] | None = None, **non_data: int
) -> Expected:
    return Expected(IDS, non_data={"heading": 1, **non_data}, warnings=warnings, facts=facts or {})


def _sheets() -> Iterable[OddFile]:
    cover = Sheet(
        [("某区民政局",), ("2023年9月低保花名册",), ("2023年9月30日",)],
        "封面",
        merged=[(0, 0, 0, 5), (1, 0, 1, 5)],
    )
    towns = (Sheet(numbered(ONE, TWO), "清水塘街道"), Sheet(numbered(THREE), "响石岭街道"))
    summary = Sheet(
        [
            ("街道", "人数", "金额"),
            ("清水塘街道", 2, 500.5),
            ("响石岭街道", 1, 100),
            ("合计", 3, 600.5),
        ],
        "汇总表",
    )
    yield from both(
        "cover-streets-and-summary",
        Expected(
            IDS,
            non_data={"heading": 2},
            warnings=(
                "sheets not read, as they are not asked for or have no headings of people: 封面, 汇总表",
            ),
        ),
        cover,
        *towns,
        summary,
    )
    again = Sheet(numbered(), "汇总表")
    yield from both(
        "everybody-once-more-on-a-summary-sheet",
        Expected((), non_data={"heading": 3}, set_aside=tuple(sorted([(2, "duplicate-id")] * 3 + [(3, "duplicate-id")] * 2 + [(4, "duplicate-id")]))),
        *towns, again,
    )  # fmt: skip
    short = ("甲一", "430204430520001", "响石岭", 300)
    yield from both(
        "one-person-on-two-sheets-in-15-and-18",
        Expected((IDS[1], IDS[2]), non_data={"heading": 2}, set_aside=((2, "duplicate-id"), (3, "duplicate-id"))),
        Sheet(numbered(ONE, TWO), "清水塘"), Sheet(numbered(THREE, short), "响石岭"),
    )  # fmt: skip
    counted = [
        Sheet([*numbered(ONE, TWO), ("小计", "", "", 500.5)], "清水塘"),
        Sheet([*numbered(THREE), ("小计", "", "", 90), ("合计", "", "", 700)], "响石岭"),
    ]
    yield from both(
        "totals-over-two-sheets-that-disagree",
        Expected(IDS, non_data={"heading": 2, "subtotal": 2, "total": 1}, warnings=("the total says 90, the rows come to 100", "the total says 700, the rows come to 100")),
        *counted,
    )  # fmt: skip
    yield from both(
        "a-sheet-of-headings-alone", Expected(IDS, non_data={"heading": 2}), Sheet(numbered(), "清水塘"), Sheet([HEAD], "响石岭")
    )  # fmt: skip
    other = [
        ("身份证号码", "享受人", "乡镇街道", "低保金额"),
        (THREE[1], THREE[0], THREE[2], THREE[3]),
    ]
    yield from both(
        "sheets-with-headings-in-other-words", Expected(IDS, non_data={"heading": 2}), Sheet(numbered(ONE, TWO), "甲"), Sheet(other, "乙")
    )  # fmt: skip
    yield from both(
        "an-instruction-sheet-with-headings-in-words",
        _read("sheets not read"),
        Sheet([("填表说明",), ("1.姓名、身份证号必填",), ("2.金额以元为单位",)], "说明"), Sheet(numbered()),
    )  # fmt: skip


def _rows() -> Iterable[OddFile]:
    titles = [
        ("某区2023年9月低保资金发放花名册", "", "", ""),
        ("（第一批）", "", "", ""),
        ("制表单位：某街道", "", "单位：元", ""),
    ]
    yield from both(
        "three-merged-titles", _read(title=3),
        Sheet([*titles, *numbered()], merged=[(0, 0, 0, 3), (1, 0, 1, 3), (2, 0, 2, 1), (2, 2, 2, 3)]),
    )  # fmt: skip
    blocks = [
        HEAD,
        ONE,
        (*TWO[:2], "", TWO[3]),
        ("小计", "", "", 500.5),
        THREE,
        ("小计", "", "", 100),
        ("合计", "", "", 600.5),
    ]
    yield from both(
        "a-street-merged-over-its-subtotal",
        _read("cells were filled", facts={"region": ("清水塘", "清水塘", "响石岭")}, subtotal=2, total=1),
        Sheet(blocks, merged=[(1, 2, 3, 2)]),
    )  # fmt: skip
    first = [
        ("所属区划", "姓名", "身份证号", "本人低保金额"),
        *((p[2], p[0], p[1], p[3]) for p in PEOPLE),
    ]
    town = [
        first[0],
        first[1],
        ("", *first[2][1:]),
        ("清水塘小计", "", "", 500.5),
        first[3],
        ("响石岭小计", "", "", 101),
        ("总计", "", "", 600.5),
    ]
    yield from both(
        "streets-in-the-first-column-with-subtotals-that-disagree",
        _read("1 cells were filled", "row 6, 本人低保金额: the total says 101, the rows come to 100", facts={"region": ("清水塘", "清水塘", "响石岭")}, subtotal=2, total=1),
        Sheet(town, merged=[(1, 0, 2, 0)]),
    )  # fmt: skip
    pages = [
        HEAD,
        ONE,
        ("第1页 共2页", "", "", ""),
        ("低保花名册（续表）", "", "", ""),
        HEAD,
        TWO,
        THREE,
        ("第2页 共2页", "", "", ""),
    ]
    yield from both(
        "pages-with-headings-again",
        Expected(IDS, non_data={"heading": 2, "page": 2, "title": 1}),
        Sheet(pages),
    )
    yield from both(
        "signatures-in-the-second-column", _read(signature=1), Sheet([*numbered(), ("", "制表：某某", "", "审核：某某")])
    )  # fmt: skip
    yield from both(
        "a-total-in-the-second-column",
        _read("the total says 601", total=1),
        Sheet([*numbered(), ("", "合计", "", 601)]),
    )
    yield from both(
        "hidden-rows-with-people",
        _read("2 hidden rows are people too"),
        Sheet(numbered(), hidden_rows=[1, 3]),
    )
    hundred = [("",) * 4] * 100
    yield from both(
        "a-hundred-empty-rows",
        _read("100 empty rows", total=1, blank=100),
        Sheet([*numbered(), *hundred, ("合计", "", "", 600.5)]),
    )
    yield from both(
        "a-gap-between-headings-and-people",
        _read("1 empty rows", blank=1),
        Sheet([HEAD, EMPTY, *PEOPLE]),
    )


def _cells() -> Iterable[OddFile]:
    heads = ("姓名", "身份证号", "死亡日期")

    def day(name: str, cell: object, told: str | None, code: str = "") -> Iterable[OddFile]:
        expected = Expected(
            () if code else IDS[:1],
            set_aside=((2, code),) if code else (),
            non_data={"heading": 1},
            facts={} if code else {"death_date": (told,)},
        )
        yield from both(name, expected, Sheet([heads, (*ONE[:2], cell)]))

    yield from day("a-day-as-a-cell", date(2023, 5, 20), "2023-05-20")
    yield from day("a-day-as-text", "2023.5.20", "2023-05-20")
    yield from day("a-day-as-the-text-of-a-serial", "45066", None, "date-as-number")
    yield from day("a-day-as-a-plain-number", 20230520, "2023-05-20")
    yield from day("a-day-with-a-fraction", 45066.5, None, "impossible-date")
    yield from day("a-year-as-a-number", 2023, None, "date-as-number")
    yield from day("true-for-a-day", cell=True, told=None, code="impossible-date")
    serial = [heads, (*ONE[:2], 43604)]
    says = Expected(
        IDS[:1],
        non_data={"heading": 1},
        facts={"death_date": ("2023-05-20",)},
        warnings=("1 plain numbers",),
    )
    yield OddFile("a-serial-from-1904.xlsx", xlsx(Sheet(serial), from_1904=True), says)
    yield OddFile("a-serial-from-1904.xls", xls(Sheet(serial), from_1904=True), says)

    def share(name: str, cell: object, code: str = "") -> Iterable[OddFile]:
        expected = Expected(
            () if code else IDS[:1], set_aside=((2, code),) if code else (), non_data={"heading": 1}
        )
        yield from both(name, expected, Sheet([HEAD, (*ONE[:3], cell)]))

    yield from share("money-with-the-noise-of-floats", 0.1 + 0.2)
    yield from share("money-with-half-a-fen", 300.005, "finer-than-fen")
    yield from share("money-as-text-with-its-unit", "¥1,086.00元")
    yield from share("money-true", cell=True, code="not-money")
    yield from share("money-as-a-day", date(2023, 5, 20), "not-money")
    number = Expected(IDS[1:2], set_aside=((2, "id-as-number"),), non_data={"heading": 1})
    yield from both(
        "identity-as-a-number-beside-one-as-text",
        number,
        Sheet([HEAD, (ONE[0], float(ONE[1]), *ONE[2:]), TWO]),
    )
    spaced = (ONE[0], f" {ONE[1][:6]} {ONE[1][6:14]} {ONE[1][14:]} ", *ONE[2:])
    yield from both(
        "identity-with-spaces", Expected(IDS[:1], non_data={"heading": 1}), Sheet([HEAD, spaced])
    )
    yield from both(
        "headings-with-hard-spaces-and-colons",
        _read(),
        Sheet([("姓\u00a0名：", "身份证号\u200b", "所属区划*", "本人低保金额（元）"), *PEOPLE]),
    )


def _asked() -> Iterable[OddFile]:
    def refused(code: str) -> Expected:
        return Expected(refused=(code,))

    wan = ("制表单位：清水塘街道", "", "", "单位：万元")
    yield from both("ten-thousand-in-a-title", refused("unit-in-title"), Sheet([wan, *numbered()]))
    later = Sheet([wan, *numbered(THREE)], "响石岭")
    yield from both(
        "ten-thousand-in-the-title-of-a-later-sheet",
        refused("unit-in-title"),
        Sheet(numbered(ONE, TWO), "清水塘"),
        later,
    )
    words = [(*HEAD, "救助类别"), (*ONE, "低保"), (*TWO, "低保边缘")]
    yield from both("words-without-days", refused("words-without-days"), Sheet(words))
    yield from both(
        "words-under-an-unknown-heading",
        refused("words-without-days"),
        Sheet([(*HEAD, "类型"), (*ONE, "低保"), (*TWO, "特困")]),
    )
    beside = [(*HEAD, "", *HEAD), (*ONE, "", *TWO)]
    yield from both(
        "two-tables-beside-each-other", Expected(refused=("duplicate-heading",) * 4), Sheet(beside)
    )


HUNTED = tuple(one for group in (_sheets, _rows, _cells) for one in group())
ASKED = tuple(_asked())
