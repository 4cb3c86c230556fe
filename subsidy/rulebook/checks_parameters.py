"""Parameters: versions, cycles, amounts finer than a fen, and amounts that are too large."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from subsidy.dates import MONTHS_PER_YEAR, Month, show_month
from subsidy.errors import Place, Words
from subsidy.expression.nodes import ParameterValue
from subsidy.expression.uses import names_in
from subsidy.money import AmountError, Mode, show_yuan
from subsidy.rulebook.bounds import Bounds
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.model import Parameter, ParameterKind
from subsidy.rulebook.order import find_cycle
from subsidy.rulebook.read_parameters import mentioned
from subsidy.rulebook.reading import Declared, read_labels
from subsidy.rulebook.record import Record
from subsidy.rulebook.values import RateMissing, Rates
from subsidy.rulebook.versions import check_versions

__all__ = [
    "check_model_parameters",
    "check_parameters",
    "refuse_parameter_cycle",
    "refuse_too_large",
]


def check_parameters(
    declared: Mapping[str, Declared], parameters: Mapping[str, Parameter], findings: Findings
) -> None:
    """Everything that is wrong with dated values among themselves."""
    if not _refuse_cycle(declared, findings):
        _demand_beginning(declared, parameters, findings)
        check_model_parameters(parameters, parameters, findings)


def check_model_parameters(
    names: Collection[str], parameters: Mapping[str, Parameter], findings: Findings
) -> None:
    """Everything that is wrong with those of these *names*, which do not go round in a circle."""
    bounds = Bounds({}, {}, parameters)
    for name in (one for one in parameters if one in names):
        parameter = parameters[name]
        what = Words(name, name)
        check_versions(parameter.versions, what, findings)
        _check_values(parameter, bounds, findings)
        _check_exact(parameter, parameters, findings)


def _refuse_cycle(declared: Mapping[str, Declared], findings: Findings) -> bool:
    graph = {name: list(_reads_now(one, declared)) for name, one in declared.items()}
    cycle = find_cycle(graph)
    if cycle:
        first = declared[cycle[0]]
        steps = (version for name, version in _readings(first, declared) if name == cycle[1])
        place = next((version.place_of("value") for version in steps), first.place)
        refuse_parameter_cycle(cycle, place, findings)
    return bool(cycle)


def _demand_beginning(
    declared: Mapping[str, Declared], parameters: Mapping[str, Parameter], findings: Findings
) -> None:
    """Parameters that are worked out from their own past have a value to begin with."""
    left = {name: one for name, one in declared.items() if name not in parameters}
    cycle = find_cycle({name: [*_reads(one, left)] for name, one in left.items()})
    if not cycle:
        return
    name, shown = cycle[0], " → ".join(cycle)
    message = Words(
        f"{name} is worked out from its own past only ({shown}); nothing says where it begins",
        f"{name} 只由自身以往的数值算得（{shown}），没有写明起始数值",
    )
    cure = Words(
        "add an earlier version with a value of its own", "请补充一个更早的、写明数值的版本"
    )
    versions = left[name].record.records("versions")
    findings.add("no-beginning", versions[0].place_of("value"), message, cure, name)


def refuse_parameter_cycle(cycle: tuple[str, ...], place: Place, findings: Findings) -> None:
    """Note parameters that cannot be worked out because each waits for another."""
    shown = " → ".join(cycle)
    message = Words(f"parameters depend on one another: {shown}", f"参数循环引用：{shown}")
    cure = Words("give one of them a value of its own", "请为其中一个写明数值")
    findings.add("cycle", place, message, cure, shown)


def _reads_now(one: Declared, declared: Mapping[str, Declared]) -> Iterator[str]:
    """The parameters that one reads in the same year."""
    for name, version in _readings(one, declared):
        if version.whole("years_back") == 0:
            yield name


def _reads(one: Declared, declared: Mapping[str, Declared]) -> Iterator[str]:
    """The parameters that one reads in any year."""
    return (name for name, _ in _readings(one, declared))


def _readings(one: Declared, declared: Mapping[str, Declared]) -> Iterator[tuple[str, Record]]:
    """The parameters that one reads, with the version that does."""
    labels = {read_labels(other.record).zh: name for name, other in declared.items()}
    for version in one.record.records("versions"):
        value = version.value("value")
        if value is None:
            continue
        for spelling in sorted(mentioned(value.text)):
            name = spelling if spelling in declared else labels.get(spelling)
            if name:
                yield name, version


def _check_values(parameter: Parameter, bounds: Bounds, findings: Findings) -> None:
    for version in parameter.versions:
        interval = bounds.of(version.value)
        if interval is None:
            continue
        if interval.low < 0:
            message = Words(f"{parameter.name} would be negative", f"{parameter.name} 将为负数")
            cure = Words("a standard is never below zero", "标准不得为负")
            findings.add("amount-negative", version.place, message, cure)
        if interval.is_too_large:
            refuse_too_large(parameter.name, version.place, findings)


def refuse_too_large(name: str, place: Place, findings: Findings) -> None:
    """Note an amount beyond what can be calculated exactly."""
    message = Words(
        f"{name} could become larger than can be calculated exactly",
        f"{name} 可能超出可精确计算的范围",
    )
    cure = Words(
        "lower the highest values of the facts it reads, or write shares with fewer digits",
        "请调低所用事实的 highest，或减少比例的位数",
    )
    findings.add("amount-too-large", place, message, cure)


def _check_exact(
    parameter: Parameter, parameters: Mapping[str, Parameter], findings: Findings
) -> None:
    """A value that is said to be exact comes out in whole steps in every month it is worked out."""
    if parameter.kind is not ParameterKind.MONEY or parameter.rounding.mode is not Mode.EXACT:
        return
    rates = Rates(parameters)
    starts = {version.from_month for version in parameter.versions}
    for version in parameter.versions:
        for leaf in names_in(version.value):
            if isinstance(leaf, ParameterValue) and leaf.parameter in parameters:
                back = version.years_back * MONTHS_PER_YEAR
                starts |= {Month(v.from_month + back) for v in parameters[leaf.parameter].versions}
    for month in sorted(starts):
        _check_exact_in(parameter, Month(month), rates, findings)


def _check_exact_in(parameter: Parameter, month: Month, rates: Rates, findings: Findings) -> None:
    try:
        version, value = rates.unrounded(parameter.name, month)
    except (RateMissing, AmountError):
        return  # told where it is asked for, or where it comes from
    if value % parameter.rounding.step_fen == 0:
        return
    finest = show_yuan(parameter.rounding.step_fen)
    message = Words(
        f"{parameter.name} comes to {value} fen in {show_month(month)}, finer than {finest} yuan",
        f"{parameter.name} 在 {show_month(month)} 为 {value} 分，细于 {finest} 元",
    )
    cure = Words(
        "name a rounding, such as {mode: half_up, to: fen}",
        "请写明取整方式，如 {mode: half_up, to: fen}",
    )
    findings.add("amount-too-fine", version.place, message, cure, str(value))
