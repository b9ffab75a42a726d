"""S13: the operator concludes from everyone's problems, the client signs, the adjustments are open."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import Field
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.finding import reasons
from agency.domain.review import Action, Adjustment, Review, review_findings
from agency.domain.terms import label
from agency.domain.terms.meetings import ActionState
from agency.errors import RuleBroken
from agency.locale import _
from agency.records.tables import ActionItem, Meeting, Person
from agency.records.tables.base import now
from tasks.gate.exhibits import table
from tasks.gate.forms import Fields, choice, text
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject
from tasks.gate.work import StageWork, Submission
from tasks.review.files import offered
from tasks.review.lines import AdjustmentLine, OutcomeLine, read_adjustments, read_outcomes
from tasks.review.meeting import (
    earlier_actions,
    find_review,
    heard,
    hold,
    house_of,
    meeting_of,
    member_named,
    newest_pack_of,
    open_actions,
)
from tasks.review.problems import problems_shown, project_of


def conclusions(session: Session, subject: Subject) -> Mapping[str, object]:
    """Return what the client signs: what was concluded of which material, and what changes."""
    meeting = meeting_of(session, subject)
    concluded_on = newest_pack_of(session, meeting).dataset_hash
    return {"dataset": concluded_on, "minutes": meeting.minutes, "decisions": list(meeting.decisions)}


def conclusions_shown(session: Session, subject: Subject) -> str:
    """Return the conclusions and what changes, with the problems they answer."""
    meeting = meeting_of(session, subject)
    changes = [f"- {line}" for line in meeting.decisions]
    files = offered(session, project_of(session, subject), newest_pack_of(session, meeting))
    parts = [files, f"**{_('Conclusions')}**", meeting.minutes, f"**{_('Adjustments')}**", "\n".join(changes)]
    return "\n\n".join([*parts, problems_shown(session, meeting)])


def brief(session: Session, subject: Subject) -> str:
    """Return what the conclusions have to answer: the problems, and what earlier reviews wanted, numbered."""
    meeting = meeting_of(session, subject)
    rows = [
        [number, action.what, session.get_one(Person, action.owner_id).name, action.due_on, action.expected_effect]
        for number, action in enumerate(earlier_actions(session, meeting), start=1)
    ]
    header = [_("no."), _("adjustment"), _("owner"), _("due"), _("expected effect")]
    earlier = table(rows, header) if rows else _("Earlier reviews left nothing open.")
    files = offered(session, project_of(session, subject), newest_pack_of(session, meeting))
    return f"{files}\n\n{problems_shown(session, meeting)}\n\n**{_('Adjustments of earlier reviews')}**\n\n{earlier}"


def fields(session: Session, subject: Subject) -> Fields:
    """Return the fields of the conclusions."""
    how = _("One a line: what | owner | due day | metric | expected effect. The last two may be left out.")
    outcomes = _("One a line: number | {states} | outcome.").format(
        states="/".join(label(state) for state in (ActionState.VERIFIED, ActionState.DROPPED, ActionState.OPEN))
    )
    return {
        "conclusions": (text(), Field(title=_("Conclusions"))),
        "adjustments": (text(required=False), Field(default="", title=_("Adjustments"), description=how)),
        "no_change": (
            text(required=False),
            Field(default="", title=_("Why nothing changes"), description=_("Only when there is no adjustment.")),
        ),
        "outcomes": (
            text(required=False),
            Field(default="", title=_("What came of earlier adjustments"), description=outcomes),
        ),
        "client_part": (choice(client_parts()), Field(title=_("The client's part"))),
    }


def client_parts() -> list[str]:
    """Return the ways a client can have had part in a review, the one without any last."""
    return [_("took part in the meeting"), _("was told in writing"), _("not yet told")]


def conclude(session: Session, subject: Subject, submission: Submission) -> None:
    """Write the conclusions; ``RuleBroken`` with everything that a review must bring and this one does not (S13, I10)."""
    meeting, values = meeting_of(session, subject), submission.values
    earlier = earlier_actions(session, meeting)
    lines = read_adjustments(values["adjustments"])
    outcomes = read_outcomes(values["outcomes"], len(earlier))
    broken = broken_rules(session, meeting, submission, lines, outcomes)
    if broken:
        raise RuleBroken(*broken)
    for number, action in enumerate(earlier, start=1):
        look_back(action, outcomes[number], meeting)
    meeting.host_id = submission.person.person
    meeting.client_present = values["client_part"] == client_parts()[0]
    meeting.minutes = "\n\n".join([values["conclusions"].strip(), *looked_back(earlier)])
    meeting.decisions = [line.written() for line in lines] or [unchanged(values["no_change"])]
    session.flush()


def broken_rules(
    session: Session,
    meeting: Meeting,
    submission: Submission,
    lines: list[AdjustmentLine],
    outcomes: Mapping[int, OutcomeLine],
) -> list[str]:
    """Return every reason why a review is not done yet."""
    values: Mapping[str, Any] = submission.values
    house = house_of(session, str(meeting.project_id))
    spoken = heard(session, meeting) | {submission.person.person}
    review = Review(
        adjustments=[Adjustment(what=line.what, owner=line.owner, due_on=line.due_on) for line in lines],
        no_change=values["no_change"],
        previous=[
            seen(action, outcomes.get(number))
            for number, action in enumerate(earlier_actions(session, meeting), start=1)
        ],
        members=sorted(house.values()),
        heard=[name for person, name in house.items() if person in spoken],
        client_informed=values["client_part"] != client_parts()[2],
    )
    unknown = [
        _("{name} is not a member of the project.").format(name=line.owner)
        for line in lines
        if member_named(session, str(meeting.project_id), line.owner) is None
    ]
    return [*reasons(review_findings(review, today())), *unknown]


def today() -> date:
    """Return the Beijing day it is."""
    return beijing_day(now())


def seen(action: ActionItem, line: OutcomeLine | None) -> Action:
    """Return an earlier adjustment with what this review says of it."""
    if line is None:
        return Action(what=action.what, state=ActionState.OPEN)
    return Action(what=action.what, state=line.state, outcome=line.outcome)


def look_back(action: ActionItem, line: OutcomeLine, meeting: Meeting) -> None:
    """Write what came of an earlier adjustment."""
    action.state, action.outcome, action.verified_in_id = line.state, line.outcome, meeting.id


def looked_back(earlier: Sequence[ActionItem]) -> list[str]:
    """Return what came of earlier adjustments as lines of the minutes."""
    lines = [f"- {action.what}: {label(action.state)}, {action.outcome}" for action in earlier]
    return [f"{_('What came of earlier adjustments')}\n\n" + "\n".join(lines)] if lines else []


def unchanged(reason: str) -> str:
    """Return the decision to change nothing as a sentence that reads as no adjustment."""
    return _("Nothing changes: {reason}").format(reason=reason.strip().replace("|", "/"))


def close(session: Session, subject: Subject) -> None:
    """Open the adjustments and note the meeting as held, with those who took part (I10)."""
    meeting = meeting_of(session, subject)
    open_actions(session, meeting)
    hold(session, meeting, heard(session, meeting))


CONCLUSIONS = StageWork(
    gate="S13",
    find=find_review,
    content=conclusions,
    exhibit=conclusions_shown,
    fields=fields,
    brief=brief,
    write=conclude,
    close=close,
)


@stage_task("S13")
def conclude_review(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Let the operator conclude and the client sign; on the pass the adjustments are open (S13)."""
    return advance(CONCLUSIONS, code, answer)
