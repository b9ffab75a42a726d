"""Sets a rule aside for one subject: by a lead, for a reason, until a day; the sweep then speaks of it no more (gates.md 10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.approvals import one_seat_each
from agency.domain.calendar import beijing_day
from agency.domain.terms.gates import SubjectKind
from agency.domain.waiving import LEADS, Waivable, last_day, waivable
from agency.errors import AlreadyDecided, NotOnRecord, RuleBroken
from agency.locale import _
from agency.records import waivers
from agency.records.ledger import take_turns
from agency.records.named import by_code
from agency.records.tables import (
    Account,
    BudgetRequest,
    ContentItem,
    Person,
    Project,
    ProjectMember,
    Shoot,
    Waiver,
)
from agency.records.tables.base import Named
from tasks.gate.subjects import find_shoot
from tasks.roster import roster_of

TABLES: Mapping[SubjectKind, type[Named]] = {
    SubjectKind.PROJECT: Project,
    SubjectKind.ACCOUNT: Account,
    SubjectKind.CONTENT: ContentItem,
    SubjectKind.SHOOT: Shoot,
    SubjectKind.BUDGET: BudgetRequest,
    SubjectKind.PERSON: Person,
}


@dataclass(frozen=True)
class WaiverWish:
    """What somebody asked for when the flow was started."""

    rule: str
    subject: str
    until: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class WaiverDraft:
    """A waiver before somebody has signed it; ``leads`` leads from what a form calls each lead to the person's id."""

    what: Waivable
    subject_id: str
    until: date | None
    reason: str
    leads: Mapping[str, str]


def drafted(session: Session, wish: WaiverWish, at: datetime) -> WaiverDraft:
    """Return a waiver as it was asked for; ``BadInput``, ``NotOnRecord`` or ``RuleBroken`` say what is wrong with it."""
    what = waivable(wish.rule, wish.subject)
    if not wish.reason.strip():
        raise RuleBroken(_("To set a rule aside needs a reason: it stays on record."))
    subject = by_code(session, TABLES[what.kind], what.code)
    until = last_day(wish.until, beijing_day(at))
    return WaiverDraft(
        what=what,
        subject_id=subject.id,
        until=until,
        reason=wish.reason.strip(),
        leads=leads_of(session, subject, what),
    )


def leads_of(session: Session, subject: Named, what: Waivable) -> Mapping[str, str]:
    """Return the leads of the subject's projects; nobody sets aside what he or she owes."""
    found: dict[str, str] = {}
    for project in projects_of(session, subject):
        roster = roster_of(session, project, {})
        leads = one_seat_each(roster.holding([role.value for role in LEADS]))
        found |= {roster.label(lead): lead.person for lead in leads if lead.person != subject.id}
    if not found:
        raise NotOnRecord(
            _("No lead is on record who could set {rule} aside for {code}.").format(rule=what.rule, code=what.code)
        )
    return found


def projects_of(session: Session, subject: Named) -> list[str]:
    """Return the projects that a subject belongs to."""
    match subject:
        case Project():
            return [subject.id]
        case Account() | BudgetRequest():
            return [subject.project_id]
        case ContentItem():
            return [session.get_one(Account, subject.account_id).project_id]
        case Shoot():
            return [find_shoot(session, subject.code).project_id]
        case _person:
            member = select(ProjectMember.project_id).where(ProjectMember.person_id == subject.id)
            return sorted(set(session.scalars(member)))


def waive(session: Session, draft: WaiverDraft, lead: str, at: datetime, flow_run_id: str | None) -> None:
    """Write a waiver; ``AlreadyDecided`` where the rule is set aside for it already, with who did it and until when.

    One that has run out may be followed by another.
    """
    take_turns(session, f"waiver-{draft.subject_id}")
    standing = waivers.standing_on(session, beijing_day(at)).by_place.get((draft.subject_id, draft.what.kept_as))
    if standing is not None:
        sentence = _("{name} has set {rule} aside for {code} already, until {until}.")
        until = standing.until or _("further notice")
        raise AlreadyDecided(
            sentence.format(name=standing.by, rule=draft.what.kept_as, code=draft.what.code, until=until)
        )
    session.add(
        Waiver(
            subject_kind=draft.what.kind,
            subject_id=draft.subject_id,
            rule=draft.what.kept_as,
            reason=draft.reason,
            granted_by=lead,
            expires_on=draft.until,
            flow_run_id=flow_run_id,
        )
    )
    session.flush()
