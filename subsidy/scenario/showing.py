"""What-if answers as text tables, in one language."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from subsidy.report.reader import Reader
from subsidy.report.tables import align
from subsidy.results.receipt import period_text
from subsidy.scenario.answers import Seek, WhatIf
from subsidy.scenario.comparison import Comparison
from subsidy.scenario.frames import rows_of
from subsidy.scenario.wording import SENTENCES

__all__ = ["show_whatif"]

_HASH = 12
_MOST_PEOPLE = 40
_TOTAL = "total"


def show_whatif(answer: WhatIf, language: str) -> str:
    """The whole answer as lines of text; long lists of people are cut, files hold them whole."""
    reader = Reader(answer.labels(), language)
    lines = [f"{reader.place('')}  {_period(answer)}"]
    for one in answer.comparisons:
        lines += ["", *_comparison(one, answer, reader)]
    lines += _start(answer, language)
    asked = {"sweep": answer.sweep, "sensitivity": answer.sensitivity, "tornado": answer.tornado}
    percent = answer.tornado.percent if answer.tornado else 0
    for name, part in asked.items():
        if part is not None:
            title = _say(name, language, percent=percent)
            lines += ["", title, *_table(part.frame, reader)]
    if answer.seek:
        lines += ["", *_seek(answer.seek, reader, _period(answer))]
    return "\n".join([*lines, ""])


def _start(answer: WhatIf, language: str) -> Iterator[str]:
    """Which rules the questions below start from, where there is more than one answer to that."""
    asked = (answer.sweep, answer.sensitivity, answer.tornado, answer.seek)
    if answer.start is not None:
        name = answer.start.labels.in_language(language) or answer.start.name
        yield from ("", _say("start_scenario", language, name=name))
    elif answer.comparisons and any(part is not None for part in asked):
        yield from ("", _say("start_in_force", language))


def _period(answer: WhatIf) -> str:
    return period_text(answer.baseline.period)


def _comparison(one: Comparison, answer: WhatIf, reader: Reader) -> Iterator[str]:
    language = reader.language
    before, after = one.baseline.book, one.reform.book
    name = one.labels.in_language(language) or one.name
    hashes = {"before": before.sha256[:_HASH], "after": after.sha256[:_HASH]}
    yield _say("scenario", language, name=name, **hashes)
    reason = one.reason.in_language(language)
    if reason:
        yield _say("reason", language, reason=reason)
    for change in after.changes[len(before.changes) :]:
        old, new = (reader.cell("new", text) for text in (change.old, change.new))
        yield _say("change", language, name=change.name, old=old, new=new)
    for note in one.notes():
        yield _say("note", language, note=note.in_language(language))
    yield ""
    yield from _table(_with_total(one), reader)
    yield ""
    yield from _table(one.groups(), reader)
    bands = one.bands()
    if len(bands):
        yield from ["", _say("bands", language), *_table(bands, reader)]
    if answer.by:
        by = "、" if language == "zh" else ", "
        columns = by.join(reader.heading(column) for column in answer.by)
        frame = one.costs(answer.by)
        yield from ["", _say("by", language, by=columns), *_table(frame, reader)]
    if answer.people:
        yield from ["", _say("people", language), *_people(one, reader)]
    open_ = len(one.undetermined())
    if open_:
        yield from ["", _say("undetermined", language, count=open_)]


def _with_total(one: Comparison) -> pl.DataFrame:
    """Costs by scheme, and of all schemes in the last row."""
    total = one.costs(()).select(pl.lit(_TOTAL).alias("scheme"), pl.all())
    return pl.concat([one.costs(("scheme",)), total])


def _people(one: Comparison, reader: Reader) -> list[str]:
    frame = one.people().drop("unit")
    lines = _table(frame.head(_MOST_PEOPLE), reader)
    more = len(frame) - _MOST_PEOPLE
    return [*lines, f"… {more}"] if more > 0 else lines


def _seek(seek: Seek, reader: Reader, period: str) -> Iterator[str]:
    language = reader.language
    if seek.budget_of_period != seek.budget:
        both = {"budget": f"{seek.budget:,.2f}", "of_period": f"{seek.budget_of_period:,.2f}"}
        yield _say("seek_period", language, period=period, **both)
    values = {
        "values": _values(seek.values, reader),
        "cost": f"{seek.cost:,.2f}",
        "residue": f"{seek.residue:,.2f}",
        "budget": f"{seek.budget_of_period:,.2f}",
    }
    yield _say("seek" if seek.reached else "seek_not", language, **values)
    if seek.next_values != seek.values:
        more = f"{seek.next_cost:,.2f}"
        yield _say("seek_next", language, values=_values(seek.next_values, reader), cost=more)
    for note in seek.notes:
        yield note.in_language(language)


def _values(values: dict[str, str], reader: Reader) -> str:
    return ", ".join(f"{key} = {reader.rate(value)}" for key, value in values.items())


def _table(frame: pl.DataFrame, reader: Reader) -> list[str]:
    numbers = [n for n, kind in enumerate(frame.dtypes) if kind.is_numeric()]
    rows = [
        ["" if value is None else _cell(column, value, reader) for column, value in row.items()]
        for row in rows_of(frame)
    ]
    headings = [reader.heading(column) for column in frame.columns]
    return align(headings, rows, frozenset(numbers))


def _cell(column: str, value: object, reader: Reader) -> str:
    if (column, value) == ("scheme", _TOTAL):
        return reader.heading(_TOTAL)
    if column == "target":  # as --seek and --sweep take it
        return str(value)
    return reader.cell(column, value)


def _say(key: str, language: str, **values: object) -> str:
    return SENTENCES[key].in_language(language).format(**values)
