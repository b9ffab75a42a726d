"""S11: a person published the video by hand and proves it; the group is told at once (C3). Nothing is posted by software."""

from pydantic import Field
from sqlalchemy.orm import Session

from agency.domain.finding import reasons
from agency.domain.publishing import Proof, proof_findings
from agency.domain.terms.publishing import PublicationStatus
from agency.errors import RuleBroken
from agency.locale import _
from agency.records.tables import Account, Cut
from agency.records.tables.base import now
from config.lexicon import link_hosts
from tasks import texts
from tasks.engagement.calls import call_out
from tasks.gate.exhibits import table
from tasks.gate.forms import Fields, text
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject, find_content
from tasks.gate.work import StageWork, Submission
from tasks.stages import s11_package


def fields(session: Session, subject: Subject) -> Fields:
    """Return what proves a publication: its link or a screenshot, and its moment."""
    return {
        "link": (
            text(required=False, longest=500),
            Field(default="", title=_("Link of the work"), description=_("The share link of the platform.")),
        ),
        "screenshot": (
            text(required=False, longest=500),
            Field(
                default="", title=_("Screenshot"), description=_("Link or path, where there is no link of the work.")
            ),
        ),
        "published_at": (
            text(longest=25),
            Field(title=_("Went live at"), description=_("Beijing time, e.g. 2026-12-21 18:00.")),
        ),
    }


def brief(session: Session, subject: Subject) -> str:
    """Show the package that was confirmed: this is what is to be published by hand."""
    return s11_package.exhibit(session, subject)


def write(session: Session, subject: Subject, submission: Submission) -> None:
    """Keep the proof; refuse a link that is none of the platform's, and a moment that is still to come."""
    publication = s11_package.current(session, subject)
    account = session.get_one(Account, publication.account_id)
    proof = Proof(
        published_at=texts.moment(submission.values["published_at"]),
        link=submission.values["link"].strip(),
        screenshot=submission.values["screenshot"].strip(),
    )
    hosts = link_hosts().hosts.get(account.platform.value, ())
    if broken := reasons(proof_findings(proof, hosts, now())):
        raise RuleBroken(*broken)
    cut = session.get(Cut, publication.cut_id) if publication.cut_id else None
    publication.published_at = proof.published_at
    publication.link = proof.link or None
    publication.proof = proof.link or proof.screenshot
    publication.duration_ms = cut.duration_ms if cut else None
    publication.status = PublicationStatus.LIVE


def content(session: Session, subject: Subject) -> dict[str, object]:
    """Return what is on record of the publication."""
    publication = s11_package.current(session, subject)
    moment = publication.published_at
    return {"proof": publication.proof, "published_at": moment.isoformat() if moment else None}


def exhibit(session: Session, subject: Subject) -> str:
    """Return the proof as people read it."""
    publication = s11_package.current(session, subject)
    rows: list[list[object]] = [
        [_("Went live at"), texts.shown(publication.published_at)],
        [_("Proof"), publication.proof],
    ]
    return table(rows, [_("Publication"), publication.title])


def tell_groups(session: Session, subject: Subject) -> None:
    """Put the notice for the project's groups into the outbox, once, unless the project has switched such calls off (C3)."""
    call_out(session, s11_package.current(session, subject), at=now())


PUBLICATION = StageWork(
    gate="S11",
    find=find_content,
    content=content,
    exhibit=exhibit,
    fields=fields,
    brief=brief,
    write=write,
    close=tell_groups,
)


@stage_task("S11")
def prove_publication(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Have the operator publish by hand and prove it; then the group is told (S11, C3)."""
    return advance(PUBLICATION, code, answer)
