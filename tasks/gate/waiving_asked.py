"""Shows which reminders a waiver would end and lets a lead sign it, or leave it (gates.md 10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_minute
from agency.domain.quoting import without_foreign_links
from agency.errors import AlreadyDecided, RuleBroken
from agency.locale import _
from agency.records import inbox, rule_checks
from agency.records.ledger import GateKey
from agency.records.tables import Person, Waiver
from agency.records.tables.base import now
from tasks.gate.answers import read_form
from tasks.gate.exhibits import table
from tasks.gate.forms import Form, build_form, choice
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.waiving import WaiverDraft, WaiverWish, drafted, waive
from tasks.opening import records

GATE = "waive-rule"


@dataclass(frozen=True)
class AskedWaiver:
    """What is asked about a waiver, and who may sign it."""

    question: Question
    form: type[Form]
    leads: Mapping[str, str]


@task(name="draft-waiver", task_run_name="{wish.rule} · {wish.subject}", cache_policy=NO_CACHE, persist_result=False)
def draft_waiver(wish: WaiverWish) -> AskedWaiver | str:
    """Return the question about a waiver, or the sentence that this very run has written it."""
    with records() as session:
        draft = drafted(session, wish, now())
        if written_by(session, draft, flow_run.id):
            return set_aside(draft)
        asked = asked_about(session, draft)
        key = GateKey(draft.what.kind, draft.subject_id, GATE)
        inbox.stand_at(
            session,
            flow_run.id,
            key,
            question=asked.question.key,
            headline=asked.question.headline,
            awaited=list(asked.leads.values()),
            due_on=None,
        )
        return asked


def written_by(session: Session, draft: WaiverDraft, run_id: str | None) -> bool:
    """Say whether a run has written a waiver already."""
    known = select(Waiver.id).where(Waiver.flow_run_id == run_id, Waiver.subject_id == draft.subject_id)
    return run_id is not None and session.scalar(known.limit(1)) is not None


def set_aside(draft: WaiverDraft) -> str:
    """Return the sentence about a waiver that stands."""
    sentence = _("{rule} is set aside for {code} until {until}.")
    until = draft.until or _("further notice")
    return sentence.format(rule=draft.what.kept_as, code=draft.what.code, until=until)


def asked_about(session: Session, draft: WaiverDraft) -> AskedWaiver:
    """Return the question about a waiver."""
    asked = {"decision": (choice([yes(), no()]), Field(title=_("Decision")))}
    form = build_form("Waiver", list(draft.leads), _("Who signs"), asked, page_of(session, draft))
    told = f"{draft.what} {draft.until} {draft.reason}"
    question = Question(
        key=f"waive-{sha256(told.encode()).hexdigest()[:32]}",
        gate=GATE,
        headline=_("Set {rule} aside for {code}").format(rule=draft.what.kept_as, code=draft.what.code),
        tags=frozenset({draft.what.rule, draft.what.code}),
        form=form,
    )
    return AskedWaiver(question, form, draft.leads)


def yes() -> str:
    """Return the answer that sets the rule aside."""
    return _("set it aside")


def no() -> str:
    """Return the answer after which the rule stands."""
    return _("let it stand")


def page_of(session: Session, draft: WaiverDraft) -> str:
    """Return the reason, until when, and what is open on record that nobody would be reminded of any more."""
    until = _("Until: {day}").format(day=draft.until or _("further notice"))
    kept = rule_checks.open_of(session, [draft.what.rule])
    mine = [one for one in kept if one.subject_id == draft.subject_id and draft.what.slot in {"", one.slot}]
    rows = [[one.what, beijing_minute(one.due_at) if one.due_at else None] for one in mine]
    ends = table(rows, [_("What is owed"), _("Due")]) if rows else _("Nothing of it is open on record now.")
    return "\n\n".join([_("Reason: {reason}").format(reason=without_foreign_links(draft.reason)), until, ends])


@task(name="sign-waiver", task_run_name="{wish.rule} · {wish.subject}", cache_policy=NO_CACHE, persist_result=False)
def sign_waiver(wish: WaiverWish, asked: AskedWaiver, answer: Answer) -> str | Stopped:
    """Write the waiver with the lead who signed it, and return the sentence about it; or that the rule stands, and why."""
    with records() as session:
        inbox.leave(session, flow_run.id, GATE)
        try:
            filled = read_form(asked.form, answer.values)
        except RuleBroken as broken:
            return Stopped(" ".join(broken.reasons))
        lead = asked.leads[filled["person"]]
        if filled["decision"] == no():
            name = session.get_one(Person, lead).name
            return Stopped(_("{name} lets the rule stand.").format(name=name))
        draft = drafted(session, wish, now())
        try:
            waive(session, draft, lead, now(), flow_run.id)
        except AlreadyDecided as decided:
            return Stopped(str(decided))
        return set_aside(draft)
