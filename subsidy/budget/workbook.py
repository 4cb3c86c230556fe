"""A budget workbook as the same text tree that YAML gives; every cell knows sheet, row and column.

Sheets (English or Chinese names): ``budget`` (key and value), ``lines`` (a row a line),
``figures`` (a row a figure), ``claims`` (a row a claim), ``statements`` (further passages that
state a figure or a rate) and ``notes``. Numbers that a spreadsheet holds as binary fractions are
taken with the fifteen digits that spreadsheets show; what is then finer than the step is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from attrs import evolve, frozen

from subsidy.budget.opening import BudgetSheet, open_budget
from subsidy.budget.sheet_names import HEADINGS, LISTED, SHEETS, heading_of
from subsidy.errors import Place, Words
from subsidy.rulebook.findings import Findings, cure_by_nearest
from subsidy.rulebook.text import TextKey, TextList, TextMap, TextNode, TextScalar

__all__ = ["cell_text", "read_workbook_text"]

_SHOWN_DIGITS = ".15g"  # 0.1 + 0.2 is 0.3 to whoever looks at the sheet


@frozen
class _Cell:
    """One filled cell: its column's key, its text, where it stands."""

    key: str
    text: str
    place: Place


_Row = list[_Cell]


def read_workbook_text(content: bytes, name: str, findings: Findings) -> TextNode | None:
    """The tree of a workbook, or None where it cannot be opened; other faults are noted."""
    sheets = open_budget(content, name, findings)
    if sheets is None:
        return None
    rows: dict[str, list[_Row]] = {}
    for sheet in sheets:
        key = _sheet_key(sheet.title, name, findings)
        if key is None:
            continue
        place = Place(name, sheet=sheet.title)
        if key in rows:
            _refuse_second_sheet(place, findings)
        is_head = key == "budget"
        read = _pairs(sheet, place, findings) if is_head else _rows(sheet, key, place, findings)
        rows[key] = [row for row in read if row]
    return _Assembly(name, rows, findings).tree()


def _sheet_key(title: str, name: str, findings: Findings) -> str | None:
    for key, spellings in SHEETS.items():
        if title.strip().lower() in spellings:
            return key
    known = [spelling for spellings in SHEETS.values() for spelling in spellings]
    message = Words(
        f"no sheet of a budget is called {title}", f"预算工作簿中没有名为 {title} 的工作表"
    )
    otherwise = Words(f"the sheets are {', '.join(SHEETS)}", f"可用：{'、'.join(known)}")
    findings.add("unknown-sheet", Place(name, sheet=title), message, cure_by_nearest(title, known, otherwise), title)  # fmt: skip
    return None


def _refuse_second_sheet(place: Place, findings: Findings) -> None:
    message = Words("another sheet of this workbook means the same", "另有工作表含义相同")
    cure = Words("keep one of the two", "请只保留其中一个")
    findings.add("duplicate-key", place, message, cure, place.sheet or "")


def _pairs(sheet: BudgetSheet, place: Place, findings: Findings) -> list[_Row]:
    """The sheet of keys and values as one row."""
    row: _Row = []
    for number, values in sheet.rows:
        texts = [cell_text(value) for value in values[:2]]
        if len(texts) == len(("key", "value")) and all(texts):
            heading = texts[0]
            key = heading_of("budget", heading) or heading
            if key in [cell.key for cell in row]:
                _refuse_repeated(_at(place, number, heading), findings)
            row.append(_Cell(key, texts[1], _at(place, number, heading)))
    return [row]


def _refuse_repeated(place: Place, findings: Findings) -> None:
    message = Words(f"{place.heading} stands here a second time", f"{place.heading} 重复出现")
    cure = Words("keep one of the two", "请只保留其中一个")
    findings.add("duplicate-key", place, message, cure, place.heading or "")


def _rows(sheet: BudgetSheet, key: str, place: Place, findings: Findings) -> Iterator[_Row]:
    """Every filled row below the headings; a heading that means nothing is noted once."""
    filled = [(number, row) for number, row in sheet.rows if any(map(cell_text, row))]
    if not filled:
        return
    head_row, heads = filled[0][0], [cell_text(value) for value in filled[0][1]]
    keys = [heading_of(key, head) for head in heads]
    for head, known_as in zip(heads, keys, strict=True):
        if head and known_as is not None and keys.count(known_as) > 1:
            _refuse_repeated(_at(place, head_row, head), findings)
        if head and known_as is None:
            known = sorted(HEADINGS[key])
            message = Words(f"{head} is no heading of this sheet", f"本表没有名为 {head} 的列")
            otherwise = Words(f"the headings are {', '.join(known)}", f"可用：{'、'.join(known)}")
            findings.add("unknown-heading", _at(place, head_row, head), message, cure_by_nearest(head, known, otherwise), head)  # fmt: skip
    for number, row in filled[1:]:
        if any(cell_text(value) and not head for head, value in zip(heads, row, strict=True)):
            message = Words("a value stands under no heading", "有值的单元格没有列标题")
            cure = Words("write a heading above it, or clear it", "请补写列标题，或清除该值")
            findings.add("no-heading", _at(place, number, ""), message, cure)
        yield [
            _Cell(known_as, text, _at(place, number, head))
            for head, known_as, value in zip(heads, keys, row, strict=False)
            if known_as and (text := cell_text(value))
        ]


def _at(place: Place, row: int, heading: str) -> Place:
    return Place(place.file, row, None, place.sheet, heading)


def cell_text(value: object) -> str:
    """A cell as text; a number with the digits that the spreadsheet itself shows."""
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case str():
            return value.strip()
    return f"{value:{_SHOWN_DIGITS}}"


@frozen
class _Assembly:
    """Puts rows together: lines with their statements, figures with their claims."""

    name: str
    rows: dict[str, list[_Row]]
    findings: Findings

    def tree(self) -> TextMap:
        """The budget as the map that a YAML file would hold."""
        head = [cell for row in self.rows.get("budget", []) for cell in row]
        entries = list(_entries(head))
        for key in ("lines", "figures", "notes"):
            items = tuple(self._item(key, row) for row in self.rows.get(key, []))
            if items:
                place = Place(self.name, sheet=key)
                entries.append((TextKey(key, place), TextList(items, items[0].place)))
        self._refuse_orphans()
        return TextMap(tuple(entries), Place(self.name))

    def _item(self, sheet: str, row: _Row) -> TextMap:
        entries = list(_entries(row))
        own = {"lines": "line", "figures": "figure"}.get(sheet)
        subject = next((cell.text for cell in row if cell.key == own), "")
        if sheet == "lines":
            entries = [(key, self._stated(f"{subject}.{key.text}", node)) for key, node in entries]
            known = {key.text for key, _ in entries}
            entries += list(self._only_stated(subject, known))
        if sheet == "notes":
            row = [evolve(cell, key="places") if cell.key == "at" else cell for cell in row]
            entries = [(_renamed(key), node) for key, node in _entries(row)]
        if sheet == "figures":
            entries = [
                (key, self._stated(subject, node) if key.text == "stated" else node)
                for key, node in entries
            ]
            claims = tuple(
                TextMap(tuple(_entries([c for c in claim if c.key != "of_figure"])), claim[0].place)
                for claim in self.rows.get("claims", [])
                if _value(claim, "of_figure") == subject
            )
            if "stated" not in {key.text for key, _ in entries}:
                entries += self._stated_elsewhere(subject)
            if claims:
                entries.append(
                    (TextKey("claims", claims[0].place), TextList(claims, claims[0].place))
                )
        return TextMap(tuple(entries), row[0].place)

    def _stated(self, target: str, node: TextNode) -> TextNode:
        """A cell's value with the further passages that state it."""
        more = tuple(_statement(row) for row in self._statements(target))
        if not more:
            return node
        if isinstance(node, TextList):
            return TextList((*node.items, *more), node.place)
        first = TextMap(((TextKey("value", node.place), node),), node.place)
        return TextList((first, *more), node.place)

    def _only_stated(self, subject: str, known: set[str]) -> Iterator[tuple[TextKey, TextNode]]:
        """Columns of a line for which the lines sheet has no value."""
        prefix = f"{subject}."
        targets = {_value(row, "of") for row in self.rows.get("statements", [])}
        for target in sorted(one for one in targets if subject and one.startswith(prefix)):
            column = target.removeprefix(prefix)
            if column not in known:
                items = tuple(_statement(row) for row in self._statements(target))
                yield TextKey(column, items[0].place), TextList(items, items[0].place)

    def _stated_elsewhere(self, subject: str) -> Iterator[tuple[TextKey, TextNode]]:
        """A figure for which its own sheet has no value."""
        items = tuple(_statement(row) for row in self._statements(subject))
        if items:
            yield TextKey("stated", items[0].place), TextList(items, items[0].place)

    def _statements(self, target: str) -> list[_Row]:
        return [row for row in self.rows.get("statements", []) if _value(row, "of") == target]

    def _refuse_orphans(self) -> None:
        """A claim or a statement about something that no row declares would be lost."""
        lines = {_value(row, "line") for row in self.rows.get("lines", [])}
        figures = {_value(row, "figure") for row in self.rows.get("figures", [])}
        for row in self.rows.get("statements", []):
            target = _value(row, "of")
            if target not in figures and target.partition(".")[0] not in lines:
                self._refuse_orphan(row, target)
        for row in self.rows.get("claims", []):
            target = _value(row, "of_figure")
            if target not in figures:
                self._refuse_orphan(row, target)

    def _refuse_orphan(self, row: _Row, target: str) -> None:
        message = Words(
            f"no line or figure is called {target or '(empty)'}",
            f"没有名为 {target or '（空）'} 的项目或数",
        )
        cure = Words(
            "write the short name that lines or figures declares",
            "请写 lines 或 figures 表中的代码",
        )
        self.findings.add("unknown-figure", row[0].place, message, cure, target)  # fmt: skip


def _renamed(key: TextKey) -> TextKey:
    """The places of a note, which a cell lists, as the key that a note has."""
    return TextKey("at", key.place) if key.text == "places" else key


def _value(row: _Row, key: str) -> str:
    return next((cell.text for cell in row if cell.key == key), "")


def _statement(row: _Row) -> TextMap:
    return TextMap(tuple(_entries([cell for cell in row if cell.key != "of"])), row[0].place)


def _entries(row: _Row) -> Iterator[tuple[TextKey, TextNode]]:
    """Cells as keys and values; both languages of a name come together."""
    names = [cell for cell in row if cell.key in ("name_zh", "name_en")]
    if names:
        parts = tuple(
            (TextKey(cell.key.removeprefix("name_"), cell.place), _scalar(cell.text, cell.place))
            for cell in names
        )
        yield TextKey("name", names[0].place), TextMap(parts, names[0].place)
    for cell in row:
        if cell.key in LISTED:
            texts = [text.strip() for text in LISTED[cell.key].split(cell.text) if text.strip()]
            items = tuple(_scalar(text, cell.place) for text in texts)
            yield TextKey(cell.key, cell.place), TextList(items, cell.place)
        elif cell not in names:
            yield TextKey(cell.key, cell.place), _scalar(cell.text, cell.place)


def _scalar(text: str, place: Place) -> TextScalar:
    return TextScalar(text, place, quotes=1)
