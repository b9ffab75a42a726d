"""The word lists learn: what people corrected proposes words, and a lead says of each what it is (C3)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.lexicon_growth import Judged, Proposed, proposals
from agency.domain.quoting import harmless
from agency.domain.terms import label
from agency.domain.terms.comments import WordProposal
from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.people import Role, Side
from agency.errors import AlreadyDecided, NotOnRecord, RuleBroken
from agency.locale import _
from agency.records import comments
from agency.records.ledger import GateKey, take_turns
from agency.records.tables import LexiconWord, Person, ProjectMember
from agency.records.tables.base import now
from tasks.comments.sheet import Sheet
from tasks.gate.answers import read_form
from tasks.gate.exhibits import table
from tasks.gate.forms import Fields, choice
from tasks.gate.questions import Answer, Question, Stopped
from tasks.labels import labels, read_label
from tasks.opening import records

GATE = "C3-lexicon"
SUBJECT = "lexicon"
FORM = "Words"
WORDS_A_PAGE = 10
MOST_CORRECTIONS = 5_000


def proposed(session: Session) -> list[Proposed]:
    """Return the words that corrections propose, those that nobody has decided about yet."""
    judged = [
        Judged(one.words, one.lexicon_severity, one.severity, one.found)
        for one in comments.reviewed(session, MOST_CORRECTIONS)
    ]
    return proposals(judged, [word.word for word in comments.learnt(session)])


def decide_word(session: Session, word: str, verdict: WordProposal, person: str, at: datetime) -> None:
    """Keep what a lead says of a word, from now on above the word lists; ``AlreadyDecided`` where another one was first."""
    take_turns(session, SUBJECT)
    before = session.scalar(select(LexiconWord).where(LexiconWord.word == word))
    if before is None:
        session.add(LexiconWord(word=word, verdict=verdict, decided_by_id=person, decided_at=at))
        session.flush()
    elif (before.decided_by_id, before.verdict) != (person, verdict):
        name = session.get_one(Person, before.decided_by_id).name
        sentence = _("{name} has decided about “{word}”: {verdict}.")
        raise AlreadyDecided(sentence.format(name=name, word=harmless(word), verdict=label(before.verdict)))


@task(name="learn-words", cache_policy=NO_CACHE, persist_result=False)
def learn_words(_subject: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Take an answer about words and return what is asked next; None when there is no word to decide about."""
    with records() as session:
        return course(session, flow_run.id or "", answer, now())


def course(session: Session, run_id: str, answer: Answer | None, at: datetime) -> Question | None:
    """Carry the learning one answer further, in one run."""
    sheet = Sheet(session, GateKey(SubjectKind.ACCOUNT, SUBJECT, GATE), run_id, leads(session))
    open_ = proposed(session)[:WORDS_A_PAGE]
    if answer is not None:
        receive(sheet, open_, answer, at)
        open_ = proposed(session)[:WORDS_A_PAGE]
    if open_:
        return question(sheet, open_)
    sheet.leave()
    return None


def receive(sheet: Sheet, open_: Sequence[Proposed], answer: Answer, at: datetime) -> None:
    """Write an answer, or keep it as put back with its reasons."""
    try:
        with sheet.session.begin_nested():
            filled = read_form(sheet.form(FORM, fields(open_)), answer.values)
            for number, one in enumerate(open_, start=1):
                verdict = read_label(WordProposal, filled[f"word_{number}"])
                decide_word(sheet.session, one.word, verdict, sheet.people[filled["person"]], at)
    except (RuleBroken, AlreadyDecided) as error:
        sheet.refuse(answer, error)


def question(sheet: Sheet, open_: Sequence[Proposed]) -> Question:
    """Return what is asked of the next words."""
    decided = len(comments.learnt(sheet.session))
    key = sheet.question_key(f"n{decided}")
    rows = [[f"**{harmless(one.word)}**", label(one.as_what), one.in_corrected, one.in_others] for one in open_]
    header = [_("Word"), _("Might be"), _("Comments corrected"), _("Other comments")]
    headline = _("C3 · words that corrections propose: {count}").format(count=len(open_))
    return sheet.ask(key, headline, sheet.form(FORM, fields(open_), table(rows, header), key), ["C3"])


def fields(open_: Sequence[Proposed]) -> Fields:
    """Return the form's fields, one a word; none is filled in."""
    options = choice(labels(WordProposal))
    asked = _("Might be: {what}. Corrected comments with it: {count}.")
    return {
        f"word_{number}": (
            options,
            Field(
                title=f"“{harmless(one.word)}”",
                description=asked.format(what=label(one.as_what), count=one.in_corrected),
            ),
        )
        for number, one in enumerate(open_, start=1)
    }


def leads(session: Session) -> Mapping[str, str]:
    """Return who may teach the lists: the operations leads, where there are none the agency's own people."""
    query = select(Person).where(Person.active, Person.side == Side.INTERNAL).order_by(Person.code)
    lead = select(ProjectMember.person_id).where(ProjectMember.role == Role.OPERATIONS_LEAD)
    people = session.scalars(query.where(Person.id.in_(lead))).all() or session.scalars(query).all()
    if not people:
        raise NotOnRecord(_("Nobody of the agency is on record, so nobody can decide about words."))
    return {f"{person.name}({person.code})": person.id for person in people}
