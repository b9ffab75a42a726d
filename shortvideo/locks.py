"""The verb ``lock``: writes the lock files anew, for every system and Python at once, with hashes and no host names."""

import shutil
import subprocess
import sys
from pathlib import Path

from agency.errors import Misconfigured
from agency.locale import _
from config.settings import CHECKOUT

FORM = ("--universal", "--generate-hashes", "--no-header", "--no-annotate", "--python-version", "3.11", "--quiet")
LOCKS = {
    "requirements.lock": ("pyproject.toml",),
    "requirements-dev.lock": ("pyproject.toml", "--group", "dev"),
    "requirements-bench.lock": ("pyproject.toml", "--group", "dev", "--group", "bench", "-c", "requirements-dev.lock"),
    "requirements-s3.lock": ("pyproject.toml", "--extra", "s3", "-c", "requirements.lock"),
    "requirements-setup.lock": ("--group", "setup"),
}


def lock(*, upgrade: bool = False) -> None:
    """Write every lock file, keeping what is pinned unless told to ``upgrade``; raise ``Misconfigured`` without uv."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        raise Misconfigured(_("uv is missing: run `python3 run.py lock`, which installs it."))
    for name, sources in LOCKS.items():
        newer = ("--upgrade",) if upgrade else ()
        subprocess.run([uv, "pip", "compile", *FORM, *newer, *sources, "-o", name], cwd=CHECKOUT, check=True)
