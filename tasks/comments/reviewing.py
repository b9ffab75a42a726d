"""People look over what the word lists made of comments, ten at a time: what they say counts, and teaches the lists (C3)."""

from collections.abc import Sequence
from datetime import datetime

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_minute
from agency.domain.quoting import quoted
from agency.domain.terms import label
from agency.domain.terms.comments import CommentTone
from agency.domain.terms.engagement import Sentiment, Severity
from agency.domain.terms.gates import SubjectKind
from agency.errors import AlreadyDecided, RuleBroken
from agency.locale import _
from agency.records import comments
from agency.records.ledger import GateKey
from agency.records.named import by_code
from agency.records.tables import Account, CaseComment, Comment, Person, Publication
from agency.records.tables.base import now
from tasks.comments.cases import evidence, open_case, raise_to
from tasks.comments.sheet import Sheet
from tasks.gate.answers import read_form
from tasks.gate.exhibits import table
from tasks.gate.forms import Fields, choice
from tasks.gate.questions import Answer, Question, Stopped
from tasks.imports.people import deciders_in
from tasks.labels import labels, read_label
from tasks.opening import records

GATE = "C3-judge"
FORM = "Tones"
COMMENTS_A_PAGE = 10


def judge(session: Session, comment: Comment, tone: CommentTone, person: str, at: datetime) -> None:
    """Keep what a person says of a comment; one that is negative and in no case yet opens one.

    ``AlreadyDecided`` where somebody else judged it before. The same word again changes nothing.
    """
    if comment.reviewed_at is not None:
        if (comment.reviewed_by_id, tone_of(comment)) == (person, tone):
            return
        name = session.get_one(Person, comment.reviewed_by_id).name if comment.reviewed_by_id else "–"
        sentence = _("{name} has judged “{words}” before: {tone}.")
        raise AlreadyDecided(sentence.format(name=name, words=quoted(comment.words, 20), tone=label(tone_of(comment))))
    comment.severity = SEVERITIES.get(tone)
    comment.sentiment = Sentiment.NEGATIVE if comment.severity else Sentiment(tone.value)
    comment.reviewed_by_id, comment.reviewed_at = person, at
    if comment.severity is not None and not is_in_a_case(session, comment):
        work = session.get_one(Publication, comment.publication_id)
        case = open_case(session, work, comment, comment.severity, at)
        case.comment_count = 1
        session.add(CaseComment(case_id=case.id, comment_id=comment.id))
        raise_to(session, case, comment.severity, at)


SEVERITIES = {
    CommentTone.LIGHT: Severity.LIGHT,
    CommentTone.MEDIUM: Severity.MEDIUM,
    CommentTone.GRAVE: Severity.GRAVE,
}


def tone_of(comment: Comment) -> CommentTone:
    """Return how a comment counts now; one that nobody has judged yet is neutral."""
    if comment.severity is not None:
        return CommentTone(comment.severity.value)
    return CommentTone.POSITIVE if comment.sentiment is Sentiment.POSITIVE else CommentTone.NEUTRAL


def is_in_a_case(session: Session, comment: Comment) -> bool:
    """Tell whether a comment is in a case, be it open or closed."""
    return session.scalar(select(CaseComment.id).where(CaseComment.comment_id == comment.id)) is not None


@task(name="judge-comments", cache_policy=NO_CACHE, persist_result=False)
def judge_page(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Take an answer about comments of an account and return what is asked next; None when all are judged."""
    with records() as session:
        return course(session, code, flow_run.id or "", answer, now())


def course(session: Session, code: str, run_id: str, answer: Answer | None, at: datetime) -> Question | None:
    """Carry the judging of an account's comments one page further, in one run."""
    account = by_code(session, Account, code)
    people = deciders_in(session, [account.project_id])
    sheet = Sheet(session, GateKey(SubjectKind.ACCOUNT, account.id, GATE), run_id, people)
    if answer is not None:
        receive(sheet, answer, at)
    if rows := open_comments(session, account):
        return question(sheet, account, rows)
    sheet.leave()
    return None


def open_comments(session: Session, account: Account) -> Sequence[Comment]:
    """Return the next comments of an account that nobody has judged, the latest first."""
    return comments.unreviewed(session, Publication.account_id == account.id, COMMENTS_A_PAGE)


def receive(sheet: Sheet, answer: Answer, at: datetime) -> None:
    """Write an answer about the comments that it names, or keep it as put back with its reasons."""
    ids = [name.removeprefix(FIELD).upper() for name in answer.values if name.startswith(FIELD)]
    rows = sheet.session.scalars(select(Comment).where(Comment.id.in_(ids)).with_for_update()).all()
    try:
        with sheet.session.begin_nested():
            filled = read_form(sheet.form(FORM, fields(rows)), answer.values)
            for row in rows:
                tone = read_label(CommentTone, filled[field_of(row)])
                judge(sheet.session, row, tone, sheet.people[filled["person"]], at)
    except (RuleBroken, AlreadyDecided) as error:
        sheet.refuse(answer, error)


FIELD = "comment_"


def field_of(row: Comment) -> str:
    """Return the name of a comment's field in the form."""
    return f"{FIELD}{row.id.lower()}"


def question(sheet: Sheet, account: Account, rows: Sequence[Comment]) -> Question:
    """Return what is asked of the next comments."""
    key = sheet.question_key(rows[0].id[-8:], rows[-1].id[-8:], len(rows))
    told = [[beijing_minute(row.posted_at), evidence(row), label(tone_of(row))] for row in rows]
    exhibit = table(told, [_("When"), _("Comment"), _("What the word lists say")])
    headline = _("C3 · {account} · comments to judge: {count}").format(account=account.code, count=len(rows))
    form = sheet.form(FORM, fields(rows), exhibit, key)
    return sheet.ask(key, headline, form, ["C3", account.code])


def fields(rows: Sequence[Comment]) -> Fields:
    """Return the form's fields, one a comment, each filled in with what the lists say."""
    options = choice(labels(CommentTone))
    return {
        field_of(row): (options, Field(default=label(tone_of(row)), title=quoted(row.words, 60) or "–")) for row in rows
    }
