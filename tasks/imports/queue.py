"""The rows of a file that could be several works: put before a person ten at a time, and written as that person says (I9).

Nothing here is guessed. What was decided stays; whoever answers a row after another one is told who that was, and when.
"""

from dataclasses import dataclass

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from sqlalchemy.orm import Session

from agency.errors import AlreadyDecided, RuleBroken
from agency.locale import _
from agency.records import accounts, imports, inbox
from agency.records.tables import Account, ImportBatch, ImportDecision, ImportQuestion, Wait
from agency.records.tables.base import now
from tasks.gate.answers import read_form
from tasks.gate.handing_back import hand_back
from tasks.gate.questions import Answer, Question, Stopped
from tasks.imports.choices import Choice, field_of, settle_row
from tasks.imports.page import CLAUSE, Page, form_of, put_back
from tasks.opening import records


@dataclass(frozen=True)
class ToSettle:
    """A file as a flow needs it to start a run for it."""

    id: str
    file: str
    account: str


@task(name="settle-import-rows", cache_policy=NO_CACHE, persist_result=False)
def settle_rows(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Take an answer about rows of the file with this id, and return what is asked next; None when all are decided.

    All of it is one unit of work. Run again with the same answer, it finds the decisions on record and changes nothing.
    """
    with records() as session:
        page = open_page(session, code)
        if answer is not None:
            receive(page, answer)
            page = Page(session, page.batch, page.run_id)
        return next_question(page)


def open_page(session: Session, batch_id: str) -> Page:
    """Return the page of a file, after everybody else who writes figures of its account."""
    page = Page(session, session.get_one(ImportBatch, batch_id), flow_run.id)
    accounts.take_turns(session, [page.account.id])
    return page


def receive(page: Page, answer: Answer) -> None:
    """Write an answer, or keep it as put back with its reasons."""
    try:
        with page.session.begin_nested():
            take(page, answer)
    except (RuleBroken, AlreadyDecided) as broken:
        hand_back(page.session, page.gate, page.run_id, answer, broken)


def take(page: Page, answer: Answer) -> None:
    """Write what was said of each row; an answer that this run has taken before changes nothing."""
    settled = imports.decisions_of(page.session, page.batch.id)
    taken = [(row, decision) for row, decision in settled if field_of(row) in answer.values]
    if any(decision.flow_run_id != page.run_id for _row, decision in taken):
        raise AlreadyDecided(" ".join(imports.told(page.session, row, decision) for row, decision in taken))
    if taken or not page.rows:
        return
    filled = read_form(form_of(page), answer.values)
    for row in page.rows:
        choice = page.choices[field_of(row)][filled[field_of(row)]]
        publication_id = settle_row(page.session, page.batch, row, choice)
        imports.decide(page.session, row, decision(page, row, choice, publication_id, page.people[filled["person"]]))


def decision(page: Page, row: ImportQuestion, choice: Choice, work: str | None, person: str) -> ImportDecision:
    """Return what a person said of a row."""
    return ImportDecision(
        question_id=row.id,
        person_id=person,
        publication_id=work,
        is_new_work=choice.is_new,
        decided_at=now(),
        flow_run_id=page.run_id,
    )


def note_overtaken(page: Page) -> None:
    """Keep, for the one who is asked in this run, who decided rows meanwhile that this run had asked about."""
    wait = page.session.get(Wait, page.run_id)
    if wait is None or wait.subject_id != page.batch.id:
        return
    settled = imports.decisions_of(page.session, page.batch.id)
    others = [one for one in settled if one[1].flow_run_id != page.run_id and one[1].decided_at > wait.asked_at]
    if others:
        reasons = [imports.told(page.session, row, decision) for row, decision in others]
        hand_back(page.session, page.gate, page.run_id, Answer(wait.question), RuleBroken(*reasons))
        wait.asked_at = now()


def next_question(page: Page) -> Question | None:
    """Return what is asked now and put it into the inbox; None when every row is decided."""
    note_overtaken(page)
    if not page.open:
        inbox.leave(page.session, page.run_id, CLAUSE)
        return None
    sentence = _("I9 · {account} · {file} · undecided rows: {count}")
    headline = sentence.format(account=page.account.code, file=page.batch.file_name, count=len(page.open))
    key, people = page.key, list(page.people.values())
    inbox.stand_at(page.session, page.run_id, page.gate, question=key, headline=headline, awaited=people, due_on=None)
    return Question(
        key=key, gate=CLAUSE, headline=headline, tags=frozenset({CLAUSE, page.account.code}), form=form_of(page)
    )


@task(name="closing-of-import", cache_policy=NO_CACHE, persist_result=False)
def closing(batch_id: str) -> str:
    """Return what came of a file's questions, and who answered before this run did."""
    with records() as session:
        page = Page(session, session.get_one(ImportBatch, batch_id), flow_run.id)
        count = len(imports.decisions_of(session, batch_id))
        sentence = _("{file}: all {count} rows are decided.").format(file=page.batch.file_name, count=count)
        refused = put_back(page)
        return "\n".join([sentence, *(refused.reasons if refused else ())])


@task(name="import-to-settle", cache_policy=NO_CACHE, persist_result=False)
def batch_to_settle(file: str) -> str | None:
    """Return the id of the file with this id or name; without either, of the oldest one with open rows, None without any.

    A run stays with the file that it has asked about. Of several files of one name the newest counts. ``NotOnRecord``
    when there is no such file.
    """
    with records() as session:
        if (wait := session.get(Wait, flow_run.id or "")) is not None:
            return wait.subject_id
        if file.strip():
            return imports.batch_named(session, file.strip()).id
        return next((batch.id for batch in imports.undecided_batches(session)), None)


@task(name="imports-to-settle", cache_policy=NO_CACHE, persist_result=False)
def imports_to_settle() -> list[ToSettle]:
    """Return every file with rows that nobody has decided, oldest first."""
    with records() as session:
        return [
            ToSettle(batch.id, batch.file_name, session.get_one(Account, batch.account_id).code)
            for batch in imports.undecided_batches(session)
        ]
