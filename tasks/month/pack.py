"""Prepares a month's meeting: the draft is written, the pack gathered, kept as a workbook and shown as a page (C1, R15)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.month_meeting import due_meeting, next_meeting, slots_of
from agency.domain.production_chain import PlannedSteps, days_of, marked
from agency.domain.terms import label
from agency.domain.terms.figures import Metric
from agency.domain.terms.plans import MonthPlanStatus
from agency.domain.terms.standings import ChainStep, ContentStanding
from agency.domain.windows import Window, previous, share_elapsed
from agency.locale import _
from agency.records import accounts, month_plans, month_schedule, reviews
from agency.records.month_schedule import PlannedVideo
from agency.records.named import by_code
from agency.records.tables import MonthPlan, Project
from agency.records.tables.base import now
from agency.reports.month.pack import CountLine, MonthPack, PlanShown, ShootDay, VideoLine
from agency.reports.month.page import brief, page
from config.settings import settings
from tasks.calendars import calendar
from tasks.month.calling import call_month, meeting_day, meeting_of, month_of
from tasks.month.files import keep_files
from tasks.month.plan_shown import shown
from tasks.month.results import measure, result_lines, strongest
from tasks.month.risks import risks
from tasks.opening import records
from tasks.page_keys import page_key
from tasks.tables.rows.items import gather_items


@dataclass(frozen=True, kw_only=True)
class PreparedMonth:
    """A month meeting whose pack is ready; ``link`` is the deck's address, which ends after some days."""

    project: str
    month: str
    link: str


def whiteboard() -> str:
    """Return what the preparation of a month is called."""
    return f"C1 · {task_run.parameters['project']} {task_run.parameters['month']}"


@task(name="prepare-month-pack", task_run_name=whiteboard, cache_policy=NO_CACHE, persist_result=False)
def prepare_pack(project: str, month: str) -> PreparedMonth:
    """Call a project's month meeting once, and write its pack; the same figures and plan give the same file (C1)."""
    with records() as session:
        row = by_code(session, Project, project)
        plan = call_month(session, row, month_of(month))
        pack = with_risks(session, plan, gather(session, row, plan, now()))
        kept = keep_files(session, row, pack)
        told = page(pack, kept.links)
        meeting = meeting_of(session, plan)
        meeting.agenda = brief(pack, page_key("month", project, month))
        meeting.materials = [kept.deck.id, kept.workbook.id]
    create_markdown_artifact(
        told,
        key=page_key("month", project, month),
        description=_("Month meeting of {project} about {month}").format(project=row.name, month=month),
    )
    return PreparedMonth(project=project, month=month, link=kept.links.deck)


def with_risks(session: Session, plan: MonthPlan, pack: MonthPack) -> MonthPack:
    """Return a pack whose first draft names the risks that are seen, for the meeting to say what is done about them."""
    if plan.status is not MonthPlanStatus.DRAFT or plan.version > 1 or plan.risks or not pack.risks:
        return pack
    plan.risks = "\n".join(pack.risks)
    return replace(pack, plan=shown(session, plan))


def gather(session: Session, project: Project, plan: MonthPlan, moment: datetime) -> MonthPack:
    """Return the pack of a month's plan as the records stand at a moment."""
    planned = month_of(plan.month)
    running = previous(planned)
    measured = measure(session, project, running, moment)
    day = meeting_day(session, planned)
    draft = shown(session, plan)
    videos = video_lines(session, project, planned, beijing_day(moment))
    results = tuple(result_lines(session, project, measured, running, moment))
    counts = tuple(count_lines(session, project, draft, videos, planned, beijing_day(moment)))
    return MonthPack(
        project=project.code,
        project_name=project.name,
        held_on=day.held_on,
        nominal=day.nominal,
        running=running,
        planned=planned,
        elapsed=share_elapsed(running, moment),
        seen_until=max((each.seen_until for each in measured if each.seen_until), default=None),
        results=results,
        works=tuple(strongest(measured, running)),
        counts=counts,
        promised=tuple(promises(session, project)),
        videos=tuple(videos),
        shoots=tuple(shoot_days(session, project, planned)),
        slots=tuple(slots_of(planned, calendar(session), settings().policy)),
        plan=draft,
        risks=tuple(risks(session, project, planned, results, counts, beijing_day(moment))),
    )


def video_lines(session: Session, project: Project, planned: Window, today: date) -> list[VideoLine]:
    """Return the videos of a month, in the order in which they go live, with what stands out of their days today."""
    standings = {item.plan.id: item.standing for item in gather_items(session, project.id)}
    return [
        video_line(each, standings[each.item.id], today)
        for each in month_schedule.videos_of(session, project.id, planned)
    ]


def video_line(video: PlannedVideo, standing: ContentStanding, today: date) -> VideoLine:
    """Return one video with the day of every step."""
    item, policy = video.item, settings().policy
    days = days_of(PlannedSteps(**{name: getattr(item, name) for name in PlannedSteps.__dataclass_fields__}), policy)
    return VideoLine(
        code=item.code,
        account=video.account,
        title=item.title,
        copy_due=days[ChainStep.COPY],
        script_due=days[ChainStep.SCRIPT],
        shoot_on=days[ChainStep.SHOOT],
        handover_due=days[ChainStep.HANDOVER],
        cut_due=days[ChainStep.CUT],
        confirm_due=days[ChainStep.CONFIRM],
        publish_at=item.planned_publish_at,
        chain=marked(days, standing, today),
    )


def shoot_days(session: Session, project: Project, planned: Window) -> list[ShootDay]:
    """Return the days of a month on which is shot, with what and where."""
    videos = month_schedule.videos_of(session, project.id, planned)
    days: dict[date, list[str]] = defaultdict(list)
    for each in videos:
        if each.item.planned_shoot_on and planned.first <= each.item.planned_shoot_on <= planned.last:
            days[each.item.planned_shoot_on].append(each.item.code)
    places = month_schedule.places_of(session, [each.item.id for each in videos])
    return [
        ShootDay(day=day, videos=tuple(sorted(codes)), places=tuple(sorted(places.get(day, ()))))
        for day, codes in sorted(days.items())
    ]


def count_lines(
    session: Session, project: Project, plan: PlanShown, videos: Sequence[VideoLine], planned: Window, today: date
) -> list[CountLine]:
    """Return for each account how many videos go live in the month, how many its target wants, and its fresh topics."""
    own = accounts.accounts_of(session, project.id)
    wanted = {each.account: round(each.value) for each in plan.targets if each.metric is Metric.WORKS_PUBLISHED}
    pool = month_schedule.undecided_topics(session, [account.id for account in own], today)
    return [
        CountLine(
            account=account.code,
            planned=sum(
                video.account == account.code and video.publish_at is not None and planned.holds(video.publish_at)
                for video in videos
            ),
            wanted=wanted.get(account.code),
            in_pool=pool.get(account.id, 0),
        )
        for account in own
    ]


def promises(session: Session, project: Project) -> list[str]:
    """Return what the contract promises every month, as people say it."""
    return [
        _("{platform} {kind} {count} a month").format(
            platform=label(each.platform), kind=label(each.kind), count=each.per_month
        )
        for each in month_schedule.promised(session, project)
    ]


def months_due(project: str, month: str) -> list[tuple[str, str]]:
    """Return the projects whose month is to be prepared now, each with the month.

    A project or a month that is named is prepared whatever the day; else all that are being carried out and have not
    been called yet, from the day the calendar says. Nothing on other days.
    """
    with records() as session:
        codes = [by_code(session, Project, project).code] if project else reviews.executing(session)
        today, policy = beijing_day(now()), settings().policy
        due = due_meeting(today, calendar(session), policy)
        if month or project:
            coming = (due or next_meeting(today, calendar(session), policy)).planned.key
            return [(code, month_of(month or coming).key) for code in codes]
        if due is None:
            return []
        own = {code: by_code(session, Project, code).id for code in codes}
        return [
            (code, due.planned.key)
            for code, project_id in own.items()
            if month_plans.newest(session, project_id, due.planned.key) is None
        ]


def coming_meeting() -> str:
    """Return when the next month is talked over, as a sentence."""
    with records() as session:
        coming = next_meeting(beijing_day(now()), calendar(session), settings().policy)
    sentence = _("Nothing is due today; {month} is talked over on {day}.")
    return sentence.format(month=coming.planned.key, day=coming.meeting.held_on)
