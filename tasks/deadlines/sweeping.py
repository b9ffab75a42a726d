"""The sweep as a task: opens the records, looks once at everything that is owed, and writes the page ``deadlines``."""

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from agency.locale import _
from agency.records.tables.base import now
from tasks.deadlines.page import page_of
from tasks.deadlines.sweep import Swept, sweep, sweep_hours
from tasks.opening import records

KEY = "deadlines"


@task(name="sweep-deadlines", cache_policy=NO_CACHE, persist_result=False)
def sweep_now() -> str:
    """Sweep at this moment, show what is owed, and return what was found in a sentence."""
    with records() as session:
        swept = sweep(session, now())
    create_markdown_artifact(page_of(swept), key=KEY, description=_("What is owed, the overdue first."))
    told = told_of(swept)
    day_off = _("Outside working hours: only things of hours were spoken of.")
    return f"{told} {day_off}" if swept.is_day_off else told


@task(name="sweep-things-of-hours", cache_policy=NO_CACHE, persist_result=False)
def sweep_hours_now() -> str:
    """Look at what is owed within hours, and return what was found in a sentence; the page is the full sweep's."""
    with records() as session:
        return told_of(sweep_hours(session, now()))


def told_of(swept: Swept) -> str:
    """Return in a sentence what a sweep found."""
    sentence = _("{count} open, {overdue} overdue; {steps} steps taken, {messages} messages put into the outbox.")
    return sentence.format(
        count=len(swept.open), overdue=len(swept.late), steps=swept.told.total(), messages=swept.messages
    )
