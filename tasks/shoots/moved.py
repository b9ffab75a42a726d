"""Makes a move: writes all of it at once, flags what must be arranged anew, and tells everybody concerned once (S9, I5)."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_minute
from agency.domain.messages import Message
from agency.domain.terms.messages import MessageKind, Urgency
from agency.domain.terms.people import Side
from agency.locale import _
from agency.records.equipment import still_out
from agency.records.tables import Account, ContentItem, Person, TalentItinerary
from tasks.edits.values import apply
from tasks.messages.telling import tell
from tasks.shoots.moving import Move


def carry_out(session: Session, move: Move, reason: str) -> None:
    """Write a move and tell the people of it; the unit of work says who made it.

    What a passed gate judged is bound by its hash: where it has changed, its people are asked again by the video's run.
    """
    apply(move.edits)
    anew = arranged_anew(session, move)
    session.flush()
    about = f"moved-{move.target.record.id}-{move.target.record.rev}"
    concerned = people_of(session, move)
    inside = [person.id for person in concerned if person.side is Side.INTERNAL]
    outside = [person.id for person in concerned if person.side is not Side.INTERNAL]
    tell(session, for_the_house(session, move, reason, anew, about), inside)
    tell(session, for_outsiders(session, move, f"{about}-outside"), outside)


def arranged_anew(session: Session, move: Move) -> list[str]:
    """Mark what was arranged for the old day as unchecked, and return what has to be arranged anew."""
    shoot = move.target.shoot
    if shoot is None:
        return []
    trips = session.scalars(select(TalentItinerary).where(TalentItinerary.shoot_id == shoot.id)).all()
    for trip in trips:
        trip.conflicts_checked_at = None
    told = [_("The talent's itinerary is of the old day: arrange it anew.")] if trips else []
    lent = [_("The equipment was lent for the old day: lend it anew.")] if still_out(session, shoot.id) else []
    return [*told, *lent, _("The preparation of the shoot is to be confirmed again (I5).")]


def people_of(session: Session, move: Move) -> list[Person]:
    """Return everybody who works on the shoot or its videos, each once, by code."""
    shoot = move.target.shoot
    ids = {person for item in move.target.items for person in crew(item)}
    ids |= {shoot.photographer_id, shoot.director_id, *(one.person_id for one in shoot.crew)} if shoot else set()
    return list(session.scalars(select(Person).where(Person.id.in_(ids), Person.active).order_by(Person.code)))


def crew(item: ContentItem) -> Iterable[str]:
    """Return who works on a video."""
    people = (item.director_id, item.operator_id, item.photographer_id, item.talent_id, item.editor_id)
    return [person for person in people if person is not None]


def for_the_house(session: Session, move: Move, reason: str, anew: list[str], about: str) -> Message:
    """Return the message with every video's new days, the reason, and what has to be arranged anew."""
    days = [new_days(item) for item in move.target.items]
    why = _("Reason: {reason}").format(reason=reason)
    return message(session, move, about, [why, *days, *anew])


def for_outsiders(session: Session, move: Move, about: str) -> Message:
    """Return the message for the talent: the day and the place, and not what the house makes of it."""
    shoot = move.target.shoot
    place = [_("Place: {place}").format(place=shoot.location)] if shoot and shoot.location else []
    return message(session, move, about, [*place, _("Please tell us if the new day does not suit you.")])


def message(session: Session, move: Move, about: str, lines: list[str]) -> Message:
    """Return a message about a move."""
    titles = "".join(f"《{item.title}》" for item in move.target.items)
    title = _("The shoot of {titles} moves from {before} to {after}")
    return Message(
        about=about,
        kind=MessageKind.SHOOT_MOVED,
        title=title.format(titles=titles, before=move.was_on or "–", after=move.new_day),
        lines=lines,
        urgency=Urgency.AT_ONCE if move.is_near else Urgency.IN_HOURS,
        project_id=session.get_one(Account, move.target.items[0].account_id).project_id,
    )


def new_days(item: ContentItem) -> str:
    """Return a video's days as they are now, in one line."""
    sentence = _("《{title}》: script {script}, shoot {shoot}, first cut {cut}, live {live}")
    return sentence.format(
        title=item.title,
        script=item.script_due_on or "–",
        shoot=item.planned_shoot_on or "–",
        cut=item.planned_first_cut_on or "–",
        live=beijing_minute(item.planned_publish_at) if item.planned_publish_at else "–",
    )
