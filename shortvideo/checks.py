"""The verbs for whoever changes the code: ``test``, ``soak``, ``check`` and ``bench``."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from agency.errors import BadInput
from agency.locale import _
from config.settings import CHECKOUT
from shortvideo.dependency_audit import audit
from shortvideo.progress import Progress
from shortvideo.secrets_scan import leaks

BESIDE = Path(sys.executable).parent
# A file stays together: its tests share a server or a house. The few of the slowest files would come last, and alone.
SIDE_BY_SIDE = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
)


def test(arguments: Sequence[str]) -> int:
    """Run the tests, handing the arguments on to pytest, and all of them side by side where there are none.

    Returns pytest's exit code. What the tests start may keep its compiled modules, whatever the environment says: each
    of hundreds of processes would else compile all of them again.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "pytest", *(arguments or SIDE_BY_SIDE)]
    return subprocess.run(command, cwd=CHECKOUT, env=environment, check=False).returncode


def soak(arguments: Sequence[str], minutes: float) -> int:
    """Run the slow tests, and those that look for what nobody thought of; return pytest's exit code.

    After so many minutes no further test is begun, and the run counts as failed.
    """
    bounds = ["--hypothesis-profile=soak", f"--session-timeout={minutes * 60}"]
    return test(["-m", "soak", *bounds, *arguments])


def check() -> int:
    """Run every check, also after one that failed; return 0 when all passed, else 1."""
    progress, failed = Progress(), []
    for program, *arguments in CHECKS:
        command = [str(BESIDE / program), *arguments]
        named = " ".join([program, *arguments])
        if subprocess.run(command, cwd=CHECKOUT, check=False).returncode != 0:
            failed.append(named)
        progress.say(named)
    failed += [
        named for named, passes in (("secrets", keeps_secrets), ("audit", has_no_weakness)) if not passes(progress)
    ]
    if failed:
        progress.say(_("Not passed: {checks}").format(checks=", ".join(failed)))
    return 1 if failed else 0


def keeps_secrets(progress: Progress) -> bool:
    """Say whether no file holds what looks like a secret, each one that does with its place."""
    found = list(leaks(CHECKOUT))
    for leak in found:
        progress.say(_("{file}:{line} looks like a secret: {what}").format(**leak._asdict()))
    progress.say(_("Secrets that were found: {count}").format(count=len(found)))
    return not found


def has_no_weakness(progress: Progress) -> bool:
    """Say whether no known weakness is on record for a package of the lock; passes where nobody can be asked."""
    audited = audit(CHECKOUT / "requirements.lock")
    for weakness in audited.weaknesses:
        progress.say(_("A known weakness: {weakness}").format(weakness=weakness))
    told = (
        _("Packages audited: {count}; known weaknesses: {weak}")
        if audited.asked
        else _("The packages could not be audited: the service that knows of weaknesses cannot be reached from here.")
    )
    progress.say(told.format(count=audited.asked, weak=len(audited.weaknesses)))
    return not audited.weaknesses


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
