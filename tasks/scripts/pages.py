"""A version of a script as a page that its readers open by a link: the talent has no way into Prefect (I4)."""

import dataclasses
import hashlib

from sqlalchemy.orm import Session

from agency.domain.script_changes import part_names, script_changes
from agency.domain.scripts import Shot as ShotDraft
from agency.domain.terms import label
from agency.domain.terms.content import CameraMove
from agency.domain.terms.files import FileKind
from agency.locale import _
from agency.records.syncs import synced_before
from agency.records.tables import Account, ContentItem, Script, Shot
from agency.web.script_page import ScriptShown, ShotShown, script_page
from tasks import texts
from tasks.files.downloads import keep, link_to, material_folder
from tasks.files.whole_files import write_whole

IN_THE_HEAD = frozenset({"number", "size", "duration_ms", "beat"})


def drafted(shot: Shot) -> ShotDraft:
    """Return a shot on record as the rules see it."""
    return ShotDraft(**{part.name: getattr(shot, part.name) for part in dataclasses.fields(ShotDraft)})


def changes_since_told(session: Session, script: Script) -> tuple[str, ...]:
    """Return what is different from the version that readers were told of before; nothing when this is the first."""
    before = synced_before(session, script)
    if before is None:
        return ()
    return script_changes([drafted(shot) for shot in before.shots], [drafted(shot) for shot in script.shots])


def link_to_script(session: Session, item: ContentItem, script: Script) -> str:
    """Keep a version as a page, once for the same content, and return an address that opens it for ``link_days``."""
    page = script_page(shown(session, item, script))
    digest = hashlib.sha256(page.encode()).hexdigest()[:12]
    path = material_folder("scripts", item.code) / f"v{script.version}-{digest}.html"
    if not path.exists():
        write_whole(path, page.encode())
    project_id = session.get_one(Account, item.account_id).project_id
    slot = f"{item.code} v{script.version}"
    return link_to(
        keep(session, path, kind=FileKind.SCRIPT, title=name_of(item, script), project_id=project_id, slot=slot)
    )


def name_of(item: ContentItem, script: Script) -> str:
    """Return what people call a version."""
    return _("Script of 《{title}》, version {version}").format(title=item.title, version=script.version)


def shown(session: Session, item: ContentItem, script: Script) -> ScriptShown:
    """Return what the page tells of a version."""
    facts = [
        (_("Code"), item.code),
        (_("Day of the shoot"), str(item.planned_shoot_on or "")),
        (_("Planned length"), texts.seconds(script.duration_ms)),
        (_("Background music"), script.bgm),
    ]
    return ScriptShown(
        title=name_of(item, script),
        facts=[(name, told) for name, told in facts if told],
        changes_title=_("Changed since the version before:"),
        changes=changes_since_told(session, script),
        references_title=_("Reference videos"),
        references=script.reference_urls,
        shots=[shot_shown(drafted(shot)) for shot in script.shots],
    )


def shot_shown(shot: ShotDraft) -> ShotShown:
    """Return a shot with all that was filled in, parts of one name together."""
    told: dict[str, list[str]] = {}
    for part in dataclasses.fields(ShotDraft):
        value = getattr(shot, part.name)
        if value and part.name not in IN_THE_HEAD:
            told.setdefault(part_names().get(part.name, _("other remarks")), []).append(worded(value))
    head = [shot.size and label(shot.size), texts.seconds(shot.duration_ms or 0), shot.beat and label(shot.beat)]
    return ShotShown(
        number=shot.number,
        head=" · ".join(part for part in head if part),
        told=[(name, "\n".join(values)) for name, values in told.items()],
    )


def worded(value: object) -> str:
    """Return a part of a shot in words: a code of a closed list by its label."""
    return label(value) if isinstance(value, CameraMove) else str(value)
