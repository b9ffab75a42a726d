"""The rows of the table of accounts (账号总表; S5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from agency.domain.registration import RegistrationItem, completeness
from agency.domain.terms import label
from agency.domain.terms.people import Role
from agency.locale import _
from agency.records.histories import TRUST
from agency.records.tabled import accounts as tabled
from agency.reports.sheet import Value
from agency.reports.tables import accounts
from agency.reports.tables.table import Filled
from config.settings import settings
from tasks.tables.rows.filling import grouped, in_order, or_blank
from tasks.tables.rows.people import People

BETWEEN = ", "
TEXTS = ("name", "handle", "homepage_url", "subject", "verify_expires_on")
LISTS = ("platform", "account_type", "verify_status", "status")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What hangs on the accounts: by account, and by project."""

    projects: Mapping[str, Row[Any]]
    talents: Mapping[str, list[str]]
    positionings: Mapping[str, Row[Any]]
    papers: Mapping[str, list[RegistrationItem]]
    violations: Mapping[str, list[Row[Any]]]
    figures: Mapping[str, list[Row[Any]]]
    published: Mapping[str, int]

    @classmethod
    def read(cls, session: Session, project_id: str | None) -> "Facts":
        """Read them, each kind at once."""
        papers = (
            (row.account_id, RegistrationItem(paper=row.paper, state=row.state, expires_on=row.expires_on))
            for row in tabled.papers(session, project_id)
        )
        return cls(
            projects={row.id: row for row in tabled.projects(session, project_id)},
            talents=grouped((row.project_id, row.person_id) for row in tabled.members(session, Role.TALENT)),
            positionings={row.account_id: row for row in tabled.positionings(session, project_id)},
            papers=grouped(papers),
            violations=grouped((row.account_id, row) for row in tabled.violations(session, project_id)),
            figures=grouped((row.account_id, row) for row in tabled.last_told(session, project_id)),
            published={row[0]: row[1] for row in tabled.published(session, project_id)},
        )


def fill(session: Session, project_id: str | None, rows: Sequence[Row[Any]], people: People, today: date) -> Filled:
    """Return the table of these accounts."""
    table = accounts.table(settings().policy)
    facts, row = Facts.read(session, project_id), in_order(table)
    return Filled(
        table=table,
        rows=[row(values(each, facts, people, today)) for each in rows],
        revs=[each.rev for each in rows],
        choices=people.choices(table),
    )


def values(account: Row[Any], facts: Facts, people: People, today: date) -> dict[str, Value]:
    """Return the values of one row, by column."""
    project, stands_for = facts.projects[account.project_id], facts.positionings.get(account.id)
    return {
        "code": account.code,
        **{code: or_blank(getattr(account, code)) for code in TEXTS},
        **{code: label(getattr(account, code)) for code in LISTS},
        "project": project.code,
        "client": project.client,
        "positioning": positioning(stands_for) if stands_for else "",
        "pillars": BETWEEN.join(stands_for.pillars) if stands_for else "",
        "operator": people.word(account.operator_id),
        "director": people.word(account.director_id),
        "talent": BETWEEN.join(people.word(each) for each in facts.talents.get(account.project_id, [])),
        "custodian": people.word(account.custodian_id),
        "registration": completeness(facts.papers.get(account.id, []), today),
        "followers_at_takeover": account.followers_at_takeover,
        "followers": last_told(facts.figures.get(account.id, []), "followers_total"),
        "works": works(account.id, facts),
        "violations": "\n".join(violation(each) for each in facts.violations.get(account.id, [])),
        "note": None,
    }


def positioning(row: Row[Any]) -> str:
    """Return what an account stands for in two lines."""
    return f"{row.persona}\n{row.audience}"


def violation(row: Row[Any]) -> str:
    """Return one finding of the platform, and whether it is settled."""
    sentence = _("{day} {what} (settled)") if row.settled_on else _("{day} {what} (open)")
    return sentence.format(day=row.found_on.isoformat(), what=row.what)


def last_told(rows: Sequence[Row[Any]], figure: str) -> int | None:
    """Return a figure of an account's last day: the most trusted source that tells it counts."""
    told = {row.source: value for row in rows if (value := getattr(row, figure)) is not None}
    return next((told[source] for source in reversed(TRUST) if source in told), None)


def works(account_id: str, facts: Facts) -> int | None:
    """Return how many works an account has: as told, else those on record, None where there is neither."""
    told = last_told(facts.figures.get(account_id, []), "works_total")
    return facts.published.get(account_id) if told is None else told
