"""``calc --stream``: the same files as ``--whole``, and nothing left behind where it ends early."""

import json

import polars as pl
import pytest

from subsidy.streaming import streaming
from tests.cli.conftest import REGISTER

PEOPLE = REGISTER + "".join(f"Q{n % 170:03},某,19{n % 90 + 10}-01-01\n" for n in range(200))
FORMATS = [
    ("totals", "table"),
    ("totals", "json"),
    ("totals", "csv"),
    ("annual", "csv"),
    ("annual", "parquet"),
    ("monthly", "csv"),
]


@pytest.fixture
def large(world):
    """A register in which 30 people stand twice."""
    (world / "register.csv").write_text(PEOPLE, "utf-8")
    return world


@pytest.mark.parametrize(("detail", "format_"), FORMATS)
def test_files_receipts_and_words_are_those_of_the_whole(calc, large, detail, format_):
    """Both roads write the same bytes and say the same."""
    written = []
    for road in ("--whole", "--stream"):
        asked = ("--detail", detail, "--format", format_, "--quarantine", "aside.csv")
        code, out, err = calc(road, *asked, "--out", "out")
        files = sorted(file for file in large.iterdir() if file.is_file())
        written.append((code, out, err, {file.name: file.read_bytes() for file in files}))

    assert written[0] == written[1]
    assert 3 == written[1][0]


@pytest.mark.parametrize(("detail", "format_"), FORMATS[:4])
def test_results_on_standard_output_are_those_of_the_whole(calc, large, detail, format_):
    """Without --out nothing is left in the folder."""
    whole = calc("--whole", "--detail", detail, "--format", format_)
    before = set(large.iterdir())

    assert whole == calc("--stream", "--detail", detail, "--format", format_)
    assert before == set(large.iterdir())


def test_rows_set_aside_can_be_a_workbook(calc, large):
    """--quarantine in xlsx lists the rows of all pieces."""
    code, _, _ = calc("--stream", "--quarantine", "aside.xlsx")

    assert 3 == code
    assert (large / "aside.xlsx").stat().st_size > 0


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--households", "register.csv"), "read whole"),
        (("--detail", "annual", "--format", "json"), "csv or parquet"),
        (("--format", "xlsx", "--out", "a.xlsx"), "csv or parquet"),
    ],
)
def test_what_cannot_stream_is_said_before_any_work(calc, large, arguments, why):
    """--stream is never silently ignored."""
    code, _, err = calc("--stream", *arguments)

    assert 2 == code
    assert why in err


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, MemoryError])
def test_an_interruption_leaves_nothing_half_written(calc, large, monkeypatch, interruption):
    """What stood there before still does, and no private folder remains."""
    from subsidy.streaming import streaming

    (large / "out.parquet").write_bytes(b"before")

    def stop(*_arguments, **_options):
        raise interruption

    monkeypatch.setattr(streaming, "part_of", stop)
    before = set(large.iterdir())
    code, _, _ = calc("--stream", "--detail", "annual", "--out", "out.parquet")

    assert code in (70, 130)
    assert before == set(large.iterdir())
    assert b"before" == (large / "out.parquet").read_bytes()


def test_an_interruption_while_rows_are_written_leaves_nothing(calc, large, monkeypatch):
    """The thread that writes Parquet ends with the run."""
    from subsidy.streaming import streaming

    monkeypatch.setattr(streaming, "_answer", lambda *_: (_ for _ in ()).throw(MemoryError))
    before = set(large.iterdir())
    code, _, _ = calc("--stream", "--detail", "annual", "--out", "out.parquet")

    assert 70 == code
    assert before == set(large.iterdir())


def test_records_that_get_lost_are_a_bug_and_publish_nothing(calc, large, monkeypatch):
    """The survey counts records independently of the calculation."""
    from attrs import evolve

    from subsidy.streaming import streaming

    def one_more(*arguments):
        survey = survey_of(*arguments)
        return evolve(survey, records=survey.records + 1)

    survey_of = streaming.survey_of
    monkeypatch.setattr(streaming, "survey_of", one_more)
    code, _, err = calc("--stream", "--out", "out.json", "--format", "json")

    assert 70 == code
    assert "ControlError" in err
    assert not (large / "out.json").exists()


def test_a_large_file_streams_by_itself(calc, large, monkeypatch):
    """The size of the file decides where nothing is asked."""
    from subsidy.register.pieces import beforehand

    monkeypatch.setattr(beforehand, "_WORTH_IT", {".csv": 1})
    _, whole, _ = calc("--whole", "--format", "json")
    code, out, _ = calc("--format", "json")

    assert 3 == code
    assert json.loads(whole) == json.loads(out)


@pytest.mark.parametrize(("rules", "code"), [("rules", 3), ("no/such/place", 1)])
@pytest.mark.usefixtures("large")
def test_the_child_of_a_large_parquet_file_starts_once_and_is_gone_at_the_end(
    run, monkeypatch, rules, code
):
    """Before the rules are read, and also where they are refused."""
    from subsidy.register.guard import supervise
    from subsidy.register.pieces import beforehand

    started = []
    given = supervise._started
    monkeypatch.setattr(supervise, "_started", lambda *a: started.append(given(*a)) or started[-1])
    monkeypatch.setattr(beforehand, "_WORTH_IT", {".parquet": 1})
    pl.read_csv("register.csv", infer_schema=False).write_parquet("r.parquet")
    found = run("calc", "r.parquet", "--rules", rules, "--period", "2023")

    assert code == found[0]
    assert 1 == len(started)
    assert started[0].returncode is not None


@pytest.mark.parametrize("road", ["--whole", "--stream"])
def test_the_profile_names_every_stage_and_scheme(calc, large, road):
    """Rows and seconds by stage, on standard error."""
    _, out, err = calc(road, "--profile", "--detail", "annual", "--format", "csv")

    for stage in ("read", "check", "plan", "old_age", "sum up", "write"):
        assert any(line.strip().startswith(stage) for line in err.splitlines())
    assert "ns a row" not in out


@pytest.mark.parametrize("format_", ["csv", "parquet"])
def test_a_register_cut_on_the_way_leaves_the_old_result(run, large, monkeypatch, format_):
    """One message, exit 1, nothing published and nothing left behind."""
    path = large / "register.csv"
    if format_ == "parquet":
        frame = pl.read_csv(path, infer_schema=False)
        path = large / "register.parquet"
        frame.write_parquet(path)
    (large / "out.csv").write_text("old\n", "utf-8")
    survey_of = streaming.survey_of

    def surveyed(*given):
        found = survey_of(*given)
        path.write_bytes(path.read_bytes()[:400])
        return found

    monkeypatch.setattr(streaming, "survey_of", surveyed)
    before = {file.name for file in large.iterdir()}
    arguments = ("--rules", "rules", "--period", "2023", "--stream", "--detail", "monthly")
    code, out, err = run("calc", path.name, *arguments, "--out", "out.csv", "--lang", "en")

    assert (1, "") == (code, out)
    assert [path.name, "  the file changed while it was read"] == err.splitlines()[:2]
    assert 3 == len(err.splitlines())
    assert "old\n" == (large / "out.csv").read_text("utf-8")
    assert before == {file.name for file in large.iterdir()}


@pytest.mark.parametrize(
    "least", [1, 1 << 40], ids=["opened before the rules", "opened after them"]
)
@pytest.mark.parametrize("format_", ["csv", "parquet"])
def test_a_register_that_is_written_to_on_the_way_leaves_the_old_result(
    run, large, monkeypatch, format_, least
):
    """Whoever reads it may not notice: it is seen before anything is published, not after."""
    from subsidy.register.pieces import beforehand

    path = large / f"register.{format_}"
    if format_ == "parquet":
        pl.read_csv(large / "register.csv", infer_schema=False).write_parquet(path)
    monkeypatch.setattr(beforehand, "_WORTH_IT", {f".{format_}": least})
    (large / "out.csv").write_text("old\n", "utf-8")
    answer = streaming._answer

    def answered(*given):
        with path.open("ab") as file:
            file.write(b"Q999,,1940-01-01\n")
        return answer(*given)

    monkeypatch.setattr(streaming, "_answer", answered)
    asked = ("--rules", "rules", "--period", "2023", "--stream", "--detail", "annual")
    code, _, err = run("calc", path.name, *asked, "--out", "out.csv")

    assert 1 == code
    assert "changed" in err
    assert "old\n" == (large / "out.csv").read_text("utf-8")


def test_a_large_register_that_is_read_whole_may_change_afterwards(run, large, monkeypatch):
    """It was copied; what is written to it later concerns the next run."""
    from subsidy.cli import calc as command
    from subsidy.register.pieces import beforehand

    path, deliver = large / "register.csv", command._deliver
    monkeypatch.setattr(beforehand, "_WORTH_IT", {".csv": 1})

    def delivered(*given):
        with path.open("ab") as file:
            file.write(b"Q999,,1940-01-01\n")
        deliver(*given)

    monkeypatch.setattr(command, "_deliver", delivered)
    asked = ("--rules", "rules", "--period", "2023", "--format", "xlsx")
    code, _, err = run("calc", "register.csv", *asked, "--out", "out.xlsx")

    assert 3 == code, err
    assert (large / "out.xlsx").exists()


def test_what_is_wrong_with_a_large_register_is_said_when_it_is_its_turn(run, large, monkeypatch):
    """It is opened before the rules, whose problems come first."""
    from subsidy.register.pieces import beforehand

    monkeypatch.setattr(beforehand, "_WORTH_IT", {".csv": 1})
    asked = ("--period", "2023", "--limit", "streamed=1KiB")
    code, _, err = run("calc", "register.csv", *asked, "--rules", "no/such/place")
    assert 1 == code
    assert "no/such/place" in err
    assert "register.csv" not in err
    code, _, err = run("calc", "register.csv", *asked, "--rules", "rules")
    assert 1 == code
    assert 1 == err.count("register.csv")
