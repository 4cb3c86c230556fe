"""Who is due what: a beneficiary subsidy calculation engine, exact to the fen.

>>> import subsidy
>>> book = subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng")
>>> people = [{"person_id": "P1", "birth_date": "1933-08-15"}]
>>> result = subsidy.calculate(book, people, "2023")
>>> result.annual().select("scheme", "months", "amount").rows()
[('elderly_allowance', 12, Decimal('850.00'))]

Names are loaded when they are first used, so that ``import subsidy`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from subsidy.calculation import calculate
    from subsidy.errors import (
        OutputRefused,
        Problem,
        RegisterRefused,
        RulesRefused,
        SubsidyError,
        UsageRefused,
    )
    from subsidy.explanation import explain
    from subsidy.results.result import Result
    from subsidy.rulebook.model import Rulebook
    from subsidy.rulebook.shelf import check_rulebook, load_rulebook
    from subsidy.scenario.comparison import Comparison, compare
    from subsidy.scenario.seeking import Goal, seek
    from subsidy.scenario.sweeping import sensitivity, sweep, tornado

__all__ = [
    "Comparison",
    "Goal",
    "OutputRefused",
    "Problem",
    "RegisterRefused",
    "Result",
    "Rulebook",
    "RulesRefused",
    "SubsidyError",
    "UsageRefused",
    "calculate",
    "check_rulebook",
    "compare",
    "explain",
    "load_rulebook",
    "seek",
    "sensitivity",
    "sweep",
    "tornado",
]

__version__ = "0.1.0"

_ROOMS = {
    "Comparison": "scenario.comparison",
    "Goal": "scenario.seeking",
    "OutputRefused": "errors",
    "Problem": "errors",
    "RegisterRefused": "errors",
    "Result": "results.result",
    "Rulebook": "rulebook.model",
    "RulesRefused": "errors",
    "SubsidyError": "errors",
    "UsageRefused": "errors",
    "calculate": "calculation",
    "compare": "scenario.comparison",
    "check_rulebook": "rulebook.shelf",
    "explain": "explanation",
    "load_rulebook": "rulebook.shelf",
    "seek": "scenario.seeking",
    "sensitivity": "scenario.sweeping",
    "sweep": "scenario.sweeping",
    "tornado": "scenario.sweeping",
}


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module 'subsidy' has no attribute {name!r}")
    return getattr(import_module(f"subsidy.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
