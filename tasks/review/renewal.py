"""Makes a review's material anew on its way: with everyone's problems before the conclusions, with these at the end (I10).

Both are stages that ask nothing. Done once each: whoever has answered is not asked again because of them.
"""

from sqlalchemy.orm import Session

from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.meetings import MeetingStatus
from agency.domain.windows import Window
from agency.records import ledger, reviews
from agency.records.ledger import GateKey
from agency.records.tables import Meeting
from tasks.gate.questions import Answer
from tasks.gate.stage import stage_task
from tasks.opening import records
from tasks.review.meeting import find_review, meeting_of
from tasks.review.pack import half_month_of, leave_page, prepare


@stage_task("S13")
def carry_problems(code: str, answer: Answer | None = None) -> None:
    """Make the deck anew with the problems that everyone brought, before anybody concludes (I10)."""
    project, window = parts(code)
    with records() as session:
        if not needs_problems(session, meeting_of(session, find_review(session, code))):
            return
    prepared = prepare(project, window)
    with records() as session:
        meeting = meeting_of(session, find_review(session, code))
        pack = reviews.last_pack(session, str(meeting.project_id), window.key)
        if pack is not None and pack.version == prepared.version and needs_problems(session, meeting):
            meeting.materials = [meeting.materials[0], pack.id]
    leave_page(prepared)


@stage_task("S13")
def carry_conclusions(code: str, answer: Answer | None = None) -> None:
    """Make the deck a last time with what was concluded and signed, for the files of the project (S13)."""
    project, window = parts(code)
    with records() as session:
        meeting = meeting_of(session, find_review(session, code))
        pack = reviews.last_pack(session, str(meeting.project_id), window.key)
        if meeting.status is not MeetingStatus.HELD or (pack is not None and pack.sections.get("concluded")):
            return
    leave_page(prepare(project, window))


def needs_problems(session: Session, meeting: Meeting) -> bool:
    """Say whether a review still looks at the material of before anybody brought a problem, and nobody has concluded."""
    concluded = ledger.rounds(session, GateKey(SubjectKind.REVIEW, meeting.id, "S13"))
    return len(meeting.materials) == 1 and not concluded


def parts(code: str) -> tuple[str, Window]:
    """Return the project's code and the half-month of a review's code, ``PROJECT/2026-11-H1``."""
    project, _slash, half = code.partition("/")
    return project, half_month_of(half)
