"""Hostile workbooks, made small on purpose."""

from __future__ import annotations

import io
import struct
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SHEET = "xl/worksheets/sheet1.xml"
PARTS = {
    "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
}


def workbook(rows="", *, before="", strings=None, more=()):
    """A workbook whose one sheet holds *rows* as they are written."""
    sheet = f'{HEAD}{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    parts = {**PARTS, SHEET: sheet}
    if strings is not None:
        parts["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{MAIN}"{strings}</sst>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in (*parts.items(), *more):
            packed.writestr(name, text)
    return file.getvalue()


def row(number, *cells):
    return f'<row r="{number}">{"".join(cells)}</row>'


def number(where, value=1):
    return f'<c r="{where}"><v>{value}</v></c>'


def text(where, value):
    return f'<c r="{where}" t="inlineStr"><is><t>{value}</t></is></c>'


def shared(where, index=0):
    return f'<c r="{where}" t="s"><v>{index}</v></c>'


def understated(content, part=SHEET, size=1_000):
    """The same file, whose directory says that a part unpacks to *size* bytes only."""
    changed, at = bytearray(content), 0
    while (at := changed.find(b"PK\x01\x02", at)) >= 0:
        length = struct.unpack("<H", changed[at + 28 : at + 30])[0]
        if changed[at + 46 : at + 46 + length] == part.encode():
            changed[at + 24 : at + 28] = struct.pack("<I", size)
        at += 4
    return bytes(changed)
