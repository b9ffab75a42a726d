"""Every number that is told to Prometheus: its name, what it means, and where in what was seen it comes from.

docs/metrics.md has a row for each, which a test compares with this list. Moments are told as such: whoever watches takes
the age by ``time() - …``, which stays true between two looks. What is unknown is left out, and never told as 0.
"""

from agency.domain.terms.engagement import Severity
from agency.domain.terms.messages import DeliveryOutcome
from agency.domain.terms.watching import PullFailure
from shortvideo.monitor.measuring import (
    Measure,
    findings_by_rule,
    gates_overdue,
    incidents,
    messages,
    moment,
    moments,
    of_numbers,
    of_standing,
    single,
)

PREFIX = "shortvideo_"

MEASURES: tuple[Measure, ...] = (
    Measure(
        "records_open",
        "1 while the records can be read, else 0.",
        single(lambda seen: seen.standing is not None),
    ),
    Measure(
        "prefect_up",
        "1 while Prefect's server answers, else 0.",
        single(lambda seen: seen.runs is not None),
    ),
    Measure(
        "workers_online",
        "Workers of the pool that have reported lately.",
        single(lambda seen: seen.workers),
    ),
    Measure(
        "flow_runs",
        "Runs by state; failed and crashed are those of the last day that were left so.",
        of_numbers(lambda seen: [((state,), float(count)) for state, count in (seen.runs or {}).items()]),
        ("state",),
    ),
    Measure(
        "flow_last_success_timestamp_seconds",
        "When a flow that is relied on last ended well.",
        of_numbers(lambda seen: moments(((flow,), at) for flow, at in seen.last_successes.items())),
        ("flow",),
    ),
    Measure(
        "gates_waiting",
        "Runs that wait for an answer, by gate and by how long they have waited.",
        of_standing(lambda now: [((one.gate, one.age.value), float(one.number)) for one in now.gates]),
        ("gate", "age"),
    ),
    Measure(
        "gates_overdue",
        "Runs that wait for an answer and are past their day, by gate.",
        of_standing(gates_overdue),
        ("gate",),
    ),
    Measure(
        "deadlines_overdue",
        "What is owed and past its time, by the rule that asks for it.",
        of_standing(lambda now: [((rule,), float(count)) for rule, count in now.overdue.items()]),
        ("rule",),
    ),
    Measure(
        "messages_unsettled",
        "Messages of the outbox that are not done with, by state.",
        of_standing(lambda now: [((state,), float(count)) for state, (count, _) in messages(now).items()]),
        ("state",),
    ),
    Measure(
        "message_oldest_timestamp_seconds",
        "When the oldest message of a state was written.",
        of_standing(lambda now: moments(((state,), oldest) for state, (_, oldest) in messages(now).items())),
        ("state",),
    ),
    Measure(
        "channel_calls_last_day",
        "Calls to chat groups and mailboxes within a day, by how they ended.",
        of_standing(lambda now: [((one.value,), float(now.calls.get(one, 0))) for one in DeliveryOutcome]),
        ("outcome",),
    ),
    Measure(
        "groups_broken",
        "Chat groups through whose bot nothing gets.",
        single(lambda seen: seen.standing.broken_groups if seen.standing else None),
    ),
    Measure(
        "incidents_open",
        "Incidents that are not resolved, by who has them.",
        of_standing(incidents),
        ("held_by",),
    ),
    Measure(
        "incident_oldest_timestamp_seconds",
        "When the oldest open incident happened.",
        single(lambda seen: moment(seen.standing.incidents.oldest) if seen.standing else None),
    ),
    Measure(
        "cases_open",
        "Cases about works and comments that are open, by how grave they are.",
        of_standing(lambda now: [((one.value,), float(now.cases.get(one, 0))) for one in Severity]),
        ("severity",),
    ),
    Measure(
        "pull_accounts",
        "Accounts that are authorised and looked after, by platform.",
        of_numbers(lambda seen: [((one.platform.value,), float(one.accounts)) for one in seen.pulls]),
        ("platform",),
    ),
    Measure(
        "pull_failing_accounts",
        "Accounts whose latest pull brought nothing, by platform and reason.",
        of_numbers(
            lambda seen: [
                ((one.platform.value, why.value), float(one.failing.get(why, 0)))
                for one in seen.pulls
                for why in PullFailure
            ]
        ),
        ("platform", "reason"),
    ),
    Measure(
        "pull_last_success_timestamp_seconds",
        "When a pull last brought figures from a platform.",
        of_numbers(lambda seen: moments(((one.platform.value,), one.last_good) for one in seen.pulls)),
        ("platform",),
    ),
    Measure(
        "pull_stalest_success_timestamp_seconds",
        "When the account of a platform that has waited longest last brought figures.",
        of_numbers(lambda seen: moments(((one.platform.value,), one.stalest_good) for one in seen.pulls)),
        ("platform",),
    ),
    Measure(
        "grants",
        "Authorisations of accounts, by platform and state.",
        of_standing(lambda now: [((one.platform.value, one.state.value), float(one.number)) for one in now.grants]),
        ("platform", "state"),
    ),
    Measure(
        "grant_first_end_timestamp_seconds",
        "When the first authorisation of a platform and state ends.",
        of_standing(lambda now: moments(((one.platform.value, one.state.value), one.first_ends) for one in now.grants)),
        ("platform", "state"),
    ),
    Measure(
        "import_rows_undecided",
        "Imported rows that wait for a person to say which work they are.",
        single(lambda seen: seen.standing.undecided_rows if seen.standing else None),
    ),
    Measure(
        "backups_kept",
        "Archives that are kept.",
        single(lambda seen: seen.standing.backups.number if seen.standing else None),
    ),
    Measure(
        "backup_last_timestamp_seconds",
        "When the newest backup that is kept was taken.",
        single(lambda seen: moment(seen.standing.backups.taken_at) if seen.standing else None),
    ),
    Measure(
        "backup_proven_timestamp_seconds",
        "When a backup that is kept was last proven by a restore.",
        single(lambda seen: moment(seen.standing.backups.proven_at) if seen.standing else None),
    ),
    Measure(
        "records_bytes",
        "Room that the records take in their database.",
        single(lambda seen: seen.records_bytes),
    ),
    Measure(
        "disk_free_bytes",
        "Room that is left where the home lies.",
        single(lambda seen: seen.disk_free),
    ),
    Measure(
        "findings",
        "What the doctor finds, by rule and by how soon it must be seen to.",
        findings_by_rule,
        ("rule", "attention"),
    ),
    Measure(
        "look_seconds",
        "How long looking at all this took.",
        single(lambda seen: seen.seconds),
    ),
)
