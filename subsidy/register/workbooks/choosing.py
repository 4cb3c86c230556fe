"""Which sheets of a workbook are the register, and that nobody stands where nobody is looked for."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from subsidy.errors import Place
from subsidy.register.heading_rows import looks_like_people
from subsidy.register.workbooks.grid import Grid
from subsidy.register.workbooks.header import Header, find_header
from subsidy.register.workbooks.other_tables import people_above
from subsidy.register.workbooks.refusals import (
    refuse_empty,
    refuse_hidden,
    refuse_no_headings,
    refuse_people_outside,
    refuse_unidentified,
    refuse_unknown_sheet,
)
from subsidy.register.workbooks.vocabulary import Vocabulary

__all__ = ["NO_FORM", "Selection", "SheetForm", "chosen"]


@frozen
class SheetForm:
    """What the caller says of a workbook: the sheets to read, all where none is named, the fact
    that the names of the sheets tell, and the row of the headings, counted from 1.
    """

    sheets: tuple[str, ...] = ()
    fact: str | None = None
    header_row: int | None = None


NO_FORM = SheetForm()


@frozen
class Selection:
    """The sheets that are read with their headings, and the names of the others."""

    sheets: tuple[tuple[Grid, Header], ...]
    ignored: tuple[str, ...]


def chosen(
    grids: Sequence[Grid], place: Place, vocabulary: Vocabulary, form: SheetForm
) -> Selection:
    """The sheets with headings of people: all, or those that are named.

    Raises:
        RegisterRefused: none; a hidden one that nobody named; people in a sheet without
            headings, or above them.
    """
    filled = [grid for grid in grids if any(cell != "" for row in grid.rows for cell in row)]
    if not filled:
        refuse_empty(place)
    names = [grid.name for grid in filled]
    form = evolve(form, sheets=tuple(_as_named(name, names) for name in form.sheets))
    unknown = [name for name in form.sheets if name not in names]
    if unknown:
        refuse_unknown_sheet(unknown, names, place)
    asked = [grid for grid in filled if not form.sheets or grid.name in form.sheets]
    found = _headers(asked, vocabulary, form)
    _check_outside(found, place, vocabulary, form)
    sheets = tuple((grid, header) for grid, header in found if header is not None)
    if not sheets:
        refuse_no_headings(names, vocabulary.wanted, place)
    hidden = [grid.name for grid, _ in sheets if not grid.is_visible and not form.sheets]
    if hidden:
        refuse_hidden(hidden, place)
    read = {grid.name for grid, _ in sheets}
    return Selection(sheets, tuple(name for name in names if name not in read))


def _as_named(asked: str, names: Sequence[str]) -> str:
    """The name as the workbook has it: spaces around it, which nobody sees, need not be given."""
    alike = [name for name in names if name.strip() == asked.strip()]
    return alike[0] if asked not in names and len(alike) == 1 else asked


def _headers(
    grids: Sequence[Grid], vocabulary: Vocabulary, form: SheetForm
) -> list[tuple[Grid, Header | None]]:
    """The headings of each sheet; where none has any, those of people by their roles alone."""
    found = [(grid, find_header(grid, vocabulary, form.header_row)) for grid in grids]
    if any(header is not None for _, header in found):
        return found
    wider = evolve(vocabulary, with_roles=True)
    return [(grid, find_header(grid, wider, form.header_row)) for grid in grids]


def _check_outside(
    found: Sequence[tuple[Grid, Header | None]],
    place: Place,
    vocabulary: Vocabulary,
    form: SheetForm,
) -> None:
    for grid, header in found:
        above = grid.rows[: header.first] if header else grid.rows
        person = looks_like_people(above)
        here = evolve(place, sheet=grid.name)
        if person is not None:
            refuse_people_outside(
                evolve(here, line=grid.row_number(person)),
                vocabulary.wanted,
                is_above=header is not None,
            )
        listed = people_above(above, vocabulary) if header and not form.header_row else None
        if listed is not None:
            texts = [str(cell) for cell in grid.rows[listed] if cell != ""]
            refuse_unidentified(evolve(here, line=grid.row_number(listed)), texts)
        if header is None and grid.name in form.sheets:
            refuse_no_headings([grid.name], vocabulary.wanted, here)
