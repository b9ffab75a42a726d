"""Turns where a gate stands into the question a run is suspended for, with its form and its place in the inbox."""

from collections.abc import Mapping, Sequence
from datetime import date

from agency.domain.approvals import Member, one_seat_each
from agency.domain.terms import label
from agency.locale import _
from agency.records import inbox, ledger
from agency.records.tables import RefusedAnswer
from tasks.gate import exhibits
from tasks.gate.desk import AskedElsewhere, AskedToDecide, AskedToSubmit, Desk, Ended, Passed
from tasks.gate.forms import Form, decision_form, filled_in, submission_form
from tasks.gate.identity_fields import proof_fields, whom_to_choose
from tasks.gate.questions import Question, Stopped

NAMES_ON_THE_BOARD = 2


def next_question(desk: Desk) -> Question | Stopped | None:
    """Return what is asked now and put it into the inbox; None when this stage asks nothing."""
    state = desk.state()
    match state:
        case Passed() | AskedElsewhere():
            inbox.leave(desk.session, desk.flow_run_id, desk.gate.code)
            return None
        case Ended(round_):
            inbox.leave(desk.session, desk.flow_run_id, desk.gate.code)
            return Stopped(exhibits.stopped(desk.session, round_))
        case AskedToSubmit() | AskedToDecide():
            return ask(desk, state)


def ask(desk: Desk, state: AskedToSubmit | AskedToDecide) -> Question:
    """Return the question of a gate that waits for people, and note in the inbox who they are."""
    people = awaited(desk, state)
    key = question_key(desk, state)
    due = state.round.due_on if isinstance(state, AskedToDecide) else desk.due_on()
    headline = f"{desk.subject.name} {desk.gate.code} {desk.gate.name} · {waits_for(desk, people)}"
    inbox.stand_at(
        desk.session,
        desk.flow_run_id,
        desk.key,
        question=key,
        headline=headline,
        awaited=[member.person for member in people],
        due_on=due,
        slot=slot_of(state),
    )
    return Question(
        key=key,
        gate=desk.gate.code,
        headline=headline,
        tags=tags_of(desk, people),
        form=form_of(desk, state, people) if people else None,
    )


def awaited(desk: Desk, state: AskedToSubmit | AskedToDecide) -> Sequence[Member]:
    """Return the people who may answer now, each once; nobody, while a role that is needed is not filled."""
    if isinstance(state, AskedToSubmit):
        return desk.roster.holding(desk.gate.led_by)
    return [] if state.standing.is_vacant else one_seat_each(state.standing.awaited)


def question_key(desk: Desk, state: AskedToSubmit | AskedToDecide) -> str:
    """Return the question's own key: an answer to another question can never be taken for an answer to this one."""
    return f"{question_stem(desk, state)}-x{len(ledger.refusals(desk.session, desk.key))}"


def question_stem(desk: Desk, state: AskedToSubmit | AskedToDecide) -> str:
    """Return what a question keeps while its answers are put back: the gate, the round, the seat."""
    gate = desk.gate.code.lower()
    match state:
        case AskedToSubmit(number):
            return f"{gate}-submit-{number}"
        case AskedToDecide(round_):
            return f"{gate}-r{round_.number}-s{len(ledger.decisions(desk.session, round_.id))}"


def slot_of(state: AskedToSubmit | AskedToDecide) -> str:
    """Return what of the gate is asked, the same until it is answered: the hand-in of a round, or one step of it."""
    match state:
        case AskedToSubmit(number):
            return f"s{number}"
        case AskedToDecide(round_, standing):
            return f"r{round_.number}-{standing.step}"


def form_of(desk: Desk, state: AskedToSubmit | AskedToDecide, people: Sequence[Member]) -> type[Form]:
    """Return the form of a question, with what is to be judged above it."""
    labels = desk.roster.labels(people)
    match state:
        case AskedToDecide(round_, standing):
            beside = desk.work.asks_beside(desk.session, desk.subject, standing.step)
            above = shown(desk, state, round_.exhibit, round_.due_on)
            proof = proof_fields(desk, state, people)
            return decision_form(labels, beside, above, desk.work.comment_title, proof, whom_to_choose(proof))
        case AskedToSubmit():
            brief = desk.work.brief(desk.session, desk.subject)
            fields = filled_in(desk.work.fields(desk.session, desk.subject), filled_before(desk, state))
            return submission_form(labels, fields, shown(desk, state, brief, desk.due_on()))


def shown(desk: Desk, state: AskedToSubmit | AskedToDecide, exhibit: str, due_on: date | None) -> str:
    """Return the text above the form; on top, why the last answer to this very question was put back."""
    refused = put_back(desk, state)
    reasons = refused.reasons if refused else ()
    return exhibits.shown(desk.session, desk.key, desk.gate, exhibit=exhibit, due_on=due_on, reasons=reasons)


def put_back(desk: Desk, state: AskedToSubmit | AskedToDecide) -> RefusedAnswer | None:
    """Return the last answer to this very question, if it was refused."""
    before = len(ledger.refusals(desk.session, desk.key)) - 1
    return ledger.refusal(desk.session, desk.key, f"{question_stem(desk, state)}-x{before}")


def filled_before(desk: Desk, state: AskedToSubmit) -> Mapping[str, object]:
    """Return what was filled in last: in the answer that was put back, or in the round that was sent back."""
    if (refused := put_back(desk, state)) is not None:
        return refused.answer
    last = ledger.last_round(desk.session, desk.key)
    return last.submitted if last else {}


def waits_for(desk: Desk, people: Sequence[Member]) -> str:
    """Return whom a question waits for, as the whiteboard says it."""
    if not people:
        return _("nobody here holds this role")
    names = "、".join(desk.roster.names[member.person] for member in people[:NAMES_ON_THE_BOARD])
    if len(people) <= NAMES_ON_THE_BOARD:
        return _("waits for {names}").format(names=names)
    return _("waits for {names} and others, {count} in all").format(names=names, count=len(people))


def tags_of(desk: Desk, people: Sequence[Member]) -> frozenset[str]:
    """Return the tags by which the Runs page is filtered: the gate, the project, and the roles that are awaited."""
    roles = {_("awaits {role}").format(role=label(member.role)) for member in people}
    return desk.subject.tags | {desk.gate.code, desk.subject.project_code} | roles
