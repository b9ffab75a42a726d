"""What a topic meeting looks at before it decides: last week's works, shared ideas, open adjustments (domain.md 6.3, C5)."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.snapshots import Wanted, gain
from agency.domain.terms import label
from agency.domain.terms.performance import Counter
from agency.domain.windows import Window, previous, window_of
from agency.locale import _
from agency.records import histories, topics
from agency.records.tables import Account, Meeting, Person
from agency.records.tables.base import now
from config.settings import settings
from tasks.exhibits import table
from tasks.topic_candidates import candidates
from tasks.topic_pool import pool_table

BEST_AND_WORST = 3


def material(session: Session, account: Account, meeting: Meeting) -> str:
    """Return everything on one page, as Markdown: what is decided about comes first."""
    week = window_of(meeting.cadence_key or "")
    parts = {
        _("Topics of this meeting"): pool_table(list(candidates(session, meeting).values()), settings().policy),
        _("Last week's works"): works_of(session, account, previous(week)),
        _("Ideas shared since last week"): ideas(session, previous(week)),
        _("Open adjustments from reviews"): adjustments(session, account),
    }
    return "\n\n".join(f"**{heading}**\n\n{text}" for heading, text in parts.items())


def works_of(session: Session, account: Account, week: Window) -> str:
    """Return the works that gained the most and the fewest plays in a week."""
    gained = sorted(plays_gained(session, account, week), key=lambda work: work[1], reverse=True)
    if not gained:
        return _("No figures of last week are on record.")
    if len(gained) > 2 * BEST_AND_WORST:
        gained = [*gained[:BEST_AND_WORST], *gained[-BEST_AND_WORST:]]
    return table(gained, [_("work"), _("plays gained")])


def plays_gained(session: Session, account: Account, week: Window) -> Iterable[tuple[str, int]]:
    """Return how many plays each work gained in a week, those of which too little is known left out."""
    seen = histories.read(session, account.id, Wanted(until=week.ends, windows=(week,)))
    for history in seen.histories.values():
        plays = gain(Counter.PLAYS, history, week)
        if plays is not None:
            yield history[0].figures.title, plays


def ideas(session: Session, week: Window) -> str:
    """Return what was shared since a week began (C5)."""
    shared = topics.shares(session, week.begins, now())
    rows = [
        [beijing_day(one.shared_at), name_of(session, one.author_id), label(one.kind), one.what, one.reference_account]
        for one in shared
    ]
    header = [_("day"), _("who"), _("kind"), _("what"), _("reference account")]
    return table(rows, header) if rows else _("Nothing was shared.")


def adjustments(session: Session, account: Account) -> str:
    """Return what earlier reviews wanted changed and nobody has settled (I10)."""
    rows = [
        [one.due_on, name_of(session, one.owner_id), one.what, one.expected_effect]
        for one in topics.open_actions(session, account)
    ]
    return table(rows, [_("by"), _("who"), _("what"), _("expected effect")]) if rows else _("None is open.")


def name_of(session: Session, person_id: str) -> str:
    """Return a person's name."""
    return session.get_one(Person, person_id).name
