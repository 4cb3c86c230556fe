"""What a change names, as the rules call it: names in either language, and several rates at once.

- ``高龄津贴.80-89`` is ``old_age.80-89``: a scheme or parameter may go by its name in either language.
- ``old_age=+10%``, where the scheme has several brackets or rows, is a change of each of them.
- ``*=+10%`` is one of every rate and parameter that is written in yuan. Formulas follow what they
  read, and are not raised a second time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from subsidy.errors import Words
from subsidy.expression.nodes import MoneyLiteral, Node
from subsidy.expression.uses import leaves
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.requests import Request

__all__ = ["EVERY_RATE", "rates_of", "resolved", "spread"]

EVERY_RATE = "*"


def resolved(key: str, book: Rulebook) -> str:
    """A target, perhaps with months, by the names of the rules; as it is where none is meant.

    A name that two things have is nobody's.
    """
    target, at, months = key.partition("@")
    names = {scheme.name for scheme in book.schemes} | set(book.parameters)
    if target.partition(".")[0] in names:
        return key
    labelled = [(scheme.labels, scheme.name) for scheme in book.schemes]
    labelled += [(parameter.labels, parameter.name) for parameter in book.parameters.values()]
    said = [(label, name) for words, name in labelled for label in {words.zh, words.en}]
    meant = {
        f"{name}{target.removeprefix(label)}"
        for label, name in said
        if target == label or target.startswith(f"{label}.")
    }
    return f"{meant.pop()}{at}{months}" if len(meant) == 1 else key


def rates_of(key: str, book: Rulebook) -> list[str]:
    """The rates that a target names: those of all brackets or rows of a scheme, else itself."""
    named = resolved(key, book)
    target, at, months = named.partition("@")
    return [f"{rate}{at}{months}" for rate in _brackets(target, book)] or [named]


def spread(requests: Sequence[Request], book: Rulebook, findings: Findings) -> tuple[Request, ...]:
    """Each change under the name of what it changes; one of several rates as one of each."""
    found: list[Request] = []
    for request in requests:
        named = _named(request, book)
        targets = _rates(named, book, findings) if _is_relative(named) else None
        found += [named] if targets is None else [_of(named, target) for target in targets]
    _refuse_twice(found, requests, findings)
    return tuple(found)


def _named(request: Request, book: Rulebook) -> Request:
    key = resolved(request.key, book)
    return request if key == request.key else evolve(request, key=key, target=key.partition("@")[0])


def _is_relative(request: Request) -> bool:
    return request.text.lstrip()[:1] in ("+", "-")


def _of(request: Request, target: str) -> Request:
    return evolve(request, key=f"{target}{request.key.removeprefix(request.target)}", target=target)


def _rates(request: Request, book: Rulebook, findings: Findings) -> list[str] | None:
    """The rates that are meant; None where the target is one thing, or nothing."""
    if request.target == EVERY_RATE:
        return _all_in_yuan(request, book, findings)
    return _brackets(request.target, book) or None


def _brackets(target: str, book: Rulebook) -> list[str]:
    scheme = next((one for one in book.schemes if one.name == target), None)
    rows = [row.name for row in scheme.amount.rows] if scheme else [""]
    return [] if "" in rows else [f"{target}.{row}" for row in rows]


def _all_in_yuan(request: Request, book: Rulebook, findings: Findings) -> list[str]:
    found: list[str] = []
    for name, values in _written(book):
        if all(isinstance(value, MoneyLiteral) for value in values):
            found.append(name)
        elif any(_has_yuan(value) for value in values):
            message = Words(f"{name} is written in yuan in part only", f"{name} 只有一部分以元写明")
            cure = Words(
                "change rates by name, this one as you mean it",
                "请逐项指定标准，并写明此项如何调整",
            )
            findings.add("rate-in-part", request.place, message, cure, name)
    return found


def _written(book: Rulebook) -> Iterator[tuple[str, list[Node]]]:
    """Every rate and parameter that has a value, with what is written for it."""
    for name, one in book.parameters.items():
        if one.versions:
            yield name, [version.value for version in one.versions]
    for scheme in book.schemes:
        for row in scheme.amount.rows:
            if row.versions:
                name = f"{scheme.name}.{row.name}" if row.name else scheme.name
                yield name, [version.pay for version in row.versions]


def _has_yuan(value: Node) -> bool:
    return any(isinstance(leaf, MoneyLiteral) for leaf in leaves(value))


def _refuse_twice(found: Iterable[Request], asked: Sequence[Request], findings: Findings) -> None:
    """One rate changed twice by two names would hang on the order in which they are read."""
    known = Counter(one.key for one in asked)
    for key, number in Counter(one.key for one in found).items():
        if number > max(known[key], 1):
            place = next(one.place for one in found if one.key == key)
            message = Words(f"{key} is changed twice", f"{key} 被调整两次")
            cure = Words("name each rate once, by one of its names", "每项标准请只写一次")
            findings.add("changed-twice", place, message, cure, key)
