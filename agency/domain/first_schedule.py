"""Whether a schedule of topics can be kept, and the first days that leave time for every step (S3, S6, I3)."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from agency.domain.calendar import BEIJING, ONE_DAY, Calendar
from agency.domain.deadlines import chain, chain_findings, copy_due
from agency.domain.finding import Finding, rule
from agency.domain.plan_lines import ScheduledTopic
from agency.domain.titles import title_findings
from agency.locale import _
from config.policy import Policy

USUAL_HOUR = time(18, tzinfo=BEIJING)


@rule
def schedule_findings(
    planned: Sequence[ScheduledTopic], pool: Collection[str], today: date, calendar: Calendar, policy: Policy
) -> Iterator[Finding]:
    """A first schedule names topics of the account's pool, each once, with a title and days that can be kept (I3)."""
    if not planned:
        yield Finding("S3-empty", _("The schedule has no topics."))
    for topic, times in Counter(line.topic for line in planned).items():
        if times > 1:
            yield Finding("S3-twice", _("The topic {topic} stands in the schedule more than once.").format(topic=topic))
        if topic not in pool:
            sentence = _("The topic {topic} is not in this account's pool.")
            yield Finding("S3-unknown-topic", sentence.format(topic=topic))
    for line in planned:
        if line.shoot_on < today:
            sentence = _("{title} is to be shot on {day}, which is past.")
            yield Finding("S3-past", sentence.format(title=line.title, day=line.shoot_on))
        yield from planned_findings(line, today, calendar, policy)


@rule
def planned_findings(line: ScheduledTopic, today: date, calendar: Calendar, policy: Policy) -> Iterator[Finding]:
    """One planned video has a title that fits, and time to be edited and confirmed."""
    yield from title_findings(line.title, policy)
    yield from chain_findings(chain(line.shoot_on, line.publish_at, calendar, policy), today, calendar)


@dataclass(frozen=True)
class Slot:
    """When a video could be shot and published."""

    shoot_on: date
    publish_at: datetime


def first_slot(today: date, place: int, calendar: Calendar, policy: Policy) -> Slot:
    """Return the first days that leave time for the copy, the script and the cut (P2, I4, S10).

    Videos of one meeting share a shoot and go live on working days one after the other; ``place`` counts them from 0.
    """
    shoot_on = calendar.on_or_after(today)
    while copy_due(shoot_on, calendar, policy) < today:
        shoot_on = calendar.on_or_after(shoot_on + ONE_DAY)
    cut_due = calendar.working_days_after(shoot_on, policy.cut_working_days)
    publish_on = calendar.working_days_after(cut_due, policy.confirm_working_days + place)
    return Slot(shoot_on, datetime.combine(publish_on, USUAL_HOUR))
