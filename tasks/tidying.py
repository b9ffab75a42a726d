"""Keeps nothing longer than the policy says: in small units of work, each safe to be killed in and to be done again."""

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from prefect import get_run_logger, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run

from agency.domain.calendar import beijing_day
from agency.domain.retention import days_kept, kept_since
from agency.domain.terms import label
from agency.domain.terms.retention import Passing
from agency.locale import _
from agency.records.tables.base import now
from agency.records.tidying import TIDIES
from config.settings import settings
from tasks.imports.inbox import DONE, REFUSED
from tasks.opening import records

AT_ONCE = 500
PAGE = "tidy-up"


@dataclass(frozen=True)
class TidiedUp:
    """What was done about one kind of thing: how many of it are gone, and from before which moment."""

    what: Passing
    before: datetime
    count: int


def whiteboard() -> str:
    """Return what the tidying of one kind is called."""
    return label(task_run.parameters["what"])


@task(name="tidy-up", task_run_name=whiteboard, cache_policy=NO_CACHE, persist_result=False)
def tidy_up_one(what: Passing) -> TidiedUp:
    """Throw away what of one kind is over, until nothing of it is left."""
    return tidied(what, now())


def tidied(what: Passing, at: datetime) -> TidiedUp:
    """Throw away what of one kind is over at a moment, a few hundred in a unit of work."""
    before, count = kept_since(what, settings().policy, at), 0
    if what is Passing.INBOX_FILES:
        return TidiedUp(what, before, drop_folders(beijing_day(before)))
    while done := tidied_once(what, before):
        count += done
    return TidiedUp(what, before, count)


def tidied_once(what: Passing, before: datetime) -> int:
    """Do one unit of work, and return how many things it threw away."""
    with records() as session:
        return TIDIES[what](session, before, AT_ONCE)


def drop_folders(before: date) -> int:
    """Remove the folders of days before a day that hold imported and refused files; return how many files those were."""
    places = [settings().home / name for name in (DONE, REFUSED)]
    old = [folder for place in places if place.is_dir() for folder in place.iterdir() if is_before(folder, before)]
    return sum(drop_folder(folder) for folder in old)


def is_before(folder: Path, day: date) -> bool:
    """Say whether this is the folder of an earlier day; what people have put beside them is none, nor is a link."""
    try:
        return folder.is_dir() and not folder.is_symlink() and date.fromisoformat(folder.name) < day
    except ValueError:
        return False


def drop_folder(folder: Path) -> int:
    """Remove a folder, and return how many files were in it; what can't be removed stays until the next night."""
    files = sum(1 for path in folder.rglob("*") if path.is_file())
    shutil.rmtree(folder, ignore_errors=True)
    return 0 if folder.exists() else files


@task(name="show-tidied", cache_policy=NO_CACHE, persist_result=False)
def show_tidied(done: list[TidiedUp]) -> str:
    """Leave a table of what was thrown away, the most first, and return the same in one sentence."""
    rows = [
        {
            _("What was kept for a time"): label(one.what),
            _("Days kept"): str(days_kept(one.what, settings().policy)),
            _("Removed now"): str(one.count),
            _("Older than"): beijing_day(one.before).isoformat(),
        }
        for one in sorted(done, key=lambda one: -one.count)
    ]
    create_table_artifact(
        table=rows,
        key=PAGE,
        description=_("What is kept for a time only, and what was removed now. The days stand in [policy]."),
    )
    told = _("{count} things that were kept for a time were removed.").format(count=sum(one.count for one in done))
    get_run_logger().info(told)
    return told
