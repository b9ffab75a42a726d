"""Looks back on a week, rule by rule, from what is owed and from the record of the rules; tells the leads once (C3, C4)."""

from collections.abc import Iterator, Mapping
from dataclasses import astuple
from datetime import datetime
from hashlib import sha256

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.messages import Message
from agency.domain.obligations import Obligation
from agency.domain.supervision import Duty, Supervised, supervised
from agency.domain.terms.files import FileKind
from agency.domain.terms.governance import RuleState
from agency.domain.terms.messages import MessageKind
from agency.domain.windows import Window, window_of
from agency.locale import _
from agency.records import supervision
from agency.records.tables import KeptFile, RuleCheck
from agency.records.tables.base import now
from agency.records.waivers import StandingWaivers, standing_on
from agency.reports.supervision import page, short_lines, title_of, write_workbook
from tasks.deadlines.sweep import gathered, with_waiver
from tasks.files.downloads import keep, link_to, material_folder
from tasks.messages.telling import tell
from tasks.opening import looking, records
from tasks.operations.weeks_to_tell import untold_weeks
from tasks.owed import sources
from tasks.page_links import page_link

KEY = "supervision"
DIGEST = 12


@task(name="weeks-to-supervise", cache_policy=NO_CACHE, persist_result=False)
def weeks_to_supervise(week: str) -> list[str]:
    """Return the keys of the weeks that are looked back on now: the one that is named, else those due and not yet told."""
    with looking() as session:
        return [window_of(week).key] if week else due_weeks(session, now())


def due_weeks(session: Session, at: datetime) -> list[str]:
    """Return the keys of the weeks whose day has come and of which the leads have not been told, oldest first."""
    return untold_weeks(session, at, about)


@task(task_run_name="supervise-{week}", cache_policy=NO_CACHE, persist_result=False)
def supervise_now(week: str) -> str:
    """Show a week's table on the page ``supervision``, keep it as a workbook, tell the leads once; return it in a sentence."""
    with looking() as session:
        seen = supervise(session, window_of(week), now())
    with records() as session:
        link = link_to(keep_workbook(session, seen))
    create_markdown_artifact(page(seen, link), key=KEY, description=title_of(seen))
    with records() as session:
        tell_leads(session, seen)
    return _("{week}: {count} things were due, {told} of them to look at: {link}").format(
        week=week, count=len(seen.own), told=len(seen.told), link=link
    )


def supervise(session: Session, week: Window, at: datetime) -> Supervised:
    """Return a week as it was carried out, as the records stand at a moment.

    What a source still speaks of is told as it stands now; what none does any more, as it was put on record.
    """
    names, projects = supervision.names(session), supervision.project_codes(session)
    waivers = standing_on(session, beijing_day(at))
    owed = [with_waiver(one, waivers) for one in gathered(session, sources.SOURCES, at)]
    told = {one.key for one in owed}
    on_record = [one for one in supervision.checks(session, week) if key_of(one) not in told and was_owed(one)]
    duties = [
        *(of_obligation(one, names, projects, waivers) for one in owed),
        *of_checks(on_record, names, projects),
    ]
    return supervised(duties, week, at)


def key_of(check: RuleCheck) -> tuple[str, str, str, str]:
    """Return the obligation that a check tells of."""
    return (check.rule, check.subject_kind, check.subject_id, check.slot)


def was_owed(check: RuleCheck) -> bool:
    """Say whether a check tells of something that was owed to its end; what fell away with a stopped video was not."""
    return not (check.state is RuleState.WAIVED and check.evidence == _("no longer owed"))


def of_obligation(
    owed: Obligation, names: Mapping[str, str], projects: Mapping[str, str], waivers: StandingWaivers
) -> Duty:
    """Return what is owed with the names of people, and with its waiver."""
    waiver = waivers.of(owed) if owed.is_waived else None
    return Duty(
        rule=owed.rule,
        project=projects.get(owed.project_id or "", ""),
        what=owed.what,
        owners=tuple(names[person] for person in owed.owners if person in names),
        due_at=owed.due_at,
        done_at=owed.done_at,
        waiver=f"{waiver.by}: {waiver.reason}" if waiver else "",
        is_waived=owed.is_waived,
        link=owed.link,
    )


def of_checks(checks: list[RuleCheck], names: Mapping[str, str], projects: Mapping[str, str]) -> Iterator[Duty]:
    """Yield what the record of the rules says."""
    for check in checks:
        if check.due_at is not None:
            is_waived = check.state is RuleState.WAIVED
            yield Duty(
                rule=check.rule,
                project=projects.get(check.project_id or "", ""),
                what=check.what,
                owners=tuple(names[person] for person in check.owners if person in names),
                due_at=check.due_at,
                done_at=check.done_at,
                waiver=(check.evidence or "") if is_waived else "",
                is_waived=is_waived,
            )


def keep_workbook(session: Session, seen: Supervised) -> KeptFile:
    """Return the week's workbook on record; of a week that stands as it stood no second one is written."""
    told = repr([(astuple(duty), duty.state(seen.at)) for duty in seen.duties])
    name = f"{seen.week.key}-{sha256(told.encode()).hexdigest()[:DIGEST]}.xlsx"
    path = material_folder("supervision", seen.week.key) / name
    if not path.exists():
        write_workbook(seen, path)
    return keep(session, path, kind=FileKind.SUPERVISION, title=title_of(seen), slot=seen.week.key)


def tell_leads(session: Session, seen: Supervised) -> int:
    """Tell the leads how the week went, each once; return how many messages that makes."""
    message = Message(
        about=about(seen.week.key),
        kind=MessageKind.NOTICE,
        title=title_of(seen),
        lines=short_lines(seen),
        link=page_link(KEY),
    )
    return tell(session, message, supervision.leads(session))


def about(week: str) -> str:
    """Return what a message on a week is about."""
    return f"supervision:{week}"
