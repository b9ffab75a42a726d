"""The page of the outbox: what a person has to settle first, then what waits where, and what was sent today (C3)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, time

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactCollectionFilter, ArtifactCollectionFilterKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import BEIJING, beijing_day, beijing_minute
from agency.domain.terms.messages import DeliveryOutcome
from agency.domain.terms.sharing import ChatChannel
from agency.locale import _
from agency.records import outbox
from agency.records.tables import DeliveryAttempt, GroupChat, Notification
from agency.records.tables.base import now
from tasks.gate.exhibits import table
from tasks.messages.dead_groups import PAGE, dead_groups, reason
from tasks.messages.dead_letters import Letter, letters, place_of
from tasks.messages.letter_rows import letters_table
from tasks.opening import looking

LETTERS_SHOWN = 50
Place = tuple[str | None, str | None]
"""A group's id, or a person's."""


@task(name="show-outbox", cache_policy=NO_CACHE, persist_result=False)
def show_outbox() -> list[str]:
    """Write the page anew where it has changed, and return the names of the groups that are dead."""
    at = now()
    with looking() as session:
        page = page_of(session, at)
        dead = [silent.group.name for silent in dead_groups(session, at)]
    if page != shown_last():
        create_markdown_artifact(page, key=PAGE, description=_("Messages: what to settle, what waits, what was sent."))
    return dead


def shown_last() -> object:
    """Return the page as it was written last, None when it never was."""
    named = ArtifactCollectionFilter(key=ArtifactCollectionFilterKey(any_=[PAGE]))
    with get_client(sync_client=True) as client:
        last = client.read_latest_artifacts(artifact_filter=named, limit=1)
    return last[0].data if last else None


def page_of(session: Session, at: datetime) -> str:
    """Return the page as Markdown; it names moments and no ages, so that it is the same while nothing happens."""
    found = letters(session)
    waiting = [one for one in outbox.with_status(session, outbox.ON_THE_WAY) if one.channel is not ChatChannel.MANUAL]
    sentence = _("**To be settled by a person: {letters}. Waiting to be sent: {waiting}.**")
    parts = [
        sentence.format(letters=len(found), waiting=len(waiting)),
        *chapter(_("To be settled by a person"), letters_told(session, found), how_to_settle()),
        *chapter(_("Groups that cannot be reached"), groups_told(session, waiting), how_to_mend()),
        *chapter(_("Waiting to be sent"), waiting_told(session, waiting)),
        *chapter(_("Sent today"), sent_told(session, at)),
    ]
    return "\n\n".join(parts)


def chapter(title: str, told: str, advice: str = "") -> Iterator[str]:
    """Yield the parts of a chapter, none where there is nothing to tell."""
    if told:
        yield from filter(None, (f"## {title}", advice, told))


def letters_told(session: Session, found: Sequence[Letter]) -> str:
    """Return what a person has to settle, the most troubling first."""
    return letters_table(session, found[:LETTERS_SHOWN]) if found else ""


def how_to_settle() -> str:
    """Return how a letter is settled."""
    return _("Run the deployment resend-messages and say of each what became of it.")


def how_to_mend() -> str:
    """Return how a group is mended."""
    return _(
        "The owner of the bot mends what the reason says; we try once an hour, and what waits then goes out as one."
    )


def groups_told(session: Session, waiting: Sequence[Notification]) -> str:
    """Return the groups whose bot is broken, and how much waits for each."""
    counts = Counter(message.chat_id for message in waiting)
    broken = session.scalars(select(GroupChat).where(~GroupChat.healthy).order_by(GroupChat.code))
    rows = [
        [
            group.name,
            beijing_minute(group.last_ok_at) if group.last_ok_at else None,
            reason(session, group),
            counts[group.id],
        ]
        for group in broken
    ]
    header = [_("Chat group"), _("Last reached"), _("Reason given"), _("Messages waiting")]
    return table(rows, header) if rows else ""


def waiting_told(session: Session, waiting: Sequence[Notification]) -> str:
    """Return how much waits where and since when, the oldest first."""
    places: dict[Place, list[Notification]] = {}
    for message in waiting:
        places.setdefault((message.chat_id, message.person_id), []).append(message)
    rows = [
        [place_of(session, *place), len(each), beijing_minute(each[0].created_at), next_try(each)]
        for place, each in places.items()
    ]
    header = [_("Goes to"), _("Messages waiting"), _("The oldest since"), _("Tried again at")]
    return table(rows, header) if rows else ""


def next_try(messages: Sequence[Notification]) -> str | None:
    """Return when the first of these messages is tried again, None when one of them waits for nothing but its turn."""
    moments = [one.next_attempt_at for one in messages if one.next_attempt_at]
    return beijing_minute(min(moments)) if len(moments) == len(messages) else None


def sent_told(session: Session, at: datetime) -> str:
    """Return how many messages arrived where since midnight in Beijing, the most first."""
    midnight = datetime.combine(beijing_day(at), time(), tzinfo=BEIJING)
    query = select(DeliveryAttempt).where(
        DeliveryAttempt.started_at >= midnight, DeliveryAttempt.outcome == DeliveryOutcome.SENT
    )
    calls, arrived = Counter[Place](), Counter[Place]()
    for call in session.scalars(query):
        place = (call.chat_id, call.person_id)
        calls[place] += 1
        arrived[place] += len(call.notification_ids) if call.part == call.parts else 0
    rows = [[place_of(session, *place), count, calls[place]] for place, count in arrived.most_common()]
    return table(rows, [_("Goes to"), _("Messages that arrived"), _("Calls made")]) if rows else ""
