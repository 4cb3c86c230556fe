"""What every reader of rule records needs: formulas with places, names, sources, roundings."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from subsidy.errors import Place, Words
from subsidy.expression.faults import FormulaError
from subsidy.expression.infer import read_formula
from subsidy.expression.lexicon import is_name
from subsidy.expression.names import Names, Role
from subsidy.expression.nodes import Node
from subsidy.expression.types import Kind, Type
from subsidy.money import HALF_UP_TO_FEN, Mode, Rounding
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.model import Age, Fact, Parameter, Rulebook, Source, Status
from subsidy.rulebook.record import Record, Value
from subsidy.rulebook.text import TextScalar

__all__ = [
    "NO_SOURCE",
    "Context",
    "Declared",
    "demand_source",
    "read_key",
    "read_labels",
    "read_payee",
    "read_rounding",
    "read_source",
    "read_typed",
]

NO_SOURCE = Source()
STEP_FEN = {"fen": 1, "jiao": 10, "yuan": 100}


@frozen
class Declared:
    """Something declared by name: its record, and where the name stands.

    ``unit``: of a fact, whose register tells it.
    """

    name: str
    record: Record
    place: Place
    unit: str = "person"


@frozen
class Context:
    """What formulas may mention and read, and where problems go."""

    names: Names
    facts: Mapping[str, Fact]
    statuses: Mapping[str, Status]
    ages: Mapping[str, Age]
    rounding: Rounding
    findings: Findings
    parameters: Mapping[str, Parameter]
    units: Mapping[str, str] = field(factory=dict)  # of facts that are not a person's

    @classmethod
    def of_book(cls, book: Rulebook, names: Names, findings: Findings) -> Context:
        """The context of a checked book and its names, for changes of it."""
        return cls(
            names,
            book.facts,
            book.statuses,
            book.ages,
            HALF_UP_TO_FEN,
            findings,
            book.values_by_month,
            book.units,
        )


def read_typed(
    value: Value | None, names: Names, wanted: Kind | None, findings: Findings
) -> tuple[Node, Type] | None:
    """The formula in *value* and its type; None where it is absent or refused."""
    if value is None:
        return None
    try:
        return read_formula(value.text, names, wanted)
    except FormulaError as refused:
        for fault in refused.faults:
            place = value.scalar.place_of(fault.offset)
            if is_name(fault.found) and not names.find(fault.found):
                findings.add_unknown("unknown-name", place, fault.message, fault.cure, fault.found)
            else:
                findings.add("formula", place, fault.message, fault.cure, fault.found)
    return None


def read_key(key: str, place: Place, names: Names, findings: Findings) -> tuple[Node, Type] | None:
    """A key that names a fact, an age or a status, as a formula."""
    offered = names.offering(Role.FACT, Role.STATUS, Role.AGE)
    return read_typed(Value(key, TextScalar(key, place, on_one_line=True)), offered, None, findings)


def read_labels(record: Record) -> Words:
    """The name in both languages."""
    labels = record.record("name")
    return Words(labels.text("en"), labels.text("zh")) if labels else Words("", "")


def read_payee(record: Record) -> Words | None:
    """Who is handed the money, where a record names somebody."""
    named = record.record("payee")
    return Words(named.text("en"), named.text("zh")) if named else None


def read_rounding(record: Record, default: Rounding) -> Rounding:
    """The rounding that a record declares, else *default*."""
    declared = record.record("rounding")
    if declared is None or not declared.sound:
        return default
    return Rounding(Mode(declared.text("mode")), STEP_FEN[declared.text("to") or "fen"])


def read_source(record: Record, default: Source = NO_SOURCE) -> Source:
    """The legal address of a record, else *default*."""
    basis = record.record("legal_basis")
    assumed = record.text("assumed")
    if basis is None and not assumed:
        return default
    if basis is None:
        return Source(assumed=assumed)
    return Source(basis.text("document"), basis.text("clause"), assumed)


def demand_source(record: Record, place: Place, what: Words, findings: Findings) -> None:
    """Note that a rule or value says neither where it is published nor why it is assumed."""
    if "legal_basis" in record or "assumed" in record:
        return
    message = Words(f"{what.en} names no legal basis", f"{what.zh}没有注明政策依据")
    cure = Words(
        "add legal_basis: {document: …}, or assumed: why, where nothing is published",
        "请补充 legal_basis: {document: …}；没有公开依据的，写明 assumed: 原因",
    )
    findings.add("no-legal-basis", place, message, cure)
