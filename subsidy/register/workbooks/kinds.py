"""What a file really is, by its first bytes: names lie, exports of government systems most."""

from __future__ import annotations

from subsidy.errors import Words

__all__ = ["TEXT", "foreign_kind", "is_old_excel", "is_protected", "is_zip"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_BARE_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_PROTECTED = ("EncryptedPackage".encode("utf-16-le"), "DataSpaces".encode("utf-16-le"))
_SAMPLE_BYTES = 4096
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"  # stands uncompressed at the beginning
_BINARY_WORKBOOK = b"xl/workbook.bin"
_MIMETYPE_WITHIN = 120
_HTML = Words("a web page (HTML)", "网页（HTML）")
_XML = Words("an XML table of Excel 2003", "Excel 2003 XML 表格")
TEXT = Words("text (such as CSV)", "文本（如 CSV）")
_FOREIGN = {
    b"%PDF": Words("a PDF", "PDF 文件"),
    b"Rar!": Words("a RAR archive", "RAR 压缩包"),
    b"7z\xbc\xaf": Words("a 7z archive", "7z 压缩包"),
    b"\x1f\x8b": Words("a gzip file", "gzip 压缩文件"),
    b"PAR1": Words("a Parquet file", "Parquet 文件"),
    b"{\\rtf": Words("a text document (RTF)", "RTF 文档"),
    b"\x89PNG": Words("a picture", "图片"),
    b"\xff\xd8\xff": Words("a picture", "图片"),
}


def is_zip(content: bytes) -> bool:
    """Whether this is the newer kind of workbook (.xlsx, .xlsm), or another zip."""
    return content.startswith(_ZIP)


def is_old_excel(content: bytes) -> bool:
    """Whether this is the container of .xls files, or the bare stream of the oldest ones."""
    return content.startswith((_OLE, *_BARE_BIFF))


def is_protected(content: bytes) -> bool:
    """Whether this is a newer workbook behind a password."""
    return content.startswith(_OLE) and any(name in content for name in _PROTECTED)


def foreign_kind(content: bytes) -> Words | None:
    """What a file is that is called a workbook and is not read as one; None where it is."""
    if is_zip(content):
        return _poorer_kind(content)
    if is_old_excel(content):
        return None
    for magic, words in _FOREIGN.items():
        if content.startswith(magic):
            return words
    start = (
        content[:_SAMPLE_BYTES].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"").lower()
    )
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return _XML
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<meta")) or (
        start.startswith((b"<", b"mime-version")) and b"<table" in start
    ):
        return _HTML
    is_text = content and not any(byte < 9 for byte in content[:_SAMPLE_BYTES])
    return TEXT if is_text else Words("no workbook", "不是工作簿")


def _poorer_kind(content: bytes) -> Words | None:
    """Workbooks of which the reader tells neither error cells nor merged ones nor hidden rows.

    An error in a column of deaths would be read as nobody having died.
    """
    if _OPEN_DOCUMENT in content[:_MIMETYPE_WITHIN]:
        return Words("an OpenDocument table (.ods)", "OpenDocument 表格（.ods）")
    if _BINARY_WORKBOOK in content:
        return Words("a binary workbook (.xlsb)", "二进制工作簿（.xlsb）")
    return None
