"""The demo's main job, a process of its own, since Prefect reads where its server is before anything else is said.

Run as ``python -m shortvideo.main_job`` inside the environment that the house made.
"""

from datetime import UTC, datetime

from agency.locale import _
from config.settings import Settings, settings
from flows.main_job import begin, refresh_inbox, settle
from shortvideo.ending import finish
from shortvideo.house.places import ui
from shortvideo.progress import Progress, tell
from shortvideo.sample.platform import platform_of
from shortvideo.sample.seeding import authorise, seed
from shortvideo.sample.telling import told_agency, told_productions
from shortvideo.summary import summary
from tasks.gate.subjects import find_content
from tasks.opening import records
from tasks.started_accounts import started
from tasks.topics.to_produce import ToProduce, named

PATIENCE_S = 300.0


def main_job(chosen: Settings, began: datetime) -> None:
    """Put the sample on record, start its work, wait until all of it waits for people, and say how things stand."""
    progress = Progress()
    platform = platform_of(chosen.home, began)
    is_new = seed(platform, began)
    progress.say(_("The sample agency is on record.") if is_new else _("The sample agency was on record already."))
    authorise(chosen.platforms.douyin.base_url, began)
    progress.say(_("The accounts are authorised."))
    told = work(progress, began)
    progress.say(_("Everything that can go on by itself is done."))
    with records() as session:
        tell(summary(session, told, began, ui(chosen)))


def work(progress: Progress, began: datetime) -> list[str]:
    """Start the runs, wait for them, and return what those say that ended."""
    with records() as session:
        first = started(session, told_agency().projects[0].accounts[0].code)
    ending = begin(productions(), first)
    progress.say(_("The work is started."))
    told = settle(ending, began, patience_s=PATIENCE_S, say=progress.say)
    refresh_inbox()
    return told


def productions() -> list[ToProduce]:
    """Return the videos of the sample that are on their way."""
    with records() as session:
        return [named(find_content(session, told.code)) for told in told_productions()]


if __name__ == "__main__":
    finish(lambda: main_job(settings(), datetime.now(UTC)))
