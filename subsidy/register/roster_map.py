"""What a mapping file says of a roster: its form, its columns, its words. Checked, not yet applied."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from attrs import evolve, field, frozen

from subsidy.errors import Place
from subsidy.rulebook.in_play import PERSON

__all__ = [
    "NO_MAP",
    "SEPARATORS",
    "DateForm",
    "FileForm",
    "RosterMap",
    "column_key",
    "keys_of",
    "members_key",
    "separator_of",
]

SEPARATORS = MappingProxyType({"comma": ",", "tab": "\t", "semicolon": ";", "pipe": "|"})
_NOTHING: Mapping[str, str] = MappingProxyType({})
_LONGEST_KEPT = 100  # characters: headings, not what a broken file has in their place
_KEYS_KEPT = 4096
_STAR = "\ue000"  # stands for itself: of no writing, and of no remark
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))

DateForm = str  # day_month_year, month_day_year or serial


@frozen
class FileForm:
    """How the file is to be taken apart; None where nothing is declared."""

    separator: str | None = None  # the character itself
    encoding: str | None = None
    sheets: tuple[str, ...] = ()
    header_row: int | None = None  # line of a text file, row of a sheet
    heading_rows: int | None = None  # how many rows of headings a text file has at most


@frozen
class RosterMap:
    """The reading of one kind of roster.

    Headings stand as :func:`column_key` spells them; ``places`` tells where each stands in the
    mapping file (by section and key), for messages. What a word of standing tells besides stands
    in ``word_facts``, and in ``word_columns`` with the heading of the column that holds it.
    """

    title: str = ""
    form: FileForm = FileForm()
    columns: Mapping[str, str] = _NOTHING  # heading → fact, numbered ones as ``<fact>_2``
    ignore: tuple[str, ...] = ()
    fixed: Mapping[str, str] = _NOTHING  # fact → value of every row
    sheet_tells: str | None = None  # the fact that the sheet's name tells
    words: Mapping[str, Mapping[str, str]] = field(factory=dict)  # fact → word → choice
    standing: Mapping[str, Mapping[str, str]] = field(factory=dict)  # heading → word → what follows
    word_facts: Mapping[str, Mapping[str, Mapping[str, str]]] = field(factory=dict)
    word_columns: Mapping[str, Mapping[str, Mapping[str, str]]] = field(factory=dict)
    dates: Mapping[str, DateForm] = _NOTHING  # fact → form
    units: Mapping[str, int] = field(factory=dict)  # money fact → fen in one unit as written
    members: tuple[Mapping[str, str], ...] = ()  # fact → heading, ``*`` for the member's number
    household_size: str | None = None  # heading of the number of members
    places: Mapping[tuple[str, str], Place] = field(factory=dict)
    shown: Mapping[str, str] = field(factory=dict)  # heading as written, by its key
    beside: Mapping[str, RosterMap] = field(factory=dict)  # unit → the reading of its register

    def of_unit(self, unit: str) -> RosterMap:
        """The reading of the register of such units; of persons it is this one."""
        return self if unit == PERSON else self.beside.get(unit, NO_MAP)

    def with_form(self, *, separator: str | None, encoding: str | None) -> RosterMap:
        """The same with what the command line says instead of what the file says."""
        if not (separator or encoding):
            return self
        form = self.form
        return evolve(
            self,
            form=evolve(
                form,
                separator=separator or form.separator,
                encoding=encoding or form.encoding,
            ),
        )

    def with_sheets(self, sheets: tuple[str, ...], fact: str | None) -> RosterMap:
        """The same with the sheets to read, and the fact that their names tell, where given."""
        if not (sheets or fact):
            return self
        form = evolve(self.form, sheets=sheets or self.form.sheets)
        return evolve(self, form=form, sheet_tells=fact or self.sheet_tells)

    def mentioned(self) -> tuple[str, ...]:
        """Every heading that the file must have, members' aside."""
        return (*self.columns, *self.ignore, *self.standing, *self.told_by_words())

    def told_by_words(self) -> tuple[str, ...]:
        """The headings of columns that hold what a word tells."""
        return tuple(dict.fromkeys(heading for _, heading in self._words_and_columns()))

    def told_by_column(self, heading: str) -> tuple[str, ...]:
        """The facts that a column holds where a word says so."""
        told = (fact for fact, column in self._words_and_columns() if column == heading)
        return tuple(dict.fromkeys(told))

    def _words_and_columns(self) -> Iterator[tuple[str, str]]:
        for words in self.word_columns.values():
            for facts in words.values():
                yield from facts.items()


NO_MAP = RosterMap()


_REMARK = re.compile(  # that a column must be filled, or how; never what it is an amount of
    r"^\*+|\*+$|[(\[【](?:\*|必填项?|必录项?|必须填写|选填|可选|非必填|18位|文本格?式?"
    r"|y{2,4}[-./年]?mm?[-./月]?d?d?日?|年[-./]?月[-./]?日|(?:格式|例如?|如|示例|请|填写?|下拉)[^()\[\]【】]*)[)\]】]\*?$"
)


def column_key(heading: str) -> str:
    """A heading without spaces, width and case, and without a remark on how to fill it in.

    >>> column_key("身份证号码（必填）"), column_key("* 姓 名"), column_key("出生日期(YYYY-MM-DD)")
    ('身份证号码', '姓名', '出生日期')
    """
    return _short_key(heading) if len(heading) <= _LONGEST_KEPT else _key(heading)


def _key(heading: str) -> str:
    folded = unicodedata.normalize("NFKC", heading.translate(_INVISIBLE))
    key = "".join(folded.split()).lower().rstrip(":")
    return _REMARK.sub("", key) or key


_short_key = lru_cache(maxsize=_KEYS_KEPT)(
    _key
)  # a rulebook's hundreds are asked for in every call


def members_key(heading: str) -> str:
    """The same of a heading in which ``*`` stands for a member's number.

    >>> members_key("成员 姓名*"), members_key("*.身份证号（必填）")
    ('成员姓名*', '*.身份证号')
    """
    return column_key(heading.replace("*", _STAR)).replace(_STAR, "*")


def keys_of(headings: Sequence[str]) -> tuple[str, ...]:
    """The key of each heading; a heading that stands several times is numbered from ``#2`` on."""
    seen: Counter[str] = Counter()
    keys = []
    for heading in headings:
        key = column_key(heading)
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return tuple(keys)


def separator_of(text: str) -> str | None:
    """The character that ``tab``, ``;`` and the like name; None where it is none of them.

    >>> separator_of("semicolon"), separator_of("|"), separator_of("x")
    (';', '|', None)
    """
    if text in SEPARATORS:
        return SEPARATORS[text]
    return text if text in SEPARATORS.values() else None
