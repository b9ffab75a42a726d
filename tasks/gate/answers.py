"""Takes an answer into the ledger; one that breaks a rule is kept as refused, with its reasons, and costs nothing else."""

from typing import Any

from pydantic import BaseModel, ValidationError

from agency.domain.approvals import Member
from agency.domain.terms import label
from agency.domain.terms.gates import Verdict
from agency.errors import AlreadyDecided, BadInput, RuleBroken
from agency.locale import _
from agency.records import ledger
from agency.records.tables import Decision
from agency.records.tables.base import now
from tasks.gate.asking import awaited, form_of, question_key
from tasks.gate.desk import AskedToDecide, AskedToSubmit, Desk
from tasks.gate.handing_back import hand_back
from tasks.gate.identity_fields import OURS
from tasks.gate.questions import Answer
from tasks.gate.work import Judgement, Submission
from tasks.identity.proof import Given, Known, code_apart, identify


def receive(desk: Desk, answer: Answer) -> None:
    """Write an answer, if its question is still the open one; an answer to a settled question changes nothing."""
    state = desk.state()
    if not isinstance(state, AskedToSubmit | AskedToDecide) or question_key(desk, state) != answer.key:
        return
    answer, code = code_apart(answer)
    try:
        take(desk, state, answer, Given(code, answer.given_at or now(), desk.flow_run_id))
    except (RuleBroken, AlreadyDecided, BadInput) as broken:
        hand_back(desk.session, desk.key, desk.flow_run_id, answer, broken)


def take(desk: Desk, state: AskedToSubmit | AskedToDecide, answer: Answer, given: Given) -> None:
    """Write an answer; raise ``RuleBroken`` or ``AlreadyDecided`` with the reasons for the person.

    What a stage wrote until then is undone; what is kept of a one-time code is not.
    """
    people = awaited(desk, state)
    if not people and not answer.values:
        return  # there was no form: somebody let the run look again
    if not people:
        raise RuleBroken(_("nobody here holds this role"))
    filled = read_form(form_of(desk, state, people), answer.values)
    person = next(member for member in people if desk.roster.label(member) == filled["person"])
    match state:
        case AskedToSubmit():
            with desk.session.begin_nested():
                submit(desk, state, person, filled, answer)
        case AskedToDecide():
            known = identify(desk, state, person, filled, given)
            with desk.session.begin_nested():
                decide(desk, state, person, filled, known)


def read_form(form: type[BaseModel], values: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever came over the wire
    """Return the filled-in fields with their types; raise ``RuleBroken`` naming each field that does not fit."""
    try:
        filled = form.model_validate(values)
    except ValidationError as error:
        titles = {name: field.title or name for name, field in form.model_fields.items()}
        raise RuleBroken(*(misfit(titles, flaw) for flaw in error.errors())) from error
    return {name: getattr(filled, name) for name in form.model_fields}


def misfit(titles: dict[str, str], flaw: Any) -> str:  # noqa: ANN401 - pydantic's own mapping
    """Return one field's flaw as a sentence."""
    place = [titles.get(str(part), str(part)) for part in flaw["loc"]]
    return _("{field}: {given} does not fit.").format(field=" · ".join(place), given=repr(flaw["input"])[:60])


def submit(desk: Desk, state: AskedToSubmit, person: Member, filled: dict[str, Any], answer: Answer) -> None:
    """Let the stage write what was handed in, and put it before the gate as the round it was asked for."""
    values = {name: value for name, value in filled.items() if name != "person"}
    desk.work.write(desk.session, desk.subject, Submission(person=person, values=values, flow_run_id=desk.flow_run_id))
    desk.open_round(submitted_by=person.person, submitted=answer.values, number=state.number)


def decide(desk: Desk, state: AskedToDecide, person: Member, filled: dict[str, Any], known: Known) -> None:
    """Write one person's decision at the seat that was asked for."""
    verdict = next(verdict for verdict in Verdict if label(verdict) == filled["decision"])
    comment = filled["comment"].strip()
    if verdict is not Verdict.APPROVED and not comment:
        raise RuleBroken(_("To send something back or to stop it needs a reason."))
    step = state.standing.step
    beside = {name: value for name, value in filled.items() if name not in {"person", "decision", "comment", *OURS}}
    said = Judgement(person=person, step=step, verdict=verdict, comment=comment, values=beside)
    desk.work.judge(desk.session, desk.subject, said)
    ledger.decide(desk.session, decision(desk, state, said, known))


def decision(desk: Desk, state: AskedToDecide, said: Judgement, known: Known) -> Decision:
    """Return what a person said, at the next seat of the round."""
    return Decision(
        round_id=state.round.id,
        seat=len(ledger.decisions(desk.session, state.round.id)),
        step=said.step,
        person_id=said.person.person,
        role=said.person.role.value,
        verdict=said.verdict,
        comment=said.comment,
        channel=known.channel,
        identity=known.identity,
        attested_by=known.attested_by,
        attester_identity=known.attester_identity,
        evidence=known.evidence,
        decided_at=now(),
        flow_run_id=desk.flow_run_id,
    )
