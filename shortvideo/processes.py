"""The processes a command starts, and the promise that none of them outlives it.

Each leads a process group of its own, so that Ctrl-C in the terminal reaches this command alone, which then ends the
others in order. Some start sessions of their own in turn (a Prefect worker does for each flow run), and a killed
parent leaves orphans: who has to end is therefore decided by descent, never by group.
"""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from agency.errors import AgencyError
from agency.locale import _
from shortvideo.grounds import Ground, family
from shortvideo.orphans import adopt_orphans, bury
from shortvideo.progress import tell
from shortvideo.restarting import Deaths

GRACE = 10.0  # seconds between asking a process to end and making it
PAUSE = 0.1  # seconds between two looks at something awaited
WATCH = 1.0  # seconds between two looks at the services
TAIL = 12  # lines of a log worth reading after a death
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class ProcessFailed(AgencyError):
    """A process ended too early, ended badly or was not ready in time; the message holds the end of its log."""


@dataclass(frozen=True)
class Started:
    """One process that was started, and the file it writes to."""

    name: str
    command: tuple[str, ...]
    process: "subprocess.Popen[bytes]"
    log: Path
    stays: bool

    @property
    def ended(self) -> bool:
        """Whether it is no longer running."""
        return self.process.poll() is not None

    @property
    def ending(self) -> dict[str, object]:
        """What a sentence on its end needs to know."""
        return {"name": self.name, "code": self.process.returncode}

    def failed(self, sentence: str) -> ProcessFailed:
        """Return the error that says what became of it, with the last lines of its log."""
        with self.log.open(encoding="utf-8", errors="replace") as lines:
            tail = "".join(deque(lines, maxlen=TAIL)).rstrip()
        said = sentence.format(**self.ending)
        return ProcessFailed("\n".join([said, _("The end of {log}:").format(log=self.log), tail]))


class Processes:
    """The processes of one command: services, which stay until the end, and jobs, which end by themselves."""

    def __init__(self, logs: Path, environment: Mapping[str, str]) -> None:
        self.logs = logs
        self.environment = {**os.environ, **environment}
        self.started: list[Started] = []
        self.grounds: list[Ground] = []
        self.deaths = Deaths()
        self.mourned: list[Started] = []  # what has died and waits to be started anew

    def stand_on(self, ground: Ground) -> None:
        """Hold a ground for all processes that are started from now on, and leave it after the last has ended."""
        self.grounds.append(ground)

    def start(self, name: str, *command: str) -> Started:
        """Start a service; what it says goes to ``NAME.log``."""
        return self.spawn(name, command, stays=True)

    def run(self, name: str, *command: str, seconds: float, shown: bool = False) -> None:
        """Run a job to its end, its words in ``NAME.log`` or ``shown`` here; raise ``ProcessFailed`` when it fails."""
        job = self.spawn(name, command, stays=False, shown=shown)
        self.wait_until(lambda: job.ended, job, seconds=seconds)
        self.started.remove(job)
        if job.process.returncode != 0:
            raise job.failed(_("{name} failed with code {code}."))

    def spawn(self, name: str, command: tuple[str, ...], *, stays: bool, shown: bool = False) -> Started:
        """Start a process in a group of its own, with an empty log; the former one stays beside it."""
        log = self.logs / f"{name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists():
            log.replace(log.with_suffix(".1.log"))
        process = self.begin(command, log, shown=shown)
        self.started.append(Started(name, command, process, log, stays))
        return self.started[-1]

    def begin(self, command: tuple[str, ...], log: Path, *, shown: bool = False) -> "subprocess.Popen[bytes]":
        """Begin a process that writes to the end of a log, or here where it is ``shown``."""
        with log.open("ab") as words:
            return subprocess.Popen(
                command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=None if shown else words,
                stderr=None if shown else subprocess.STDOUT,
                process_group=0,
            )

    def wait_until(self, ready: Callable[[], bool], awaited: Started, *, seconds: float) -> None:
        """Wait for something; raise ``ProcessFailed`` when time is up, or when a service ends meanwhile."""
        deadline = time.monotonic() + seconds
        while not ready():
            self.check()
            if time.monotonic() > deadline:
                raise awaited.failed(_("{name} took too long."))
            time.sleep(PAUSE)

    def check(self) -> None:
        """Raise ``ProcessFailed`` when a service has ended by itself."""
        for service in self.started:
            if service.stays and service.ended:
                raise service.failed(_("{name} ended by itself, with code {code}."))

    def stay(self) -> None:
        """Keep watch until a signal ends this command, and start every service anew that ends before.

        Raise ``ProcessFailed`` when one ends again and again.
        """
        while True:
            self.mend(time.monotonic())
            time.sleep(WATCH)

    def mend(self, now: float) -> None:
        """Start anew what has ended by itself and had its pause; ``now`` is in seconds of a clock that never jumps."""
        for ground in self.grounds:
            ground.hold()
        self.bury_adopted()
        for service in [one for one in self.started if one.stays and one.ended]:
            if service not in self.mourned:
                self.mourn(service, now)
            if now >= self.deaths.begins_again(service.name):
                self.revive(service)

    def mourn(self, service: Started, now: float) -> None:
        """Count a death and say so; raise ``ProcessFailed`` when it is one too many."""
        self.deaths.add(service.name, now)
        if self.deaths.too_many(service.name):
            raise service.failed(_("{name} ends again and again, the last time with code {code}."))
        tell(_("{name} ended by itself, with code {code}: it is started anew.").format(**service.ending))
        self.mourned.append(service)

    def revive(self, service: Started) -> None:
        """Start a service anew in its place; its log goes on."""
        self.mourned.remove(service)
        process = self.begin(service.command, service.log)
        self.started[self.started.index(service)] = replace(service, process=process)

    def end(self) -> None:
        """End everything that was started, the youngest first, then whatever is left of what those started.

        What they stood on is left last, when nobody stands on it any more.
        """
        descendants = self.descendants()
        for started in reversed(self.started):
            end_all(one for one in descendants if one.pid == started.process.pid)
        end_all(descendants | self.descendants())
        self.started.clear()
        while self.grounds:
            self.grounds.pop().leave()

    def bury_adopted(self) -> None:
        """Bury the orphans that have ended; how a process ended that was started here is for its ``Popen`` to learn."""
        bury({one.process.pid for one in self.started} | {ground.pid for ground in self.grounds})

    def descendants(self) -> set[psutil.Process]:
        """Return everything that came of this command, but for what it stands on."""
        theirs = {one for ground in self.grounds for one in family(ground)}
        return set(psutil.Process().children(recursive=True)) - theirs


@contextmanager
def processes(logs: Path, environment: Mapping[str, str]) -> Iterator[Processes]:
    """Lend the processes of one command and end all of them afterwards, also on Ctrl-C, SIGTERM and SIGHUP.

    A signal that was ignored before stays ignored, so that ``nohup`` keeps its meaning.
    """
    adopt_orphans()
    kept = Processes(logs, environment)
    heeded = [number for number in ENDINGS if signal.getsignal(number) is not signal.SIG_IGN]
    former = {number: signal.signal(number, leave) for number in heeded}
    try:
        try:
            yield kept
        finally:
            heed_no_more()
    finally:
        kept.end()
        for number, handler in former.items():
            signal.signal(number, handler)


def leave(number: int, frame: object) -> None:
    """Leave this command in good order; a second signal must not leave half of its processes behind."""
    heed_no_more()
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + number)  # what a shell expects after a signal


def heed_no_more() -> None:
    """Ignore the signals that would end this command, which is ending."""
    for number in ENDINGS:
        signal.signal(number, signal.SIG_IGN)


def end_all(doomed: Iterable[psutil.Process]) -> None:
    """Ask processes to end, and make those end that have not after a grace period."""
    alive = [process for process in doomed if process.is_running()]
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _ended, stubborn = psutil.wait_procs(alive, timeout=GRACE)
    for process in stubborn:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(stubborn, timeout=GRACE)
