"""The backups: one that is young enough, one that was proven by a restore, and neither on the disk that may fail."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_minute
from agency.domain.finding import Finding, rule, warning
from agency.locale import _
from config.settings import Settings
from tasks.backups.keeping import is_beside, standing_of


@rule
def backup_findings(session: Session, chosen: Settings, at: datetime) -> Iterator[Finding]:
    """A backup was taken lately, one was proven lately, no trial failed, and they lie on a disk of their own."""
    stands = standing_of(session, chosen, at)
    if stands.failed:
        sentence = _("The backup of {moment} cannot be restored: {reason} Run `python3 run.py backup` at once.")
        moment = beijing_minute(stands.failed.taken_at)
        yield Finding("backup-failed", sentence.format(moment=moment, reason=stands.failed.failed))
    if stands.is_overdue:
        sentence = _("No backup was taken for {days} days: run `python3 run.py backup`.")
        yield warning("backup-overdue", sentence.format(days=chosen.policy.backup_alarm_days))
    if stands.is_unproven:
        sentence = _("No backup was proven by a restore for {days} days: run the flow prove-backup.")
        yield warning("backup-unproven", sentence.format(days=chosen.policy.backup_proof_days))
    if stands.newest and is_beside(chosen.backups_directory, chosen.home):
        sentence = _("Backups lie in {folder}, on the disk of the house: set backups_directory, or copy them away.")
        yield warning("backup-beside", sentence.format(folder=chosen.backups_directory))
