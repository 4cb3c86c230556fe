"""One deliberate fault: a replacement of text in one file."""

from __future__ import annotations

from attrs import frozen

__all__ = ["Fault"]


@frozen
class Fault:
    """One fault: the test that must fail (file and name), what is wrong, and the replacement."""

    file: str
    test: str
    what: str
    where: str
    old: str
    new: str

    @property
    def node(self) -> str:
        """The test as pytest names it."""
        return f"{self.file}::{self.test}"
