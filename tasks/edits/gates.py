"""Which passed gates an edit would leave without their content: they stand open again, and that is said before (C4, gates.md 9).

Nothing is reopened by hand. A pass binds what was shown, by its hash; when the content is another one, the next look of
the row's own flow puts it before the same people again (``tasks.gate.desk``).
"""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from agency.domain.binding import content_hash
from agency.domain.terms.gates import SubjectKind
from agency.errors import NotOnRecord
from agency.records import edits as records
from agency.records.tables import Account, ContentItem, EditTask, GateRound, Publication, Shoot
from agency.records.tables.base import Kept
from tasks.edits.values import Edit
from tasks.gate.work import StageWork
from tasks.stages.s02_positioning import POSITIONING
from tasks.stages.s03_schedule import SCHEDULE
from tasks.stages.s05_registration import REGISTRATION
from tasks.stages.s07_copy import COPY
from tasks.stages.s07_script import SCRIPT
from tasks.stages.s07_script_sync import SYNC
from tasks.stages.s08_talent import TALENT
from tasks.stages.s09_preparation import PREPARATION
from tasks.stages.s09_shoot import SHOOT
from tasks.stages.s10_cut import CUT
from tasks.stages.s11_package import PACKAGE
from tasks.stages.s11_publication import PUBLICATION

WORKS: Mapping[SubjectKind, tuple[StageWork, ...]] = {
    SubjectKind.ACCOUNT: (POSITIONING, SCHEDULE, REGISTRATION),
    SubjectKind.CONTENT: (COPY, SCRIPT, SYNC, TALENT, CUT, PACKAGE, PUBLICATION),
    SubjectKind.SHOOT: (PREPARATION, SHOOT),
}

Subjects = Mapping[tuple[SubjectKind, str], str]
"""What is judged, by its kind and id, with its code."""

Bound = frozenset[tuple[str, str]]
"""Gates that are passed on exactly what the records hold, each with the code of what it is about."""


def bound(session: Session, subjects: Subjects) -> Bound:
    """Return which gates of these subjects are passed on what the records hold at this moment."""
    passed = records.passed_rounds(session, [subject_id for _kind, subject_id in subjects])
    return frozenset(
        (work.gate, code)
        for (kind, subject_id), code in subjects.items()
        for work in WORKS[kind]
        if (round_ := passed.get((kind, subject_id, work.gate))) and is_what_was_passed(session, work, code, round_)
    )


def is_what_was_passed(session: Session, work: StageWork, code: str, round_: GateRound) -> bool:
    """Say whether a round judged what the records hold."""
    try:
        content = work.content(session, work.find(session, code))
    except (LookupError, NotOnRecord):
        return False
    return content_hash(content) == round_.content_hash


def subjects_of(session: Session, edits: Iterable[Edit]) -> Subjects:
    """Return what is judged of the edited rows: accounts, content items and shoots, and the items behind their edits."""
    rows: dict[str, Kept] = {}
    for edit in edits:
        rows[edit.record.id] = edit.record
        if isinstance(edit.record, Publication | EditTask) and edit.record.content_id:
            item = session.get_one(ContentItem, edit.record.content_id)
            rows[item.id] = item
    return {key: code for row in rows.values() for key, code in judged(row)}


def judged(row: Kept) -> Iterable[tuple[tuple[SubjectKind, str], str]]:
    """Yield a row as the subject of gates."""
    match row:
        case Account():
            yield (SubjectKind.ACCOUNT, row.id), row.code
        case ContentItem():
            yield (SubjectKind.CONTENT, row.id), row.code
        case Shoot():
            yield (SubjectKind.SHOOT, row.id), row.code
