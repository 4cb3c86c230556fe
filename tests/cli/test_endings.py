"""However a command ends, nothing half-written stays, and nobody sees a traceback."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MONTHLY = ["calc", "register.csv", "--rules", "rules", "--period", "2023", "--detail", "monthly"]
SLOW = """
import sys, time
from subsidy.cli import main
from subsidy.results import write
def slow(frames, file):
    file.write(b"half")
    file.flush()
    sys.stdout.write("writing\\n")
    sys.stdout.flush()
    time.sleep(30)
write._write_csv = slow
sys.argv = ["subsidy", *sys.argv[1:]]
main.main()
"""


@pytest.fixture
def start(world, heeding_signals):
    """Start the program in a process of its own."""

    def starting(*arguments, program=("-m", "subsidy"), **more):
        return subprocess.Popen(
            [sys.executable, *program, *arguments],
            cwd=world,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
            **{"stdout": subprocess.PIPE, **more},
        )

    return starting


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_run_that_is_told_to_end_tidies_up(world, start, number):
    """The old result stands, no temporary file is left, and the exit code names the signal."""
    (world / "out.csv").write_bytes(b"old")
    before = sorted(path.name for path in world.iterdir())
    running = start(*MONTHLY, "--out", "out.csv", program=("-c", SLOW))
    assert running.stdout.readline() == b"writing\n"
    running.send_signal(number)
    _, words = running.communicate(timeout=20)

    assert 128 + number == running.returncode
    assert b"old" == (world / "out.csv").read_bytes()
    assert before == sorted(path.name for path in world.iterdir())
    assert b"Traceback" not in words


WRAPPED = """
import sys, time
from subsidy.cli import main
from subsidy.results import write
def slow(frames, file):
    try:
        sys.stdout.write("writing\\n")
        sys.stdout.flush()
        time.sleep(30)
    except BaseException as error:
        raise RuntimeError("native code gave up") from error
write._write_csv = slow
sys.argv = ["subsidy", *sys.argv[1:]]
main.main()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_that_comes_back_as_another_exception_is_no_bug(world, start, number):
    """Native code may turn the exception of a signal into one of its own."""
    running = start(*MONTHLY, "--out", "out.csv", program=("-c", WRAPPED))
    assert running.stdout.readline() == b"writing\n"
    running.send_signal(number)
    _, words = running.communicate(timeout=20)

    assert 128 + number == running.returncode
    assert b"bug" not in words
    assert not (world / "out.csv").exists()


def many(world, people=4_000):
    """A register whose monthly list fills any pipe."""
    rows = [f"M{number},Invented,1930-01-01" for number in range(people)]
    (world / "register.csv").write_text("\n".join(["person_id,name,birth_date", *rows, ""]))


def read_a_little(running):
    """One byte, then the pipe is closed; what the program says of that."""
    running.stdout.read(1)
    running.stdout.close()
    with running:
        return running.stderr.read()


@pytest.mark.parametrize("format_", ["csv", "json", "table"])
def test_a_reader_who_has_seen_enough_is_no_error(world, start, format_):
    """``| head -1``: the command ends quietly, as shells expect."""
    many(world)
    running = start(*MONTHLY, "--format", format_, "--quiet")
    words = read_a_little(running)

    assert b"" == words
    assert running.returncode in (0, 141)  # 0: some systems take one large write as done


def test_a_full_standard_output_is_told(world, start):
    """Exit 1, one sentence."""
    with Path("/dev/full").open("wb") as full:
        running = start(*MONTHLY, "--format", "csv", "--quiet", stdout=full)
        words = running.communicate(timeout=30)[1]

    assert 1 == running.returncode
    assert b"could not be written" in words


def test_a_list_of_rows_set_aside_is_whole_though_nobody_reads_on(world, start):
    """Files are published before anything is printed."""
    many(world)
    with (world / "register.csv").open("a") as file:
        file.write("X1,Invented,1930-02-31\n")
    running = start(*MONTHLY, "--format", "csv", "--quarantine", "aside.csv")
    read_a_little(running)

    assert running.returncode in (3, 141)
    assert b"1930-02-31" in (world / "aside.csv").read_bytes()


@pytest.mark.parametrize("target", ["/dev/stdout", "/dev/fd/1", "pipe", "folder"])
def test_a_target_that_is_no_file_is_refused_at_once(world, start, target):
    """A pipe without a reader would wait for ever."""
    os.mkfifo(world / "pipe")
    (world / "folder").mkdir()
    running = start(*MONTHLY, "--format", "csv", "--out", target)
    out, words = running.communicate(timeout=20)

    assert (1, b"") == (running.returncode, out)
    assert b"after --out" in words


@pytest.fixture
def on_small_disk(world, tmp_path):
    """Run the program on a real disk of 64 KiB that holds an old result; then show the disk.

    Skipped only where a trial shows that this machine lets nobody make one.
    """
    disk = tmp_path / "disk"
    disk.mkdir()

    def script(*steps):
        return subprocess.run(
            ["unshare", "--mount", "sh", "-c", " && ".join(steps)],
            cwd=world, env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    make = f"mount -t tmpfs -o size=64k none {disk}"
    if not shutil.which("unshare") or script(make).returncode:
        pytest.skip("no disk can be made here")

    def running(*steps):
        command = f"{sys.executable} -m subsidy {' '.join(MONTHLY)} --quiet --out {disk}/out.csv"
        show = f"{{ {command}; code=$?; ls -A {disk}; cat {disk}/out.csv; exit $code; }}"
        return script(
            make, f"echo old > {disk}/out.csv", *(step.format(disk) for step in steps), show
        )

    return running


def test_a_disk_without_room_keeps_the_old_result(world, on_small_disk):
    """Nothing half-written stays beside it."""
    many(world)
    done = on_small_disk()

    assert (1, "out.csv\nold\n") == (done.returncode, done.stdout)
    assert "make room on the disk" in done.stderr


def test_a_disk_that_is_read_only_keeps_the_old_result(world, on_small_disk):
    """For root, too, who may write into any folder that is not."""
    done = on_small_disk("mount -o remount,ro {}")

    assert (1, "out.csv\nold\n") == (done.returncode, done.stdout)
    assert "cannot be written: Read-only file system" in done.stderr
    assert "choose a folder that can be written to" in done.stderr


def test_two_runs_on_one_target_leave_one_whole_result(world, start):
    """The receipt is that of the result beside it."""
    many(world, 2_000)
    requests = (["--detail", "monthly"], ["--detail", "annual"])
    running = [start(*MONTHLY[:-2], *request, "--out", "out.csv") for request in requests]
    for one in running:
        one.communicate(timeout=60)
    codes = [one.returncode for one in running]
    receipt = (world / "out.csv.receipt.json").read_text("utf-8")
    lines = (world / "out.csv").read_text("utf-8").splitlines()

    assert [0, 0] == codes
    assert [] == [path.name for path in world.iterdir() if path.name.startswith(".")]
    assert (24_001 if '"detail": "monthly"' in receipt else 2_001) == len(lines)
