"""Asks whether a known weakness is on record for any package of the lock; where nobody can be asked, that is said."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

PATIENCE_S = 300
PIN = re.compile(r"^([\w.-]+(?:\[[\w,.-]+\])?==[^\s;\\]+)", re.MULTILINE)
ASK = ("--disable-pip", "--no-deps", "--format", "json", "--progress-spinner", "off", "--timeout", "15")


@dataclass(frozen=True)
class Audited:
    """How many packages were asked about, and a line for each known weakness."""

    asked: int
    weaknesses: Sequence[str] = ()


def audit(lock: Path, program: Path | None = None) -> Audited:
    """Ask about every package that a lock pins; ``asked`` is 0 where the service, or ``pip-audit``, is out of reach.

    One package is asked about first, so that nobody is asked two hundred times who knows nothing.
    """
    chosen = program or Path(sys.executable).with_name("pip-audit")
    pins = PIN.findall(lock.read_text(encoding="utf-8"))
    if not pins or not asked_about(chosen, pins[:1]).asked:
        return Audited(0)
    return asked_about(chosen, pins)


def asked_about(program: Path, pins: Sequence[str]) -> Audited:
    """Ask about some packages, each written like ``name==1.0``."""
    with NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as wanted:
        wanted.write("\n".join(pins))
        wanted.flush()
        command = [str(program), *ASK, "--requirement", wanted.name]
        try:
            told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE_S)
        except (OSError, subprocess.TimeoutExpired):
            return Audited(0)
    return read_answer(told.stdout)


def read_answer(text: str) -> Audited:
    """Read what pip-audit says; anything else than its report counts as nobody asked."""
    try:
        packages = json.loads(text)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Audited(0)
    asked = [package for package in packages if "skip_reason" not in package]
    return Audited(len(asked), tuple(line for package in asked for line in lines_of(package)))


def lines_of(package: dict[str, object]) -> Sequence[str]:
    """Return a line for each weakness of a package: which, and where it is mended."""
    weaknesses = package.get("vulns")
    return [
        f"{package['name']} {package['version']}: {one['id']} → {', '.join(one['fix_versions']) or '–'}"
        for one in (weaknesses if isinstance(weaknesses, list) else [])
    ]
