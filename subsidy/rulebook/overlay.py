"""Changes of more than rates: keys of the rule files replaced in a copy of their text, read again.

So whatever the rule language can say can be changed, and is checked as if it stood in the files.

- ``scheme.eligible``, ``scheme.timing.start``, ``scheme.unless_paid``, ``scheme.rounding.mode``:
  a key of the scheme; keys of its amount without ``amount.``; ``scheme.80-89.from``: a key of a
  bracket or row. ``none`` takes a key away.
- ``overlaps.name.schemes``, ``parameter.rounding.mode``: a key of an overlap, of a parameter.
- ``withdraws``: names of schemes that no longer hold. ``file``: a rule file that is read in
  addition, with a new scheme, an ``override`` or overlaps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from attrs import evolve, frozen

from subsidy.dates import Month
from subsidy.errors import Place, Words
from subsidy.rulebook import shape
from subsidy.rulebook.book import merge, read_book
from subsidy.rulebook.dated import in_months, paused
from subsidy.rulebook.findings import Findings, cure_by_nearest
from subsidy.rulebook.keypaths import edited, names_below, shown_at
from subsidy.rulebook.kinds import Keys, ListOf, Named
from subsidy.rulebook.layers import Layer, sort_in
from subsidy.rulebook.model import Change, Rulebook
from subsidy.rulebook.origin import Draft, Origin
from subsidy.rulebook.reading import Declared
from subsidy.rulebook.requests import Request
from subsidy.rulebook.text import TextMap, decode, read_bytes, read_text
from subsidy.rulebook.withdrawn import (
    forget_in_facts,
    forget_in_overlaps,
    forget_in_schemes,
)

__all__ = ["is_of_text", "overlaid", "targets", "written_at"]

FILE, WITHDRAWS, OVERLAPS = "file", "withdraws", "overlaps"
_AMOUNT = shape.AMOUNT.names()


def is_of_text(target: str, book: Rulebook) -> bool:
    """Whether a change of *target* is one of the text of the rules, not of a rate."""
    if target in (FILE, WITHDRAWS):
        return True
    first, _, rest = target.partition(".")
    if not rest:
        return False
    scheme = next((one for one in book.schemes if one.name == first), None)
    if scheme is not None:
        rows = {row.name for row in scheme.amount.rows}
        return rest not in rows and _path(rest, sorted(rows))[0] in shape.SCHEME.names()
    return first == OVERLAPS or first in book.parameters


def overlaid(book: Rulebook, requests: Sequence[Request], findings: Findings) -> Rulebook:
    """*book* read again with some of its text replaced; itself where anything is refused."""
    origin = book.origin
    if not isinstance(origin, Origin):
        _refuse_without_text(requests[0], findings)
        return book
    every = [*origin.dated, *requests]
    plain, changes = _read_with(book, [one for one in every if not one.is_dated], findings)
    if plain is None:
        return book
    joined = plain
    for group in _by_months(every):
        joined, told = _joined(joined, plain, group, findings)
        changes += [one for one in told if one.name in {request.key for request in requests}]
    dated = tuple(one for one in every if one.is_dated)
    return evolve(
        joined, changes=(*book.changes, *changes), origin=evolve(joined.origin, dated=dated)
    )


def _read_with(
    book: Rulebook, requests: Sequence[Request], findings: Findings
) -> tuple[Rulebook | None, list[Change]]:
    """The text of *book* read again with changes of all months."""
    draft = _copied(book.origin.draft)
    told = [_change_of(request)(draft, request, findings) for request in requests]
    read = read_book(draft, book.name, findings)
    return read, [one for one in told if one]


def _by_months(requests: Sequence[Request]) -> list[list[Request]]:
    """Changes of some months, those of the same months together, as they hang on one another."""
    groups: dict[tuple[Month | None, Month | None], list[Request]] = {}
    for one in requests:
        if one.is_dated:
            groups.setdefault((one.first, one.end), []).append(one)
    return list(groups.values())


def _joined(
    joined: Rulebook, plain: Rulebook, group: Sequence[Request], findings: Findings
) -> tuple[Rulebook, list[Change]]:
    """With more changes, all of which hold in the same months only."""
    told: list[Change] = []
    rest = [one for one in group if one.target != WITHDRAWS]
    for one in group:
        if one.target == WITHDRAWS:
            joined, more = _ended(joined, one, findings)
            told += more
    if not rest:
        return joined, told
    changed, more = _read_with(plain, rest, findings)
    if changed is None:
        return joined, told
    found = in_months(joined, plain, changed, rest, findings)
    if found is joined:
        return joined, told
    return _with_text_of(changed, found), [*told, *more]


def _with_text_of(changed: Rulebook, book: Rulebook) -> Rulebook:
    """With the files that a change read in addition."""
    draft = _copied(book.origin.draft)
    draft.contents = {**draft.contents, **changed.origin.draft.contents}
    return evolve(book, origin=evolve(book.origin, draft=draft))


def _ended(book: Rulebook, request: Request, findings: Findings) -> tuple[Rulebook, list[Change]]:
    """Schemes that exist up to a month, or not in some; checked as those withdrawn for good."""
    told = _withdraw(_copied(book.origin.draft), request, findings)
    gone = _listed(request)
    if request.first is not None and request.end is not None:
        book = paused(book, gone, request.first, request.end)
    else:
        schemes = tuple(
            evolve(one, until_month=_earlier(one.until_month, request.first))
            if one.name in gone
            else one
            for one in book.schemes
        )
        book = evolve(book, schemes=schemes)
    return book, [told] if told else []


def _earlier(one: Month | None, other: Month | None) -> Month | None:
    known = [month for month in (one, other) if month is not None]
    return min(known, default=None)


def _listed(request: Request) -> list[str]:
    return [name.strip() for name in request.text.strip("[] ").replace("，", ",").split(",")]


def targets(book: Rulebook) -> list[str]:
    """What else than rates can be changed by name, for those who misspell it."""
    found = [FILE, WITHDRAWS]
    found += [f"{OVERLAPS}.{one.name}.schemes" for one in book.overlaps]
    for scheme in book.schemes:
        found += [f"{scheme.name}.{key}" for key in names_below(shape.SCHEME)]
        found += [f"{scheme.name}.{key}" for key in names_below(shape.AMOUNT)]
        for row in scheme.amount.rows:
            found += [f"{scheme.name}.{row.name}.{key}" for key in ("from", "below", "is", "when")]
    return found


_Changing = Callable[[Draft, Request, Findings], Change | None]


def _change_of(request: Request) -> _Changing:
    special: Mapping[str, _Changing] = {FILE: _add_file, WITHDRAWS: _withdraw}
    return special.get(request.target, _edit)


def _copied(draft: Draft) -> Draft:
    """A draft whose maps can be changed while the book's own stay as they are."""
    return Draft(
        dict(draft.facts),
        dict(draft.parameters),
        dict(draft.schemes),
        dict(draft.overlaps),
        list(draft.places),
        dict(draft.contents),
        set(draft.withdrawn),
    )


# ── one key ──────────────────────────────────────────────────────────────────────────


def _edit(draft: Draft, request: Request, findings: Findings) -> Change | None:
    first, _, rest = request.target.partition(".")
    if first == OVERLAPS:
        name, _, key = rest.partition(".")
        of = _Of(draft.overlaps, name, _shape_of(shape.OVERLAPS), [key])
        return _edit_one(of, request, findings)
    if first in draft.schemes:
        one = draft.schemes[first]
        path = _in_form(_path(rest, _row_names(one)), one)
        return _edit_one(_Of(draft.schemes, first, shape.SCHEME, path), request, findings)
    of = _Of(draft.parameters, first, _shape_of(shape.PARAMETERS), rest.split("."))
    return _edit_one(of, request, findings)


@frozen
class _Of:
    """What is edited: one of the declared things, its shape, and the keys that lead into it."""

    declared: dict[str, Declared]
    name: str
    kind: Keys
    path: list[str]


def _edit_one(of: _Of, request: Request, findings: Findings) -> Change | None:
    name, one = of.name, of.declared.get(of.name)
    if one is None:
        known = list(of.declared)
        message = Words(f"there is no {name}", f"没有 {name}")
        otherwise = Words(f"there are {', '.join(known)}", f"现有：{'、'.join(known)}")
        cure = cure_by_nearest(name, known, otherwise)
        findings.add("unknown-name", request.place, message, cure, name)
        return None
    record = edited(one.record, of.kind, of.path, request.value, findings)
    if record is None:
        return None
    of.declared[name] = evolve(one, record=record)
    return Change(request.key, shown_at(one.record, of.path), shown_at(record, of.path))


def _path(rest: str, rows: Sequence[str]) -> list[str]:
    """The keys that lead to what is changed; ``?`` stands for brackets or table."""
    for row in sorted(rows, key=len, reverse=True):
        if row and rest.startswith(f"{row}."):
            return ["amount", "?", row, *rest.removeprefix(f"{row}.").split(".")]
    keys = rest.split(".")
    return ["amount", *keys] if keys[0] in _AMOUNT else keys


def _in_form(path: list[str], one: Declared) -> list[str]:
    return [*path[:1], _form(one), *path[2:]] if path[1:2] == ["?"] else path


def _row_names(one: Declared) -> list[str]:
    amount = one.record.record("amount")
    listed = amount.records(_form(one)) if amount else ()
    return [row.text("name") for row in listed]


def _form(one: Declared) -> str:
    amount = one.record.record("amount")
    return "table" if amount and "table" in amount else "brackets"


def _shape_of(file: Keys) -> Keys:
    """The shape of one thing in a file of many."""
    kind = file.keys[0].of
    inner = kind.of if isinstance(kind, Named | ListOf) else kind
    assert isinstance(inner, Keys)
    return inner


# ── whole schemes ────────────────────────────────────────────────────────────────────


def _add_file(draft: Draft, request: Request, findings: Findings) -> Change | None:
    path = Path(request.text)
    content = read_bytes(path, path.name, findings)
    text = decode(content, path.name, findings) if content is not None else None
    tree = read_text(text, path.name, findings) if text is not None else None
    if content is None or tree is None:
        findings.unreadable = True
        return None
    layer = Layer(path.parent, path.name)
    if not isinstance(tree, TextMap) or not tree.entries:
        message = Words("this is not a rule file", "这不是规则文件")
        cure = Words("name a file that begins with scheme:", "请指定以 scheme: 开头的文件")
        findings.add("file-kind", Place(path.name), message, cure)
        return None
    sort_in(tree, layer, findings)
    layer.contents[path.name] = content
    merge([layer], findings, draft)
    return Change(request.key, "", path.name)


def _withdraw(draft: Draft, request: Request, findings: Findings) -> Change | None:
    names = _listed(request)
    for name in names:
        if draft.schemes.pop(name, None) is None:
            known = list(draft.schemes)
            message = Words(f"there is no scheme {name}", f"没有项目 {name}")
            otherwise = Words(
                f"the schemes are {', '.join(known)}", f"现有项目：{'、'.join(known)}"
            )
            cure = cure_by_nearest(name, known, otherwise)
            findings.add("unknown-scheme", request.place, message, cure, name)
    gone = set(names)
    draft.facts = forget_in_facts(draft.facts, gone)
    draft.schemes = forget_in_schemes(draft.schemes, gone)
    draft.overlaps = forget_in_overlaps(draft.overlaps, gone)
    draft.withdrawn |= gone
    return Change(request.key, ", ".join(names), "")


def _refuse_without_text(request: Request, findings: Findings) -> None:
    message = Words(
        "this book was not read from files: only rates can be changed",
        "此规则集不是从文件读入的，只能调整标准",
    )
    cure = Words("load it from its folder", "请从文件夹载入")
    findings.add("no-text", request.place, message, cure, request.target)


def written_at(book: Rulebook, target: str) -> str:
    """What stands in the text of the rules at a target of :func:`overlaid`; empty for nothing."""
    first, _, rest = target.partition(".")
    draft = book.origin.draft if isinstance(book.origin, Origin) else Draft()
    if first not in draft.schemes or not rest:
        return ""
    one = draft.schemes[first]
    return shown_at(one.record, _in_form(_path(rest, _row_names(one)), one))
