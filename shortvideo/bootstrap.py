"""Makes ``.venv`` beside ``run.py`` from the lock files, once, and hands the verb to the command in it.

Standard library only, since nothing is installed yet; gettext neither, so each line is in both languages. What was
installed is remembered by the hash of everything that decides it, and a second start does nothing here.
"""

import hashlib
import os
import re
import shutil
import sys
from pathlib import Path
from typing import NoReturn

from shortvideo.steps import SetupFailed, answer_of, last_words, step

CHECKOUT = Path(__file__).resolve().parent.parent
LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"
BENCH_LOCK = "requirements-bench.lock"
SETUP_LOCK = "requirements-setup.lock"
GROWING = (LOCK, DEV_LOCK, BENCH_LOCK)  # each holds all of the one before
DECIDING = ("pyproject.toml", *GROWING, SETUP_LOCK)
LOCK_OF = {"bench": BENCH_LOCK, **dict.fromkeys(("test", "check", "soak", "lock"), DEV_LOCK)}
SEEING = {  # what the tests look at pages and decks with, and try many processes on: any of these, else these packages
    ("chromium", "chromium-browser", "google-chrome"): ("chromium", "fonts-noto-cjk"),
    ("soffice", "libreoffice"): ("libreoffice-impress", "libreoffice-calc", "fonts-noto-cjk"),
    ("redis-server",): ("redis-server",),
}

MAKING = "建立运行环境 · making .venv"
PIP = "准备 pip · preparing pip"
TOOLS = "准备安装工具 · fetching the installer"
PACKAGES = "安装依赖 · installing the packages"
PROJECT = "安装本项目 · installing this project"
SYSTEM = "安装系统软件 · installing {0}"
NO_WRITE = "无法写入 {0} ({1}) · {0} cannot be written"
NO_FILE = "缺少文件 {0} · {0} is missing from this checkout"
NO_VENV = "缺少 venv, 请先安装 python3-venv · Python's venv is missing: install python3-venv first"
NO_PACKAGES = "依赖装不上, 请检查网络或镜像: {0} (详见 {1}) · the packages could not be installed, is there a network?"


def main(arguments: list[str]) -> NoReturn:
    """Set up what the verb needs and become the command; on failure say one sentence and exit with 1."""
    verb = next((word for word in arguments if not word.startswith("-")), "")
    try:
        prepare(CHECKOUT, LOCK_OF.get(verb, LOCK))
    except SetupFailed as failure:
        sys.exit(str(failure))
    if verb in {"test", "soak"}:
        provide_eyes(CHECKOUT / ".venv" / "setup.log")
    command = CHECKOUT / ".venv" / "bin" / "shortvideo"
    os.execv(command, [str(command), *arguments])  # noqa: S606 - becoming the command is the point


def prepare(root: Path, lock: str) -> None:
    """Make ``.venv`` hold what a lock names, or do nothing when it does; raise ``SetupFailed``."""
    stamps = [root / ".venv" / f"prepared-{each}" for each in GROWING[GROWING.index(lock) :]]
    wanted = fingerprint(root)
    if any(one.is_file() and one.read_text(encoding="utf-8") == wanted for one in stamps):
        return
    log = open_log(root)
    make_environment(root, log)
    install(root, lock, log)
    stamps[0].write_text(wanted, encoding="utf-8")


def fingerprint(root: Path) -> str:
    """Return the hash of everything that decides what is installed; the place too, since scripts hold full paths."""
    told = hashlib.sha256(str(root).encode())
    for name in DECIDING:
        try:
            told.update((root / name).read_bytes())
        except OSError as error:
            raise SetupFailed(NO_FILE.format(name)) from error
    return told.hexdigest()


def open_log(root: Path) -> Path:
    """Return a new log inside ``.venv``; raise ``SetupFailed`` where nothing can be written."""
    log = root / ".venv" / "setup.log"
    try:
        log.parent.mkdir(exist_ok=True)
        log.write_text("", encoding="utf-8")
    except OSError as error:
        raise SetupFailed(NO_WRITE.format(log.parent, error.strerror)) from error
    return log


def make_environment(root: Path, log: Path) -> None:
    """Make the virtual environment with uv in it, or pip at the least."""
    python = root / ".venv" / "bin" / "python"
    if python.is_symlink() and not python.exists():  # the Python it was made from is gone
        shutil.rmtree(python.parent)
    making = [sys.executable, "-m", "venv", "--without-pip", str(root / ".venv")]
    if not python.exists() and not step(MAKING, making, log):
        raise SetupFailed(NO_VENV)
    if python.with_name("uv").exists():
        return
    pip = [str(python), "-m", "ensurepip"]
    if not step(PIP, pip, log) and not (install_packages(log, "python3-venv") and step(PIP, pip, log)):
        raise SetupFailed(NO_VENV)
    step(TOOLS, [*by_pip(python), "--require-hashes", "-r", str(root / SETUP_LOCK)], log)


def install(root: Path, lock: str, log: Path) -> None:
    """Install a lock and this project, by uv, or by pip where uv cannot; raise ``SetupFailed`` when neither can."""
    python = root / ".venv" / "bin" / "python"
    project = ["--no-deps", "--no-build-isolation", "--editable", str(root)]
    for installer in (by_uv(python), by_pip(python)):
        packages = [*installer, "--require-hashes", "-r", str(root / lock)]
        if step(PACKAGES, packages, log, mirror(python)) and step(PROJECT, [*installer, *project], log):
            return
    raise SetupFailed(NO_PACKAGES.format(last_words(log), log))


def by_uv(python: Path) -> list[str]:
    """Return how uv begins to install something for this Python."""
    return [str(python.with_name("uv")), "pip", "install", "--python", str(python)]


def by_pip(python: Path) -> list[str]:
    """Return how pip begins to install something for this Python."""
    return [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--retries", "1"]


def mirror(python: Path) -> dict[str, str]:
    """Return the package mirror that pip is told to use, in uv's words: uv does not read pip's settings."""
    told = answer_of([str(python), "-m", "pip", "config", "list"])
    chosen = re.search(r"^(?::env:|global|install)\.index-url='(.+)'$", told, re.MULTILINE)
    return {"UV_DEFAULT_INDEX": chosen[1]} if chosen and "UV_DEFAULT_INDEX" not in os.environ else {}


def provide_eyes(log: Path) -> None:
    """Install Chromium, LibreOffice and a Chinese font for the tests where we may; they say themselves what is missing."""
    for commands, packages in SEEING.items():
        if not any(shutil.which(command) for command in commands):
            install_packages(log, *packages)


def install_packages(log: Path, *names: str) -> bool:
    """Install packages of Debian or Ubuntu as root; return False where that is not possible."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    said, quiet = SYSTEM.format(" ".join(names)), {"DEBIAN_FRONTEND": "noninteractive"}
    step(said, [apt, "update", "-qq"], log, quiet)  # a stale list may still do
    return step(said, [apt, "install", "-y", "-qq", "--no-install-recommends", *names], log, quiet)
