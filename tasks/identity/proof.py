"""How the person of an answer is known: by a one-time code, by the login, through somebody else, or by their word alone.

Proof is asked for where it is about money (S4, C1) and where the client confirms.

A code is looked at outside the savepoint of the answer: an answer that is put back for another reason has used its code
up all the same, because by then it lies in the run's input for others to read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from agency.domain.approvals import Member
from agency.domain.calendar import BEIJING
from agency.domain.identification import Speaking, owes_code, strength
from agency.domain.one_time_codes import WRONG_WITHIN, is_code, matching_step, opens_again_at, tries_left, typed
from agency.domain.terms import label
from agency.domain.terms.gates import Channel, Identity
from agency.errors import Misconfigured, RuleBroken
from agency.locale import _
from agency.records import identity
from agency.records.tables import CodeEnrolment, Person
from config.settings import settings
from tasks.gate.desk import AskedToDecide, Desk
from tasks.gate.identity_fields import BROUGHT, BROUGHT_BY, CAME_BY, CODE, EVIDENCE, step_of, themselves, who_may_bring
from tasks.gate.questions import Answer
from tasks.identity.login import logged_in
from tasks.sealing_key import seals


@dataclass(frozen=True)
class Known:
    """What a decision keeps of how its person is known."""

    identity: Identity
    channel: Channel = Channel.FORM
    attested_by: str | None = None
    attester_identity: Identity | None = None
    evidence: str | None = None


@dataclass(frozen=True)
class Given:
    """A one-time code as it came, and when; in no ``repr`` of it, and so in no log."""

    code: str
    at: datetime
    flow_run_id: str | None

    def __repr__(self) -> str:
        """Leave the code out."""
        return f"Given(at={self.at!r})"


def code_apart(answer: Answer) -> tuple[Answer, str]:
    """Return an answer without its one-time code, and the code: it is looked at and never kept."""
    code = answer.values.get(CODE, "")
    rest = {name: value for name, value in answer.values.items() if name != CODE}
    return Answer(answer.key, rest, answer.given_at), code if isinstance(code, str) else ""


def identify(desk: Desk, state: AskedToDecide, person: Member, filled: Mapping[str, Any], given: Given) -> Known:
    """Return how the person of an answer is known; raise ``RuleBroken`` where they have to prove it and do not.

    What is kept of a code, used or wrong, stays also when the answer is put back.
    """
    messenger = messenger_of(desk, state, person, filled)
    concerned = {person.person, *({messenger.person} if messenger else ())}
    enrolled = identity.enrolled_among(desk.session, concerned)
    speaking = Speaking(person.person, messenger.person if messenger else None, enrolled)
    owed = step_of(desk, state).proven and owes_code(settings().policy.proof_of_identity, speaking)
    if owed:
        prove(desk.session, speaking.acting, given)
    acting = strength(by_code=owed, logged_in=logged_in())
    return brought(messenger, acting, filled) if messenger else Known(acting)


def messenger_of(desk: Desk, state: AskedToDecide, person: Member, filled: Mapping[str, Any]) -> Member | None:
    """Return who brings the answer, None when the person gives it.

    Raise ``RuleBroken`` when the evidence is missing, or where somebody who also works here brings an answer of their own.
    """
    named = filled.get(BROUGHT_BY, themselves())
    if named == themselves():
        return None
    if filled[CAME_BY] == label(Channel.FORM) or not filled[EVIDENCE].strip():
        raise RuleBroken(_("Who brings an answer says how it came, and where it can be seen."))
    messenger = desk.roster.named(named, who_may_bring(desk, state))
    if messenger and messenger.person == person.person:
        raise RuleBroken(_("Nobody brings an answer of their own: choose “the person themselves”."))
    return messenger


def brought(messenger: Member, acting: Identity, filled: Mapping[str, Any]) -> Known:
    """Return how a person is known for whom somebody else speaks."""
    channel = next(one for one in BROUGHT if label(one) == filled[CAME_BY])
    return Known(Identity.ATTESTED, channel, messenger.person, acting, filled[EVIDENCE].strip())


def prove(session: Session, person_id: str, given: Given) -> None:
    """Use up a person's one-time code; raise ``RuleBroken`` for one that does not fit, was used, or is not looked at."""
    identity.wait_for_turn(session, person_id)
    person = session.get_one(Person, person_id)
    enrolment, code = enrolment_of(session, person), typed(given.code)
    if not is_code(code):
        raise RuleBroken(_("{name} has to give the six digits of the one-time code.").format(name=person.name))
    refuse_guessing(session, person, given.at)
    step = matching_step(opened(enrolment, person), code, given.at)
    if step is None:
        identity.note_wrong(session, person_id, at=given.at, flow_run_id=given.flow_run_id)
        raise RuleBroken(wrong(session, person, given.at))
    if not identity.use_up(session, enrolment, step, at=given.at, flow_run_id=given.flow_run_id):
        raise RuleBroken(_("This one-time code was used before: wait for the next one, there is one every 30 seconds."))


def enrolment_of(session: Session, person: Person) -> CodeEnrolment:
    """Return a person's codes; raise ``RuleBroken`` when they have none."""
    if (enrolment := identity.enrolment_of(session, person.id)) is None:
        sentence = _("This answer counts with a one-time code only, and {name} has none: run `enrol {code}` first.")
        raise RuleBroken(sentence.format(name=person.name, code=person.code))
    return enrolment


def opened(enrolment: CodeEnrolment, person: Person) -> str:
    """Return the secret; raise ``RuleBroken`` when the house's key does not open it, so that the answer is not lost."""
    try:
        return seals().open(enrolment.secret_sealed or "")
    except Misconfigured as error:
        sentence = _("The one-time codes of {name} do not open with the key of this house: run `enrol {code} --again`.")
        raise RuleBroken(sentence.format(name=person.name, code=person.code)) from error


def refuse_guessing(session: Session, person: Person, at: datetime) -> None:
    """Raise ``RuleBroken`` with the moment it ends while a person's codes are not looked at."""
    wrong_lately = identity.wrong_since(session, person.id, at - WRONG_WITHIN)
    if (opens := opens_again_at(wrong_lately, at)) is not None:
        sentence = _("Too many wrong codes of {name}: the next one is looked at from {moment} on (Beijing).")
        raise RuleBroken(sentence.format(name=person.name, moment=f"{opens.astimezone(BEIJING):%H:%M:%S}"))


def wrong(session: Session, person: Person, at: datetime) -> str:
    """Return what is said of a code that does not fit."""
    left = tries_left(identity.wrong_since(session, person.id, at - WRONG_WITHIN), at)
    sentence = _(
        "The one-time code of {name} does not fit, or its time is over; wrong codes that are still borne: {left}."
    )
    return sentence.format(name=person.name, left=left)
