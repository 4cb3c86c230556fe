"""Mapping files: YAML → a checked :class:`RosterMap`, with every problem at its line and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import define, evolve, field, frozen

from subsidy.errors import Place, Problem, RegisterRefused, Words
from subsidy.register.map_shape import ROSTER, UNITS
from subsidy.register.roster_map import FileForm, RosterMap, column_key, members_key, separator_of
from subsidy.register.target import target_of
from subsidy.register.values import is_value
from subsidy.rulebook.conform import conform
from subsidy.rulebook.facts import GOES_ON, NONE, STOPPED
from subsidy.rulebook.findings import Findings, cure_by_nearest
from subsidy.rulebook.in_play import HOUSEHOLD, INSTITUTION, PERSON
from subsidy.rulebook.model import CategoryFact, DateFact, Fact, MoneyFact, Rulebook, YesNoFact
from subsidy.rulebook.of_unit import book_of_unit
from subsidy.rulebook.record import Record, Value
from subsidy.rulebook.text import TextMap, decode, read_bytes, read_text

__all__ = ["read_map", "read_map_text"]


def read_map(path: str | Path, book: Rulebook) -> RosterMap:
    """The mapping in a YAML file, checked against the facts of *book*; sections of other units, too.

    Raises:
        RegisterRefused: every problem of the file, with line and column.
    """
    findings = Findings()
    content = read_bytes(Path(path), str(path), findings)
    text = decode(content, str(path), findings) if content is not None else None
    if text is None:
        raise RegisterRefused(*findings.sorted())
    return read_map_text(text, str(path), book)


def read_map_text(text: str, name: str, book: Rulebook) -> RosterMap:
    """The mapping in a YAML text that people know as *name*.

    Raises:
        RegisterRefused: every problem of the text, with line and column.
    """
    findings = Findings()
    tree = read_text(text, name, findings)
    if tree is None or not isinstance(tree, TextMap):
        tree = TextMap((), Place(name, 1, 1))
    record = conform(tree, ROSTER, findings) if not findings.problems else None
    if not isinstance(record, Record):
        raise RegisterRefused(*findings.sorted())
    found = _Reader(record, book_of_unit(book, PERSON), findings).roster_map()
    beside = {
        unit: _Reader(section, book_of_unit(book, unit), findings).roster_map()
        for unit in (HOUSEHOLD, INSTITUTION)
        if (section := record.record(unit)) is not None
    }
    if findings.problems:
        raise RegisterRefused(*findings.sorted())
    return evolve(found, beside=beside)


@frozen
class _Entry:
    key: str
    value: Value
    place: Place


@frozen
class _Standing:
    """By heading and word: what follows, facts with their values, facts with their columns."""

    follows: dict[str, dict[str, str]]
    facts: dict[str, dict[str, dict[str, str]]]
    columns: dict[str, dict[str, dict[str, str]]]


@define
class _Reader:
    """Reads one section after the other, noting what is wrong."""

    record: Record
    book: Rulebook
    findings: Findings
    places: dict[tuple[str, str], Place] = field(factory=dict)
    shown: dict[str, str] = field(factory=dict)

    def roster_map(self) -> RosterMap:
        """The whole file, or its section of another unit."""
        columns = self._columns()
        ignore = tuple(
            self._heading("ignore", v.text, v.place) for v in self.record.values("ignore")
        )
        standing = self._standing()
        fixed, sheet_tells = self._fixed()
        self._refuse_twice(
            columns, ignore, standing.follows, {*fixed, *filter(None, [sheet_tells])}
        )
        size = self.record.value("household_size")
        return RosterMap(
            title=self.record.text("roster"), form=self._form(), columns=columns, ignore=ignore,
            fixed=fixed, sheet_tells=sheet_tells, words=self._words(), standing=standing.follows,
            word_facts=standing.facts, word_columns=standing.columns, dates=self._dates(), units=self._units(),
            members=self._members(),
            household_size=self._heading("household_size", size.text, size.place) if size else None,
            places=self.places, shown=self.shown,
        )  # fmt: skip

    # ── sections ─────────────────────────────────────────────────────────────────────

    def _form(self) -> FileForm:
        declared = self.record.record("file")
        if declared is None:
            return FileForm()
        row = declared.value("header_row")
        if row and isinstance(row.value, int) and row.value < 1:
            self._add("wrong-value", row.place, Words("rows are counted from 1", "行号从 1 数起"),
                      Words("write the number of the row of headings", "请写标题所在的行号"), row.text)  # fmt: skip
        return FileForm(
            separator=separator_of(declared.text("separator")),
            encoding=declared.text("encoding") or None,
            sheets=tuple(value.text for value in declared.values("sheet")),
            header_row=declared.whole("header_row") or None,
        )

    def _columns(self) -> dict[str, str]:
        columns: dict[str, str] = {}
        for entry in self._entries("columns"):
            key = self._heading("columns", entry.key, entry.place)
            name = self._fact(entry.value.text, entry.value.place)
            if name is not None:
                columns[key] = name
        return columns

    def _fixed(self) -> tuple[dict[str, str], str | None]:
        section = self.record.record("fixed")
        fixed: dict[str, str] = {}
        sheet_tells = None
        for key, value in section.entries.items() if section else ():
            assert section is not None
            name = self._fact(key, section.key_places[key])
            if name is None:
                continue
            self.places["fixed", name] = section.key_places[key]
            if isinstance(value, Value):
                fixed[name] = value.text
                self._demand_value(value, name)
            else:
                sheet_tells = name
        return fixed, sheet_tells

    def _words(self) -> dict[str, dict[str, str]]:
        section = self.record.record("words")
        words: dict[str, dict[str, str]] = {}
        for key in section.entries if section else ():
            assert section is not None
            name = self._fact(key, section.key_places[key], (CategoryFact, YesNoFact))
            meanings = section.record(key)
            if name is None or meanings is None:
                continue
            fact = target_of(name, self.book)
            known = list(fact.choices) if isinstance(fact, CategoryFact) else ["yes", "no"]
            words[name] = {}
            for word in meanings.entries:
                self._demand(
                    meanings.value(word), known, Words(f"choice of {name}", f"{name} 的选项")
                )
                words[name][word] = meanings.text(word)
        return words

    def _standing(self) -> _Standing:
        section = self.record.record("standing")
        found = _Standing({}, {}, {})
        for heading in section.entries if section else ():
            assert section is not None
            key = self._heading("standing", heading, section.key_places[heading])
            words = section.record(heading)
            found.follows[key], found.facts[key], found.columns[key] = {}, {}, {}
            for word, follows in words.entries.items() if words else ():
                if isinstance(follows, Value):
                    known = [GOES_ON, STOPPED, NONE, *self._dates_known()]
                    self._demand(follows, known, Words("date fact", "日期事实"))
                    found.follows[key][word] = follows.text
                elif isinstance(follows, Record):
                    values, columns = self._told(follows)
                    found.facts[key][word], found.columns[key][word] = values, columns
                    days = (name for name in columns if name in self._dates_known())
                    found.follows[key][word] = next(days, GOES_ON)
        return found

    def _dates_known(self) -> list[str]:
        return [fact.name for fact in self.book.facts.values() if isinstance(fact, DateFact)]

    def _told(self, told: Record) -> tuple[dict[str, str], dict[str, str]]:
        """What a word tells: facts and their values, and facts with the column that holds them."""
        values, columns = {}, {}
        for name, entry in told.entries.items():
            known = self._fact(name, told.key_places[name])
            if known is None:
                continue
            if isinstance(entry, Record):
                place = entry.key_places["column"]
                columns[known] = self._heading("told", entry.text("column"), place)
                continue
            values[known] = told.text(name)
            self._demand_value(told.value(name), known)
        return values, columns

    def _dates(self) -> dict[str, str]:
        return {
            name: entry.value.text
            for entry in self._entries("dates")
            if (name := self._fact(entry.key, entry.place, (DateFact,))) is not None
        }

    def _units(self) -> dict[str, int]:
        return {
            name: UNITS[entry.value.text]
            for entry in self._entries("money")
            if (name := self._fact(entry.key, entry.place, (MoneyFact,))) is not None
        }

    def _members(self) -> tuple[dict[str, str], ...]:
        blocks = []
        for number, block in enumerate(self.record.records("members"), start=1):
            found = {}
            for fact in block.entries:
                name = self._fact(fact, block.key_places[fact])
                value = block.value(fact)
                if name is None or value is None:
                    continue
                self.places["members", members_key(value.text)] = value.place
                self.shown.setdefault(members_key(value.text), value.text)
                found[name] = members_key(value.text)
            stars = {"*" in heading for heading in found.values()}
            if len(stars) > 1:
                self._add("members-numbered", block.place,
                          Words(f"member {number}: some headings have a *, some have none", f"第 {number} 组成员：部分标题有 *，部分没有"),
                          Words("write * for the member's number in all of them, or in none", "请在全部标题中用 * 代表成员序号，或全部不用"))  # fmt: skip
            blocks.append(found)
        return tuple(blocks)

    # ── helpers of the sections ──────────────────────────────────────────────────────

    def _entries(self, section: str) -> Iterator[_Entry]:
        record = self.record.record(section)
        for key in record.entries if record else ():
            assert record is not None
            value = record.value(key)
            if value is not None:
                yield _Entry(key, value, record.key_places[key])

    def _heading(self, section: str, heading: str, place: Place) -> str:
        key = column_key(heading)
        self.places[section, key] = place
        self.shown.setdefault(key, heading)
        return key

    def _fact(
        self, text: str, place: Place, kinds: tuple[type[Fact], ...] | None = None
    ) -> str | None:
        """The name of the fact that *text* means, by its own or its Chinese name."""
        by_label = {fact.labels.zh: fact.name for fact in self.book.facts.values()}
        name = by_label.get(text, text)
        fact = target_of(name, self.book)
        if fact is not None and (kinds is None or isinstance(fact, kinds)):
            return name
        fitting = [f.name for f in self.book.facts.values() if not kinds or isinstance(f, kinds)]
        if fact is not None:
            message = Words(f"{text} cannot be given here", f"{text} 不能用在此处")
        else:
            message = Words(f"{text} is no fact of these rules", f"{text} 不是该规则集的事项")
        otherwise = Words("`subsidy facts` lists them", "可用 `subsidy facts` 查看全部事项")
        close = cure_by_nearest(text, [*fitting, *by_label], otherwise)
        self._add("unknown-fact", place, message, close if fact is None else Words(
            f"one of {', '.join(fitting)}", f"可用：{'、'.join(fitting)}"), text)  # fmt: skip
        return None

    def _demand_value(self, value: Value | None, name: str) -> None:
        """What is to hold for people must be a value of its fact."""
        fact = target_of(name, self.book)
        if value is None or fact is None or is_value(value.text, fact):
            return
        message = Words(f"{value.text} is no value of {name}", f"{value.text} 不是 {name} 的取值")
        cure = Words(
            "`subsidy facts` shows what it accepts", "可用 `subsidy facts` 查看可接受的取值"
        )
        self._add("wrong-value", value.place, message, cure, value.text)

    def _demand(self, value: Value | None, known: list[str], what: Words) -> None:
        if value is None or value.text in known:
            return
        message = Words(f"{value.text} is no {what.en}", f"{value.text} 不是 {what.zh}")
        otherwise = Words(f"one of {', '.join(known)}", f"可用：{'、'.join(known)}")
        self._add("unknown-word", value.place, message, cure_by_nearest(value.text, known, otherwise), value.text)  # fmt: skip

    def _refuse_twice(
        self,
        columns: Mapping[str, str],
        ignore: tuple[str, ...],
        standing: Mapping[str, object],
        fixed: set[str],
    ) -> None:
        sections = {"ignore": ignore, "standing": tuple(standing)}
        for section, keys in sections.items():
            for key in keys:
                if key in columns:
                    self._twice(
                        section, key, Words("stands under columns, too", "同时出现在 columns 下")
                    )
        facts: dict[str, str] = {}
        for key, name in columns.items():
            if name in facts or name in fixed:
                self._twice(
                    "columns",
                    key,
                    Words(f"tells {name}, and so does another entry", f"与另一处同样表示 {name}"),
                )
            facts[name] = key

    def _twice(self, section: str, key: str, what: Words) -> None:
        shown = self.shown.get(key, key)
        self._add("mapped-twice", self.places[section, key],
                  Words(f"{shown} {what.en}", f"{shown} {what.zh}"),
                  Words("keep one of them", "请只保留一处"), shown)  # fmt: skip

    def _add(self, code: str, place: Place, message: Words, cure: Words, found: str = "") -> None:
        self.findings.problems.append(Problem(code, place, message, cure, found))
