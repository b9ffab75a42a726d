"""What is on record of imported files: which came before, what their works were last seen with, and the open questions (I9)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from agency.domain.calendar import BEIJING
from agency.domain.figures import WorkFigures
from agency.domain.matching import KnownWork
from agency.domain.terms.figures import Platform, Source
from agency.errors import AlreadyDecided, NotOnRecord
from agency.locale import _
from agency.records.figures import OBSERVED
from agency.records.tables import (
    Account,
    ImportBatch,
    ImportDecision,
    ImportQuestion,
    Person,
    Publication,
    VideoSnapshot,
)

FIGURES = TypeAdapter(WorkFigures)


@dataclass(frozen=True, kw_only=True)
class LastSeen:
    """When a source last told of a work, and what."""

    observed_at: datetime
    figures: Mapping[str, object]


def batch_of(session: Session, sha256: str) -> ImportBatch | None:
    """Return the import of a file, None when it was never brought in."""
    return session.scalar(select(ImportBatch).where(ImportBatch.sha256 == sha256))


def claim(session: Session, batch: ImportBatch) -> bool:
    """Write the row of a file that is being brought in; return False when somebody was faster, with nothing written."""
    try:
        with session.begin_nested():
            session.add(batch)
    except IntegrityError:
        if batch_of(session, batch.sha256) is None:
            raise
        return False
    return True


def accounts_on(session: Session, platform: Platform) -> Sequence[Account]:
    """Return the accounts on a platform, in the order of their codes."""
    return session.scalars(select(Account).where(Account.platform == platform).order_by(Account.code)).all()


def works_on(
    session: Session, platform: Platform, first: datetime, last: datetime, *, but: str = ""
) -> list[tuple[str, KnownWork]]:
    """Return what the accounts on a platform published from ``first`` to ``last``, each work with its account's id.

    ``but`` is the account whose works are not wanted.
    """
    told = (Publication.title, Publication.platform_item_id, Publication.published_to_the_day)
    query = (
        select(Publication.account_id, Publication.id, Publication.published_at, *told)
        .join(Account, Account.id == Publication.account_id)
        .where(Account.platform == platform, Account.id != but, Publication.published_at.between(first, last))
    )
    return [
        (
            account_id,
            KnownWork(
                work_id=work_id, title=title, published_at=moment, item_id=item_id, published_to_the_day=to_the_day
            ),
        )
        for account_id, work_id, moment, title, item_id, to_the_day in session.execute(query)
        if moment
    ]


def last_seen(session: Session, account_id: str, source: Source, until: datetime) -> dict[str, LastSeen]:
    """Return what a source told last of each work of an account, until a moment, by publication."""
    earlier = VideoSnapshot.__table__.alias("earlier")
    latest = (
        select(func.max(earlier.c.observed_at))
        .where(earlier.c.publication_id == Publication.id)
        .where(earlier.c.source == source, earlier.c.observed_at <= until)
        .scalar_subquery()
    )
    query = (
        select(
            VideoSnapshot.publication_id,
            VideoSnapshot.observed_at,
            *(getattr(VideoSnapshot, name) for name in OBSERVED),
        )
        .join(Publication, Publication.id == VideoSnapshot.publication_id)
        .where(Publication.account_id == account_id)
        .where(VideoSnapshot.source == source, VideoSnapshot.observed_at == latest)
        .order_by(VideoSnapshot.revision)
    )
    return {
        work_id: LastSeen(observed_at=moment, figures=dict(zip(OBSERVED, values, strict=True)))
        for work_id, moment, *values in session.execute(query)
    }


def open_questions(session: Session, batch_id: str) -> Sequence[ImportQuestion]:
    """Return the rows of a file that nobody has decided, in the file's order."""
    decided = select(ImportDecision.question_id)
    query = select(ImportQuestion).where(ImportQuestion.batch_id == batch_id, ImportQuestion.id.not_in(decided))
    return session.scalars(query.order_by(ImportQuestion.row_number)).all()


def undecided_batches(session: Session) -> Sequence[ImportBatch]:
    """Return the files with rows that nobody has decided, oldest first."""
    asked = select(ImportQuestion.batch_id).outerjoin(ImportDecision).where(ImportDecision.id.is_(None))
    return session.scalars(select(ImportBatch).where(ImportBatch.id.in_(asked)).order_by(ImportBatch.id)).all()


def decision_of(session: Session, question_id: str) -> ImportDecision | None:
    """Return what was said of a row, None while nobody has decided it."""
    return session.scalar(select(ImportDecision).where(ImportDecision.question_id == question_id))


def decisions_of(session: Session, batch_id: str) -> list[tuple[ImportQuestion, ImportDecision]]:
    """Return the rows of a file that were decided, each with what was said, in the file's order."""
    query = select(ImportQuestion, ImportDecision).join(ImportDecision, ImportDecision.question_id == ImportQuestion.id)
    rows = session.execute(query.where(ImportQuestion.batch_id == batch_id).order_by(ImportQuestion.row_number))
    return [(question, decision) for question, decision in rows]


def batch_named(session: Session, name: str) -> ImportBatch:
    """Return the file with this id, or the newest of this name; raise ``NotOnRecord`` when there is none."""
    query = select(ImportBatch).where((ImportBatch.id == name) | (ImportBatch.file_name == name))
    batch = session.scalar(query.order_by(ImportBatch.id.desc()).limit(1))
    if batch is None:
        raise NotOnRecord(_("No file {name} was brought in.").format(name=name))
    return batch


def decide(session: Session, question: ImportQuestion, decision: ImportDecision) -> None:
    """Keep what a person said of a row; raise ``AlreadyDecided`` with who and when if somebody was first."""
    if (taken := decision_of(session, question.id)) is not None:
        raise AlreadyDecided(told(session, question, taken))
    try:
        with session.begin_nested():
            session.add(decision)
    except IntegrityError as error:
        taken = decision_of(session, question.id)
        raise AlreadyDecided(told(session, question, taken) if taken else str(error)) from error


def told(session: Session, question: ImportQuestion, decision: ImportDecision) -> str:
    """Return the sentence that tells the second one who decided a row, and when (in Beijing)."""
    sentence = _("Row {row}: {name} answered first, on {moment}.")
    moment = decision.decided_at.astimezone(BEIJING)
    name = session.get_one(Person, decision.person_id).name
    return sentence.format(row=question.row_number, name=name, moment=f"{moment:%Y-%m-%d %H:%M}")


def question_of(batch_id: str, row: int, figures: WorkFigures, **asked: Iterable[str] | str) -> ImportQuestion:
    """Return the question about a row; its figures are kept as plain JSON."""
    plain = FIGURES.dump_python(figures, mode="json", exclude_none=True)
    return ImportQuestion(batch_id=batch_id, row_number=row, figures=plain, **asked)


def figures_of(question: ImportQuestion) -> WorkFigures:
    """Return the figures that a question keeps."""
    return FIGURES.validate_python(question.figures)


def seen_by(session: Session, publication_id: str, source: Source, moment: datetime) -> bool:
    """Tell whether a source told of a work at this very moment."""
    query = select(VideoSnapshot.publication_id).where(
        VideoSnapshot.publication_id == publication_id,
        VideoSnapshot.source == source,
        VideoSnapshot.observed_at == moment,
    )
    return session.scalar(query.limit(1)) is not None


def has_item(session: Session, account_id: str, item_id: str) -> bool:
    """Tell whether an account has a work with this id of the platform's."""
    query = select(Publication.id).where(Publication.account_id == account_id, Publication.platform_item_id == item_id)
    return session.scalar(query) is not None
