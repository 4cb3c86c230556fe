"""What a workbook says besides values, of whichever kind it is. Runs where workbooks are parsed."""

from __future__ import annotations

from collections.abc import Callable

from subsidy.register.workbooks.biff import marks_of_xls
from subsidy.register.workbooks.grid import NO_MARKS, Marks
from subsidy.register.workbooks.kinds import is_zip
from subsidy.register.workbooks.marks import marks_of_xlsx

__all__ = ["marks_by_sheet"]


def marks_by_sheet(content: bytes) -> Callable[[str], Marks]:
    """What the file says of each sheet besides values; nothing of a sheet that it cannot read."""
    found = marks_of_xlsx(content) if is_zip(content) else marks_of_xls(content)
    return lambda name: found.get(name, NO_MARKS)
