"""Layers of text, merged by name and read into one rulebook."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence

from attrs import evolve

from subsidy.dates import LeapDay
from subsidy.errors import Place, Words
from subsidy.money import HALF_UP_TO_FEN, Rounding
from subsidy.rulebook.checks_facts import check_facts
from subsidy.rulebook.checks_parameters import check_parameters
from subsidy.rulebook.checks_schemes import check_schemes
from subsidy.rulebook.findings import Findings, cure_by_nearest
from subsidy.rulebook.layers import Layer
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.naming import names_for, register_meanings
from subsidy.rulebook.order import in_dependency_order, with_exclusions
from subsidy.rulebook.origin import Draft, Origin
from subsidy.rulebook.read_counts import check_between_units, read_counts
from subsidy.rulebook.read_facts import FactBook, read_facts
from subsidy.rulebook.read_parameters import parameter_types, read_parameters
from subsidy.rulebook.read_schemes import read_overlaps, read_schemes
from subsidy.rulebook.reading import Context, Declared, read_labels, read_rounding
from subsidy.rulebook.reads import check_facts_read
from subsidy.rulebook.record import Record
from subsidy.rulebook.withdrawn import (
    forget_in_facts,
    forget_in_overlaps,
    forget_in_schemes,
)

__all__ = ["Draft", "canonical_sha256", "merge", "read_book"]


def merge(layers: Sequence[Layer], findings: Findings, onto: Draft | None = None) -> Draft:
    """What is nearer wins by name; *layers* come farthest first, all of them nearer than *onto*."""
    draft = Draft() if onto is None else onto
    for layer in layers:
        _withdraw(layer, draft, findings)
        draft.facts |= layer.facts
        draft.parameters |= layer.parameters
        draft.overlaps |= layer.overlaps
        for one in layer.overrides.values():
            _override(one, draft, findings)
        draft.schemes |= layer.schemes
        draft.places += [layer.place] if layer.place else []
        draft.contents = {**draft.contents, **layer.contents}
    gone = draft.withdrawn - draft.schemes.keys()
    draft.facts = forget_in_facts(draft.facts, gone)
    draft.schemes = forget_in_schemes(draft.schemes, gone)
    draft.overlaps = forget_in_overlaps(draft.overlaps, gone)
    return draft


def read_book(draft: Draft, name: str, findings: Findings) -> Rulebook | None:
    """The checked rulebook, or None where *findings* has any problem."""
    book = read_facts(draft.facts, findings)
    check_facts(book, draft.parameters, findings)
    context = _context(draft, book, findings)
    parameters = context.parameters
    schemes = read_schemes(draft.schemes, context)
    overlaps = read_overlaps(draft.overlaps.values(), context)
    check_schemes(draft.schemes, draft.overlaps, overlaps, findings)
    check_between_units(book, schemes, overlaps, findings)
    _refuse_shared_names(draft, findings)
    _demand_all(draft.facts, {*book.facts, *book.statuses, *book.ages}, findings)
    _demand_all(draft.parameters, {*parameters}, findings)
    _demand_all(draft.schemes, {scheme.name for scheme in schemes}, findings)
    _demand_all(draft.overlaps, {overlap.name for overlap in overlaps}, findings)
    if findings.problems:
        return None
    rulebook = Rulebook(
        name=name,
        labels=read_labels(draft.places[-1]) if draft.places else Words(name, name),
        leap_day=_leap_day(draft),
        facts=book.facts,
        statuses=book.statuses,
        ages=book.ages,
        parameters=parameters,
        schemes=in_dependency_order(with_exclusions(schemes, overlaps), overlaps),
        overlaps=overlaps,
        sha256=canonical_sha256(draft.contents),
        files=tuple(sorted(draft.contents)),
        key=book.key(),
        units=book.units(),
        origin=Origin(draft),
    )
    check_facts_read(rulebook, findings)
    return None if findings.problems else rulebook


def _context(draft: Draft, book: FactBook, findings: Findings) -> Context:
    """What the formulas of schemes may mention; parameters and counts are read on the way."""
    facts, rounding = book.facts, _rounding(draft)
    register = register_meanings(facts, book.statuses, book.ages)
    types = parameter_types(draft.parameters, register, findings)
    names = names_for(facts, book.statuses, book.ages, types.values())
    parameters = read_parameters(draft.parameters, types, names, rounding, findings)
    check_parameters(draft.parameters, parameters, findings)
    units = book.units()
    context = Context(names, facts, book.statuses, book.ages, rounding, findings, parameters, units)
    facts |= read_counts(book, context)
    return context


def _refuse_shared_names(draft: Draft, findings: Findings) -> None:
    """A parameter and a scheme of one name could not be told apart in what is printed."""
    for name in draft.parameters.keys() & draft.schemes.keys():
        message = Words(f"{name} is a parameter and a scheme", f"{name} 既是参数又是项目")
        cure = Words("rename one of them", "请为其中之一改名")
        findings.add("name-collision", draft.parameters[name].place, message, cure, name)


def _demand_all(
    declared: Mapping[str, Declared], came_out: Collection[str], findings: Findings
) -> None:
    """Nothing that is declared vanishes: what does not come out of reading leaves a problem."""
    if findings.problems:
        return
    for name, one in declared.items():
        if name not in came_out:
            message = Words(f"{name} could not be read", f"{name} 无法读取")
            cure = Words("check everything that stands in it", "请检查其中的全部内容")
            findings.add("not-read", one.place, message, cure, name)


def canonical_sha256(contents: Mapping[str, bytes]) -> str:
    """A hash over names and bytes; the same wherever the folder lies on a machine."""
    total = hashlib.sha256()
    for name in sorted(contents):
        shown = name.encode()
        total.update(len(shown).to_bytes(8, "big") + shown)
        total.update(len(contents[name]).to_bytes(8, "big") + contents[name])
    return total.hexdigest()


def _withdraw(layer: Layer, draft: Draft, findings: Findings) -> None:
    for value in layer.place.values("withdraws") if layer.place else ():
        draft.withdrawn.add(value.text)
        if draft.schemes.pop(value.text, None) is None:
            _refuse_scheme(value.text, value.place, draft, findings)


def _override(one: Declared, draft: Draft, findings: Findings) -> None:
    base = draft.schemes.get(one.name)
    if base is None:
        _refuse_scheme(one.name, one.place, draft, findings)
        return
    merged = Record(
        {**base.record.entries, **one.record.entries},
        {**base.record.key_places, **one.record.key_places},
        one.record.place,
        base.record.sound and one.record.sound,
    )
    draft.schemes[one.name] = evolve(base, record=merged)


def _refuse_scheme(name: str, place: Place, draft: Draft, findings: Findings) -> None:
    message = Words(f"no scheme {name} is inherited", f"没有继承到项目 {name}")
    known = list(draft.schemes)
    listed = ", ".join(known)
    otherwise = Words(f"the inherited schemes are {listed}", f"继承到的项目：{listed}") if known else Words(
        "nothing is inherited; write a scheme of its own", "没有继承任何项目；请另写项目"
    )  # fmt: skip
    cure = cure_by_nearest(name, known, otherwise)
    findings.add_unknown("unknown-scheme", place, message, cure, name)


def _rounding(draft: Draft) -> Rounding:
    rounding = HALF_UP_TO_FEN
    for place in draft.places:
        rounding = read_rounding(place, rounding)
    return rounding


def _leap_day(draft: Draft) -> LeapDay:
    told = [place.text("leap_day_birthday") for place in draft.places]
    return LeapDay(next((text for text in reversed(told) if text), LeapDay.MARCH_1.value))
