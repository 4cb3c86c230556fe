"""An execution as the section of a performance report: a Word file, in Chinese, in the report's form.

Paragraphs with the figures filled in, the lines as a table, what does not add up, and 说明. The
file is the same byte for byte whenever it is written.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any, BinaryIO

from subsidy.budget.execution import Execution
from subsidy.budget.paragraphs import line_sentence, line_texts
from subsidy.budget.view import columns_of, notes_of, rows_of, sum_rows
from subsidy.budget.wording import COLUMNS, KINDS, say
from subsidy.errors import OutputRefused, Place, Problem, Words

__all__ = ["write_document"]

_LANGUAGE = "zh"
_BODY, _HEADING = "仿宋", "黑体"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # no clock


def write_document(execution: Execution, file: BinaryIO) -> None:
    """Write the section as .docx.

    Raises:
        OutputRefused: the extra ``documents`` (python-docx) is not installed.
    """
    document = _new_document()
    _dress(document, execution)
    document.add_heading("三、资金使用及绩效情况", level=1)
    document.add_heading("（二）项目支出绩效情况", level=2)
    rows = list(rows_of(execution))
    lines = [row for row in rows if not row.is_part]
    opening = "；".join(line_sentence(row, execution.budget.unit) for row in lines)
    document.add_paragraph(f"{opening}。实施及绩效情况如下：")
    for number, row in enumerate(lines, start=1):
        document.add_heading(f"（{number}）{row.labels.zh}", level=3)
        for text in line_texts(execution, row):
            document.add_paragraph(text)
    _add_table(document, execution)
    _add_findings(document, execution)
    document.add_heading("说明", level=2)
    for note in notes_of(execution, _LANGUAGE):
        document.add_paragraph(note)
    document.add_paragraph(say("document", _LANGUAGE, document=execution.budget.document))
    _save(document, file)


def _new_document() -> Any:
    try:
        import docx
    except ImportError:
        raise OutputRefused(
            Problem(
                "documents-missing",
                Place("docx"),
                Words("Word files need the package python-docx", "生成 Word 文件需要 python-docx"),
                Words(
                    "pip install 'subsidy[documents]', or choose another --format",
                    "请执行 pip install 'subsidy[documents]'，或改用其他 --format",
                ),
            )
        ) from None
    return docx.Document()


def _dress(document: Any, execution: Execution) -> None:
    """Fonts for Chinese, a title page's worth of properties, pages wide enough for the table."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt, RGBColor

    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29) + Cm(7) // 10, Cm(21)
    for name, font, size in (
        ("Normal", _BODY, 12),
        ("Heading 1", _HEADING, 16),
        ("Heading 2", _HEADING, 14),
        ("Heading 3", _HEADING, 12),
    ):
        style = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
        _set_font(style, font)
    properties = document.core_properties
    properties.title = execution.budget.labels.zh
    properties.author, properties.comments = "subsidy", ""


def _set_font(style: Any, font: str) -> None:
    """Both for Latin letters and for Chinese characters, which Word keeps apart."""
    from docx.oxml.ns import qn

    style.font.name = font
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), font)


def _add_table(document: Any, execution: Execution) -> None:
    columns = columns_of(execution)
    document.add_heading(f"项目支出预算执行情况表（{say('unit', _LANGUAGE, unit=execution.budget.unit)}）", level=2)  # fmt: skip
    heads = [say("line", _LANGUAGE), *(COLUMNS[name].zh for name in columns)]
    texts = [heads]
    for row in (*rows_of(execution), *sum_rows(execution)):
        label = ("其中：" if row.is_part else "") + row.labels.zh
        texts.append([label, *(row.cells.get(name, "") for name in columns)])
    _fill_table(document, texts, numbers_from=1)


def _add_findings(document: Any, execution: Execution) -> None:
    document.add_heading(say("findings", _LANGUAGE), level=2)
    if not execution.findings:
        document.add_paragraph(say("nothing_found", _LANGUAGE))
        return
    texts = [["序号", *(say(name, _LANGUAGE) for name in ("kind", "finding", "place"))]]
    for number, one in enumerate(execution.findings, start=1):
        places = "\n".join(f"{p.at}：{p.text}" if p.text else p.at for p in one.passages)
        texts.append([str(number), KINDS[one.kind].zh, one.words.zh, places])
    _fill_table(document, texts, numbers_from=len(texts[0]))


def _fill_table(document: Any, texts: list[list[str]], *, numbers_from: int) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    table = document.add_table(rows=len(texts), cols=len(texts[0]))
    table.style = "Table Grid"
    for row, given in zip(table.rows, texts, strict=True):
        for column, (cell, text) in enumerate(zip(row.cells, given, strict=True)):
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size = Pt(9)
            run.bold = given is texts[0]
            if column >= numbers_from and given is not texts[0]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _save(document: Any, file: BinaryIO) -> None:
    """Every member with the same date, so that one execution gives one file."""
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as packed, zipfile.ZipFile(file, "w") as written:
        for name in packed.namelist():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            written.writestr(member, packed.read(name))
