"""Keeps a topic meeting's material as a file and shows it on a page, before the meeting is held (I2, C5)."""

import hashlib

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from agency.domain.terms.files import FileKind
from agency.domain.terms.meetings import MeetingStatus
from agency.locale import _
from agency.records.tables import Account, Meeting
from tasks.files.downloads import keep, link_to, material_folder
from tasks.files.whole_files import write_whole
from tasks.opening import records
from tasks.page_keys import page_key
from tasks.stages.s06_topic_meeting import find_topic_meeting
from tasks.topics.material import material


@task(task_run_name="topic-material-{code}", cache_policy=NO_CACHE, persist_result=False)
def show_material(code: str) -> None:
    """Show a meeting's material as it is now, and keep it; the same text is kept once, a held meeting's is left alone."""
    with records() as session:
        meeting = session.get_one(Meeting, find_topic_meeting(session, code).id)
        if meeting.status is not MeetingStatus.PLANNED:
            return
        account = session.get_one(Account, meeting.account_id)
        title = _("Topic meeting of {account}, {week}").format(account=account.name, week=meeting.cadence_key)
        told = f"# {title}\n\n{material(session, account, meeting)}\n"
        digest = hashlib.sha256(told.encode()).hexdigest()[:12]
        path = material_folder("topics", account.code) / f"{meeting.cadence_key}-{digest}.md"
        if not path.exists():
            write_whole(path, told.encode())
        slot = f"{account.code} {meeting.cadence_key}"
        kind = FileKind.TOPIC_MATERIAL
        link = link_to(keep(session, path, kind=kind, title=title, project_id=account.project_id, slot=slot))
    shown = f"{told}\n[{_('Download')}]({link})"
    create_markdown_artifact(shown, key=page_key("topics", code), description=title)
