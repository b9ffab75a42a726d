"""What makes one stage different from the next: what it shows, what is filled in, what is written, when it is needed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from agency.domain.approvals import Member
from agency.domain.terms.gates import Verdict
from tasks.gate.forms import Fields
from tasks.gate.subjects import Subject
from tasks.roster import Roster, roster_of


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A filled-in form whose fields have the right types; whether they keep the rules is the stage's to say."""

    person: Member
    values: Mapping[str, Any]
    flow_run_id: str | None


def always(session: Session, subject: Subject) -> bool:
    """Say that a stage is needed: the rule, from which only few stages are excepted."""
    return True


def never(session: Session, subject: Subject) -> bool:
    """Say that what is handed in does not close a gate whose standard names people who must agree."""
    return False


def people_of_the_project(session: Session, subject: Subject) -> Roster:
    """Return the people of the subject's project, a role that is one person's here held by that person only."""
    return roster_of(session, subject.project_id, subject.named)


def no_fields(session: Session, subject: Subject) -> Fields:
    """Ask for nothing: the stage is only judged, not submitted."""
    return {}


def no_brief(session: Session, subject: Subject) -> str:
    """Show nothing above a submission's form but the gate's own line."""
    return ""


def write_nothing(session: Session, subject: Subject, submission: "Submission") -> None:
    """Keep nothing but the round itself."""


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a person says at one step of a gate, with the fields that this stage asks beside the verdict."""

    person: Member
    step: int
    verdict: Verdict
    comment: str
    values: Mapping[str, Any]


def only_the_verdict(session: Session, subject: Subject, step: int) -> Fields:
    """Ask nothing beside verdict and comment."""
    return {}


def write_no_judgement(session: Session, subject: Subject, judgement: Judgement) -> None:
    """Keep nothing beside the decision itself."""


def nothing_to_do(session: Session, subject: Subject) -> None:
    """Leave the records as they are when a gate is passed."""


@dataclass(frozen=True, kw_only=True)
class StageWork:
    """One stage's own part of its way through the gate.

    ``find`` names the subject of a code. ``content`` is what the gate judges, as plain values read from the records:
    its hash binds every answer. ``exhibit`` shows the same as Markdown. A stage that is submitted has ``fields``, a
    ``brief`` above them, and ``write``, which raises ``RuleBroken`` with every reason at once. ``needed`` lets a stage
    pass that has nothing to judge. ``asks_beside`` adds fields to the decision of one step, and ``judge`` writes them,
    with ``RuleBroken`` as above. ``close`` does what follows from the pass, in the same unit of work. ``people`` are those
    who may answer at all; ``needs_nobody`` says that what was handed in closes the gate, whoever must agree otherwise.
    """

    gate: str
    find: Callable[[Session, str], Subject]
    content: Callable[[Session, Subject], Mapping[str, object]]
    exhibit: Callable[[Session, Subject], str]
    fields: Callable[[Session, Subject], Fields] = no_fields
    brief: Callable[[Session, Subject], str] = no_brief
    write: Callable[[Session, Subject, Submission], None] = write_nothing
    needed: Callable[[Session, Subject], bool] = always
    asks_beside: Callable[[Session, Subject, int], Fields] = only_the_verdict
    judge: Callable[[Session, Subject, Judgement], None] = write_no_judgement
    close: Callable[[Session, Subject], None] = nothing_to_do
    people: Callable[[Session, Subject], Roster] = people_of_the_project
    needs_nobody: Callable[[Session, Subject], bool] = never
    comment_title: str | None = None

    @property
    def is_submitted(self) -> bool:
        """Whether somebody hands something in before the gate can judge it."""
        return self.fields is not no_fields
