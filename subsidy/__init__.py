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
    from subsidy.budget.execution import Execution, execute_budget
    from subsidy.budget.model import Budget
    from subsidy.budget.reading import read_budget
    from subsidy.calculation import calculate
    from subsidy.errors import (
        BudgetRefused,
        OutputRefused,
        Problem,
        RegisterRefused,
        RulesRefused,
        SubsidyError,
        UsageRefused,
    )
    from subsidy.explanation import explain
    from subsidy.projection.answers import Projection
    from subsidy.projection.assumptions import Variation
    from subsidy.projection.events import Upcoming
    from subsidy.projection.looking_ahead import upcoming
    from subsidy.projection.projecting import project
    from subsidy.results.result import Result
    from subsidy.rulebook.model import Rulebook
    from subsidy.rulebook.shelf import check_rulebook, load_rulebook
    from subsidy.scenario.comparison import Comparison, compare
    from subsidy.scenario.seeking import Goal, seek
    from subsidy.scenario.sweeping import sensitivity, sweep, tornado

__all__ = [
    "Budget",
    "BudgetRefused",
    "Comparison",
    "Execution",
    "Goal",
    "OutputRefused",
    "Problem",
    "Projection",
    "RegisterRefused",
    "Result",
    "Rulebook",
    "RulesRefused",
    "SubsidyError",
    "Upcoming",
    "UsageRefused",
    "Variation",
    "calculate",
    "check_rulebook",
    "compare",
    "execute_budget",
    "explain",
    "load_rulebook",
    "project",
    "read_budget",
    "seek",
    "sensitivity",
    "sweep",
    "tornado",
    "upcoming",
]

__version__ = "0.1.0"

_ROOMS = {
    "Budget": "budget.model",
    "BudgetRefused": "errors",
    "Execution": "budget.execution",
    "Comparison": "scenario.comparison",
    "Goal": "scenario.seeking",
    "OutputRefused": "errors",
    "Problem": "errors",
    "Projection": "projection.answers",
    "RegisterRefused": "errors",
    "Result": "results.result",
    "Rulebook": "rulebook.model",
    "RulesRefused": "errors",
    "SubsidyError": "errors",
    "Upcoming": "projection.events",
    "UsageRefused": "errors",
    "Variation": "projection.assumptions",
    "calculate": "calculation",
    "compare": "scenario.comparison",
    "check_rulebook": "rulebook.shelf",
    "execute_budget": "budget.execution",
    "explain": "explanation",
    "load_rulebook": "rulebook.shelf",
    "read_budget": "budget.reading",
    "project": "projection.projecting",
    "upcoming": "projection.looking_ahead",
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
