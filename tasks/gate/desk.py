"""The way through a gate, the only one there is: the ledger first, the form second (gates.md, "The pattern")."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from agency.domain.approvals import Outcome, Standing, Step, standing
from agency.domain.binding import content_hash
from agency.domain.calendar import beijing_day
from agency.domain.due import Anchors, due_on
from agency.domain.passing import Needed
from agency.errors import StageOutOfOrder
from agency.locale import _
from agency.records import ledger
from agency.records.ledger import GateKey
from agency.records.tables import GateRound
from agency.records.tables.base import now
from config.standard import Gate, standard
from tasks.calendars import calendar
from tasks.gate.subjects import Subject
from tasks.gate.work import StageWork
from tasks.roster import Roster


@dataclass(frozen=True)
class Passed:
    """Nothing is asked: the gate is passed, or was not needed."""


@dataclass(frozen=True)
class AskedElsewhere:
    """The gate was refused, and the work goes back to an earlier one."""


@dataclass(frozen=True)
class AskedToSubmit:
    """A submission is awaited, to be put before the gate as the round of this number."""

    number: int


@dataclass(frozen=True)
class AskedToDecide:
    """A round is before the gate and waits for people."""

    round: GateRound
    standing: Standing


@dataclass(frozen=True)
class Ended:
    """A person stopped the work in this round."""

    round: GateRound


State = Passed | AskedElsewhere | AskedToSubmit | AskedToDecide | Ended


@dataclass
class Desk:
    """One stage of one subject in one unit of work; it reads where the gate stands and opens the rounds that are due."""

    session: Session
    work: StageWork
    subject: Subject
    flow_run_id: str

    def __post_init__(self) -> None:
        """Look up the gate and the people of the project."""
        self.gate: Gate = standard().gates[self.work.gate]
        self.key = GateKey(self.subject.kind, self.subject.id, self.gate.code)
        self.roster: Roster = self.work.people(self.session, self.subject)

    def state(self) -> State:
        """Return where the gate stands; raise ``StageOutOfOrder`` when the gate before it is not passed."""
        self.refuse_out_of_order()
        if not self.work.needed(self.session, self.subject):
            return Passed()
        last = ledger.last_round(self.session, self.key)
        if self.must_submit(last):
            return AskedToSubmit(last.number + 1 if last else 1)
        round_ = self.current_round(last)
        where = self.standing(round_)
        match where.outcome:
            case Outcome.APPROVED:
                self.close(round_)
                return Passed()
            case Outcome.STOPPED:
                return Ended(round_)
            case Outcome.SENT_BACK:
                return AskedElsewhere()
            case Outcome.WAITING:
                return AskedToDecide(round_, where)

    def refuse_out_of_order(self) -> None:
        """Refuse to begin before the gate this one stands on is passed."""
        if self.gate.after is None:
            return
        before = GateKey(self.subject.kind, self.subject.id, self.gate.after)
        if not ledger.has_passed(self.session, before):
            sentence = _("{gate} of {subject} comes after {before}, which is not passed.")
            raise StageOutOfOrder(sentence.format(gate=self.gate.code, subject=self.subject.code, before=before.gate))

    def must_submit(self, last: GateRound | None) -> bool:
        """Say whether somebody has to hand in something: first, after a refusal, or when nobody would judge a change."""
        if not self.work.is_submitted:
            return False
        if last is None or self.standing(last).outcome is Outcome.SENT_BACK or self.was_sent_back_here(last):
            return True
        return not self.gate.agree and last.content_hash != content_hash(self.content())

    def was_sent_back_here(self, last: GateRound) -> bool:
        """Say whether a later gate refused the work after this one saw it last."""
        for later in standard().sent_back_here(self.gate.code):
            refused = ledger.last_round(self.session, GateKey(self.key.kind, self.key.subject_id, later.code))
            if refused and refused.id > last.id and ledger.is_refused(self.session, refused):
                return True
        return False

    def current_round(self, last: GateRound | None) -> GateRound:
        """Return the round that judges the content as it is now; open it when the content is new or has changed."""
        content = self.content()
        if last and last.content_hash == content_hash(content) and not self.asks_again(last):
            return last
        if last is None:
            return self.open_round(submitted_by=None, submitted={}, number=1)
        return self.open_round(submitted_by=last.submitted_by, submitted=last.submitted, number=last.number + 1)

    def asks_again(self, last: GateRound) -> bool:
        """Say whether a refusal has nowhere to go, so that the same people are asked once more."""
        goes_nowhere = not self.work.is_submitted and self.gate.back_to is None
        return goes_nowhere and self.standing(last).outcome is Outcome.SENT_BACK

    def open_round(self, *, submitted_by: str | None, submitted: Mapping[str, object], number: int) -> GateRound:
        """Put the content as it is now before the gate."""
        return ledger.open_round(
            self.session,
            self.key,
            number=number,
            submitted=submitted,
            content=self.content(),
            exhibit=self.work.exhibit(self.session, self.subject),
            submitted_by=submitted_by,
            due_on=self.due_on(),
            flow_run_id=self.flow_run_id,
        )

    def content(self) -> dict[str, object]:
        """Return what the gate judges, as it stands in the records."""
        self.session.flush()
        return dict(self.work.content(self.session, self.subject))

    def standing(self, round_: GateRound) -> Standing:
        """Return where a round stands; four eyes, unless the standard gives its reason for one pair."""
        if ledger.is_passed(self.session, round_):
            return Standing(Outcome.APPROVED)
        needed = self.needed()
        author = None if needed.author_counts else round_.submitted_by
        return standing(ledger.voices(self.session, round_.id), needed.steps, self.roster.members, author)

    def needed(self) -> Needed:
        """Return what the standard asks for before this gate lets go on."""
        agree = () if self.work.needs_nobody(self.session, self.subject) else self.gate.agree
        return Needed(tuple(Step(step.roles, step.need) for step in agree), bool(self.gate.self_approval))

    def close(self, round_: GateRound) -> None:
        """Keep the pass, once, and let the stage do what follows from it."""
        if not ledger.is_passed(self.session, round_):
            needed = self.needed()
            self.work.close(self.session, self.subject)
            ledger.pass_round(self.session, round_, self.flow_run_id, needed.as_kept())

    def due_on(self) -> date | None:
        """Return the day this gate's answer is due."""
        days = Anchors(
            asked=beijing_day(now()),
            kickoff=self.subject.kickoff_on,
            shoot=self.subject.shoot_on,
            publish=self.subject.publish_on,
        )
        return due_on(self.gate.due, days, calendar(self.session))
