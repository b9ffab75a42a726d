"""The fields of a gate's form by which a person is known: the one-time code, and who brings an answer from outside.

Field names are of the gate's machinery: no stage may have fields of these names beside its verdict.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pydantic import Field

from agency.domain.approvals import OUTSIDE, Member, one_seat_each
from agency.domain.terms import label
from agency.domain.terms.gates import Channel
from agency.domain.terms.people import Role
from agency.locale import _
from agency.records import identity, ledger
from config.settings import settings
from config.standard import Agreement
from tasks.gate.desk import AskedToDecide, Desk
from tasks.gate.forms import Fields, choice, text

CODE, BROUGHT_BY, CAME_BY, EVIDENCE = "code", "brought_by", "came_by", "evidence"
OURS = frozenset({CODE, BROUGHT_BY, CAME_BY, EVIDENCE})
LONGEST_CODE = 20
LONGEST_EVIDENCE = 500
SPOKEN_FOR = (frozenset({Role.CLIENT}), frozenset({Role.TALENT}))
BROUGHT = (Channel.GROUP, Channel.MEETING, Channel.EMAIL, Channel.PAPER)


def proof_fields(desk: Desk, state: AskedToDecide, people: Sequence[Member]) -> Fields:
    """Return what is asked at this step to know the person; nothing where a name is enough."""
    messengers = who_may_bring(desk, state)
    wanted = code_is_asked(desk, state, [*people, *messengers])
    return {**(brought_fields(desk, messengers) if messengers else {}), **(code_field() if wanted else {})}


def whom_to_choose(proof: Fields) -> str:
    """Return whom to choose where an answer may be brought; nothing where everybody answers for themselves."""
    return _("Choose whose answer it is; who enters it for them says so below.") if BROUGHT_BY in proof else ""


def step_of(desk: Desk, state: AskedToDecide) -> Agreement:
    """Return the step of the gate that is asked now, as the standard has it."""
    return desk.gate.agree[state.standing.step]


def who_may_bring(desk: Desk, state: AskedToDecide) -> list[Member]:
    """Return who may bring the answer of this step: the client's or the talent's the house's own people, not its author.

    To bring a yes to one's own work would be to approve it (gates.md 10).
    """
    if set(step_of(desk, state).roles) not in SPOKEN_FOR:
        return []
    house, author = [member for member in desk.roster.members if member.role not in OUTSIDE], author_of(desk, state)
    return one_seat_each([member for member in house if member.person != author])


def author_of(desk: Desk, state: AskedToDecide) -> str | None:
    """Return whose work is judged: who handed it in here, or else at the gate that a no takes it back to."""
    if state.round.submitted_by or desk.gate.back_to is None:
        return state.round.submitted_by
    earlier = ledger.last_round(desk.session, replace(desk.key, gate=desk.gate.back_to))
    return earlier.submitted_by if earlier else None


def code_is_asked(desk: Desk, state: AskedToDecide, people: Iterable[Member]) -> bool:
    """Say whether the form has a field for a one-time code: somebody who may fill it in has one, or has to have one."""
    wish = settings().policy.proof_of_identity
    if wish == "off" or not step_of(desk, state).proven:
        return False
    return wish == "required" or bool(identity.enrolled_among(desk.session, {one.person for one in people}))


def brought_fields(desk: Desk, messengers: Sequence[Member]) -> Fields:
    """Return the fields by which somebody of the house brings the answer of the client or the talent."""
    bringing = _("Choose yourself if they said it elsewhere and you enter it for them.")
    evidence = _(
        "Where it can be seen: the message, the minutes, the scan. Needed when somebody else brings the answer."
    )
    return {
        BROUGHT_BY: (
            choice([themselves(), *desk.roster.labels(messengers)]),
            Field(default=themselves(), title=_("Brought by"), description=bringing),
        ),
        CAME_BY: (
            choice([label(Channel.FORM), *map(label, BROUGHT)]),
            Field(default=label(Channel.FORM), title=_("How it came")),
        ),
        EVIDENCE: (
            text(required=False, longest=LONGEST_EVIDENCE),
            Field(default="", title=_("Evidence"), description=evidence),
        ),
    }


def themselves() -> str:
    """Return the choice by which nobody else brings an answer."""
    return _("the person themselves")


def code_field() -> Fields:
    """Return the field for the one-time code."""
    help_text = _("The six digits that your app shows now, of whoever fills this in. Who has no codes leaves it empty.")
    asked = Field(default="", title=_("One-time code"), description=help_text)
    return {CODE: (text(required=False, longest=LONGEST_CODE), asked)}
