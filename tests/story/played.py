"""Plays the story on records that are there, with the sandbox in the place of the groups' robots."""

from collections.abc import Sequence
from datetime import date, timedelta

import time_machine
from prefect.settings import PREFECT_API_URL, PREFECT_UI_URL, temporary_settings
from sqlalchemy import select

from agency.domain.terms.plans import ProjectPlanStatus
from agency.domain.terms.sharing import ChatChannel
from agency.records.named import by_code
from agency.records.tables import GroupChat, Project
from agency.sandbox.bots import Heard
from agency.sandbox.description import SandboxAgency
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tasks.messages.group_connection import entered_by_hand, keep_entered
from tasks.opening import records
from tests.story import agency, autumn
from tests.story.clockwork import moment

FIRST, LAST = date(2026, 9, 14), date(2026, 10, 15)
WHEN_HOURS_COUNT = {date(2026, 9, 22), date(2026, 9, 23), date(2026, 10, 2), date(2026, 10, 3)}
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]


def played() -> Sequence[Heard]:
    """Play the story from its first day to its last, and return what the groups heard since; no page has an address in it."""
    with (
        temporary_settings(restore_defaults={PREFECT_API_URL, PREFECT_UI_URL}),
        time_machine.travel(moment(9, 7, 8), tick=False) as traveller,
        serving(SandboxAgency(accounts=())) as remote,
    ):
        with records() as session:
            agency.found(session)
            cranes = by_code(session, Project, "CRANE")
            cranes.plan_status, cranes.plan_confirmed_at = ProjectPlanStatus.EXECUTING, moment(8, 7, 10)
        connect(remote)
        before, story = autumn.told(remote)
        before.play(traveller)
        remote.forget_messages()
        story.play(traveller, turning_on=DAYS, closely_on=WHEN_HOURS_COUNT)
        return remote.messages()


def connect(remote: Remote) -> None:
    """Let every group have its robot."""
    with records() as session:
        for chat in session.scalars(select(GroupChat)):
            secret = "" if chat.channel is ChatChannel.WECOM else autumn.SECRET
            address = remote.bot(chat.channel, chat.code.lower(), secret=secret)
            keep_entered(session, entered_by_hand(chat, address, secret))
