"""Where the readers and checks of rules put what they find, so that all of it is said at once."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define, field

from subsidy.errors import Place, Problem, Words, nearest

__all__ = ["Findings", "cure_by_nearest", "in_order"]


@define
class Findings:
    """The problems found so far, and the names whose own declaration is at fault.

    ``broken_names`` keeps one mistake from being told twice: a formula that mentions a name
    whose declaration is refused is not refused for it. ``unreadable`` says that a whole file
    could not be read, so that nobody can say which names are missing.
    """

    problems: list[Problem] = field(factory=list)
    broken_names: set[str] = field(factory=set)
    unreadable: bool = False

    def add(self, code: str, place: Place, message: Words, cure: Words, found: str = "") -> None:
        """Note one problem."""
        self.problems.append(Problem(code, place, message, cure, found))

    def add_unknown(self, code: str, place: Place, message: Words, cure: Words, found: str) -> None:
        """Note a name that is not declared, unless its declaration is itself at fault."""
        if not self.unreadable and found not in self.broken_names:
            self.add(code, place, message, cure, found)

    def since(self, mark: int) -> bool:
        """Whether anything was noted after ``mark = len(findings)``."""
        return len(self.problems) > mark

    def __len__(self) -> int:
        return len(self.problems)

    def sorted(self) -> tuple[Problem, ...]:
        """Every problem once, by file, line and column."""
        return in_order(self.problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Every problem once, by file, line and column."""
    return tuple(sorted(dict.fromkeys(problems), key=_position))


def cure_by_nearest(word: str, known: list[str], otherwise: Words) -> Words:
    """The cure for a misspelt name: the nearest known one, else *otherwise*."""
    close = nearest(word, known)
    return Words(f"did you mean {close}?", f"是否应为 {close}？") if close else otherwise


def _position(problem: Problem) -> tuple[str, int, int, str, str]:
    place = problem.place
    return (place.file, place.line or 0, place.column or 0, problem.code, problem.message.en)
