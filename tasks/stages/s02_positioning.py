"""S2: what an account stands for, signed by the whole house and then the client; topics are gathered beside it (I1, R01)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.finding import reasons
from agency.domain.pasted_lines import lines
from agency.domain.positioning import Positioning, positioning_findings
from agency.domain.terms.content import TopicSource
from agency.domain.terms.meetings import MeetingKind, MeetingStatus
from agency.errors import RuleBroken
from agency.locale import _
from agency.records import accounts, topics
from agency.records.codes import next_code
from agency.records.tables import Account, AccountPositioning, Meeting, MeetingAttendee, Topic
from agency.records.tables.base import now
from tasks.gate.exhibits import table
from tasks.gate.forms import Fields
from tasks.gate.prefilled import prefilled, wished
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.signatures import author, signatures
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject
from tasks.gate.work import StageWork, Submission
from tasks.started_accounts import find_started_account

TOPIC_DIGITS = 3


def latest(session: Session, account_id: str) -> AccountPositioning | None:
    """Return the last version that was written, agreed or not."""
    query = select(AccountPositioning).where(AccountPositioning.account_id == account_id)
    return session.scalar(query.order_by(AccountPositioning.version.desc()).limit(1))


def content(session: Session, subject: Subject) -> Mapping[str, object]:
    """Return the positioning; the topics beside it are no part of it, because a pool lives on."""
    said = latest(session, subject.id)
    if said is None:
        return {}
    return {
        "version": said.version,
        "persona": said.persona,
        "audience": said.audience,
        "tone": said.tone,
        "pillars": said.pillars,
        "red_lines": said.red_lines,
        "visual_identity": said.visual_identity,
        "benchmarks": said.benchmarks,
    }


def exhibit(session: Session, subject: Subject) -> str:
    """Return the positioning as a table, and the topics that were gathered."""
    said = latest(session, subject.id)
    if said is None:
        return ""
    rows = [
        [_("Persona"), said.persona],
        [_("Audience"), said.audience],
        [_("Tone"), said.tone],
        [_("Content pillars"), _(", ").join(said.pillars)],
        [_("Red lines"), _(", ").join(said.red_lines)],
        [_("Visual identity"), said.visual_identity],
        [_("Benchmark accounts"), _(", ").join(said.benchmarks)],
    ]
    gathered = [[topic.code, topic.title] for topic in topics.pool(session, subject.id)]
    return "\n\n".join(
        [table(rows, [_("Positioning"), f"v{said.version}"]), table(gathered, [_("topic"), _("Topics gathered")])]
    )


def fields(session: Session, subject: Subject) -> Fields:
    """Ask for the positioning and the topics gathered; they start with what was handed in before."""
    said = latest(session, subject.id) or AccountPositioning(pillars=[], red_lines=[], benchmarks=[])
    one_a_line = _("One a line.")
    gathered = "\n".join(topic.title for topic in topics.pool(session, subject.id))
    return {
        "persona": prefilled(said.persona, caption=_("Persona"), help_text=_("Who speaks.")),
        "audience": prefilled(said.audience, caption=_("Audience"), help_text=_("To whom.")),
        "tone": prefilled(said.tone, caption=_("Tone")),
        "pillars": prefilled("\n".join(said.pillars), caption=_("Content pillars"), help_text=one_a_line),
        "red_lines": prefilled("\n".join(said.red_lines), caption=_("Red lines"), help_text=one_a_line),
        "visual_identity": wished(said.visual_identity, caption=_("Visual identity")),
        "benchmarks": wished("\n".join(said.benchmarks), caption=_("Benchmark accounts"), help_text=one_a_line),
        "topics": prefilled(gathered, caption=_("Topics gathered"), help_text=one_a_line),
    }


def write(session: Session, subject: Subject, submission: Submission) -> None:
    """Write the next version, or mend the one that is not agreed yet, and put new topics into the pool."""
    said = read(submission.values)
    gathered = lines(submission.values["topics"])
    nothing_gathered = () if gathered else (_("No topics were gathered."),)
    if broken := (*reasons(positioning_findings(said)), *nothing_gathered):
        raise RuleBroken(*broken)
    draft = draft_of(session, subject.id)
    draft.persona, draft.audience, draft.tone = said.persona, said.audience, said.tone
    draft.pillars, draft.red_lines = list(said.pillars), list(said.red_lines)
    draft.visual_identity, draft.benchmarks = said.visual_identity, list(said.benchmarks)
    gather(session, subject, gathered, proposer=submission.person.person)


def read(values: Mapping[str, str]) -> Positioning:
    """Return what was filled in."""
    return Positioning(
        persona=values["persona"].strip(),
        audience=values["audience"].strip(),
        tone=values["tone"].strip(),
        pillars=lines(values["pillars"]),
        red_lines=lines(values["red_lines"]),
        visual_identity=values["visual_identity"].strip(),
        benchmarks=lines(values["benchmarks"]),
    )


def draft_of(session: Session, account_id: str) -> AccountPositioning:
    """Return the version that may still be written: the last one while it never was discussed, else a new one."""
    last = latest(session, account_id)
    if last is not None and last.discussed_at is None:
        return last
    draft = AccountPositioning(account_id=account_id, version=last.version + 1 if last else 1)
    session.add(draft)
    return draft


def gather(session: Session, subject: Subject, gathered: Sequence[str], proposer: str) -> None:
    """Put topics into the account's pool; one that was ever there under the same title is not put there again."""
    session.get_one(Account, subject.id, with_for_update=True)
    known = topics.titles(session, subject.id)
    for title in gathered:
        if title not in known:
            code = next_code(session, Topic, f"{subject.code}-T", TOPIC_DIGITS)
            source = TopicSource.POSITIONING
            session.add(Topic(code=code, account_id=subject.id, title=title, source=source, proposer_id=proposer))


def agree(session: Session, subject: Subject) -> None:
    """Make the version the account's own, and keep the discussion that all took part in."""
    said = latest(session, subject.id)
    if said is None:
        return
    if before := accounts.positioning(session, subject.id):
        before.active = False
        session.flush()
    said.active, said.discussed_at = True, now()
    record_discussion(session, subject, said)


def record_discussion(session: Session, subject: Subject, said: AccountPositioning) -> None:
    """Keep the positioning meeting of one version, once, with everyone who signed (I1)."""
    slot = f"v{said.version}"
    if topics.meeting_of(session, MeetingKind.POSITIONING, subject.id, slot):
        return
    host = author(session, subject, "S2")
    meeting = Meeting(
        kind=MeetingKind.POSITIONING,
        account_id=subject.id,
        cadence_key=slot,
        held_at=said.discussed_at,
        host_id=host,
        client_present=True,
        decisions=[said.persona],
        status=MeetingStatus.HELD,
    )
    session.add(meeting)
    session.flush()
    people = {answer.person_id for answer in signatures(session, subject, "S2")} | ({host} if host else set())
    session.add_all(MeetingAttendee(meeting_id=meeting.id, person_id=person, present=True) for person in people)


POSITIONING = StageWork(
    gate="S2",
    find=find_started_account,
    content=content,
    exhibit=exhibit,
    fields=fields,
    write=write,
    close=agree,
)


@stage_task("S2")
def position_account(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Agree on what an account stands for, inside and with the client (S2, I1)."""
    return advance(POSITIONING, code, answer)
