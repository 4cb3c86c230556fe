"""Finding places: names on the shelf, folders, single files, and the folders that they inherit."""

from __future__ import annotations

from pathlib import Path

from attrs import define, field, frozen

from subsidy.errors import Place, Words
from subsidy.rulebook.files import is_rule_file
from subsidy.rulebook.findings import Findings, cure_by_nearest
from subsidy.rulebook.layers import Layer, read_layer
from subsidy.rulebook.reading import read_labels
from subsidy.rulebook.record import Value

__all__ = ["SHELF", "Target", "find_target", "places", "read_chain", "shown_name"]

PLACE_FILE = "place.yaml"

_INSTALLED = Path(__file__).parent.parent / "_rules"
_SOURCE_TREE = Path(__file__).parent.parent.parent / "rules"

SHELF = _INSTALLED if _INSTALLED.is_dir() else _SOURCE_TREE


@frozen
class Target:
    """A place's folder; ``only`` is the one scheme file that was asked for, if one was."""

    folder: Path
    only: str = ""


def places() -> tuple[str, ...]:
    """The names of all places on the shelf, sorted."""
    found = (path.parent.relative_to(SHELF).as_posix() for path in SHELF.rglob(PLACE_FILE))
    return tuple(sorted(name for name in found if name != "."))


def find_target(name_or_path: str | Path, findings: Findings) -> Target | None:
    """The folder that a name on the shelf or a path means; None where there is none."""
    if isinstance(name_or_path, str) and name_or_path in places():
        return Target(SHELF / name_or_path)
    path = Path(name_or_path)
    if path.is_dir():
        return Target(path.resolve())
    if path.is_file() and is_rule_file(path):
        return Target(path.resolve().parent, path.name)
    text = str(name_or_path)
    message = Words(
        f"{text} is neither a place on the shelf nor a folder of rules",
        f"{text} 既不是规则架上的地区，也不是规则文件夹",
    )
    known = ", ".join(places())
    otherwise = Words(f"the places are {known}", f"现有地区：{known}")
    cure = cure_by_nearest(_called(text) or text, list(places()), otherwise)
    findings.add("place-unknown", Place(text), message, cure, text)
    return None


def _called(text: str) -> str:
    """The one place on the shelf whose label holds the text; empty where there is not just one."""
    labels = {name: _label(name) for name in places()}
    found = [name for name, label in labels.items() if text in label.zh or text in label.en]
    return found[0] if len(found) == 1 else ""


def _label(name: str) -> Words:
    place = read_layer(SHELF / name, name, Findings()).place
    return read_labels(place) if place else Words("", "")


def read_chain(folder: Path, findings: Findings) -> list[Layer]:
    """The folder and all that it inherits, the farthest first."""
    chain = _Chain(_root(folder), findings)
    chain.visit(folder)
    return list(chain.layers.values())


def shown_name(folder: Path) -> str:
    """A folder as people know it: its path on the shelf, or below the outermost place."""
    return folder.relative_to(_root(folder)).as_posix()


def _root(folder: Path) -> Path:
    """The folder to which shown file names are relative."""
    if folder.is_relative_to(SHELF):
        return SHELF
    while (folder.parent / PLACE_FILE).is_file() and folder.parent != folder:
        folder = folder.parent
    return folder.parent


@define
class _Chain:
    """Walks up, and along ``inherits``, reading each folder once."""

    root: Path
    findings: Findings
    layers: dict[Path, Layer] = field(factory=dict)
    open: list[Path] = field(factory=list)

    def visit(self, folder: Path) -> None:
        """Read what *folder* inherits, then the folder itself."""
        if folder in self.layers:
            return
        self.open.append(folder)
        layer = read_layer(folder, self._shown(folder), self.findings)
        inherits = layer.place.value("inherits") if layer.place else None
        if inherits is not None:
            self._inherit(inherits, folder)
        if (folder.parent / PLACE_FILE).is_file():
            self.visit(folder.parent)
        self.open.pop()
        self.layers[folder] = layer

    def _inherit(self, inherits: Value, folder: Path) -> None:
        target = _inherited(inherits.text, folder)
        if target is None:
            is_folder = (folder / inherits.text).is_dir()
            why = ", for it has no place.yaml" if is_folder else ""
            why_zh = "（该文件夹没有 place.yaml）" if is_folder else ""
            message = Words(
                f"there is no place {inherits.text} to inherit{why}",
                f"没有可继承的地区 {inherits.text}{why_zh}",
            )
            known = ", ".join(places())
            otherwise = Words(f"the places are {known}", f"现有地区：{known}")
            cure = cure_by_nearest(inherits.text, list(places()), otherwise)
            self.findings.unreadable = True
            self.findings.add("place-unknown", inherits.place, message, cure, inherits.text)
        elif target in self.open:
            cycle = [self._shown(one) for one in [*self.open[self.open.index(target) :], target]]
            shown = " → ".join(cycle)
            message = Words(f"places inherit from one another: {shown}", f"地区循环继承：{shown}")
            cure = Words("remove one inherits", "请删去其中一个 inherits")
            self.findings.add("cycle", inherits.place, message, cure, inherits.text)
        else:
            self.visit(target)

    def _shown(self, folder: Path) -> str:
        for root in (self.root, SHELF):
            if folder.is_relative_to(root):
                return folder.relative_to(root).as_posix()
        return folder.name


def _inherited(text: str, folder: Path) -> Path | None:
    if text in places():
        return SHELF / text
    path = (folder / text).resolve()
    is_relative = text.startswith(".") and not Path(text).is_absolute()
    return path if is_relative and (path / PLACE_FILE).is_file() else None
