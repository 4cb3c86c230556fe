"""Problems as text: where, what, found, how to mend it; and how many."""

from __future__ import annotations

from collections.abc import Sequence

from subsidy.errors import Problem
from subsidy.report.tables import one_line

__all__ = ["count_problems", "render_problem"]


def render_problem(problem: Problem, language: str) -> list[str]:
    """The lines of one problem; its place comes first."""
    message = problem.message.in_language(language)
    lines = [str(problem.place), *(f"  {line}" for line in message.splitlines())]
    if problem.found and problem.found not in message:
        found = "写的是：" if language == "zh" else "found: "
        lines.append(f"  {found}{one_line(problem.found)}")
    cure = problem.cure.in_language(language)
    return [*lines, *(f"  {line}" for line in cure.splitlines())]


def count_problems(problems: Sequence[Problem], language: str) -> str:
    """How many problems there are in how many files."""
    files = len({problem.place.file for problem in problems})
    if language == "zh":
        return f"{files} 个文件中共有 {len(problems)} 个问题。"
    return f"{_count(len(problems), 'problem')} in {_count(files, 'file')}."


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
