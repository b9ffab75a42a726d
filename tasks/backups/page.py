"""The page of the backups: whether all is well, what to do where it is not, and every backup that is kept."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from agency.domain.backups import Standing
from agency.domain.calendar import beijing_minute
from agency.locale import _
from agency.records.backups import kept_backups
from agency.records.tables import TakenBackup
from agency.records.tables.base import now
from agency.web.pages import shown_size
from config.settings import Settings, settings
from tasks.backups.keeping import is_beside, standing_of
from tasks.gate.exhibits import table
from tasks.opening import looking

PAGE = "backups"


@task(name="show-backups", cache_policy=NO_CACHE, persist_result=False)
def show_backups() -> str:
    """Write the page anew and return its first sentence."""
    chosen, at = settings(), now()
    with looking() as session:
        page = page_of(session, chosen, at)
    create_markdown_artifact(page, key=PAGE, description=_("Backups: the newest, the last one proven, what to do."))
    return page.partition("\n")[0].strip("*")


def page_of(session: Session, chosen: Settings, at: datetime) -> str:
    """Return the page as Markdown, what is wrong first."""
    rows, stands = kept_backups(session), standing_of(session, chosen, at)
    parts = [
        f"**{headline(stands)}**",
        *(f"- ⚠ {sentence}" for sentence in wrongs(stands, chosen)),
        *([kept_table(rows)] if rows else []),
        _("The keys (*.key, password) are in no backup: keep a copy of them apart from it."),
    ]
    return "\n\n".join(parts)


def headline(stands: Standing) -> str:
    """Return the sentence on the newest backup and the last proven one."""
    if stands.newest is None:
        return _("There is no backup yet: run back-up.")
    newest = beijing_minute(stands.newest.taken_at)
    if stands.proven is None or stands.proven.proven_at is None:
        sentence = _(
            "Newest backup: {newest}. None was proven by a restore yet: run prove-backup, or wait for Monday, when it "
            "runs by itself."
        )
        return sentence.format(newest=newest)
    sentence = _("Newest backup: {newest}. Proven by a restore on {proven}: the one of {taken}.")
    proven, taken = beijing_minute(stands.proven.proven_at), beijing_minute(stands.proven.taken_at)
    return sentence.format(newest=newest, proven=proven, taken=taken)


def wrongs(stands: Standing, chosen: Settings) -> Iterator[str]:
    """Yield a sentence on each thing that is wrong, with what to do about it."""
    if stands.failed:
        sentence = _("The trial of the backup of {moment} failed: {reason} Run back-up, then prove-backup.")
        yield sentence.format(moment=beijing_minute(stands.failed.taken_at), reason=stands.failed.failed)
    if stands.is_overdue:
        sentence = _("No backup for {days} days: run back-up, and see why the nightly one did not.")
        yield sentence.format(days=chosen.policy.backup_alarm_days)
    if stands.is_unproven:
        sentence = _("No backup was proven by a restore for {days} days: run prove-backup.")
        yield sentence.format(days=chosen.policy.backup_proof_days)
    if is_beside(chosen.backups_directory, chosen.home):
        yield _(
            "Backups lie on the same disk as the house: set backups_directory in config/agency.toml, or copy them away."
        )


def kept_table(rows: Sequence[TakenBackup]) -> str:
    """Return the backups that are kept as a table, the newest first."""
    header = [_("Taken"), _("Trial"), _("Archive size"), _("Rows"), _("Files held"), _("Archive")]
    lines = [
        [
            beijing_minute(row.taken_at),
            trial_of(row),
            shown_size(row.bytes),
            f"{row.rows + (row.prefect_rows or 0):,}",
            row.files,
            Path(row.place).name,
        ]
        for row in rows
    ]
    return table(lines, header)


def trial_of(row: TakenBackup) -> str:
    """Return what came of the last trial."""
    if row.failed:
        return _("failed: {reason}").format(reason=row.failed)
    return _("proven {moment}").format(moment=beijing_minute(row.proven_at)) if row.proven_at else _("not tried yet")
