"""The verbs for whoever changes the code: ``test``, ``check`` and ``bench``."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from agency.errors import BadInput
from agency.locale import _
from config.settings import CHECKOUT
from shortvideo.progress import Progress

BESIDE = Path(sys.executable).parent
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
)


def test(arguments: Sequence[str]) -> int:
    """Run the tests, handing the arguments on to pytest; return its exit code."""
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=CHECKOUT, check=False).returncode


def check() -> int:
    """Run every check, also after one that failed; return 0 when all passed, else 1."""
    progress, failed = Progress(), []
    for program, *arguments in CHECKS:
        command = [str(BESIDE / program), *arguments]
        named = " ".join([program, *arguments])
        if subprocess.run(command, cwd=CHECKOUT, check=False).returncode != 0:
            failed.append(named)
        progress.say(named)
    if failed:
        progress.say(_("Not passed: {checks}").format(checks=", ".join(failed)))
    return 1 if failed else 0


def bench(names: Sequence[str]) -> int:
    """Run the benchmarks with these names, or all; return 0 when all ran. ``BadInput`` names one that is not there."""
    known = {path.stem: path for path in sorted((CHECKOUT / "benchmarks").glob("[a-z]*.py"))}
    if missing := [name for name in names if name not in known]:
        raise BadInput(
            _("There is no benchmark {names}; there are: {known}").format(
                names=", ".join(missing), known=", ".join(known) or "-"
            )
        )
    commands = [[sys.executable, str(known[name])] for name in names or known]
    return max((subprocess.run(command, cwd=CHECKOUT, check=False).returncode for command in commands), default=0)
