"""A file appears whole or not at all, and an input is never written over."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from subsidy.errors import OutputRefused
from subsidy.results import publish as publish_module
from subsidy.results.publish import Output, publish, publish_together, receipt_beside

RECEIPT = b"{}\n"


def put(text: bytes):
    """A writer of these bytes."""
    return lambda file, _folder: file.write(text)


def names(folder) -> list[str]:
    """What stands in a folder."""
    return sorted(path.name for path in folder.iterdir())


def codes(refused) -> list[str]:
    """The codes of all problems."""
    return [problem.code for problem in refused.value.problems]


@pytest.fixture
def register(tmp_path) -> Path:
    """An input file."""
    path = tmp_path / "register.csv"
    path.write_bytes(b"person_id\nP1\n")
    return path


def test_a_file_and_its_receipt_appear_and_nothing_else(tmp_path):
    """Only the two files stand there afterwards, readable by nobody else."""
    target = tmp_path / "out.csv"
    written = publish(target, put(b"a\n1\n"), receipt=lambda _: RECEIPT)

    assert ["out.csv", "out.csv.receipt.json"] == names(tmp_path)
    assert b"a\n1\n" == target.read_bytes()
    assert RECEIPT == receipt_beside(target).read_bytes()
    assert 0o600 == target.stat().st_mode & 0o777
    assert ("out.csv", 4) == (written.name, written.size_bytes)


def test_the_receipt_is_told_the_hash_of_the_file(tmp_path):
    """The receipt can be checked against the very bytes beside it."""
    seen = []
    publish(tmp_path / "out", put(b"abc"), receipt=lambda written: seen.append(written) or RECEIPT)

    assert ["ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"] == [
        written.sha256 for written in seen
    ]


@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to], ids=["symlink", "hardlink"])
@pytest.mark.parametrize("name", ["out.csv", "out.csv.receipt.json"])
def test_an_input_is_not_written_over_through_a_link(tmp_path, register, link, name):
    """Neither the file nor its receipt may be the register under another name."""
    link(tmp_path / name, register)
    with pytest.raises(OutputRefused) as refused:
        publish(tmp_path / "out.csv", put(b"new"), inputs=[register], receipt=lambda _: RECEIPT)

    assert ["output-is-input"] == codes(refused)
    assert b"person_id\nP1\n" == register.read_bytes()


def test_an_input_is_not_written_over_under_its_own_name(register):
    """The simplest mistake."""
    with pytest.raises(OutputRefused) as refused:
        publish(register, put(b"new"), inputs=[register])

    assert ["output-is-input"] == codes(refused)
    assert b"person_id\nP1\n" == register.read_bytes()


def test_folders_devices_and_missing_folders_are_refused_with_a_cure(tmp_path):
    """A result is an ordinary file in a folder that exists."""
    os.mkfifo(tmp_path / "pipe")
    expected = {
        tmp_path: "output-is-folder",
        Path("/dev/null"): "output-is-device",
        tmp_path / "pipe": "output-is-device",
        tmp_path / "nowhere" / "out.csv": "output-no-folder",
        tmp_path / ("n" * 300): "output-failed",
        Path("/dev/stdout"): "output-is-device",
        Path("/dev/fd/1"): "output-is-device",
        Path("/proc/self/fd/1"): "output-is-device",
    }
    found = {}
    for target in expected:
        with pytest.raises(OutputRefused) as refused:
            publish(target, put(b"new"))
        found[target] = refused.value.problems[0].code
        cure = refused.value.problems[0].cure

        assert cure.en
        assert cure.zh

    assert expected == found


def test_a_link_to_another_file_is_followed(tmp_path):
    """Whoever keeps a link to the shared folder gets the result there."""
    (tmp_path / "shared").mkdir()
    (tmp_path / "out.csv").symlink_to(tmp_path / "shared" / "real.csv")
    publish(tmp_path / "out.csv", put(b"new"))

    assert b"new" == (tmp_path / "shared" / "real.csv").read_bytes()
    assert (tmp_path / "out.csv").is_symlink()


@pytest.mark.parametrize("call", ["fsync", "open", "write", "replace"])
def test_a_failing_call_leaves_the_old_file_and_no_other(tmp_path, monkeypatch, call):
    """Fails if anything is published before everything is on the disk."""
    target = tmp_path / "out.csv"
    target.write_bytes(b"old")

    def fail(*_args, **_keywords):
        raise OSError(errno.ENOSPC, "full")

    if call == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    elif call != "write":
        monkeypatch.setattr(publish_module.os, call, fail)
    with pytest.raises(OutputRefused) as refused:
        publish(target, fail if call == "write" else put(b"new"), receipt=lambda _: RECEIPT)
    monkeypatch.undo()

    assert ["output-failed"] == codes(refused)
    assert "make room on the disk" in str(refused.value)
    assert ["out.csv"] == names(tmp_path)
    assert b"old" == target.read_bytes()


def test_a_failed_fsync_is_not_tried_again(tmp_path, monkeypatch):
    """A second fsync may falsely succeed."""
    calls = []

    def fail(descriptor):
        calls.append(descriptor)
        raise OSError(errno.EIO, "disk")

    monkeypatch.setattr(publish_module.os, "fsync", fail)
    with pytest.raises(OutputRefused):
        publish(tmp_path / "out.csv", put(b"new"), receipt=lambda _: RECEIPT)

    assert 1 == len(calls)


def test_an_interrupted_writer_leaves_nothing(tmp_path):
    """Ctrl-C in the middle of writing."""

    def interrupted(file, folder):
        file.write(b"half")
        (folder / "scratch").write_bytes(b"more")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path / "out.csv", interrupted)

    assert [] == names(tmp_path)


KILLED = """
import os, sys
from pathlib import Path
from subsidy.results.publish import publish
def die(file, folder):
    file.write(b"half"); file.flush(); os.kill(os.getpid(), 9)
publish(Path(sys.argv[1]), die)
"""


def test_what_a_killed_run_left_is_swept_away_by_the_next(tmp_path):
    """The old file survives a kill; the next run removes the remains."""
    target = tmp_path / "out.csv"
    target.write_bytes(b"old")
    killed = subprocess.run([sys.executable, "-c", KILLED, str(target)], check=False)

    assert -9 == killed.returncode
    assert b"old" == target.read_bytes()
    assert 2 == len(names(tmp_path))

    publish(target, put(b"new"))

    assert ["out.csv"] == names(tmp_path)


def test_a_run_in_progress_is_not_swept_away(tmp_path):
    """Two runs into one folder leave each other alone."""

    def meanwhile(file, _folder):
        publish(tmp_path / "inner.csv", put(b"inner"))
        file.write(b"outer")

    publish(tmp_path / "outer.csv", meanwhile)

    assert {"inner.csv": b"inner", "outer.csv": b"outer"} == {
        path.name: path.read_bytes() for path in tmp_path.iterdir()
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_refused(tmp_path):
    """The cure says where to go."""
    tmp_path.chmod(0o500)
    with pytest.raises(OutputRefused, match="choose a folder that you may write to"):
        publish(tmp_path / "out.csv", put(b"new"))
    tmp_path.chmod(0o700)


def test_a_read_only_file_is_left_alone(tmp_path):
    """Whoever protected it meant it, be it root who asks."""
    target = tmp_path / "out.csv"
    target.write_bytes(b"kept")
    target.chmod(0o444)
    with pytest.raises(OutputRefused) as refused:
        publish(target, put(b"new"))

    assert ["output-protected"] == codes(refused)
    assert b"kept" == target.read_bytes()


def test_a_file_that_others_could_read_becomes_private(tmp_path):
    """The mode of what stood there before is no reason to show people's data."""
    target = tmp_path / "out.csv"
    target.write_bytes(b"old")
    target.chmod(0o644)
    before = os.umask(0)
    publish(target, put(b"new"), receipt=lambda _: RECEIPT)
    os.umask(before)

    assert [0o600, 0o600] == [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()]


def test_the_folder_keeps_its_mode(tmp_path):
    """A shared folder stays shared."""
    tmp_path.chmod(0o775)
    publish(tmp_path / "out.csv", put(b"new"))

    assert 0o775 == tmp_path.stat().st_mode & 0o777


def test_a_name_that_is_no_text_is_written_and_told(tmp_path):
    """A file name may hold any bytes; its receipt is text all the same."""
    target = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.csv"))
    seen = []
    publish(target, put(b"x"), receipt=lambda written: seen.append(written) or RECEIPT)

    assert ["\\xff.csv"] == [written.name for written in seen]
    assert b"x" == target.read_bytes()


def two(folder, first=None, second=None):
    """Two outputs of one run."""
    return [
        Output(folder / "result.csv", first or put(b"new result")),
        Output(folder / "aside.csv", second or put(b"new list")),
    ]


def test_files_of_one_run_appear_only_when_all_are_written(tmp_path):
    """While the last one is being written, every old one still stands."""
    (tmp_path / "result.csv").write_bytes(b"old result")
    (tmp_path / "aside.csv").write_bytes(b"old list")
    seen = []

    def look(file, _folder):
        seen.append((tmp_path / "result.csv").read_bytes())
        file.write(b"new list")

    publish_together(two(tmp_path, second=look), receipt=lambda _: RECEIPT)

    assert [b"old result"] == seen
    assert [b"new list", b"new result", RECEIPT] == [
        (tmp_path / name).read_bytes() for name in names(tmp_path)
    ]


def test_no_file_of_a_run_appears_where_one_fails(tmp_path):
    """The message names the one that failed."""

    def fail(*_):
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OutputRefused, match=r"aside\.csv"):
        publish_together(two(tmp_path, second=fail))

    assert [] == names(tmp_path)


def test_an_old_receipt_never_stands_beside_a_new_result(tmp_path, monkeypatch):
    """It goes before the first rename, and the new one comes after the last."""
    publish(tmp_path / "result.csv", put(b"old"), receipt=lambda _: b"old receipt")
    seen = []
    replace = Path.replace

    def watched(path, target):
        receipt = tmp_path / "result.csv.receipt.json"
        seen.append((Path(target).name, receipt.exists()))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", watched)
    publish_together(two(tmp_path), receipt=lambda _: RECEIPT)

    assert [("result.csv", False), ("aside.csv", False), ("result.csv.receipt.json", False)] == seen


def test_a_rename_that_fails_brings_the_old_receipt_back(tmp_path, monkeypatch):
    """Nothing changed, so it is still true."""
    publish(tmp_path / "result.csv", put(b"old"), receipt=lambda _: b"old receipt")
    replace = Path.replace

    def failing(path, target):
        if Path(target).name == "result.csv":
            raise OSError(errno.EIO, "disk")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OutputRefused):
        publish(tmp_path / "result.csv", put(b"new"), receipt=lambda _: RECEIPT)

    assert [b"old", b"old receipt"] == [(tmp_path / n).read_bytes() for n in names(tmp_path)]


@pytest.mark.usefixtures("heeding_signals")
def test_a_signal_while_files_are_put_in_place_waits(tmp_path, monkeypatch):
    """Ctrl-C between result and receipt: both stand, then it is obeyed."""
    replace = Path.replace

    def interrupting(path, target):
        os.kill(os.getpid(), signal.SIGINT)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", interrupting)
    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path / "out.csv", put(b"new"), receipt=lambda _: RECEIPT)

    assert ["out.csv", "out.csv.receipt.json"] == names(tmp_path)


def test_temporary_names_tell_nothing_about_the_target(tmp_path):
    """A target named after a person does not give its folder the name."""
    seen = []

    def look(file, folder):
        seen.extend(path.relative_to(tmp_path) for path in tmp_path.rglob("*"))
        file.write(str(folder).encode())

    publish(tmp_path / "Kanarienvogel.csv", look)

    assert seen
    assert not [path for path in seen if "Kanarienvogel" in str(path)]
