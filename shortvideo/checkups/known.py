"""Every finding there can be: which part of the house it is about, and how soon whoever is on duty must see to it.

A new finding gets its line here and its row in docs/operations.md; a test holds the code, this table and that page
together. One that was forgotten is shown all the same, among what must be seen to tonight.
"""

from collections.abc import Iterable, Mapping

from agency.domain.finding import Finding
from agency.domain.terms.performance import Light
from agency.domain.terms.watching import Attention, Part

AT_ONCE, TONIGHT, IN_THE_MORNING = Attention

KNOWN: Mapping[str, tuple[Part, Attention]] = {
    "records-closed": (Part.RECORDS, AT_ONCE),
    "records-behind": (Part.RECORDS, AT_ONCE),
    "database-closed": (Part.RECORDS, AT_ONCE),
    "connections-scarce": (Part.RECORDS, TONIGHT),
    "database-left": (Part.RECORDS, TONIGHT),
    "database-cut-off": (Part.RECORDS, IN_THE_MORNING),
    "database-kept": (Part.RECORDS, IN_THE_MORNING),
    "database-twice": (Part.RECORDS, IN_THE_MORNING),
    "files-gone": (Part.RECORDS, IN_THE_MORNING),
    "house-closed": (Part.RUNNING, AT_ONCE),
    "no-worker": (Part.RUNNING, AT_ONCE),
    "pool-paused": (Part.RUNNING, AT_ONCE),
    "queue-paused": (Part.RUNNING, AT_ONCE),
    "queue-missing": (Part.RUNNING, AT_ONCE),
    "redis-away": (Part.RUNNING, AT_ONCE),
    "queue-untaken": (Part.RUNNING, TONIGHT),
    "store-away": (Part.RUNNING, TONIGHT),
    "checkup-broken": (Part.RUNNING, TONIGHT),
    "files-closed": (Part.RUNNING, TONIGHT),
    "monitor-closed": (Part.RUNNING, TONIGHT),
    "server-version": (Part.RUNNING, TONIGHT),
    "runs-late": (Part.RUNNING, TONIGHT),
    "runs-failed": (Part.RUNNING, TONIGHT),
    "home-not-writable": (Part.MACHINE, AT_ONCE),
    "disk-full": (Part.MACHINE, AT_ONCE),
    "disk-nearly-full": (Part.MACHINE, TONIGHT),
    "clock-apart": (Part.MACHINE, TONIGHT),
    "time-zone-unknown": (Part.MACHINE, TONIGHT),
    "wrong-version": (Part.MACHINE, IN_THE_MORNING),
    "store-of-others": (Part.SAFETY, AT_ONCE),
    "key-open-to-others": (Part.SAFETY, TONIGHT),
    "house-unguarded": (Part.SAFETY, AT_ONCE),
    "password-refused": (Part.SAFETY, TONIGHT),
    "house-without-password": (Part.SAFETY, IN_THE_MORNING),
    "pages-lead-here": (Part.SAFETY, IN_THE_MORNING),
    "block-key-in-tables": (Part.SAFETY, IN_THE_MORNING),
    "link-key-unfit": (Part.SAFETY, IN_THE_MORNING),
    "backup-failed": (Part.BACKUP, AT_ONCE),
    "backup-overdue": (Part.BACKUP, TONIGHT),
    "backup-unproven": (Part.BACKUP, IN_THE_MORNING),
    "backup-beside": (Part.BACKUP, IN_THE_MORNING),
    "group-broken": (Part.MESSAGES, TONIGHT),
    "message-waits": (Part.MESSAGES, TONIGHT),
    "messages-for-a-person": (Part.MESSAGES, IN_THE_MORNING),
    "webhook-missing": (Part.MESSAGES, IN_THE_MORNING),
    "bot-without-address": (Part.MESSAGES, IN_THE_MORNING),
    "bot-address-wrong": (Part.MESSAGES, IN_THE_MORNING),
    "mail-without-password": (Part.MESSAGES, IN_THE_MORNING),
    "links-lead-here": (Part.MESSAGES, IN_THE_MORNING),
    "C3-no-group": (Part.MESSAGES, IN_THE_MORNING),
    "pulls-stale": (Part.FIGURES, IN_THE_MORNING),
    "grant-ended": (Part.FIGURES, IN_THE_MORNING),
    "grant-ends": (Part.FIGURES, IN_THE_MORNING),
    "grant-not-renewed": (Part.FIGURES, IN_THE_MORNING),
    "grant-gone": (Part.FIGURES, IN_THE_MORNING),
    "grant-quota": (Part.FIGURES, IN_THE_MORNING),
    "layouts-wrong": (Part.FIGURES, IN_THE_MORNING),
    "account-without-person": (Part.PEOPLE, IN_THE_MORNING),
    "role-vacant": (Part.PEOPLE, IN_THE_MORNING),
    "nobody-to-escalate-to": (Part.PEOPLE, IN_THE_MORNING),
    "escalation-owner-unknown": (Part.PEOPLE, IN_THE_MORNING),
    "calendar-not-settled": (Part.PEOPLE, IN_THE_MORNING),
}
FORGOTTEN = (Part.RUNNING, TONIGHT)
LIGHTS = {AT_ONCE: Light.RED, TONIGHT: Light.AMBER, IN_THE_MORNING: Light.AMBER}
URGENCY = {attention: place for place, attention in enumerate(Attention)}


def part_of(finding: Finding) -> Part:
    """Return the part of the house that a finding is about."""
    return KNOWN.get(finding.rule, FORGOTTEN)[0]


def attention_for(finding: Finding) -> Attention:
    """Return how soon somebody must see to a finding."""
    return KNOWN.get(finding.rule, FORGOTTEN)[1]


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in the order in which they are to be seen to; those of one urgency stay in their order."""
    return sorted(findings, key=lambda finding: URGENCY[attention_for(finding)])


def light_of(findings: Iterable[Finding]) -> Light:
    """Return how something stands of which this was found."""
    worst = min((attention_for(finding) for finding in findings), key=URGENCY.__getitem__, default=None)
    return LIGHTS[worst] if worst else Light.GREEN
