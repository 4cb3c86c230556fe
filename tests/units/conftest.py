"""The place and its registers as files."""

import pytest

from tests.units.place import HOMES, HOUSEHOLDS, PEOPLE, write_place


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the rules and three registers, which is also where the command runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules").mkdir()
    write_place(tmp_path / "rules")
    for name, rows in (("people", PEOPLE), ("households", HOUSEHOLDS), ("homes", HOMES)):
        cells = [["" if cell is None else str(cell) for cell in row.values()] for row in rows]
        lines = [",".join(line) for line in [list(rows[0]), *cells]]
        (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return tmp_path
