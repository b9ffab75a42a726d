"""Holds an account's topic meeting of a week (S6, I2), and calls those of all accounts on Monday mornings."""

from typing import Annotated, Any

from prefect import State, flow
from prefect.runtime import flow_run
from pydantic import Field

from agency.domain.calendar import beijing_day
from agency.domain.windows import Window, iso_week, window_of
from agency.locale import _
from flows.beginning import began_at
from flows.carrying import carry
from flows.explained import Explained
from flows.productions import start_productions
from flows.put_back import put_back
from flows.starting import start
from flows.week import WEEK_PATTERN
from flows.whiteboard import at_this_moment
from tasks.stages.s06_topic_meeting import call_topic_meeting, decide_topics, passed_items
from tasks.started_accounts import StartedAccount, accounts_at_work
from tasks.topics.pack import show_material


def whiteboard() -> str:
    """Return the run's name until it asks its first question."""
    return _("{account} topic meeting {week}").format(**flow_run.parameters).strip()


@flow(name="hold-topic-meeting", flow_run_name=whiteboard, persist_result=False)
@put_back
def hold_topic_meeting(
    account: Annotated[str, Explained(_("Account"), _("Code of the account."))],
    week: Annotated[
        str, Field(pattern=WEEK_PATTERN), Explained(_("Week"), _("ISO week like 2026-W47; empty: the week of today."))
    ] = "",
) -> State[Any] | None:
    """Let a director decide the week's candidates, and start the production of what was passed."""
    meeting = call_topic_meeting(account, week_of(week))
    if meeting is None:
        return None
    show_material(meeting)
    if stopped := carry(meeting, [decide_topics]):
        return stopped
    start_productions(passed_items(meeting))
    return None


@flow(
    name="hold-topic-meetings",
    flow_run_name=at_this_moment(lambda: _("S6 · topic meetings of the week")),
    persist_result=False,
)
def hold_topic_meetings() -> None:
    """Start this week's topic meeting of every account at work, each in a run of its own, once."""
    week = week_of("").key
    for account in accounts_at_work():
        start_topic_meeting(account, week)


def start_topic_meeting(account: StartedAccount, week: str) -> None:
    """Start an account's topic meeting of a week in a run of its own; one that has its run keeps it."""
    start(
        "hold-topic-meeting",
        once=f"topics-{account.id}-{week}",
        name=_("{account} topic meeting {week}").format(account=account.code, week=week),
        tags=[account.code, account.project_code, "S6"],
        account=account.code,
        week=week,
    )


def week_of(week: str) -> Window:
    """Return the week that was named, else the Beijing week in which this run was made."""
    return window_of(week) if week else iso_week(beijing_day(began_at()))
