"""Workbooks that are refused as a whole, each for one reason."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from tests.corpus.model import Expected, OddFile
from tests.corpus.sheets import HEAD, PEOPLE, Sheet, numbered, repacked, xls, xlsx
from tests.corpus.workbooks import EMPTY, ONE, THREE, TWO, both

__all__ = ["REFUSED"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _refused(*codes: str, sheet: str | None = None) -> Expected:
    return Expected(refused=codes, sheet=sheet)


def _not_workbooks() -> Iterable[OddFile]:
    table = "<table><tr><td>姓名</td></tr></table>"
    inside = {
        "html": f"<html><body>{table}</body></html>",
        "html-with-a-mark": f"\ufeff<!DOCTYPE html>{table}",
        "bare-table": table,
        "xml-2003": '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "csv": "姓名,身份证号\n",
        "tabs": "姓名\t身份证号\n",
        "nothing": "",
    }
    for what, text in inside.items():
        for ending in ("xls", "xlsx"):
            yield OddFile(f"really-{what}.{ending}", text.encode, _refused("file-kind"))
    yield OddFile("open-document.ods", _open_document, _refused("file-kind"))
    yield OddFile("open-document.xlsx", _open_document, _refused("file-kind"))
    yield OddFile("binary-workbook.xlsb", _binary_workbook, _refused("file-kind"))
    for what, start in (("pdf", b"%PDF-1.7"), ("rar", b"Rar!\x1a\x07"), ("gzip", b"\x1f\x8b\x08")):
        yield OddFile(
            f"really-{what}.xls", lambda start=start: start + bytes(64), _refused("file-kind")
        )


def _open_document() -> bytes:
    """Begins as every table of an open office program."""
    return _packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})


def _binary_workbook() -> bytes:
    return _packed({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "\x01"})


def _packed(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        for name, text in parts.items():
            out.writestr(zipfile.ZipInfo(name), text)
    return stream.getvalue()


def _damaged() -> Iterable[OddFile]:
    locked = _OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(400)
    yield OddFile("password.xlsx", lambda: locked, _refused("password"))
    yield OddFile("password.xls", lambda: locked, _refused("password"))
    plain, old = xlsx(Sheet(numbered())), xls(Sheet(numbered()))
    yield OddFile("cut-short.xlsx", lambda: plain()[:2000], _refused("damaged-file"))
    yield OddFile("cut-short.xls", lambda: old()[:1000], _refused("damaged-file"))
    yield OddFile(
        "broken-xml.xlsx",
        repacked(plain, "xl/worksheets/sheet1.xml", b"</sheetData>", b"</sheetDatum>"),
        _refused("damaged-file"),
    )


def _households() -> Iterable[OddFile]:
    """Heads and members in one row, under groups: whose the numbers are has to be said."""
    groups = ("户主信息", "", "家庭成员信息", "", "")
    names = ("姓名", "身份证号", "姓名", "身份证号", "与户主关系")
    rows = [groups, names, (*ONE[:2], *TWO[:2], "配偶"), (*ONE[:2], *THREE[:2], "女")]
    asked = _refused("members-in-columns")
    yield from both("heads-and-members", asked, Sheet(rows))
    yield from both(
        "heads-and-members-merged", asked, Sheet(rows, merged=[(0, 0, 0, 1), (0, 2, 0, 4)])
    )
    tall = [
        ("户编号", "户主信息", "", "低保金额"),
        ("", "姓名", "身份证号", ""),
        ("H1", *ONE[:2], 300),
    ]
    yield from both(
        "a-head-under-a-group", asked,
        Sheet(tall, merged=[(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3)]),
    )  # fmt: skip
    titled = [("2023年低保家庭花名册", "", "", "", ""), *rows]
    yield from both(
        "heads-and-members-under-a-title", asked,
        Sheet(titled, merged=[(0, 0, 0, 4), (1, 0, 1, 1), (1, 2, 1, 4)]),
    )  # fmt: skip


def _without_identity() -> Iterable[OddFile]:
    """A lower table that may hold people, and no number of theirs: told once, not row by row."""
    asked = _refused("table-without-identity")
    names = [
        ("姓名", "所属区划", "备注", ""),
        ("丁四", "清水塘", "", ""),
        ("戊五", "响石岭", "", ""),
    ]
    yield from both("people-below-without-numbers", asked, Sheet([*numbered(), EMPTY, *names]))
    counted = [("姓名", "人数", "证件", ""), ("丁四", 3, "430204193308150014", "")]
    yield from both(
        "numbers-under-a-heading-that-nobody-knows", asked, Sheet([*numbered(), *counted])
    )


def _no_headings() -> Iterable[OddFile]:
    yield from both("empty", _refused("empty-file"), Sheet([]))
    yield from both("title-alone", _refused("no-heading-row"), Sheet([("花名册",)]))
    yield from both(
        "unknown-headings", _refused("no-heading-row"), Sheet([("甲", "乙"), ("1", "2")])
    )
    yield from both("people-without-headings", _refused("people-without-headings"), Sheet(PEOPLE))
    yield from both(
        "people-above-the-headings", _refused("people-without-headings"), Sheet([ONE, HEAD, TWO])
    )
    yield from both(
        "a-street-without-headings", _refused("people-without-headings"),
        Sheet([HEAD, ONE, TWO], "清水塘"), Sheet([THREE], "响石岭"),
    )  # fmt: skip
    yield from both(
        "hidden-sheet-of-people", _refused("hidden-sheet"),
        Sheet([HEAD, ONE, TWO], "清水塘"), Sheet([HEAD, THREE], "去年", is_hidden=True),
    )  # fmt: skip
    short = Sheet([HEAD[:3], THREE[:3]], "响石岭")
    yield from both(
        "sheets-differ", _refused("sheets-differ"), Sheet([HEAD, ONE, TWO], "清水塘"), short
    )
    yield from both(
        "a-second-table-with-other-facts", _refused("sheets-differ"),
        Sheet([HEAD, ONE, TWO, ("二、百岁老人",), ("身份证号", "姓名"), THREE[1::-1]]),
    )  # fmt: skip
    beside = [(*HEAD[:2], "", *HEAD[:2]), (*ONE[:2], "", *TWO[:2])]
    yield from both(
        "two-people-beside-each-other",
        _refused("duplicate-heading", "duplicate-heading"),
        Sheet(beside),
    )
    yield from both("unknown-sheet", _refused("unknown-sheet", sheet="没有"), Sheet(numbered()))
    double = [(*HEAD, "身份证号码"), *((*p, p[1]) for p in PEOPLE)]
    yield from both("two-columns-of-one-fact", _refused("duplicate-heading"), Sheet(double))


REFUSED = tuple(
    one
    for group in (_not_workbooks, _damaged, _households, _without_identity, _no_headings)
    for one in group()
)
