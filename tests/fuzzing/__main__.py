"""``make fuzz``: every target for a while; with atheris guided by coverage, else blindly.

    python -m tests.fuzzing [--seconds 60] [TARGET …]

Exit 1 where a target broke; its input is written to ``.fuzz/`` to be run again:
``python -m tests.fuzzing --again FILE TARGET``.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import time
import traceback
from hashlib import sha256
from itertools import takewhile
from pathlib import Path

FOUND = Path(".fuzz")


def main() -> int:
    options = arguments()
    if options.again:
        from tests.fuzzing.targets import TARGETS

        TARGETS[options.targets[0]](Path(options.again).read_bytes())
        return 0
    if options.guided:
        return guided(options.targets[0], options.seconds)
    FOUND.mkdir(exist_ok=True)
    has_atheris = importlib.util.find_spec("atheris") is not None
    how = "guided by coverage (atheris)" if has_atheris else "blind mutation, as atheris is missing"
    say(f"fuzzing, {how}, {options.seconds} s a target")
    run = guided_apart if has_atheris else blind
    broken = [name for name in options.targets if not run(name, options.seconds)]
    say(f"{len(options.targets)} targets, broken: {', '.join(broken) or 'none'}")
    return 1 if broken else 0


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def arguments() -> argparse.Namespace:
    names = ("yaml", "rules", "csv", "dates", "money", "identities")
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing")
    parser.add_argument("targets", nargs="*", default=names)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--again", help="an input that broke a target")
    parser.add_argument("--guided", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    unknown = set(options.targets) - set(names)
    if unknown:
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    return options


def guided_apart(name: str, seconds: int) -> bool:
    """In a process of its own: libFuzzer ends the process that it runs in."""
    command = [sys.executable, "-m", "tests.fuzzing", "--guided", "--seconds", str(seconds), name]
    ended = subprocess.run(
        command, stderr=subprocess.PIPE, text=True, errors="replace", check=False
    )
    lines = ended.stderr.splitlines()
    last = next((line for line in reversed(lines) if "cov:" in line), "nothing was run")
    say(f"  {name:<11} {last.strip()}")
    if ended.returncode:
        say("\n".join(lines[-40:]))
    return ended.returncode == 0


def guided(name: str, seconds: int) -> int:
    import atheris

    with atheris.instrument_imports(include=["subsidy"], enable_loader_override=False):
        from tests.fuzzing.targets import TARGETS, seeds
    corpus = FOUND / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for content in seeds(name):
        (corpus / sha256(content).hexdigest()[:16]).write_bytes(content)
    libfuzzer = [f"-max_total_time={seconds}", "-seed=1", "-max_len=8192", "-timeout=20",
                 "-rss_limit_mb=4096", f"-artifact_prefix={FOUND}/{name}-", str(corpus)]  # fmt: skip
    atheris.Setup([sys.argv[0], *libfuzzer], TARGETS[name])
    atheris.Fuzz()
    return 0


def blind(name: str, seconds: int) -> bool:
    from tests.fuzzing.mutation import mutated
    from tests.fuzzing.targets import TARGETS, seeds

    end = time.monotonic() + seconds
    inputs = takewhile(lambda _: time.monotonic() < end, mutated(seeds(name), seed=1))
    runs = 0
    for runs, content in enumerate(inputs, start=1):  # noqa: B007 - told at the end
        try:
            TARGETS[name](content)
        except BaseException:  # noqa: BLE001 - panics of libraries, too
            (FOUND / f"{name}-{sha256(content).hexdigest()[:16]}").write_bytes(content)
            traceback.print_exc()
            return False
    say(f"  {name:<11} {runs:,} inputs")
    return True


if __name__ == "__main__":
    sys.exit(main())
