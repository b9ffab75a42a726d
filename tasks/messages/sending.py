"""Sends what is due in the outbox: all addresses side by side, so that a slow or dead one holds up no other (C3).

``send_due`` does the work and knows no run; ``send_what_is_due`` is its task, ``send_now`` the same for a flow that has
just put something urgent into the outbox and must not fail for it.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime, timedelta

from prefect import task
from prefect.cache_policies import NO_CACHE

from agency.domain.terms import label
from agency.locale import _
from agency.records import outbox
from agency.records.tables.base import now
from tasks.messages.broken_mail import tell_of_mail
from tasks.messages.dead_groups import tell_of_groups
from tasks.messages.delivering import Tally, deliver
from tasks.messages.letter_alarms import tell_of_letters
from tasks.opening import looking, records
from tasks.watch import Watch

SIDE_BY_SIDE = 8
AT_ONCE = timedelta(seconds=10)
IN_A_RUN = timedelta(minutes=4)


def send_due(at: datetime, *, within: timedelta = AT_ONCE, sleep: Callable[[float], None] = time.sleep) -> Tally:
    """Send what is due, beginning at ``at``, and start no call later than ``within`` after; return what came of it.

    May be called by anybody at any time: an address that somebody is at work on is passed over. Groups that turn out
    broken, and messages that do not go on by themselves, are told of at the end. ``sleep`` waits for a channel's pace.
    """
    watch = Watch(at, within, sleep)
    tally = send_round(watch)
    with records() as session:
        told = tell_of_groups(session, watch.now()) + tell_of_mail(session) + tell_of_letters(session)
    return tally + send_round(watch) if told else tally


def send_round(watch: Watch) -> Tally:
    """Work off every address that something is due for; an unforeseen error at one of them is raised after the others."""
    with looking() as session:
        due = outbox.addresses(session, watch.now())
    if not due:
        return Tally()
    with ThreadPoolExecutor(min(SIDE_BY_SIDE, len(due))) as crew:
        done = [crew.submit(deliver, address, watch) for address in due]
        wait(done)
    return sum((one.result() for one in done), Tally())


@task(name="send-what-is-due", cache_policy=NO_CACHE, persist_result=False)
def send_what_is_due() -> str:
    """Send what is due, and return in one sentence what came of it."""
    return told_of(send_due(now(), within=IN_A_RUN))


def told_of(tally: Tally) -> str:
    """Return a tally as people read it."""
    ends = [f"{label(outcome)} {count}" for outcome, count in sorted(tally.calls.items())]
    sentence = _("Messages that arrived: {count}. Calls: {ends}.")
    return sentence.format(count=tally.arrived, ends=_(", ").join(ends) or "0")


@task(name="send-now", cache_policy=NO_CACHE, persist_result=False)
def try_to_send() -> str:
    """Send what is due, as far as that goes in seconds."""
    return told_of(send_due(now()))


def send_now() -> None:
    """Send at once what must not wait for the next run of ``send-messages``; never fails: what stays is sent by that."""
    try_to_send(return_state=True)
