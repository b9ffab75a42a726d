"""S11, before publishing: the checklist is gone through, and exactly this package is confirmed (C3; domain.md 6.4)."""

from collections.abc import Mapping

from pydantic import Field
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from agency.domain.advertising import advertising_findings
from agency.domain.finding import Findings, reasons
from agency.domain.publishing import Checked, Package, checklist_findings
from agency.domain.terms import label
from agency.domain.terms.publishing import CheckResult, PublishCheckItem
from agency.domain.titles import tidy_title, title_findings
from agency.errors import RuleBroken
from agency.locale import _
from agency.records import ledger
from agency.records.ledger import GateKey
from agency.records.production import latest, publication_of
from agency.records.tables import Account, ContentItem, Cut, Publication, PublishChecklist
from agency.records.tables.base import now
from config.lexicon import advertising_lexicon
from config.settings import settings
from tasks import texts
from tasks.gate.exhibits import findings_shown, table
from tasks.gate.forms import Fields, many, text
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject, find_content
from tasks.gate.work import StageWork, Submission
from tasks.stages import s10_cut

CHECKED_BY_THE_GATE = frozenset({PublishCheckItem.CLIENT_CONFIRMATION})


def fields(session: Session, subject: Subject) -> Fields:
    """Return what a package is handed in as: all that goes live, and the list that was gone through."""
    item = session.get_one(ContentItem, subject.id)
    asked = [label(one) for one in PublishCheckItem if one not in CHECKED_BY_THE_GATE]
    planned = texts.shown(item.planned_publish_at) if item.planned_publish_at else ""
    return {
        "video_title": (text(longest=100), Field(default=item.title, title=_("Title"))),
        "caption": (text(longest=2000), Field(title=_("Caption"))),
        "tags": (
            text(required=False, longest=200),
            Field(default="", title=_("Hashtags"), description=_("Apart by blanks.")),
        ),
        "cover_ref": (
            text(required=False, longest=500),
            Field(default="", title=_("Cover"), description=_("Link or path.")),
        ),
        "publish_at": (
            text(longest=25),
            Field(default=planned, title=_("Goes live at"), description=_("Beijing time, e.g. 2026-12-21 18:00.")),
        ),
        "passed": (many(asked), Field(title=_("Checked and in order"))),
        "not_applicable": (many(asked), Field(default=[], title=_("Does not apply to this video"))),
    }


def write(session: Session, subject: Subject, submission: Submission) -> None:
    """Keep the package and the list; refuse a title, a word or an open item that may not go live."""
    values = submission.values
    title = tidy_title(values["video_title"])
    looks = checked(values, submission.person.person)
    broken = reasons(
        [
            *title_findings(title, settings().policy),
            *word_findings(title, values["caption"]),
            *checklist_findings(looks),
        ]
    )
    if broken:
        raise RuleBroken(*broken)
    publication = publication_of(session, subject.id) or new_publication(session, subject)
    publication.title = title
    publication.caption = values["caption"]
    publication.tags = [tag.lstrip("#") for tag in values["tags"].split()]
    publication.cover_ref = values["cover_ref"] or None
    publication.planned_at = texts.moment(values["publish_at"])
    publication.cut_id = s10_cut.current(session, subject).id
    publication.package_hash = package(session, subject, publication).hash
    keep_checklist(session, publication, looks)


def word_findings(title: str, caption: str) -> Findings:
    """Return what the rule on absolute words says of the texts around the video."""
    return advertising_findings({_("Title"): title, _("Caption"): caption}, advertising_lexicon())


def checked(values: Mapping[str, list[str]], person: str) -> list[Checked]:
    """Return what was found of each item; the client's own confirmation is the gate's, and passes by being asked for."""
    named = {label(one): one for one in PublishCheckItem}
    looks = [Checked(item=named[one], result=CheckResult.PASSED, checked_by=person) for one in values["passed"]]
    looks += [
        Checked(item=named[one], result=CheckResult.NOT_APPLICABLE, checked_by=person)
        for one in values["not_applicable"]
    ]
    return looks + [Checked(item=one, result=CheckResult.PASSED, checked_by=person) for one in CHECKED_BY_THE_GATE]


def new_publication(session: Session, subject: Subject) -> Publication:
    """Return the publication of a content item on its own account, begun."""
    item = session.get_one(ContentItem, subject.id)
    publication = Publication(content_id=item.id, account_id=item.account_id, title=item.title)
    session.add(publication)
    session.flush()
    return publication


def keep_checklist(session: Session, publication: Publication, looks: list[Checked]) -> None:
    """Keep the list as it was gone through last."""
    session.execute(delete(PublishChecklist).where(PublishChecklist.publication_id == publication.id))
    session.add_all(
        PublishChecklist(
            publication_id=publication.id,
            item=look.item,
            result=look.result,
            checked_by_id=look.checked_by,
            checked_at=now(),
        )
        for look in looks
    )


def current(session: Session, subject: Subject) -> Publication:
    """Return the publication that is judged."""
    publication = publication_of(session, subject.id)
    if publication is None or publication.planned_at is None:
        raise LookupError(f"{subject.code} has no package to judge")
    return publication


def package(session: Session, subject: Subject, publication: Publication) -> Package:
    """Return all that is confirmed, with the cut as it is now: a newer cut makes it another package."""
    cut = latest(session, Cut, subject.id)
    if cut is None or publication.planned_at is None:
        raise LookupError(f"{subject.code} has no cut or no time to publish")
    return Package(
        cut_hash=s10_cut.drafted(subject, cut).hash,
        account=session.get_one(Account, publication.account_id).code,
        title=publication.title,
        caption=publication.caption,
        cover=publication.cover_ref or "",
        tags=tuple(publication.tags),
        publish_at=publication.planned_at,
    )


def content(session: Session, subject: Subject) -> dict[str, object]:
    """Return what is confirmed before publishing."""
    return {"package": package(session, subject, current(session, subject)).hash}


def exhibit(session: Session, subject: Subject) -> str:
    """Return the package as its judges read it."""
    publication = current(session, subject)
    cut = s10_cut.current(session, subject)
    rows: list[list[object]] = [
        [_("Title"), publication.title],
        [_("Account"), session.get_one(Account, publication.account_id).name],
        [_("Goes live at"), texts.shown(publication.planned_at)],
        [_("Caption"), publication.caption],
        [_("Hashtags"), " ".join(f"#{tag}" for tag in publication.tags)],
        [_("Cover"), publication.cover_ref],
        [_("Cut"), _("version {version}, {file}").format(version=cut.version, file=cut.file_ref)],
    ]
    warned = findings_shown(word_findings(publication.title, publication.caption))
    return "\n\n".join(
        [table(rows, [_("Package"), ""]), table(list_rows(session, publication), list_header()), warned]
    ).strip()


def list_header() -> list[str]:
    """Return the header of the list."""
    return [_("Checked before publishing"), _("Result")]


def list_rows(session: Session, publication: Publication) -> list[list[str]]:
    """Return the list, in the order it is gone through."""
    looks = session.scalars(select(PublishChecklist).where(PublishChecklist.publication_id == publication.id))
    results = {look.item: look.result for look in looks}
    return [[label(one), label(results[one])] for one in PublishCheckItem if one in results]


def close(session: Session, subject: Subject) -> None:
    """Bind the publication to the round that confirmed it."""
    round_ = ledger.last_round(session, GateKey(subject.kind, subject.id, "C3"))
    current(session, subject).confirmation_round_id = round_.id if round_ else None


PACKAGE = StageWork(
    gate="C3", find=find_content, content=content, exhibit=exhibit, fields=fields, write=write, close=close
)


@stage_task("C3")
def confirm_package(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Have the package confirmed inside and by the client before anything is published (C3)."""
    return advance(PACKAGE, code, answer)
