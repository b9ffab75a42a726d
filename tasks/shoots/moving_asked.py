"""Shows what a move would change and lets a person of the project confirm exactly that (S9, S3).

The question is bound to the very changes: where the rows have changed since, it is asked anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from pydantic import Field
from sqlalchemy.orm import Session

from agency.domain.approvals import one_seat_each
from agency.domain.calendar import beijing_minute
from agency.domain.finding import Findings
from agency.domain.quoting import without_foreign_links
from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.people import Role
from agency.errors import NotOnRecord, RuleBroken
from agency.locale import _
from agency.records import inbox
from agency.records.ledger import GateKey, take_turns
from agency.records.tables import Account, Person
from agency.records.tables.base import now
from tasks import texts
from tasks.edits.plan import held, opened_by
from tasks.gate.answers import read_form
from tasks.gate.exhibits import findings_shown, table
from tasks.gate.forms import Form, build_form, choice
from tasks.gate.questions import Answer, Question, Stopped
from tasks.opening import looking, records
from tasks.roster import roster_of
from tasks.shoots.moved import carry_out
from tasks.shoots.moving import Move, plan_move
from tasks.shoots.moving_conflicts import conflicts

GATE = "S9-move"
MOVERS = (Role.DIRECTOR, Role.OPERATOR, Role.OPERATIONS_LEAD, Role.DEPARTMENT_LEAD, Role.BUSINESS_LEAD)


@dataclass(frozen=True)
class Wish:
    """What somebody asked for when the flow was started."""

    code: str
    new_day: str
    reason: str


@dataclass(frozen=True)
class AskedMove:
    """What is asked about a move, where it stands in the inbox, and who may answer.

    ``people`` leads from what the form calls each person to the person's id.
    """

    place: GateKey
    question: Question
    form: type[Form]
    people: Mapping[str, str]


@task(name="preview-move", task_run_name="S9 · {wish.code}", cache_policy=NO_CACHE, persist_result=False)
def preview_move(wish: Wish) -> AskedMove | str:
    """Return the question about a move, or the sentence that there is nothing to move: the shoot is on that day."""
    with records() as session:
        asked = asked_about(session, wish, now())
        if asked is None:
            return already_there(wish)
        stand(session, asked)
        return asked


def already_there(wish: Wish) -> str:
    """Return the sentence for a move that is made."""
    return _("{code} is planned for {day}: nothing is left to move.").format(code=wish.code, day=wish.new_day)


def asked_about(session: Session, wish: Wish, at: datetime) -> AskedMove | None:
    """Return the question about a move, None where nothing would change; ``RuleBroken`` for a move that can't be made."""
    if not wish.reason.strip():
        raise RuleBroken(_("A move needs its reason: everybody concerned will read it."))
    with session.no_autoflush:
        move = plan_move(session, wish.code, texts.day(wish.new_day), at)
        if move.is_made:
            return None
        with_later = plan_move(session, wish.code, texts.day(wish.new_day), at, publish_later=True)
        people = movers(session, move)
        form = form_of(list(people), move, page_of(session, with_later, wish))
    key = sha256(f"{wish}{move.told}{with_later.told}".encode()).hexdigest()[:32]
    headline = _("S9 · {code} · move to {day}").format(code=move.target.code, day=move.new_day)
    tags = frozenset({"S9", move.target.code, *(item.code for item in move.target.items)})
    kind = SubjectKind.SHOOT if move.target.shoot else SubjectKind.CONTENT
    place = GateKey(kind, move.target.record.id, GATE)
    return AskedMove(
        place, Question(key=f"move-{key}", gate=GATE, headline=headline, tags=tags, form=form), form, people
    )


def movers(session: Session, move: Move) -> dict[str, str]:
    """Return who may move a shoot: the directors, operators and leads of its projects; ``NotOnRecord`` without any."""
    accounts = dict.fromkeys(item.account_id for item in move.target.items)
    projects = dict.fromkeys(session.get_one(Account, account).project_id for account in accounts)
    found: dict[str, str] = {}
    for project in projects:
        roster = roster_of(session, project, {})
        found |= {
            roster.label(one): one.person for one in one_seat_each(roster.holding([role.value for role in MOVERS]))
        }
    if not found:
        raise NotOnRecord(
            _("Nobody here may move {code}: the project has no director, operator or lead.").format(
                code=move.target.code
            )
        )
    return found


def form_of(people: Sequence[str], move: Move, shown: str) -> type[Form]:
    """Return the form: who decides, and what; publications that can't be kept can only move along."""
    ways = [move_all()] if move.unreachable else [move_shoot_only()]
    asked = {"decision": (choice([*ways, leave()]), Field(title=_("What is to become of the shoot")))}
    return build_form("Move", people, _("Who decides"), asked, shown)


def move_all() -> str:
    """Return the answer that moves the publications along."""
    return _("move it, with the publications that can't be kept")


def move_shoot_only() -> str:
    """Return the answer that keeps every publication."""
    return _("move it; all publications are kept")


def leave() -> str:
    """Return the answer after which nothing moves."""
    return _("do not move it")


def page_of(session: Session, move: Move, wish: Wish) -> str:
    """Return what changes, before and after, with what stands against it and which gates are asked again."""
    with held(list(move.edits)):
        against = conflicts(session, move)
    opened = opened_by(session, list(move.edits))
    rows = [[one.code, one.follows or one.column, one.shown_before, one.shown_after] for one in move.edits]
    parts = [
        _("Reason: {reason}").format(reason=without_foreign_links(wish.reason)),
        table(rows, [_("Code"), _("What changes"), _("Before"), _("After")]),
        publications(move),
        warned(_("Booked twice or nearly so"), against),
        warned(_("The chain of the videos"), move.findings),
        "\n".join(
            f"- {_('asked again: {gate}, {codes}').format(gate=gate, codes=_(', ').join(codes))}"
            for gate, codes in opened.items()
        ),
    ]
    return "\n\n".join(part for part in parts if part)


def publications(move: Move) -> str:
    """Return which publications can't be kept, and the first moment for each."""
    sentence = _("{code} can't go live as planned; the first moment is {moment}.")
    return "\n".join(
        f"- {sentence.format(code=code, moment=beijing_minute(first))}" for code, first in move.unreachable.items()
    )


def warned(heading: str, findings: Findings) -> str:
    """Return findings under a heading, nothing where there are none."""
    return f"**{heading}**\n\n{findings_shown(findings)}" if findings else ""


def stand(session: Session, asked: AskedMove) -> None:
    """Note in the inbox that the run waits, and for whom."""
    inbox.stand_at(
        session,
        flow_run.id,
        asked.place,
        question=asked.question.key,
        headline=asked.question.headline,
        awaited=list(asked.people.values()),
        due_on=None,
    )


@task(name="confirm-move", task_run_name="S9 · {wish.code}", cache_policy=NO_CACHE, persist_result=False)
def confirm_move(wish: Wish, asked: AskedMove, answer: Answer) -> str | Stopped:
    """Make a move as it was confirmed, and return the sentence about it; or that nothing moves, and why."""
    try:
        filled = read_form(asked.form, answer.values)
    except RuleBroken as broken:
        sentence = _("The answer does not fit the form, so nothing was moved: {reasons}")
        return leaving(Stopped(sentence.format(reasons=" ".join(broken.reasons))))
    with looking() as session:
        person = session.get_one(Person, asked.people[filled["person"]])
    if filled["decision"] == leave():
        return leaving(Stopped(_("{name} decided that nothing moves.").format(name=person.name)))
    return made(wish, asked, person, publish_later=filled["decision"] == move_all())


def leaving(stopped: Stopped) -> Stopped:
    """Take the run out of the inbox."""
    with records() as session:
        inbox.leave(session, flow_run.id, GATE)
    return stopped


def made(wish: Wish, asked: AskedMove, person: Person, *, publish_later: bool) -> str | Stopped:
    """Write the move in one unit of work that bears the person's name and the reason."""
    with records(actor=person.code, reason=wish.reason) as session:
        take_turns(session, wish.code)
        inbox.leave(session, flow_run.id, GATE)
        again = asked_about(session, wish, now())
        if again is None:
            return already_there(wish)
        if again.question.key != asked.question.key:
            return Stopped(_("The plans changed since they were shown: nothing was moved, start the move once more."))
        move = plan_move(session, wish.code, texts.day(wish.new_day), now(), publish_later=publish_later)
        carry_out(session, move, wish.reason)
        sentence = _("{code} moved from {before} to {after}; {count} values changed.")
        return sentence.format(
            code=move.target.code, before=move.was_on or "–", after=move.new_day, count=len(move.edits)
        )
