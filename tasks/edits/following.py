"""What changes along with a cell because it is the same thing told in another row: nothing else ever does (C4).

A shoot that moves takes its times and the planned day of its content items along; an edit that has begun and a
publication that is prepared keep in step with their content item. Each is shown beside the edit that it follows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from agency.domain.terms.editing import EditTaskStatus
from agency.domain.terms.publishing import PublicationStatus
from agency.locale import _
from agency.records import edits as records
from agency.records.tables import ContentItem, EditTask, Publication, Shoot
from agency.records.tables.base import Kept
from tasks.edits.editors import Around
from tasks.edits.values import Edit

OF_AN_EDIT = {
    "editor_id": "editor_id",
    "director_id": "director_id",
    "planned_first_cut_on": "first_cut_due_on",
    "planned_edit_due_on": "final_due_on",
}


@dataclass(frozen=True)
class Companions:
    """The rows that tell the same as the edited ones."""

    items: Mapping[str, list[ContentItem]]
    tasks: Mapping[str, EditTask]
    works: Mapping[str, list[Publication]]


def following(session: Session, edits: Iterable[Edit], around: Around) -> list[Edit]:
    """Return what follows from the edits of a sheet, where it does not hold already."""
    kept = list(edits)
    written = {edit.place for edit in kept}
    companions = companions_of(session, [edit.record for edit in kept])
    found = [follow for edit in kept for follow in follows(edit, companions, around)]
    return [follow for follow in found if follow.place not in written and follow.before != follow.after]


def companions_of(session: Session, rows: Iterable[Kept]) -> Companions:
    """Return the rows beside the edited ones."""
    kept = list(rows)
    item_ids = [row.id for row in kept if isinstance(row, ContentItem)]
    return Companions(
        items=records.items_of_shoots(session, (row for row in kept if isinstance(row, Shoot))),
        tasks=records.edit_tasks(session, item_ids),
        works=records.publications(session, item_ids),
    )


def follows(edit: Edit, companions: Companions, around: Around) -> Iterator[Edit]:
    """Yield what follows from one edit."""
    if isinstance(edit.record, Shoot):
        yield from with_the_shoot(edit, edit.record, companions.items.get(edit.record.id, []), around)
    if isinstance(edit.record, ContentItem):
        task = companions.tasks.get(edit.record.id)
        if task and task.status is not EditTaskStatus.DONE and (attribute := OF_AN_EDIT.get(edit.attribute)):
            yield follow(edit, task, attribute, edit.after, _("the edit that has begun"), around)
        for work in companions.works.get(edit.record.id, []):
            yield from with_the_item(edit, work, around)


def with_the_shoot(edit: Edit, shoot: Shoot, items: Iterable[ContentItem], around: Around) -> Iterator[Edit]:
    """Yield what moves with a shoot: its times by as many days, and what its content items plan."""
    still = [item for item in items if item.stopped_at is None]
    if edit.attribute == "photographer_id":
        for item in still:
            if item.photographer_id == edit.before:
                yield follow(edit, item, "photographer_id", edit.after, of_item(item), around)
    if edit.attribute != "shoot_on" or not isinstance(edit.after, date) or not isinstance(edit.before, date):
        return
    for name, whose in times().items():
        moment: datetime | None = getattr(shoot, name)
        if moment is not None:
            moved = moment + timedelta(days=(edit.after - edit.before).days)
            yield follow(edit, shoot, name, moved, whose, around)
    for item in still:
        yield follow(edit, item, "planned_shoot_on", edit.after, of_item(item), around)


def times() -> dict[str, str]:
    """Return a shoot's times with what people call them."""
    return {"call_at": _("the call"), "starts_at": _("the start"), "ends_at": _("the end")}


def of_item(item: ContentItem) -> str:
    """Return what people call a content item's part in a shoot."""
    return _("the plan of {code}").format(code=item.code)


def with_the_item(edit: Edit, work: Publication, around: Around) -> Iterator[Edit]:
    """Yield what a prepared publication, not yet live, takes over from its content item."""
    if work.published_at is not None or work.status is not PublicationStatus.TO_PUBLISH:
        return
    if edit.attribute == "planned_publish_at" and work.planned_at is not None:
        yield follow(edit, work, "planned_at", edit.after, _("the prepared publication"), around)
    if edit.attribute == "title" and work.title == edit.before:
        yield follow(edit, work, "title", edit.after, _("the prepared publication"), around)


def follow(edit: Edit, record: Kept, attribute: str, after: object, whose: str, around: Around) -> Edit:
    """Return a value that follows from an edit."""
    before = getattr(record, attribute)
    return Edit(
        number=edit.number,
        code=edit.code,
        column=edit.column,
        record=record,
        attribute=attribute,
        before=before,
        after=after,
        shown_before=around.shown(before),
        shown_after=around.shown(after),
        follows=whose,
    )
