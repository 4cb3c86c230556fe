"""Invented names and numbers never leave their proper outputs, whatever a command is given.

Every command runs over good and bad registers in which each value of a person is unique. Then
everything that was printed, written or left behind is searched for those values.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import FACTS, PLACE, SCHEME
from tests.cli.test_budget import BUDGET

NAMES = ["Stieglitz", "朱雀某", "Carduelis-c"]
NUMBERS = ["CANARY-7351", "CANARY-7352", "CANARY-7353"]
OTHERS = ["1943-11-27", "1937-02-30"]  # days of birth: one can be read, one cannot be
CANARIES = [*NAMES, *NUMBERS, *OTHERS]
GOOD = f"""person_id,name,birth_date
{NUMBERS[0]},{NAMES[0]},{OTHERS[0]}
"""
MIXED = f"""{GOOD}{NUMBERS[1]},{NAMES[1]},{OTHERS[1]}
{NUMBERS[2]},{NAMES[2]},
{NUMBERS[0]},{NAMES[0]},{OTHERS[0]}
"""
BAD = {
    "no headings": f"{NUMBERS[0]},{NAMES[0]},{OTHERS[0]}\n{NUMBERS[1]},{NAMES[1]},{OTHERS[1]}\n",
    "an open quote": f'{GOOD}{NUMBERS[1]},"{NAMES[1]},{OTHERS[1]}\n',
    "too many fields": f"{GOOD}{NUMBERS[1]},{NAMES[1]},{OTHERS[1]},{NAMES[2]}\n",
    "too few fields": f"{GOOD}{NUMBERS[1]}\n",
    "another separator": GOOD.replace(",", "|"),
    "a null byte": f"{GOOD}{NUMBERS[1]},{NAMES[1]}\0,{OTHERS[1]}\n",
    "headings twice": f"person_id,name,name,birth_date\n{NUMBERS[0]},{NAMES[0]},{NAMES[1]},1943\n",
}
REQUESTS = {
    "calc": ["calc", "{register}", "--rules", "rules", "--period", "2023"],
    "calc of a year without rates": ["calc", "{register}", "--rules", "rules", "--period", "1900"],
    "calc of a place that is none": ["calc", "{register}", "--rules", "nowhere", "--period", "2023"],
    "calc into no folder": ["calc", "{register}", "--rules", "rules", "--period", "2023",
                            "--out", "nowhere/out.csv"],
    "calc over its own register": ["calc", "{register}", "--rules", "rules", "--period", "2023",
                                   "--out", "{register}"],
    "calc in pieces": ["calc", "{register}", "--rules", "rules", "--period", "2023", "--stream",
                       "--profile"],
    "calc in pieces into no folder": ["calc", "{register}", "--rules", "rules", "--period", "2023",
                                      "--stream", "--detail", "monthly", "--out", "nowhere/o.csv"],
    "calc of households": ["calc", "good.csv", "--households", "{register}", "--rules", "rules",
                           "--period", "2023"],
    "intake without rows": ["intake", "{register}", "--rules", "rules", "--rows", "0",
                            "--write-map", "map.yaml"],
    "intake of institutions": ["intake", "{register}", "--rules", "rules", "--rows", "0",
                               "--unit", "institution"],
    "a register as a mapping file": ["calc", "good.csv", "--rules", "rules", "--period", "2023",
                                     "--map", "{register}"],
    "whatif": ["whatif", "{register}", "--rules", "rules", "--period", "2023",
               "--set", "old_age=70.00 per month"],
    "project": ["project", "{register}", "--rules", "rules", "--from", "2023-01", "--years", "1"],
    "budget": ["budget", "budget.yaml", "{register}", "--rules", "rules"],
    "upcoming": ["upcoming", "{register}", "--rules", "rules", "--from", "2030-01", "--months", "1"],
    "budget of a register": ["budget", "{register}"],
    "explain nobody": ["explain", "{register}", "P0", "--rules", "rules", "--month", "2023-05"],
    "check": ["check", "rules"],
    "check a register": ["check", "{register}"],
    "test": ["test", "rules"],
    "facts": ["facts", "rules"],
    "facts of a register": ["facts", "{register}"],
    "plan": ["plan", "rules", "--period", "2023"],
    "places": ["places"],
    "template": ["template", "rules", "--out", "template.xlsx"],
    "template over a register": ["template", "rules", "--out", "{register}"],
}  # fmt: skip
READ_WITHOUT_SOME = ("mixed", "too many fields", "too few fields", "a null byte")
READING = (
    "calc", "calc of a year without rates", "calc in pieces", "intake without rows", "whatif",
    "project", "budget", "upcoming",
)  # fmt: skip
SOUND = ("check", "test", "facts", "plan", "places", "template")
OUTPUTS = {
    "csv": ["--detail", "monthly", "--out", "out.csv"],
    "xlsx": ["--detail", "annual", "--out", "out.xlsx", "--for", "people"],
    "parquet": ["--detail", "spells", "--out", "out.parquet"],
    "json": ["--out", "out.json", "--quarantine", "aside.csv"],
    "csv in pieces": [
        "--detail",
        "monthly",
        "--out",
        "out.csv",
        "--quarantine",
        "aside.csv",
        "--stream",
        "--profile",
    ],
}


def told(text) -> list[str]:
    """The canaries in a text."""
    return [canary for canary in CANARIES if canary in text]


def everything_in(folder, proper=()) -> str:
    """The names and contents of all files that a command may not have put people into."""
    paths = [path for path in folder.rglob("*") if path.name not in proper]
    contents = [path.read_bytes().decode("utf-8", "replace") for path in paths if path.is_file()]
    return "\n".join([*(str(path.relative_to(folder)) for path in paths), *contents])


def code_of(name, content) -> int:
    """The exit code: some rows set aside 3, refused 1, a wrong person or target 2, else 0."""
    if name in SOUND:
        return 0
    if name == "template over a register":
        return 2
    if content in READ_WITHOUT_SOME:
        return 3 if name in READING else 2 if name == "explain nobody" else 1
    return 1


@pytest.mark.parametrize("content", ["mixed", *BAD])
def test_no_command_tells_a_persons_data(world, run, content):
    """Neither on standard output nor in words, nor in files, in either language."""
    for number, (name, request) in enumerate(REQUESTS.items()):
        (world / "given.csv").write_text(BAD.get(content, MIXED), "utf-8")
        (world / "good.csv").write_text("person_id,birth_date\nP1,1940-01-01\n", "utf-8")
        (world / "budget.yaml").write_text(BUDGET, "utf-8")
        words = [part.format(register="given.csv") for part in request]
        has_language = request[0] != "places"
        language = ["--lang", ("en", "zh")[number % 2]] if has_language else []
        code, out, err = run(*words, *language)

        assert code_of(name, content) == code, (name, err)
        assert [] == told(out + err), name
        assert [] == told(everything_in(world, proper=("given.csv",))), name


@pytest.mark.parametrize("name", OUTPUTS)
def test_only_results_and_lists_hold_people(world, calc, name):
    """Words, receipts and names of files tell nothing of them."""
    (world / "given.csv").write_text(MIXED, "utf-8")
    code, out, err = calc(*OUTPUTS[name], register="given.csv")
    proper = ("given.csv", "out.csv", "out.xlsx", "out.parquet", "out.json", "aside.csv")

    assert 3 == code
    assert [] == told(out + err)
    assert [] == told(everything_in(world, proper))
    assert json.loads((world / f"out.{name.split()[0]}.receipt.json").read_text("utf-8"))


def test_the_search_finds_what_stands_in_proper_outputs(world, calc):
    """The same search over the outputs themselves: it can find."""
    (world / "given.csv").write_text(MIXED, "utf-8")
    calc(*OUTPUTS["json"], register="given.csv")

    assert told((world / "aside.csv").read_text("utf-8"))
    assert told((world / "out.json").read_text("utf-8"))


INTERNAL = """
import sys
from subsidy.cli import main
from subsidy.results.result import Result
def broken(self):
    raise ValueError(str(self.people.ids.to_list()))
Result.receipt = broken
sys.argv = ["subsidy", *sys.argv[1:]]
main.main()
"""


def test_a_bug_tells_its_kind_and_no_data(world):
    """An exception's own words may hold a person's data; they are not printed."""
    (world / "given.csv").write_text(GOOD, "utf-8")
    command = [
        sys.executable,
        "-c",
        INTERNAL,
        *(p.format(register="given.csv") for p in REQUESTS["calc"]),
    ]
    root = Path(__file__).parents[2]
    done = subprocess.run(
        command,
        cwd=world,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        check=False,
    )

    assert 70 == done.returncode
    assert b"ValueError" in done.stderr
    assert [] == told((done.stdout + done.stderr).decode())


def test_the_rules_of_the_place_hold_no_canaries():
    """Else the search would prove nothing."""
    assert [] == told(PLACE + FACTS + SCHEME)
