"""Entering comments by hand: a person sees what was read and lets it be written, or not (C3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from pydantic import Field
from sqlalchemy.orm import Session

from agency.domain.quoting import quoted
from agency.domain.terms.gates import SubjectKind
from agency.errors import RuleBroken
from agency.locale import _
from agency.records.ledger import GateKey
from agency.records.tables import Account, Person, Publication
from tasks.comments.judging import KeptComments, keep_comments
from tasks.comments.pasting import ReadComments, heard_of_work, preview, work_and_rows
from tasks.comments.sheet import Sheet
from tasks.gate.answers import read_form
from tasks.gate.forms import Fields, choice
from tasks.gate.questions import Answer, Question, Stopped
from tasks.imports.people import deciders_in
from tasks.opening import records

GATE = "C3-enter"
PAGE = "comments-preview"
FORM = "Entering"
LONGEST_SHOWN = 4_000


@dataclass(frozen=True)
class Entering:
    """What a run was asked to enter: a work by its code or link, and lines or the path of a file, read as of a moment."""

    work: str
    lines: str
    file: str
    at: datetime


def enter(session: Session, entering: Entering, at: datetime) -> tuple[KeptComments, ReadComments]:
    """Write what was pasted for a work, and return what came of it and what was read; twice changes nothing."""
    work, read = work_and_rows(session, entering.work, entering.lines, entering.file, entering.at)
    return keep_comments(session, work.id, heard_of_work(session, work, read.rows, entering.at), at), read


def read_as_of() -> datetime:
    """Return the moment as of which a run reads “three hours ago”: the same in every leg of it."""
    moment = flow_run.scheduled_start_time or datetime.now(UTC)
    return datetime.fromtimestamp(moment.timestamp(), UTC)  # Prefect's own kind of moment loses its zone when added to


@task(name="preview-comments", cache_policy=NO_CACHE, persist_result=False)
def preview_comments(entering: Entering) -> Question | str:
    """Show what was read, and return the question whether it is to be written, or why there is nothing to write."""
    with records() as session:
        work, read = work_and_rows(session, entering.work, entering.lines, entering.file, entering.at)
        page, new = preview(session, work, read, entering.at)
        asked = question(sheet_of(session, work), work, entering, page, new) if new else page
    create_markdown_artifact(page, key=PAGE, description=_("What was read; nothing is written yet."))
    return asked


def question(sheet: Sheet, work: Publication, entering: Entering, page: str, new: int) -> Question:
    """Return the question whether what was read is to be written: an answer to another paste is no answer to it."""
    account = sheet.session.get_one(Account, work.account_id)
    told = "\n".join((work.id, entering.lines, entering.file))
    key = sheet.question_key(sha256(told.encode("utf-8", "replace")).hexdigest()[:24])
    sentence = _("C3 · {account} · “{work}” · {count} comments that wait to be confirmed")
    headline = sentence.format(account=account.code, work=quoted(work.title, 20), count=new)
    return sheet.ask(key, headline, sheet.form(FORM, fields(), page[:LONGEST_SHOWN], key), ["C3", account.code])


def sheet_of(session: Session, work: Publication) -> Sheet:
    """Return the sheet on which the comments of a work are confirmed."""
    account = session.get_one(Account, work.account_id)
    people = deciders_in(session, [account.project_id])
    return Sheet(session, GateKey(SubjectKind.ACCOUNT, work.id, GATE), flow_run.id or "", people)


def fields() -> Fields:
    """Return what is asked beside who answers."""
    return {"decision": (choice(decisions()), Field(title=_("Decision")))}


def decisions() -> Sequence[str]:
    """Return what may be said of a preview: the first lets it be written."""
    return [_("write it"), _("do not write it")]


@task(name="write-comments", cache_policy=NO_CACHE, persist_result=False)
def write_comments(entering: Entering, answer: Answer) -> str | Stopped:
    """Write what was confirmed and return what came of it, or that nothing is to be written."""
    with records() as session:
        work, _read = work_and_rows(session, entering.work, entering.lines, entering.file, entering.at)
        sheet = sheet_of(session, work)
        sheet.leave()
        try:
            filled = read_form(sheet.form(FORM, fields()), answer.values)
        except RuleBroken as broken:
            sentence = _("The answer does not fit the form, so nothing was written: {reasons}")
            return Stopped(sentence.format(reasons=" ".join(broken.reasons)))
        if filled["decision"] != decisions()[0]:
            name = session.get_one(Person, sheet.people[filled["person"]]).name
            return Stopped(_("{name} decided that nothing is written.").format(name=name))
        kept, read = enter(session, entering, entering.at)
        return came_of(kept, read)


def came_of(kept: KeptComments, read: ReadComments) -> str:
    """Return what came of entering comments, the lines that could not be read at the end."""
    sentence = _("{new} comments are new, {negative} of them negative, in {cases} cases.")
    told = sentence.format(new=kept.new, negative=kept.negative, cases=len(kept.cases))
    return "\n".join([told, *(quoted(fault) for fault in read.faults)])
