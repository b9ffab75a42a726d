"""What a director fills in for each topic of a meeting, and what the rules say of it (S6, I2, P2)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from agency.domain.calendar import Calendar
from agency.domain.finding import reasons
from agency.domain.first_schedule import Slot, planned_findings
from agency.domain.month_meeting import open_month_findings
from agency.domain.pasted_lines import read_day, read_moment
from agency.domain.plan_lines import ScheduledTopic
from agency.domain.terms import label
from agency.domain.terms.content import TopicStatus
from agency.domain.terms.people import Role
from agency.domain.titles import title_findings
from agency.domain.topics import TopicDecision, decision_findings
from agency.errors import BadInput
from agency.locale import _
from agency.records.tables import Topic
from config.policy import Policy
from tasks.gate.forms import Fields, choice, text

WORDS = (TopicStatus.PASSED, TopicStatus.REWORK, TopicStatus.DROPPED)
LONGEST_REASON = 500
LONGEST_TITLE = 100
DAY_PATTERN = r"^\d{4}-\d{1,2}-\d{1,2}$"
MOMENT_PATTERN = r"^\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}$"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was said of one topic, with the days it was given; days count only where it was passed."""

    topic: Topic
    status: TopicStatus
    reason: str
    planned: ScheduledTopic

    @property
    def is_passed(self) -> bool:
        """Whether the topic becomes a content item."""
        return self.status is TopicStatus.PASSED

    @property
    def line(self) -> str:
        """The decision as the minutes keep it."""
        return " · ".join(part for part in (self.topic.code, self.topic.title, label(self.status), self.reason) if part)


def topic_fields(place: int, topic: Topic, slot: Slot, policy: Policy) -> Fields:
    """Ask what becomes of a topic, why, and when it is shot and published; a title that is too long is shortened here."""
    asked: Fields = {
        f"topic_{place}": (choice([label(word) for word in WORDS]), Field(title=f"{place} · {topic.title}")),
        f"reason_{place}": reason_field(place),
    }
    if title_findings(topic.title, policy):
        asked[f"new_title_{place}"] = title_field(place, policy)
    asked[f"shoot_{place}"] = day_field(_("{place} · shoot day"), DAY_PATTERN, f"{slot.shoot_on}", place)
    live = f"{slot.publish_at:%Y-%m-%d %H:%M}"
    asked[f"publish_{place}"] = day_field(_("{place} · goes live (Beijing time)"), MOMENT_PATTERN, live, place)
    return asked


def reason_field(place: int) -> tuple[Any, Any]:
    """Return the field for the reason."""
    caption = _("{place} · reason").format(place=place)
    needed = _("Needed unless the topic is passed.")
    return text(required=False, longest=LONGEST_REASON), Field(default="", title=caption, description=needed)


def title_field(place: int, policy: Policy) -> tuple[Any, Any]:
    """Return the field for a shorter title."""
    caption = _("{place} · shorter title").format(place=place)
    limit = _("The topic's title is too long for a video: {limit} characters at most.").format(limit=policy.title_max)
    return text(required=False, longest=LONGEST_TITLE), Field(default="", title=caption, description=limit)


def day_field(caption: str, pattern: str, start: str, place: int) -> tuple[Any, Any]:
    """Return a field for a day or a moment, which starts with a proposal."""
    return Annotated[str, Field(pattern=pattern)], Field(default=start, title=caption.format(place=place))


def read_topic(place: int, topic: Topic, values: Mapping[str, str]) -> Said:
    """Return what was said of a topic; raise ``BadInput`` for a day that does not exist."""
    title = values.get(f"new_title_{place}", "").strip() or topic.title
    return Said(
        topic=topic,
        status=next(word for word in WORDS if label(word) == values[f"topic_{place}"]),
        reason=values[f"reason_{place}"].strip(),
        planned=ScheduledTopic(
            topic=topic.code,
            title=title,
            shoot_on=read_day(values[f"shoot_{place}"]),
            publish_at=read_moment(values[f"publish_{place}"]),
        ),
    )


def read_all(open_topics: Mapping[int, Topic], values: Mapping[str, str]) -> tuple[list[Said], list[str]]:
    """Return what was said of each topic, and a sentence for each whose days cannot be read."""
    said, faults = [], []
    for place, topic in open_topics.items():
        try:
            said.append(read_topic(place, topic, values))
        except BadInput as fault:
            faults.append(_("{title}: {fault}.").format(title=topic.title, fault=fault))
    return said, faults


def broken_rules(
    said: Said, role: Role, owner: str, closed: Collection[str], today: date, calendar: Calendar, policy: Policy
) -> Iterator[str]:
    """Say why a decision about one topic cannot stand; ``closed`` are the months that take no videos yet (C1)."""
    decision = TopicDecision(
        title=said.topic.title,
        status=said.status,
        reason=said.reason,
        owner=owner,
        planned_on=said.planned.shoot_on,
        expires_on=said.topic.expires_on,
        host_roles=frozenset({role}),
    )
    yield from reasons(decision_findings(decision, today))
    if said.is_passed:
        yield from reasons(planned_findings(said.planned, today, calendar, policy))
        yield from reasons(open_month_findings(said.planned, closed))
