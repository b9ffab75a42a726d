"""A PDF of a deck, made by LibreOffice where it is installed: for whoever only reads, and for print (S13)."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from agency.locale import _
from agency.reports.whole import whole

COMMANDS = ("soffice", "libreoffice")
PATIENCE_S = 180
ASKED_OF_A_SYSTEM = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR")


def office() -> str | None:
    """Return the command of LibreOffice, None where it is not installed."""
    return next((found for name in COMMANDS if (found := shutil.which(name))), None)


def write_pdf(deck: Path, path: Path, *, command: str | None = None, patience_s: float = PATIENCE_S) -> str | None:
    """Write the PDF of a deck and return None, or leave no file and return in one sentence why there is none.

    A PDF that is there is replaced at once. LibreOffice works with a profile of its own that is thrown away, knows none
    of this process's secrets, and is ended with everything it started when it takes longer than ``patience_s``.
    """
    program = command or office()
    if program is None:
        return _("No PDF was made: LibreOffice is not installed on this machine.")
    with tempfile.TemporaryDirectory(prefix="deck_pdf_") as folder:
        made = Path(folder) / deck.with_suffix(".pdf").name
        if (complaint := convert(program, deck, Path(folder), patience_s)) is not None:
            return complaint
        if not made.exists():
            return _("No PDF was made: LibreOffice wrote none.")
        with whole(path) as draft:
            shutil.copyfile(made, draft)
    return None


def convert(program: str, deck: Path, folder: Path, patience_s: float) -> str | None:
    """Let LibreOffice convert a deck into a folder; return what went wrong in one sentence, None for nothing."""
    asked = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    asked += ["--convert-to", "pdf", "--outdir", str(folder), str(deck)]
    known = {name: os.environ[name] for name in ASKED_OF_A_SYSTEM if name in os.environ} | {"HOME": str(folder)}
    try:
        process = subprocess.Popen(  # noqa: S603 - a program of this machine, and paths of our own
            asked,
            env=known,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return _("No PDF was made: LibreOffice could not be started.")
    try:
        code = process.wait(patience_s)
    except subprocess.TimeoutExpired:
        return _("No PDF was made: LibreOffice took longer than {seconds} s.").format(seconds=f"{patience_s:g}")
    finally:
        end_all(process)
    return None if code == 0 else _("No PDF was made: LibreOffice ended with {code}.").format(code=code)


def end_all(process: "subprocess.Popen[bytes]") -> None:
    """End a process and everything it started in its session; nothing happens to one that has ended whole."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
