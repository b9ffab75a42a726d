"""The verb ``doctor``: one line for each thing that is missing or will soon be, with what to do about it."""

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time

from agency.domain.calendar import BEIJING, beijing_day
from agency.domain.finding import Finding, reasons
from agency.domain.terms.governance import RuleSeverity
from agency.errors import AgencyError, Misconfigured
from agency.locale import _
from config.settings import Settings, settings
from shortvideo.checkups.clocks import clock_findings, zone_findings
from shortvideo.checkups.database import line_on, looked_at
from shortvideo.checkups.guarding import block_key_findings, guard_findings
from shortvideo.checkups.keys import key_findings
from shortvideo.checkups.known import worst_first
from shortvideo.checkups.machine import (
    bot_findings,
    disk_findings_of,
    escalation_findings,
    home_findings,
    installed_packages,
    layout_findings,
    link_findings,
    mail_findings,
    pinned_packages,
    version_findings,
)
from shortvideo.checkups.on_record import records_findings
from shortvideo.checkups.running import house_findings
from shortvideo.checkups.shared import redis_findings, store_findings
from shortvideo.ending import finish
from shortvideo.house.database import database_at_work
from shortvideo.house.guarding import log_in
from shortvideo.progress import tell
from tasks.backups.places import journal_of


def doctor(chosen: Settings, today: date) -> int:
    """Print one line for each finding, the grave ones first; return 0 when there is no grave one, else 1.

    Of what is equally grave, that comes first which somebody must see to soonest.
    """
    with suppress(Misconfigured):  # a password that is none is itself one of the findings
        log_in(chosen)
    finish_what_was_broken_off(chosen)
    with looked_at(chosen) as of_the_database:
        tell(line_on(chosen))
        findings = [*of_the_database, *examine(chosen, today)]
    grave = reasons(findings)
    for finding in sorted(worst_first(findings), key=lambda each: each.severity is not RuleSeverity.BLOCKS):
        tell(line_of(finding))
    if not findings:
        tell(_("Nothing is missing."))
    return 1 if grave else 0


def finish_what_was_broken_off(chosen: Settings) -> None:
    """Finish a restore that was broken off, or say why that is not possible now."""
    if journal_of(chosen.home).exists():
        try:
            with database_at_work(chosen):
                pass
        except AgencyError as error:
            tell(str(error))


def examine(chosen: Settings, today: date) -> Sequence[Finding]:
    """Return everything there is to say of the machine, the records and the house; the rest when the home is missing."""
    wanted = pinned_packages()
    return [
        *home_findings(chosen),
        *disk_findings_of(chosen),
        *version_findings(wanted, installed_packages(list(wanted))),
        *bot_findings(chosen.groups, os.environ),
        *mail_findings(chosen.mail, os.environ),
        *link_findings(chosen, os.environ),
        *escalation_findings(chosen),
        *layout_findings(),
        *key_findings(chosen.home),
        *guard_findings(chosen),
        *block_key_findings(chosen),
        *zone_findings(chosen.time_zone, datetime.combine(today, time(), BEIJING)),
        *clock_findings(chosen),
        *records_findings(chosen, today),
        *store_findings(chosen),
        *redis_findings(chosen),
        *house_findings(chosen),
    ]


def line_of(finding: Finding) -> str:
    """Return a finding as its line: what is grave is marked as such, what is only pointed out as a hint.

    At its end stands the name by which docs/operations.md tells what to do.
    """
    mark = _("missing") if finding.severity is RuleSeverity.BLOCKS else _("hint")
    return f"[{mark}] {finding.message} ({finding.rule})"


if __name__ == "__main__":
    finish(lambda: doctor(settings(), beijing_day(datetime.now(UTC))))
