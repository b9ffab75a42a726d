"""Prepares a review: its material is gathered, its files are made, and both are kept as a version of their own (S13, I10).

One run at a time works on a review, wherever it runs. Files are made between two units of work, so that nobody waits
for them; a version is on record once all of its files lie there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.windows import Window, half_month, previous, window_of
from agency.errors import BadInput
from agency.locale import _
from agency.records import reviews
from agency.records.locks import held
from agency.records.named import by_code
from agency.records.tables import Project, ReviewPack
from agency.records.tables.base import now
from agency.reports.material import ReviewMaterial
from agency.reports.review_markdown import markdown
from config.settings import settings
from tasks.opening import records, records_engine
from tasks.page_keys import page_key
from tasks.review.files import Files, list_of, make_files
from tasks.review.material import gather
from tasks.review.meeting import call_review


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A review whose material is ready; ``is_new`` is False when these very figures had been prepared before."""

    project: str
    half: str
    version: int
    deck: str
    workbook: str
    without_pdf: str | None
    is_new: bool
    page: str = field(repr=False)


def whiteboard() -> str:
    """Return what the preparation of a review is called."""
    return f"S13 · {task_run.parameters['project']} {task_run.parameters['half']}"


@task(name="prepare-material", task_run_name=whiteboard, cache_policy=NO_CACHE, persist_result=False)
def prepare_material(project: str, half: str) -> Prepared:
    """Prepare the material of one review: the same figures give the same version, changed ones the next (S13, I10)."""
    prepared = prepare(project, half_month_of(half))
    leave_page(prepared)
    return prepared


def prepare(project: str, window: Window) -> Prepared:
    """Gather a review's material and return it with its files, which are made where this version has none."""
    with held(records_engine(settings().records_url), f"review-{folded(project)}-{window.key}"):
        with records() as session:
            row = by_code(session, Project, project)
            material = gather(session, row, window, now())
            version, is_new = version_of(reviews.last_pack(session, row.id, window.key), material)
        files = make_files(material, version, anew=is_new)
        return put_on_record(material, version, files, is_new=is_new)


def version_of(last: ReviewPack | None, material: ReviewMaterial) -> tuple[int, bool]:
    """Return the version of a material and whether it is new: what holds the same is the same version."""
    if last is None:
        return 1, True
    return (last.version, False) if last.dataset_hash == material.dataset_hash else (last.version + 1, True)


def put_on_record(material: ReviewMaterial, version: int, files: Files, *, is_new: bool) -> Prepared:
    """Put a version and its files on record, call its meeting, and return it with its page."""
    with records() as session:
        project = by_code(session, Project, material.project)
        known = reviews.last_pack(session, project.id, material.window.key)
        pack = new_pack(session, project, material, version) if is_new or known is None else known
        pack.deck_ref, pack.workbook_ref = str(files.deck), str(files.workbook)
        pack.pdf_ref = None if files.without_pdf else str(files.pdf)
        session.flush()
        call_review(session, project, pack)
        packs = reviews.packs(session, project.id, material.window.key)
        return Prepared(
            project=project.code,
            half=material.window.key,
            version=pack.version,
            deck=str(files.deck),
            workbook=str(files.workbook),
            without_pdf=files.without_pdf,
            is_new=is_new,
            page=page_of(pack.narrative, list_of(session, project, packs), files.without_pdf),
        )


def new_pack(session: Session, project: Project, material: ReviewMaterial, version: int) -> ReviewPack:
    """Return the pack of a new version, put on record."""
    pack = ReviewPack(
        project_id=project.id,
        cadence_key=material.window.key,
        version=version,
        window_from=material.window.first,
        window_to=material.window.last,
        dataset_hash=material.dataset_hash,
        sections={
            "accounts": [account.code for account in material.accounts],
            "works": len(material.works),
            "problems": len(material.problems),
            "concluded": bool(material.conclusions),
        },
        narrative=markdown(material, version),
        frozen_at=now(),
    )
    session.add(pack)
    return pack


def page_of(narrative: str, links: str, without_pdf: str | None) -> str:
    """Return the page of a review: the files of all its versions under its first lines, then what it says."""
    head, _blank, rest = narrative.partition("\n\n## ")
    told = "\n\n".join(part for part in (f"## {_('Files')}", links, without_pdf) if part)
    return f"{head}\n\n{told}\n\n## {rest}"


def leave_page(prepared: Prepared) -> None:
    """Leave a review's page where its run is looked at."""
    create_markdown_artifact(
        prepared.page,
        key=page_key("review", prepared.project, prepared.half),
        description=_("Review of {project}, {half}").format(project=prepared.project, half=prepared.half),
    )


def folded(code: str) -> str:
    """Return a code as a part of a file's name."""
    return re.sub(r"[^\w-]", "_", code)


def half_month_of(half: str) -> Window:
    """Return the half-month of a key; ``BadInput`` for a key of something else."""
    window = window_of(half, settings().policy)
    if "-H" not in window.key:
        raise BadInput(_("{key} names no half-month; one reads like 2026-11-H1.").format(key=half))
    return window


def half_just_ended() -> str:
    """Return the key of the half-month that ended last."""
    return previous(half_month(beijing_day(now()), settings().policy)).key


def projects_to_review(project: str) -> Sequence[str]:
    """Return the project that was named, else all that are being carried out."""
    with records() as session:
        return [by_code(session, Project, project).code] if project else reviews.executing(session)
