"""``python -m subsidy.demo``: the demo without the command line's other commands."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from subsidy.demo.run import Demo, run_demo
from subsidy.report.language import choose_language

FOLDER = Path("demo")
COMMAND = ".venv/bin/subsidy"  # where `make demo` installs it

if __name__ == "__main__":
    lines = run_demo(Demo(FOLDER, command=COMMAND), choose_language(None, os.environ))
    sys.stdout.write("\n".join(lines) + "\n")
