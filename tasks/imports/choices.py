"""What a person may say of a row that could be several works, and how that is written (I9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import BEIJING
from agency.domain.figures import WorkFigures
from agency.domain.legible import legible_text
from agency.domain.matching import Match
from agency.domain.terms.figures import Source
from agency.domain.terms.performance import MatchOutcome
from agency.errors import RuleBroken
from agency.locale import _
from agency.records import found_works, imports
from agency.records.tables import Account, ImportBatch, ImportQuestion, Publication
from tasks.gate.forms import LONGEST_TEXT, Fields, choice
from tasks.imports.writing import exact, observation

TITLE_SHOWN = 24


@dataclass(frozen=True)
class Choice:
    """One thing that may be said of a row: it is this work, it is a new one, or, neither, it is left out."""

    publication_id: str | None = None
    is_new: bool = False


def field_of(question: ImportQuestion) -> str:
    """Return the name of a row's field in the form."""
    return f"row_{question.row_number}"


def choices(session: Session, account: Account, question: ImportQuestion) -> Mapping[str, Choice]:
    """Return what may be said of a row, by the words of the form; two works that look alike are told apart by number."""
    works = select(Publication, Account.code).join(Account).where(Publication.id.in_(question.candidates))
    rows = session.execute(works.order_by(Publication.published_at, Publication.id)).all()
    told = [
        legible_text(f"{number}. {name_of(work, code)}", LONGEST_TEXT) for number, (work, code) in enumerate(rows, 1)
    ]
    said = {name: Choice(work.id) for name, (work, _code) in zip(told, rows, strict=True)}
    new = _("a new work of {account}").format(account=account.code)
    return {**said, new: Choice(is_new=True), _("leave it out"): Choice()}


def name_of(work: Publication, account: str) -> str:
    """Return a work on record as a form names it."""
    moment = f"{work.published_at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}" if work.published_at else ""
    known = work.platform_item_id or work.link or ""
    return " · ".join(part for part in (f"“{short(work.title)}”", moment, account, known) if part)


def short(title: str) -> str:
    """Return the beginning of a title on one line."""
    return " ".join(title.split())[:TITLE_SHOWN]


def published(work: WorkFigures) -> str:
    """Return when a row's work was published, in Beijing, as exactly as it is known."""
    moment = work.published_at.astimezone(BEIJING)
    return f"{moment:%Y-%m-%d}" if work.published_to_the_day else f"{moment:%Y-%m-%d %H:%M:%S}"


def row_fields(rows: Sequence[ImportQuestion], said: Mapping[str, Mapping[str, Choice]]) -> Fields:
    """Return the form's fields, one a row; none is filled in, for an empty answer must not decide anything."""
    fields: Fields = {}
    for row in rows:
        work = imports.figures_of(row)
        title = _("Row {row} “{title}”").format(row=row.row_number, title=short(work.title))
        told = _("published {moment}, plays {plays}: {reason}").format(
            moment=published(work), plays="-" if work.plays is None else work.plays, reason=row.reason
        )
        name = field_of(row)
        fields[name] = (choice(list(said[name])), Field(title=title, description=told))
    return fields


def settle_row(session: Session, batch: ImportBatch, question: ImportQuestion, said: Choice) -> str | None:
    """Write a row's figures as of its file's moment, as it was decided, and return its work; None when it is left out.

    ``RuleBroken`` where the file would tell one work twice.
    """
    if said == Choice():
        return None
    work = imports.figures_of(question)
    outcome = MatchOutcome.NEW if said.is_new else MatchOutcome.MATCHED
    match = Match(outcome=outcome, reason=question.reason, work_id=said.publication_id)
    account_id = account_written(session, batch, question, work, said)
    row = exact(work, match, frozenset(question.rounded))
    return found_works.keep_works(session, account_id, [(row, match)], observation(batch)).works[0]


def account_written(
    session: Session, batch: ImportBatch, question: ImportQuestion, work: WorkFigures, said: Choice
) -> str:
    """Return the account whose work a row becomes; raise ``RuleBroken`` when that work has its figures already."""
    if said.publication_id is None:
        account_id = str(batch.account_id)
        if work.item_id and imports.has_item(session, account_id, work.item_id):
            sentence = _("Row {row}: the account has a work with the platform's id {item}; it can't be a new one.")
            raise RuleBroken(sentence.format(row=question.row_number, item=work.item_id))
        return account_id
    moment = observation(batch).observed_at
    if imports.seen_by(session, said.publication_id, Source.EXPORT, moment):
        sentence = _("Row {row}: this work has its figures of this file already; one file tells a work once.")
        raise RuleBroken(sentence.format(row=question.row_number))
    return session.get_one(Publication, said.publication_id).account_id
