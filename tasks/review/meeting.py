"""The review meeting of a project and half-month: called with its material, and held once the client has signed (S13, I10)."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.meetings import ActionState, MeetingKind, MeetingStatus
from agency.domain.terms.people import Role
from agency.errors import NotOnRecord
from agency.locale import _
from agency.records import ledger, people, reviews
from agency.records.ledger import GateKey
from agency.records.named import by_code
from agency.records.tables import ActionItem, Meeting, MeetingAttendee, Person, Project, ReviewPack
from agency.records.tables.base import now
from tasks.gate.subjects import Subject, of_meeting
from tasks.review.lines import AdjustmentLine, decided_lines


def call_review(session: Session, project: Project, pack: ReviewPack) -> Meeting:
    """Return the meeting that looks at a pack, called with everyone of the project.

    Once somebody has answered, the meeting keeps the pack it was answered on: newer material opens no question again.
    """
    meeting = reviews.meeting_of(session, project.id, pack.cadence_key)
    if meeting is None:
        meeting = Meeting(
            kind=MeetingKind.REVIEW, project_id=project.id, cadence_key=pack.cadence_key, scheduled_at=now()
        )
        session.add(meeting)
        session.flush()
        called = {person.id for person in people.members(session, project.id)}
        session.add_all(MeetingAttendee(meeting_id=meeting.id, person_id=person) for person in sorted(called))
    if not has_answers(session, meeting):
        meeting.materials = [pack.id]
    pack.meeting_id = meeting.id
    session.flush()
    return meeting


def has_answers(session: Session, meeting: Meeting) -> bool:
    """Say whether anybody has answered at this review."""
    rounds = ledger.rounds(session, GateKey(SubjectKind.REVIEW, meeting.id, "I10"))
    return any(ledger.decisions(session, round_.id) for round_ in rounds)


def find_review(session: Session, code: str) -> Subject:
    """Return a review, ``PROJECT/2026-11-H1``, as a subject; ``NotOnRecord`` before its material was prepared."""
    project_code, _slash, half = code.partition("/")
    meeting = reviews.meeting_of(session, by_code(session, Project, project_code).id, half)
    if meeting is None:
        sentence = _("The review {code} has no material yet: run prepare-review first.")
        raise NotOnRecord(sentence.format(code=code))
    return of_meeting(session, meeting, SubjectKind.REVIEW)


def meeting_of(session: Session, subject: Subject) -> Meeting:
    """Return the meeting a review's subject is."""
    return session.get_one(Meeting, subject.id)


def pack_of(session: Session, meeting: Meeting) -> ReviewPack:
    """Return the material that everyone is asked for problems on."""
    return session.get_one(ReviewPack, meeting.materials[0])


def newest_pack_of(session: Session, meeting: Meeting) -> ReviewPack:
    """Return the material that conclusions are drawn from: with the problems in it, once it was made with them."""
    return session.get_one(ReviewPack, meeting.materials[-1])


def earlier_actions(session: Session, meeting: Meeting) -> Sequence[ActionItem]:
    """Return what earlier reviews wanted and this one looks at."""
    return reviews.actions_before(session, str(meeting.project_id), str(meeting.cadence_key))


def adjustments_of(meeting: Meeting) -> list[AdjustmentLine]:
    """Return what a meeting decided to change."""
    return decided_lines(meeting.decisions)


def member_named(session: Session, project_id: str, name: str) -> Person | None:
    """Return the one member of a project with this name or code, None when there is none or more than one."""
    named = [person for person in people.members(session, project_id) if name in (person.name, person.code)]
    return named[0] if len(named) == 1 else None


def open_actions(session: Session, meeting: Meeting) -> None:
    """Write what a meeting decided as actions that are open, for the next topic meeting and the schedule to take up."""
    for line in adjustments_of(meeting):
        owner = member_named(session, str(meeting.project_id), line.owner)
        if owner is None:
            raise NotOnRecord(_("{name} is not a member of the project.").format(name=line.owner))
        session.add(
            ActionItem(
                meeting_id=meeting.id,
                project_id=meeting.project_id,
                what=line.what,
                owner_id=owner.id,
                due_on=line.due_on,
                metric=line.metric,
                expected_effect=line.expected or None,
                state=ActionState.OPEN,
            )
        )


def hold(session: Session, meeting: Meeting, heard: Collection[str]) -> None:
    """Note that a meeting was held, and who took part: those who answered."""
    meeting.status, meeting.held_at = MeetingStatus.HELD, now()
    for attendee in session.scalars(select(MeetingAttendee).where(MeetingAttendee.meeting_id == meeting.id)):
        attendee.present = attendee.person_id in heard
    session.flush()


def heard(session: Session, meeting: Meeting) -> set[str]:
    """Return who has said anything in a review so far, or handed something in."""
    rounds = [
        round_
        for gate in ("I10", "S13")
        for round_ in ledger.rounds(session, GateKey(SubjectKind.REVIEW, meeting.id, gate))
    ]
    answered = {answer.person_id for round_ in rounds for answer in ledger.decisions(session, round_.id)}
    return answered | {round_.submitted_by for round_ in rounds if round_.submitted_by}


def house_of(session: Session, project_id: str) -> dict[str, str]:
    """Return the people of a project by id, clients apart, with their names."""
    clients = {person.id for person in people.members(session, project_id, Role.CLIENT)}
    return {person.id: person.name for person in people.members(session, project_id) if person.id not in clients}
