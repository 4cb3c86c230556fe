"""The door: whatever a caller hands in, read by its kind, then admitted."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from attrs import evolve

from subsidy.dates import Period
from subsidy.errors import Place, RegisterRefused, Words
from subsidy.register.databases.address import is_database
from subsidy.register.encodings import is_binary, to_utf8
from subsidy.register.frames import read_columns, read_frame, read_mappings, read_parquet
from subsidy.register.guard.limits import DEFAULT_LIMITS, Limits
from subsidy.register.guard.snapshot import (
    check_lines,
    snapshot_of_file,
    snapshot_of_standard_input,
)
from subsidy.register.intake import admit
from subsidy.register.other_unit import with_other_unit
from subsidy.register.records import read_csv
from subsidy.register.refusing import refuse
from subsidy.register.roster_map import NO_MAP, FileForm, RosterMap
from subsidy.register.sheets import Wanted, read_workbook
from subsidy.register.source import Table
from subsidy.register.source_text import with_source_text
from subsidy.register.table import People
from subsidy.register.vocabularies import vocabulary_of
from subsidy.register.workbooks.choosing import NO_FORM, SheetForm
from subsidy.register.workbooks.kinds import TEXT, foreign_kind, is_old_excel, is_zip
from subsidy.register.workbooks.vocabulary import Vocabulary
from subsidy.rulebook.in_play import HOUSEHOLD, PERSON
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.of_unit import book_of_unit
from subsidy.stages import CHECK, READ, UNOBSERVED, Stages

__all__ = [
    "checked_kind",
    "form_of_text",
    "own_book",
    "read_register",
    "read_table",
    "words_of_text",
]

_STANDARD_INPUT = "-"
_PARQUET = b"PAR1"
_WORKBOOK = "workbook"
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods")
_KINDS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".parquet": "parquet",
    **dict.fromkeys(_WORKBOOKS, _WORKBOOK),
}
_OTHER_MAGIC = {
    b"\x1f\x8b": "a gzip file",
    b"%PDF": "a PDF",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
}


def read_register(  # noqa: PLR0913 - a source, its rules, and what may be declared of it
    source: Any,
    book: Rulebook,
    period: Period,
    *,
    unit: str = PERSON,
    encoding: str | None = None,
    mapping: RosterMap = NO_MAP,
    sheets: SheetForm = NO_FORM,
    limits: Limits | None = None,
    stages: Stages = UNOBSERVED,
) -> People:
    """Read people for a rulebook and a period, or the households or institutions of *unit*.

    *source* is the path of a ``.csv``, ``.xlsx``, ``.xls`` or ``.parquet`` file, ``"-"`` for
    standard input, the URL of a table (``postgresql://…?table=…``, ``sqlite:///…?table=…``), any
    frame with the Arrow stream interface, a mapping of columns or a list of mappings. *encoding*
    names that of a CSV file: utf-8, gb18030 or utf-16; *mapping* is what a mapping file says of
    the roster; *sheets* says which sheets of a workbook to read, and what their names tell;
    *limits* bound what the source may ask for; *stages* is told of reading and checking.

    Raises:
        RegisterRefused: the source as a whole cannot be used; rows that cannot be trusted are
            set aside in the result instead.
    """
    mapping = mapping.with_form(separator=None, encoding=encoding)
    mapping = mapping.with_sheets(sheets.sheets, sheets.fact)
    own = own_book(book, unit, source)
    with stages.stage(READ) as seen:
        table = read_table(source, own, mapping, limits or DEFAULT_LIMITS)
        seen.rows = table.records_read
    with stages.stage(CHECK, table.records_read):
        try:
            return evolve(admit(table, own, period, mapping), unit=unit)
        except RegisterRefused as refused:
            raise with_other_unit(refused, table, book, unit, mapping) from None


def own_book(book: Rulebook, unit: str, source: Any) -> Rulebook:
    """The rules as a register of such units needs them.

    Raises:
        RegisterRefused: the rules have no fact that identifies such a unit.
    """
    own = book_of_unit(book, unit)
    if not own.key:
        whose = {HOUSEHOLD: Words("households", "家庭")}.get(unit, Words("institutions", "机构"))
        is_path = isinstance(source, str | os.PathLike) and not is_database(source)
        refuse(
            "unit-not-in-rules",
            Place(os.fspath(source)) if is_path else Place("register"),
            Words(f"these rules know no {whose.en}", f"该规则集没有{whose.zh}事项"),
            Words(f"leave out the register of {whose.en}", f"请去掉{whose.zh}名册"),
        )
    return own


def read_table(
    source: Any, book: Rulebook, mapping: RosterMap = NO_MAP, limits: Limits = DEFAULT_LIMITS
) -> Table:
    """The table in a source, before anybody asks what its columns mean.

    Raises:
        RegisterRefused: the source as a whole cannot be used.
    """
    here = Place("register")
    if is_database(source):
        from subsidy.register.databases.tables import read_database  # files need no drivers

        return read_database(source, limits)
    if isinstance(source, str | os.PathLike):
        return _read_path(source, book, mapping, limits)
    if hasattr(source, "__arrow_c_stream__"):
        return read_frame(source, here)
    if isinstance(source, Mapping):
        return read_columns(source, here)
    if isinstance(source, Sequence) and not isinstance(source, bytes | bytearray):
        return read_mappings(source, here)
    return refuse(
        "source-type",
        here,
        Words("a register is a file, a frame, columns or rows", "名册应为文件、数据框、列或行"),
        Words("give a path, a frame, a mapping of lists or a list of mappings", "请提供路径、数据框、列映射或行列表"),
        found=type(source).__name__,
    )  # fmt: skip


def _read_path(
    source: str | os.PathLike[str], book: Rulebook, mapping: RosterMap, limits: Limits
) -> Table:
    place = Place(os.fspath(source))
    if source == _STANDARD_INPUT:
        content = snapshot_of_standard_input(place, limits)
        kind = _kind_by_magic(content)
        foreign = foreign_kind(content) if kind == _WORKBOOK else None
        if foreign is not None:
            _refuse_foreign(foreign, place)
    else:
        content = snapshot_of_file(Path(source), place, limits)
        kind = checked_kind(Path(source), content, place)
    _refuse_other_kinds(content, place)
    sha256 = hashlib.sha256(content).hexdigest()
    match kind:
        case "parquet":
            return read_parquet(content, place, sha256, limits)
        case "workbook":
            form = SheetForm(mapping.form.sheets, mapping.sheet_tells, mapping.form.header_row)
            wanted = Wanted(vocabulary_of(book, mapping), form, limits)
            return read_workbook(content, place, sha256, wanted)
        case _:
            check_lines(content, place, limits)
            return _read_text(content, place, book, mapping)


def _read_text(content: bytes, place: Place, book: Rulebook, mapping: RosterMap) -> Table:
    form, words = form_of_text(mapping.form, place), words_of_text(book, mapping)
    text, encoding = to_utf8(content, form.encoding, place, words.knows)
    table = read_csv(text, place, hashlib.sha256(content).hexdigest(), form, words)
    return with_source_text(table, content, encoding)


def form_of_text(form: FileForm, place: Place) -> FileForm:
    """The form of a text file, its separator by its name where nothing is declared."""
    if form.separator is None and place.file.lower().endswith(".tsv"):
        return evolve(form, separator="\t")
    return form


def words_of_text(book: Rulebook, mapping: RosterMap) -> Vocabulary:
    """The headings of a text file that the rulebook or the mapping knows, those of roles, too."""
    return evolve(vocabulary_of(book, mapping), with_roles=True)


def _refuse_foreign(foreign: Words, place: Place) -> NoReturn:
    refuse(
        "file-kind",
        place,
        Words(
            f"the content is {foreign.en}, not .xlsx or .xls",
            f"内容是{foreign.zh}，不是 .xlsx 或 .xls",
        ),
        Words("open it in a spreadsheet and save it as .xlsx", "请用表格软件打开后另存为 .xlsx"),
    )


def _kind_by_magic(content: bytes) -> str:
    if content.startswith(_PARQUET):
        return "parquet"
    return _WORKBOOK if is_zip(content) or is_old_excel(content) else "csv"


def checked_kind(path: Path, content: bytes, place: Place) -> str:
    """The kind that name and first bytes agree on: ``csv``, ``parquet`` or ``workbook``.

    Raises:
        RegisterRefused: they do not agree, or the kind is not read here.
    """
    by_name = _KINDS.get(path.suffix.lower())
    _refuse_other_kinds(content, place)
    if by_name is None:
        refuse(
            "file-kind",
            place,
            Words("not a kind of file that is read here", "不支持该类型的文件"),
            Words(
                "give a .csv, .txt, .xlsx, .xls or .parquet file",
                "请提供 .csv、.txt、.xlsx、.xls 或 .parquet 文件",
            ),
            found=path.suffix,
        )
    foreign = foreign_kind(content) if by_name == _WORKBOOK else _markup(content)
    if foreign is not None:
        _refuse_foreign(foreign, place)
    by_magic = _kind_by_magic(content)
    if by_name == by_magic:
        return by_name
    return _refuse_name(path.suffix, by_magic, content, place)


def _markup(content: bytes) -> Words | None:
    """What a text is that begins with a tag: a web page or a table in XML; else None."""
    begins = content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
    found = foreign_kind(content) if begins else None
    return None if found == TEXT else found


def _refuse_name(ending: str, kind: str, content: bytes, place: Place) -> NoReturn:
    """The name says another kind than the content is."""
    if kind == "csv" and is_binary(content):
        refuse(
            "file-kind",
            place,
            Words(
                f"the name ends in {ending}, but the content is no such file, and no text",
                f"文件名以 {ending} 结尾，内容却不是该类文件，也不是文本",
            ),
            Words("see whether the file is whole; write or copy it anew", "请检查文件是否完整；请重新生成或复制"),
        )  # fmt: skip
    own, what = {
        "csv": (".csv", TEXT),
        "parquet": (".parquet", Words("a Parquet file", "Parquet 文件")),
    }.get(
        kind, (".xlsx" if is_zip(content) else ".xls", Words("an Excel workbook", "Excel 工作簿"))
    )
    refuse(
        "file-kind",
        place,
        Words(
            f"the name ends in {ending}, but the content is {what.en}",
            f"文件名以 {ending} 结尾，内容却是{what.zh}",
        ),
        Words(
            f"rename it to end in {own}, or save it anew as {ending}",
            f"请将后缀改为 {own}，或重新另存为 {ending}",
        ),
    )


def _refuse_other_kinds(content: bytes, place: Place) -> None:
    for magic, kind in _OTHER_MAGIC.items():
        if content.startswith(magic):
            refuse(
                "file-kind",
                place,
                Words(f"this is {kind}, which is not read here", f"这是 {kind}，不予读取"),
                Words("save it as .xlsx or CSV UTF-8", "请另存为 .xlsx 或 CSV UTF-8"),
            )
