"""Keeps the record of every rule: what was owed by whom, and what came of it (C3, domain.md 2.10)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_minute
from agency.domain.obligations import Key, Obligation
from agency.domain.terms.governance import RuleState
from agency.locale import _
from agency.records import rule_checks
from agency.records.rule_checks import Check, OnRecord
from agency.records.tables.base import new_ids
from agency.records.waivers import StandingWaivers


@dataclass(frozen=True)
class Checked:
    """The checks by what they tell of; ``new`` are those that came on record just now."""

    ids: Mapping[Key, str]
    new: frozenset[Key]


def keep_checks(
    session: Session,
    obligations: Sequence[Obligation],
    waivers: StandingWaivers,
    at: datetime,
    *,
    rules: Collection[str] | None = None,
) -> Checked:
    """Put each obligation on record as it stands, in a few statements however many there are; what stays is not written.

    One that no source tells of any more, and that was not late, is no longer owed; of rules that no source was asked
    about nothing is concluded.
    """
    known = known_of(session, obligations, at, rules)
    fresh = [owed for owed in obligations if owed.key not in known]
    new = [check_of(owed, row_id, waivers, at) for owed, row_id in zip(fresh, new_ids(len(fresh)), strict=True)]
    told = {owed.key: owed for owed in obligations}
    rule_checks.add(session, new, at)
    rule_checks.change(session, [*changes(known, told, waivers, at), *gone(known, told)], at)
    ids = {key: one.check.id for key, one in known.items()} | {check.key: check.id for check in new}
    return Checked(ids, frozenset(check.key for check in new))


def known_of(
    session: Session, obligations: Sequence[Obligation], at: datetime, rules: Collection[str] | None
) -> dict[Key, OnRecord]:
    """Return the checks that are on record, also those that a source speaks of again after a long time."""
    known = rule_checks.unsettled(session, at, rules)
    strange = {owed.subject_id for owed in obligations if owed.key not in known}
    return rule_checks.of_subjects(session, strange) | known


def changes(
    known: Mapping[Key, OnRecord], told: Mapping[Key, Obligation], waivers: StandingWaivers, at: datetime
) -> Iterator[tuple[OnRecord, Check]]:
    """Yield each known check that says something else now."""
    for key, owed in told.items():
        if (was := known.get(key)) is not None:
            check = check_of(owed, was.check.id, waivers, at)
            if check != was.check:
                yield was, check


def gone(known: Mapping[Key, OnRecord], told: Collection[Key]) -> Iterator[tuple[OnRecord, Check]]:
    """Yield each pending check of which nobody speaks any more: a stopped video, a gate that was asked anew."""
    for key, was in known.items():
        if was.check.state is RuleState.PENDING and key not in told:
            yield was, replace(was.check, state=RuleState.WAIVED, evidence=_("no longer owed"))


def check_of(owed: Obligation, row_id: str, waivers: StandingWaivers, at: datetime) -> Check:
    """Return an obligation as it is kept: when it was done is what was measured, where it can be seen is the evidence."""
    waiver = waivers.of(owed) if owed.is_waived else None
    return Check(
        id=row_id,
        rule=owed.rule,
        subject_kind=owed.subject_kind,
        subject_id=owed.subject_id,
        slot=owed.slot,
        severity=owed.severity,
        due_at=owed.due_at,
        state=owed.state(at),
        measured=beijing_minute(owed.done_at) if owed.done_at else None,
        evidence=f"{waiver.by}: {waiver.reason}" if waiver else owed.link,
        what=owed.what,
        owners=list(owed.owners),
        project_id=owed.project_id,
        done_at=owed.done_at,
    )
