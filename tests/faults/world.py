"""What every injected fault starts from: rules, a register, an old result, and how a new one looks.

Nothing here imports Polars: the driver forks, and a process that forks must have one thread.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from attrs import evolve, field, frozen

from tests.cli.conftest import FACTS, PLACE, SCHEME

CASES = {
    "table": ("out.txt", "--format", "table"),
    "json": ("out.json",),
    "csv": ("out.csv",),
    "parquet": ("out.parquet",),
    "xlsx": ("out.xlsx",),
    "csv and set-aside list": ("out.csv",),
    "csv in pieces and set-aside list": ("out.csv", "--stream"),
    "parquet in pieces": ("out.parquet", "--stream"),
    "json in pieces": ("out.json", "--stream", "--detail", "totals"),
}
OLD, NEW = "2022", "2023"
ASIDE = "aside.csv"
Files = dict[str, bytes]


@frozen(eq=False)
class World:
    """A folder with inputs and outputs of one case, and the bytes of an old and a new result."""

    folder: Path
    case: str
    old: Files = field(factory=dict, repr=False)
    new: Files = field(factory=dict, repr=False)

    @property
    def in_pieces(self) -> bool:
        return "--stream" in CASES[self.case]

    @property
    def outputs(self) -> Path:
        return self.folder / "out"

    @property
    def target(self) -> str:
        return CASES[self.case][0]

    def arguments(self, period: str) -> list[str]:
        """The command line that writes the result of a period."""
        name, *more = CASES[self.case]
        if "set-aside" in self.case:
            more += ["--quarantine", str(self.outputs / ASIDE)]
        register, rules = str(self.folder / "register.csv"), str(self.folder / "rules")
        return [
            "calc", register, "--rules", rules, "--period", period, "--detail", "monthly",
            "--lang", "en", "--quiet", "--out", str(self.outputs / name), *more,
        ]  # fmt: skip

    def reset(self, files: Files) -> None:
        """The outputs are these files and nothing else."""
        shutil.rmtree(self.outputs, ignore_errors=True)
        self.outputs.mkdir()
        for name, content in files.items():
            (self.outputs / name).write_bytes(content)
            (self.outputs / name).chmod(0o600)

    def read(self) -> Files:
        """The files among the outputs."""
        return {path.name: path.read_bytes() for path in self.outputs.iterdir() if path.is_file()}

    def left_over(self) -> list[Path]:
        """What stands among the outputs and is not a file of the result."""
        return [path for path in self.outputs.iterdir() if path.name not in self.new]

    def digest(self) -> str:
        """Over every input: its name and its bytes."""
        found = hashlib.sha256()
        for path in [self.folder / "register.csv", *sorted((self.folder / "rules").iterdir())]:
            found.update(path.name.encode() + path.read_bytes())
        return found.hexdigest()


def make_world(folder: Path, case: str, people: int = 60) -> World:
    """Inputs for one case: invented people, two of whom cannot be calculated."""
    rules = folder / "rules"
    rules.mkdir(parents=True)
    (folder / "out").mkdir()
    for name, text in (("place", PLACE), ("facts", FACTS), ("old_age", SCHEME)):
        (rules / f"{name}.yaml").write_text(text, "utf-8")
    rows = [f"P{n:03},Invented {n},{1920 + n % 40}-{n % 12 + 1:02}-15" for n in range(people)]
    if "--stream" in CASES[case]:
        rows.reverse()  # so that what is calculated must be put in order by way of the disk
    rows += ["X1,Invented X,1940-02-31", "X2,Invented Y,1940-13-01"]
    text = "\n".join(["person_id,name,birth_date", *rows]) + "\n"
    (folder / "register.csv").write_text(text, "utf-8")
    return World(folder, case)


def evolve_files(world: World, old: Files, new: Files) -> World:
    """The same world with other results."""
    return evolve(world, old=old, new=new)


def violations(world: World, digest: str) -> Iterator[str]:
    """What a reader of the folder may complain of, whenever the run ended."""
    found = world.read()
    if world.digest() != digest:
        yield "an input changed"
    for name in world.new:
        known = (world.old.get(name), world.new[name])
        if not name.endswith(".receipt.json") and found.get(name) not in known:
            yield f"{name} is neither the old nor the new result"
    yield from _receipt_violations(world, found)
    for path in world.left_over():
        yield from _temporary_violations(path)


def _receipt_violations(world: World, found: Files) -> Iterator[str]:
    """A receipt that stands there describes every file beside it."""
    text = found.get(f"{world.target}.receipt.json")
    if text is None:
        return
    said = json.loads(text)
    for entry in ("output", "set_aside_list"):
        if entry in said:
            content = found.get(said[entry]["file"], b"")
            if hashlib.sha256(content).hexdigest() != said[entry]["sha256"]:
                yield f"the receipt does not describe {said[entry]['file']}"


def _temporary_violations(path: Path) -> Iterator[str]:
    """Remains of a killed run are private, and their names tell nothing."""
    if not (path.name.startswith(".subsidy-") and path.name.endswith(".tmp") and path.is_dir()):
        yield f"{path.name} was left behind"
        return
    modes = [path.stat().st_mode, *(inner.stat().st_mode for inner in path.rglob("*"))]
    if any(stat.S_IMODE(mode) & 0o077 for mode in modes):
        yield "a temporary file can be read by others"
