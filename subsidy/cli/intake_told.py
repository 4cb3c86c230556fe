"""What a dry run tells: columns, the first people, who is set aside; in one language."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from subsidy.dates import month_of, show_month
from subsidy.errors import Words
from subsidy.explanation.wording import Naming
from subsidy.register.facts import base_fact
from subsidy.register.intake import MONTH_MARK
from subsidy.register.preview import ColumnReading, Preview
from subsidy.report.tables import align, shorten
from subsidy.rulebook.model import DateFact, MoneyFact, Rulebook

__all__ = ["Telling"]

_WIDEST = 24
_MOST_LISTED = 20
_HOW = {
    "recognised": Words("recognised", "已识别"),
    "declared": Words("as declared", "按声明"),
    "fixed": Words("fixed", "固定值"),
    "guessed": Words("guess, not read", "猜测，未读取"),
    "ignored": Words("not read", "未读取"),
}


@frozen
class Telling:
    """The parts of a dry run as lines; *book* is that of the unit which the register lists."""

    preview: Preview
    book: Rulebook
    language: str

    def columns(self) -> list[str]:
        """Where the headings stand, what each is taken for, and of which facts there is none."""
        say, preview = self._say, self.preview
        place = []
        if preview.sheet:
            place.append(say(f"sheet {preview.sheet}", f"工作表“{preview.sheet}”"))
        if preview.header_line:
            line = preview.header_line
            place.append(say(f"headings on line {line}", f"标题在第 {line} 行"))
        if preview.titles:
            titles = preview.titles
            place.append(say(f"{titles} title rows above", f"其上 {titles} 行为表头"))
        headings = [say("column", "列"), say("heading", "标题"), say("reading", "读法")]
        headings += ["fact"] if self.language == "en" else ["事项", "字段名"]
        headings.append(say("why", "说明"))
        missing = say(", ", "、").join(map(self._label, preview.missing))
        return [
            *([say(", ", "，").join(place)] if place else []),
            *align(headings, [self._column(one) for one in preview.columns]),
            *([say("no column for: ", "没有这些列：") + missing] if missing else []),
        ]

    def people(self, count: int) -> list[str]:
        """The first people, one a column, as they are read. **Holds personal data.**"""
        people = self.preview.first_people(self.book, count)
        if not people:
            return []
        headings = [self._say("fact", "事项"), *map(str, range(1, len(people) + 1))]
        body = [
            [self._label(name), *(self._value(name, one[name]) for one in people)]
            for name in people[0]
        ]
        return _aligned(headings, body)

    def counts(self) -> list[str]:
        """How many records are what, which are set aside and why, and what else was noticed."""
        say, people = self._say, self.preview.people
        if people is None:
            return [say("The register is refused as it stands.", "名册目前无法读取。")]
        aside = len({entry.row for entry in people.set_aside})
        lines = [
            say(
                f"{people.records_read:,} records read: {len(people):,} can be calculated,"
                f" {aside:,} set aside, {len(people.apart):,} are no people.",
                f"读入 {people.records_read:,} 条记录：可计算 {len(people):,} 条，搁置 {aside:,} 条，"
                f"非人员 {len(people.apart):,} 条。",
            )
        ]
        for one in people.apart[:_MOST_LISTED]:
            row, kind = one.line or one.row, one.kind.words
            lines.append(say(f"  row {row}: {kind.en}", f"  第 {row} 行：{kind.zh}"))
        for entry in people.set_aside[:_MOST_LISTED]:
            row, reason = entry.line or entry.row, entry.reason
            english = f"  row {row}, {entry.column}: {reason.en}"
            lines.append(say(english, f"  第 {row} 行，{entry.column}：{reason.zh}"))
        more = len(people.set_aside) - _MOST_LISTED
        if more > 0:
            every = f"  … and {more} more; --quarantine lists all"
            lines.append(say(every, f"  … 另有 {more} 条；--quarantine 可全部列出"))
        return lines + [f"  {words.in_language(self.language)}" for words in people.warnings]

    def _say(self, en: str, zh: str) -> str:
        return Words(en, zh).in_language(self.language)

    def _column(self, one: ColumnReading) -> list[str]:
        label = [self._label(one.fact) if one.fact else ""] if self.language == "zh" else []
        how, why = (words.in_language(self.language) for words in (_HOW[one.how], one.why))
        heading = shorten(one.heading, _WIDEST)
        # A mapping file calls a fact by its own name, which stands here in any language.
        return [str(one.number), heading, how, *label, one.fact, shorten(why, _WIDEST)]

    def _label(self, name: str) -> str:
        """A fact by its own name or in Chinese; a numbered one with its number."""
        fact = base_fact(self.book, name)
        return self._say(name, fact.labels.zh + name.removeprefix(fact.name).replace("_", " "))

    def _value(self, name: str, value: object) -> str:
        """A value as a clerk writes it; nothing where the register leaves it empty."""
        if value is None:
            return ""
        fact = base_fact(self.book, name)
        if name == self.book.key:
            return str(value).partition(MONTH_MARK)[0]
        if isinstance(value, date) and isinstance(fact, DateFact) and fact.is_month:
            return show_month(month_of(value))
        worded = Naming(self.book).value(fact.name, value)
        is_figure = isinstance(fact, MoneyFact) or isinstance(value, bool)
        return (
            worded.in_language(self.language) if is_figure or self.language == "zh" else str(value)
        )


def _aligned(headings: list[str], rows: list[list[str]]) -> list[str]:
    return align(headings, [[shorten(cell, _WIDEST) for cell in row] for row in rows])
