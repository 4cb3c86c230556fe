"""Canaries of every register: persons, households and institutions, through every command.

Beside what is printed and left behind, the names of all files that are opened, made or renamed on
the way are searched, and the command lines of all child processes; each exit code is exact.
"""

import sys
import zipfile

import polars as pl
import pytest

from tests.corpus.sheets import Sheet, xlsx

SHELF = "cn/hunan/zhuzhou/shifeng"
NUMBERS = ["CANARY-8461", "CANARY-8462", "CANARY-8463", "CANARY-8464"]
IDS = ["430204194305200017", "430204194402290026", "430204193308150014"]
HOMES = ["CANARY-HOME-1", "CANARY-HOME-2"]
PLACES = ["CANARY-INN-1", "CANARY-INN-2"]
NAMES = ["朱雀某", "玄武某", "白虎某", "青龙某", "麒麟敬老院"]
ODD = ["19430631", "7351.357"]  # a day that is none, an income finer than a fen
CANARIES = [*NUMBERS, *IDS, *HOMES, *PLACES, *NAMES, *ODD]
PERSONS = f"""人员编号,姓名,身份证号码,死亡日期,户编号
{NUMBERS[0]},{NAMES[0]},{IDS[0]},,{HOMES[0]}
{NUMBERS[1]},{NAMES[1]},{IDS[1]},{ODD[0]},{HOMES[0]}
{NUMBERS[2]},{NAMES[2]},{IDS[2]},,{HOMES[1]}
{NUMBERS[3]},{NAMES[3]},{IDS[2]},,
"""
HOUSEHOLDS = f"""户编号,家庭月收入,低保确认日期
{HOMES[0]},100.00,2022-01-10
{HOMES[1]},{ODD[1]},2022-01-10
"""
INSTITUTIONS = f"""机构编号,机构名称,月份,床位数
{PLACES[0]},{NAMES[4]},2023-01,40
{PLACES[1]},{NAMES[4]},2023-13,40
"""
BUDGET = """
budget: small
name: {zh: 石峰区, en: Shifeng}
document: invented
period: 2023
unit: 元
lines:
  - {line: old, name: {zh: 高龄, en: Old age}, schemes: elderly_allowance}
"""
BESIDE = ("--households", "h.csv", "--institutions", "i.csv", "--rules", SHELF)
YEAR = ("--period", "2023")
RATE = "elderly_allowance.80-89=720.00 per year"
AHEAD = ("--from", "2023-01", "--years", "1")
ASIDE = ("--quarantine", "aside.csv")
STREAMED = ("--rules", SHELF, *YEAR, "--stream", "--profile")
REQUESTS = {  # name: exit code, words, files that may hold people
    "calc": (3, ("calc", "p.csv", *BESIDE, *YEAR), ()),
    "calc, profile": (3, ("calc", "p.csv", *BESIDE, *YEAR, "--profile"), ()),
    "calc to files": (
        3,
        ("calc", "p.csv", *BESIDE, *YEAR, "--detail", "monthly", "--out", "o.csv", *ASIDE),
        ("o.csv", "aside.csv", "aside.household.csv", "aside.institution.csv"),
    ),
    "calc to a workbook": (
        3,
        (
            *("calc", "p.csv", *BESIDE, *YEAR, "--detail", "annual", "--for", "people"),
            *("--out", "o.xlsx", "--quarantine", "aside.xlsx"),
        ),
        ("o.xlsx", "aside.xlsx", "aside.household.xlsx", "aside.institution.xlsx"),
    ),
    "calc in pieces": (3, ("calc", "p.csv", *STREAMED), ()),
    "calc in pieces to files": (
        3,
        ("calc", "p.csv", *STREAMED, "--detail", "monthly", "--out", "o.csv", *ASIDE),
        ("o.csv", "aside.csv"),
    ),
    "calc in pieces of Parquet": (3, ("calc", "p.parquet", *STREAMED), ()),
    "calc of a workbook": (3, ("calc", "p.xlsx", *BESIDE, *YEAR), ()),
    "calc of households as persons": (1, ("calc", "h.csv", "--rules", SHELF, *YEAR), ()),
    "calc of persons as institutions": (
        1,
        ("calc", "p.csv", "--institutions", "p.csv", "--rules", SHELF, *YEAR),
        (),
    ),
    "calc of a year without rates": (1, ("calc", "p.csv", *BESIDE, "--period", "1990"), ()),
    "calc into no folder": (1, ("calc", "p.csv", *BESIDE, *YEAR, "--out", "no/o.csv"), ()),
    "funding": (3, ("calc", "p.csv", *BESIDE, *YEAR, "--detail", "funding"), ()),
    "whatif": (3, ("whatif", "p.csv", *BESIDE, *YEAR, "--set", RATE), ()),
    "whatif, sweep": (
        3,
        ("whatif", "p.csv", *BESIDE, *YEAR, "--sweep", "elderly_allowance.80-89=600,720"),
        (),
    ),
    "project": (3, ("project", "p.csv", *BESIDE, *AHEAD), ()),
    "project to a file": (3, ("project", "p.csv", *BESIDE, *AHEAD, "--out", "o.csv"), ()),
    "budget": (3, ("budget", "b.yaml", "p.csv", *BESIDE), ()),
    "budget to a workbook": (3, ("budget", "b.yaml", "p.csv", *BESIDE, "--out", "o.xlsx"), ()),
    "upcoming": (
        3,
        ("upcoming", "p.csv", "--rules", SHELF, "--from", "2023-01", "--out", "o.csv"),
        ("o.csv",),
    ),
    "explain nobody": (
        2,
        ("explain", "p.csv", "P0", *BESIDE, "--month", "2023-05"),
        (),
    ),
    "intake": (3, ("intake", "p.csv", "--rules", SHELF, "--rows", "0", *ASIDE), ("aside.csv",)),
    "intake of households": (
        3,
        ("intake", "h.csv", "--rules", SHELF, "--rows", "0", "--unit", "household", *ASIDE),
        ("aside.csv",),
    ),
    "intake of institutions": (
        3,
        ("intake", "i.csv", "--rules", SHELF, "--rows", "0", "--unit", "institution", *ASIDE),
        ("aside.csv",),
    ),
    "intake with a map": (
        3,
        ("intake", "p.csv", "--rules", SHELF, "--rows", "0", "--write-map", "m.yaml"),
        (),
    ),
}
GIVEN = ("p.csv", "p.xlsx", "p.parquet", "h.csv", "i.csv")
_NAMED: list[str] = []
_EVENTS = ("open", "os.", "shutil.", "tempfile.", "subprocess.", "sqlite3.")


def _note(event, arguments):
    if event.startswith(_EVENTS):
        _NAMED.append(repr(arguments))


@pytest.fixture(scope="module", autouse=True)
def _auditing():
    sys.addaudithook(_note)  # cannot be taken back; it only appends, and is emptied here
    yield
    _NAMED.clear()


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A folder with all registers, and temporary files beside them."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    for name, text in (("p", PERSONS), ("h", HOUSEHOLDS), ("i", INSTITUTIONS)):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    rows = [tuple(line.split(",")) for line in PERSONS.splitlines()]
    (tmp_path / "p.xlsx").write_bytes(xlsx(Sheet(rows))())
    columns = dict(zip(rows[0], zip(*rows[1:], strict=True), strict=True))
    pl.DataFrame(columns).write_parquet(tmp_path / "p.parquet")
    (tmp_path / "b.yaml").write_text(BUDGET, "utf-8")
    return tmp_path


def told(text):
    """The canaries in a text."""
    return [canary for canary in CANARIES if canary in text]


def texts_of(path):
    """What stands in a file; in a workbook, what stands in its parts."""
    if not zipfile.is_zipfile(path):
        return [path.read_bytes().decode("utf-8", "replace")]
    with zipfile.ZipFile(path) as parts:
        return [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]


@pytest.mark.parametrize("name", REQUESTS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_register_is_told_of(world, run, name, language):
    """Words, receipts, names of files on the way, command lines of children: nobody."""
    code, words, proper = REQUESTS[name]
    _NAMED.clear()
    found, out, err = run(*words, "--lang", language)
    named = "\n".join(_NAMED)
    left = [path for path in world.rglob("*") if path.name not in (*GIVEN, *proper)]
    contents = [text for path in left if path.is_file() for text in texts_of(path)]

    assert code == found, err
    assert [] == told(out + err)
    assert [] == told(named)
    assert [] == told("\n".join([*map(str, left), *contents]))
    assert [] == list((world / "tmp").iterdir())
    assert all((world / file).stat().st_size for file in proper)


def test_the_names_on_the_way_are_seen(world, run):
    """The names of the files that a run makes and takes away again are among those searched."""
    _NAMED.clear()
    run(*REQUESTS["calc in pieces to files"][1])

    assert any(".o.csv" in one or ".subsidy" in one for one in _NAMED)
    assert any("p.csv" in one for one in _NAMED)


@pytest.mark.parametrize("name", ["intake of households", "intake of institutions"])
def test_the_lists_of_other_registers_hold_their_rows(world, run, name):
    """Else nothing would be proven of what is not in them."""
    run(*REQUESTS[name][1])

    assert told((world / "aside.csv").read_text("utf-8-sig"))


def test_people_are_shown_where_somebody_asks_for_them(world, run):
    """Explain of a person and the first rows of intake: on standard output alone."""
    explained = run("explain", "p.csv", NUMBERS[0], *BESIDE, "--month", "2023-05", "--lang", "en")
    shown = run("intake", "p.csv", "--rules", SHELF, "--lang", "en")

    assert (0, 3) == (explained[0], shown[0])
    assert NUMBERS[0] in explained[1]
    assert NUMBERS[0] in shown[1]
    assert [] == told(explained[2] + shown[2])
