"""Prepares a review: the material is gathered, written as a workbook and a page, and kept as a version of its own (S13, I10)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

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
from agency.records.named import by_code
from agency.records.tables import Project, ReviewPack
from agency.records.tables.base import now
from agency.reports.material import ReviewMaterial
from agency.reports.review_markdown import markdown
from agency.reports.review_workbook import write_workbook
from config.settings import settings
from tasks.opening import records
from tasks.review_material import gather
from tasks.review_meeting import call_review


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A review whose material is ready; ``is_new`` is False when these very figures had been prepared before."""

    project: str
    half: str
    version: int
    workbook: str
    is_new: bool


def whiteboard() -> str:
    """Return what the preparation of a review is called."""
    return f"S13 · {task_run.parameters['project']} {task_run.parameters['half']}"


@task(name="prepare-material", task_run_name=whiteboard, cache_policy=NO_CACHE, persist_result=False)
def prepare_material(project: str, half: str) -> Prepared:
    """Prepare the material of one review: the same figures give the same version, changed ones the next (S13, I10)."""
    window = half_month_of(half)
    with records() as session:
        row = by_code(session, Project, project)
        material = gather(session, row, window, now())
        pack, is_new = keep_pack(session, row, material, now())
        call_review(session, row, pack)
    create_markdown_artifact(
        pack.narrative,
        key=artifact_key(project, half),
        description=_("Review of {project}, {half}").format(project=row.name, half=half),
    )
    return Prepared(project=project, half=half, version=pack.version, workbook=str(pack.workbook_ref), is_new=is_new)


def keep_pack(
    session: Session, project: Project, material: ReviewMaterial, moment: datetime
) -> tuple[ReviewPack, bool]:
    """Return the pack of a material and whether it is new; its files are written before it is on record."""
    last = reviews.last_pack(session, project.id, material.window.key)
    if last is not None and last.dataset_hash == material.dataset_hash:
        if not Path(str(last.workbook_ref)).exists():
            write_workbook(material, Path(str(last.workbook_ref)))
        return last, False
    version = last.version + 1 if last else 1
    workbook = workbook_path(material, version)
    write_workbook(material, workbook)
    pack = ReviewPack(
        project_id=project.id,
        cadence_key=material.window.key,
        version=version,
        window_from=material.window.first,
        window_to=material.window.last,
        dataset_hash=material.dataset_hash,
        sections={"accounts": [account.code for account in material.accounts], "works": len(material.works)},
        narrative=markdown(material, workbook, version),
        workbook_ref=str(workbook),
        frozen_at=moment,
    )
    session.add(pack)
    session.flush()
    return pack, True


def workbook_path(material: ReviewMaterial, version: int) -> Path:
    """Return where a version's workbook lies; its folder is made."""
    folder = settings().review_directory / re.sub(r"[^\w-]", "_", material.project)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{material.window.key}-v{version}.xlsx"


def artifact_key(project: str, half: str) -> str:
    """Return the key of a review's page: small letters, digits and dashes are all that Prefect takes."""
    return "-".join(re.findall(r"[a-z0-9]+", f"review {project} {half}".lower()))


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
