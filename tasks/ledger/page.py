"""Looks along the ledger, shows what was found as the page ``ledger``, and tells the leads: at once when it is broken."""

from collections.abc import Sequence
from datetime import datetime

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from agency.domain.calendar import beijing_day, beijing_minute
from agency.domain.chain import Flaw
from agency.domain.ledger_words import sentence
from agency.domain.messages import Message
from agency.domain.terms import label
from agency.domain.terms.messages import MessageKind, Urgency
from agency.locale import _
from agency.notices.markdown import escaped
from agency.records.tables.base import now
from tasks.gate.exhibits import table
from tasks.ledger.heads import note_head, noted_heads
from tasks.ledger.verification import Verified, verify
from tasks.messages.dead_groups import leads_of
from tasks.messages.telling import tell
from tasks.opening import looking, records
from tasks.page_links import page_link

PAGE = "ledger"
TOLD = 5  # broken places that a message names


@task(name="look-along-ledger", cache_policy=NO_CACHE, persist_result=False)
def look_along_ledger() -> Verified:
    """Verify the ledger, note its end outside the records when it is whole, and write the page anew."""
    at = now()
    with looking() as session:
        verified = verify(session, noted_heads())
    if verified.is_whole:
        note_head(verified.head, at)
    create_markdown_artifact(page(verified, at), key=PAGE, description=_("The ledger of the gates: is it whole?"))
    return verified


@task(name="tell-of-ledger", cache_policy=NO_CACHE, persist_result=False)
def tell_of_ledger(verified: Verified) -> None:
    """Tell the leads: that the ledger is broken, once for what is found; or, once a week, how it ends."""
    with records() as session:
        tell(session, message(verified, now()), leads_of(session, None))


def message(verified: Verified, at: datetime) -> Message:
    """Return what the leads read."""
    return whole_message(verified, at) if verified.is_whole else alarm(verified)


def alarm(verified: Verified) -> Message:
    """Return the alarm; it is the same one until something else is found broken."""
    first = verified.flaws[0]
    return Message(
        about=f"ledger-broken-{first.kind}-{first.number or first.row_id}-{verified.count}",
        kind=MessageKind.ALARM,
        title=_("The ledger of the gates was tampered with, or is damaged"),
        lines=[*(f"- {escaped(line)}" for line in verified.sentences[:TOLD]), what_to_do()],
        link=page_link(PAGE),
        urgency=Urgency.AT_ONCE,
    )


def whole_message(verified: Verified, at: datetime) -> Message:
    """Return the note that puts the end of the ledger where nobody who rewrites the records can reach it."""
    year, week, _day = beijing_day(at).isocalendar()
    return Message(
        about=f"ledger-whole-{year}-W{week:02}",
        kind=MessageKind.NOTICE,
        title=_("The ledger of the gates is whole, week {week}").format(week=f"{year}-W{week:02}"),
        lines=[verified.told, _("Keep this message: whoever rewrites the ledger cannot rewrite it.")],
        link=page_link(PAGE),
    )


def what_to_do() -> str:
    """Return what comes next when it is broken."""
    return _(
        "Change nothing. Make a backup, run `python3 run.py ledger --to ledger.xlsx`, compare with the last proven backup, "
        "and find out who could write to the database."
    )


def page(verified: Verified, at: datetime) -> str:
    """Return the page as Markdown: whether it is whole, what comes next, what is broken, and how it ends."""
    parts = [f"**{headline(verified)}**", what_to_do() if verified.count else _("Nothing is to be done.")]
    if verified.count:
        parts.append(flaws_told(verified.flaws))
    if more := verified.count - len(verified.flaws):
        parts.append(_("And {count} more.").format(count=more))
    return "\n\n".join([*parts, ending(verified, at)])


def headline(verified: Verified) -> str:
    """Return what is to be known first."""
    if verified.is_whole:
        return _("The ledger is whole: all of its {count} links were looked at.").format(count=verified.head.number)
    return _("The ledger is broken in {count} places.").format(count=verified.count)


def ending(verified: Verified, at: datetime) -> str:
    """Return when it was looked at, and how it ends; the hash stands on a line of its own, to be copied."""
    looked, ends = _("Looked at on {moment}, Beijing time."), _("The hash of its last link, number {number}:")
    told = f"{looked.format(moment=beijing_minute(at))} {ends.format(number=verified.head.number)}"
    return f"{told}\n\n`{verified.head.hash}`"


def flaws_told(flaws: Sequence[Flaw]) -> str:
    """Return the broken places as a table, in the order of the ledger."""
    rows = [[flaw.number, label(flaw.kind), sentence(flaw)] for flaw in flaws]
    return table(rows, [_("Link"), _("What is wrong"), _("What was found")])
