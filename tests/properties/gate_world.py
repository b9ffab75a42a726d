"""A house for the gate machine: real records, the stages as their flows call them, people who may come and go.

A unit of work can be killed in it at any statement, before its commit or after it.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine, event, select

from agency.errors import AgencyError, NotOnRecord, StageOutOfOrder
from agency.records.tables import Account, ContentItem, Project, Shoot
from config.settings import settings
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import advance
from tasks.gate.work import StageWork
from tasks.opening import looking, records_engine
from tasks.stages.s01_business_talk import PLAN, TALK
from tasks.stages.s02_positioning import POSITIONING
from tasks.stages.s03_schedule import SCHEDULE
from tasks.stages.s07_copy import COPY
from tasks.stages.s07_script import SCRIPT
from tasks.stages.s07_script_sync import SYNC
from tasks.stages.s08_talent import TALENT
from tasks.stages.s09_preparation import PREPARATION
from tasks.stages.s09_shoot import SHOOT
from tasks.stages.s10_cut import CUT
from tasks.stages.s11_package import PACKAGE
from tasks.stages.s11_publication import PUBLICATION

A_VIDEO = (COPY, SCRIPT, SYNC, TALENT, CUT, PACKAGE, PUBLICATION)
A_SHOOT = (PREPARATION, SHOOT)
WAYS = {"BREEZE": (TALK, PLAN), "BREEZE-DY": (POSITIONING, SCHEDULE)}
RUN_OF_FLOW = "PREFECT__RUNTIME__FLOW_RUN__ID"  # Prefect's own way to tell a process which run it is
RUNS = tuple(f"00000000-0000-0000-0000-00000000000{number}" for number in (1, 2))
AT_THE_COMMIT, AFTER_THE_COMMIT = -1, -2


class Killed(BaseException):
    """The process is gone, in the middle of whatever it was at."""


@dataclass(frozen=True)
class Asked:
    """A question as a run was asked it."""

    code: str
    work: StageWork
    question: Question

    def __repr__(self) -> str:
        return f"{self.code} {self.question.key}"


@dataclass
class World:
    """The records at one address, and the runs that carry its subjects."""

    url: str
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        os.environ["SHORTVIDEO_RECORDS_URL"] = self.url
        settings.cache_clear()

    def close(self) -> None:
        self.engine.dispose()

    @property
    def engine(self) -> Engine:
        return records_engine(self.url)

    @property
    def codes(self) -> list[str]:
        """The subjects that people work on; each is carried through stages of its own."""
        tables = (ContentItem, Shoot, Project, Account)
        with looking() as session:
            return [code for table in tables for code in session.scalars(select(table.code).order_by(table.code))]

    def way(self, code: str) -> Sequence[StageWork]:
        """Return the stages of a subject in order, as its flow carries it."""
        return WAYS.get(code) or (A_SHOOT if code[0].isdigit() else A_VIDEO)

    def ask(self, code: str, run: str) -> Asked | Stopped | None:
        """Return what a run is asked first, as ``flows.carrying`` looks for it; None when nothing is open."""
        for work in self.way(code):
            try:
                question = self.call(work, code, None, run)
            except (StageOutOfOrder, NotOnRecord):  # no shoot yet, one that all have left, a project that has not begun
                return None
            if isinstance(question, Question):
                self.asked.append(Asked(code, work, question))
                return self.asked[-1]
            if question is not None:
                return question
        return None

    def call(self, work: StageWork, code: str, answer: Answer | None, run: str) -> Question | Stopped | None:
        """Call a stage as its task does."""
        os.environ[RUN_OF_FLOW] = run
        return advance(work, code, answer)

    def still_asks(self, asked: Asked, run: str) -> Question | None:
        """Return a question as its stage asks it at this moment, None when it is not the open one any more."""
        try:
            now = self.call(asked.work, asked.code, None, run)
        except AgencyError:
            return None
        return now if isinstance(now, Question) and now.key == asked.question.key else None

    @contextmanager
    def dying(self, at: int | None) -> Iterator[None]:
        """Kill what runs in the block before its statement of this number, or at its end; None lets it live."""
        if at is None:
            yield
            return
        with doomed(self.engine, at):
            yield
        if at == AFTER_THE_COMMIT:
            raise Killed


@contextmanager
def doomed(engine: Engine, at: int) -> Iterator[None]:
    """Let the statement of this number, counted from 0, or the commit of ``engine`` be the end."""
    count = iter(range(1_000_000))

    def statement(*_told: object) -> None:
        if next(count) == at:
            raise Killed

    def commit(*_told: object) -> None:
        if at == AT_THE_COMMIT:
            raise Killed

    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "commit", commit)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", statement)
        event.remove(engine, "commit", commit)
