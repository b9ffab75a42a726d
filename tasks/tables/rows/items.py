"""The content items with all that hangs on them, for the schedules of content and of cuts (S3, S10, C4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from agency.domain.standings import content_standing
from agency.domain.terms.editing import CutStatus
from agency.domain.terms.shoots import ShootItemStatus
from agency.domain.terms.standings import ContentStanding
from agency.records.tabled import items as tabled
from tasks.tables.rows.filling import grouped

AT_REST = frozenset({ContentStanding.LIVE, ContentStanding.STOPPED})
ON_CARD = frozenset({ShootItemStatus.SHOT, ShootItemStatus.MISSING_SHOTS})
COPY, CUT, PACKAGE = "P1", "S10", "C3"
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One content item; ``passed`` has the moment at which each gate it stands at was passed, None while it is not."""

    plan: Row[Any]
    account: Row[Any]
    standing: ContentStanding
    copy: Row[Any] | None = None
    synced_at: datetime | None = None
    received_at: datetime | None = None
    cuts: list[Row[Any]] = field(default_factory=list)
    round: Row[Any] | None = None
    passed: Mapping[str, datetime | None] = field(default_factory=dict)
    publication: Row[Any] | None = None
    notified_at: datetime | None = None

    @property
    def is_confirmed(self) -> bool:
        """Whether the client confirmed the cut as it is now."""
        return bool(self.cuts) and self.cuts[-1].status is CutStatus.CONFIRMED

    def order(self) -> tuple[bool, float, str]:
        """Return its place: what is under way first, the most urgent on top; then what is done, the newest on top."""
        seconds = (self.plan.planned_publish_at or NEVER).timestamp()
        if self.standing in AT_REST:
            return True, -seconds, self.plan.code
        return False, seconds, self.plan.code


def gather_items(session: Session, project_id: str | None) -> list[Item]:
    """Return every content item of a project, or of the whole house, in its order."""
    accounts = {row.id: row for row in tabled.accounts(session, project_id)}
    facts = Facts.read(session, project_id)
    found = [facts.item(row, accounts[row.account_id]) for row in tabled.items(session, project_id)]
    return sorted(found, key=Item.order)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What hangs on the content items, by item: of what has versions the last one."""

    copies: Mapping[str, Row[Any]]
    scripts: Mapping[str, Row[Any]]
    delivered: Mapping[str, datetime]
    shot: frozenset[str]
    received: Mapping[str, datetime]
    cuts: Mapping[str, list[Row[Any]]]
    rounds: Mapping[str, Row[Any]]
    passed: Mapping[str, Mapping[str, datetime | None]]
    publications: Mapping[str, Row[Any]]
    notified: Mapping[str, datetime]

    @classmethod
    def read(cls, session: Session, project_id: str | None) -> "Facts":
        """Read them, each kind at once."""
        passes = tabled.passes(session, (COPY, CUT, PACKAGE), project_id)
        return cls(
            copies={row.content_id: row for row in tabled.copies(session, project_id)},
            scripts={row.content_id: row for row in tabled.scripts(session, project_id)},
            delivered={
                script: last
                for script, all_, reached, last in tabled.deliveries(session, project_id)
                if all_ == reached
            },
            shot=frozenset(
                content for content, became, done in tabled.shot(session, project_id) if done and became in ON_CARD
            ),
            received={
                content: last for content, all_, got, last in tabled.handovers(session, project_id) if all_ == got
            },
            cuts=grouped((row.content_id, row) for row in tabled.cuts(session, project_id)),
            rounds={row.content_id: row for row in tabled.last_rounds(session, project_id)},
            passed={
                content: dict(gates) for content, gates in grouped((row[0], (row[1], row[2])) for row in passes).items()
            },
            publications={row.content_id: row for row in tabled.publications(session, project_id)},
            notified={row[0]: row[1] for row in tabled.calls(session, project_id)},
        )

    def item(self, plan: Row[Any], account: Row[Any]) -> Item:
        """Return one content item with what hangs on it."""
        content = plan.id
        script, cuts = self.scripts.get(content), self.cuts.get(content, [])
        passed, publication = self.passed.get(content, {}), self.publications.get(content)
        synced_at = self.delivered.get(script.id) if script else None
        standing = content_standing(
            has_copy=passed.get(COPY) is not None,
            has_script=script is not None and script.approved_at is not None,
            is_synced=synced_at is not None,
            is_shot=content in self.shot,
            has_cut=bool(cuts),
            is_confirmed=bool(cuts) and cuts[-1].status is CutStatus.CONFIRMED,
            is_live=publication is not None and publication.published_at is not None,
            is_stopped=plan.stopped_at is not None,
        )
        return Item(
            plan=plan,
            account=account,
            standing=standing,
            copy=self.copies.get(content),
            synced_at=synced_at,
            received_at=self.received.get(content),
            cuts=cuts,
            round=self.rounds.get(content),
            passed=passed,
            publication=publication,
            notified_at=self.notified.get(publication.id) if publication else None,
        )
