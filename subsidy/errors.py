"""Problems as values, and the exceptions that carry them.

A reader or a check never raises at the first fault: it gathers :class:`Problem` values and
one exception carries them all.

    SubsidyError
    ├── RulesRefused      rules cannot be used; nothing was calculated
    ├── RegisterRefused   the register cannot be read; nothing was calculated
    ├── BudgetRefused     the budget file cannot be used; nothing was worked out
    ├── UsageRefused      what was asked for does not make sense (period, person, option)
    └── OutputRefused     the result cannot be published where it was asked for
"""

from __future__ import annotations

import errno
import os
import re

from attrs import frozen

__all__ = [
    "BudgetRefused",
    "OutputRefused",
    "Place",
    "Problem",
    "RegisterRefused",
    "RulesRefused",
    "SubsidyError",
    "UsageRefused",
    "Words",
    "failure_words",
    "nearest",
]

_AFTER_CHINESE = re.compile(r"(?<=[\u3000-\uffef]); ")


@frozen
class Words:
    """One text in both languages that users read."""

    en: str
    zh: str

    def in_language(self, language: str) -> str:
        """The text in *language*: ``"zh"``, or English for anything else."""
        return self.zh if language == "zh" else self.en

    @classmethod
    def written(cls, text: str) -> Words:
        """A text that authors may write in both languages: ``english / 中文``.

        Several such pairs may stand one after another, ``a / 甲; b / 乙``; a text in one
        language serves both.

        >>> Words.written("as usual; for all / 一律按惯例; as before / 照旧").zh
        '一律按惯例；照旧'
        """
        pairs = [part.partition(" / ") for part in _AFTER_CHINESE.split(text)]
        return cls("; ".join(en for en, _, _ in pairs), "；".join(zh or en for en, _, zh in pairs))


@frozen
class Place:
    """Where something stands: a file and, as far as known, line and column, or sheet and heading."""

    file: str
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    heading: str | None = None

    def __str__(self) -> str:
        position = "".join(f":{n}" for n in (self.line, self.column) if n is not None)
        sheet = f"[{self.sheet}]" if self.sheet else ""
        heading = f" {self.heading}" if self.heading else ""
        return f"{self.file}{sheet}{position}{heading}"


@frozen
class Problem:
    """What is wrong, where, and how to mend it.

    ``code`` is a stable short name (``"brackets-gap"``); ``found`` is the offending value as
    it stands in the file (never a person's data), empty where there is none.
    """

    code: str
    place: Place
    message: Words
    cure: Words
    found: str = ""

    def show(self, language: str = "en") -> str:
        """Three lines: place, what is wrong, how to mend it."""
        lines = [str(self.place), "  " + self.message.in_language(language)]
        cure = self.cure.in_language(language)
        return "\n".join([*lines, "  " + cure] if cure else lines)


class SubsidyError(Exception):
    """Any refusal of this library; ``problems`` holds every reason at once."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(problem.show() for problem in problems))
        self.problems: tuple[Problem, ...] = problems

    def show(self, language: str = "en") -> str:
        """All problems as text, in ``"en"`` or ``"zh"``."""
        return "\n".join(problem.show(language) for problem in self.problems)


class RulesRefused(SubsidyError):
    """The rulebook cannot be used for what was asked; nothing was calculated."""


class RegisterRefused(SubsidyError):
    """The register cannot be read at all; nothing was calculated."""


class BudgetRefused(SubsidyError):
    """The budget file, or the calculation beside it, cannot be used; nothing was worked out."""


class UsageRefused(SubsidyError):
    """The question itself does not make sense: a period, a person, an option."""


class OutputRefused(SubsidyError):
    """The result cannot be published where it was asked for."""


_FAILURES_ZH = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "上级不是文件夹",
    errno.EEXIST: "已存在同名文件",
    errno.ENOSPC: "磁盘空间不足",
    errno.EROFS: "该处只读",
    errno.ENAMETOOLONG: "文件名过长",
    errno.EBADF: "输出已关闭",
    errno.EIO: "磁盘读写错误",
}


def failure_words(number: int) -> Words:
    """What the system says of a failed file operation, by its error number."""
    english = os.strerror(number)
    return Words(english, _FAILURES_ZH.get(number, english))


def nearest(word: str, known: list[str]) -> str | None:
    """The known name closest to a misspelt *word*, or None where nothing is close."""
    from difflib import get_close_matches

    close = get_close_matches(word.lower(), {name.lower(): name for name in known}, n=1, cutoff=0.6)
    return next((name for name in known if close and name.lower() == close[0]), None)
