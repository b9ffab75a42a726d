"""The rows of the records behind a sheet: found by their codes, with their projects and what is closed to edits (C4)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.terms import label
from agency.domain.terms.publishing import PublicationStatus
from agency.domain.terms.sharing import ReportPeriod
from agency.domain.timers import report_due
from agency.locale import _
from agency.records import edits as records
from agency.records.tables import Account, ContentItem, Project, Publication, ReportSubmission, Shoot
from agency.records.tables.base import Kept, new_id, now
from config.settings import settings
from tasks.calendars import calendar

REMARK = "note"
BEFORE_THE_SHOOT = frozenset({"copy_due_on", "script_due_on", "planned_shoot_on", "talent_id"})


@dataclass(frozen=True)
class Closed:
    """Why some columns of a row may not be written in any more, or all but the remark where ``attributes`` is empty."""

    reason: str
    attributes: frozenset[str] = frozenset()

    def holds_for(self, attribute: str) -> bool:
        """Say whether a column is closed."""
        return attribute in self.attributes if self.attributes else attribute != REMARK


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of one table by their codes; ``unknown`` says where a row that is not on record comes from.

    ``fixed`` has the columns that say what a row is, as the table shows them now and has shown them before: they are never
    written in. ``projects``, ``fixed`` and ``closed`` are by the rows' ids.
    """

    by_code: Mapping[str, Kept]
    unknown: str
    projects: Mapping[str, frozenset[str]] = field(default_factory=dict)
    fixed: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    closed: Mapping[str, tuple[Closed, ...]] = field(default_factory=dict)

    def of(self, code: str) -> Kept | None:
        """Return the row of a code."""
        return self.by_code.get(code)

    def why_closed(self, record: Kept, attribute: str) -> str:
        """Return why a column of a row may not be written in; empty where it may."""
        told = self.closed.get(record.id, ())
        return next((one.reason for one in told if one.holds_for(attribute)), "")


def rows_of(session: Session, table: str, codes: Iterable[str]) -> Rows:
    """Return the rows behind a sheet; a table of which nothing may be written has none."""
    loader = LOADERS.get(table)
    return loader(session, list(codes)) if loader else Rows(by_code={}, unknown="")


def accounts(session: Session, codes: Iterable[str]) -> Rows:
    """Return accounts."""
    found = records.by_codes(session, Account, codes)
    projects = records.codes_of(session, Project, (account.project_id for account in found.values()))
    return Rows(
        by_code=found,
        unknown=_(
            "no account has this code; a new account comes in by `shortvideo register` and the flow launch-account"
        ),
        projects={account.id: frozenset({account.project_id}) for account in found.values()},
        fixed={
            account.id: {"platform": (label(account.platform),), "project": (projects[account.project_id],)}
            for account in found.values()
        },
    )


def content(session: Session, codes: Iterable[str]) -> Rows:
    """Return content items, as the content schedule shows them."""
    found = records.by_codes(session, ContentItem, codes)
    owners = records.by_ids(session, Account, (item.account_id for item in found.values()))
    names = names_of(session, owners)
    return Rows(
        by_code=found,
        unknown=_(
            "no content item has this code; new ones are planned by the flows launch-account and hold-topic-meeting"
        ),
        projects={item.id: frozenset({owners[item.account_id].project_id}) for item in found.values()},
        fixed={
            item.id: {"account": names[item.account_id], "platform": (label(owners[item.account_id].platform),)}
            for item in found.values()
        },
        closed=closed_items(session, found.values()),
    )


def cuts(session: Session, codes: Iterable[str]) -> Rows:
    """Return content items, as the schedule of cuts shows them: the title is changed in the other one."""
    rows = content(session, codes)
    titles = {item.id: item.title for item in rows.by_code.values() if isinstance(item, ContentItem)}
    fixed = {row: {"account": told["account"], "title": (titles[row],)} for row, told in rows.fixed.items()}
    return replace(rows, fixed=fixed)


def names_of(session: Session, owners: Mapping[str, Account]) -> dict[str, tuple[str, ...]]:
    """Return the names of accounts by their ids, each account's present one first and those it had before after it."""
    trail = records.changes(session, owners)
    return {
        account.id: (
            account.name,
            *(event.before["name"] for event in trail.get(account.id, ()) if "name" in event.before),
        )
        for account in owners.values()
    }


def days(session: Session, codes: Iterable[str]) -> Rows:
    """Return what operators report of accounts' days; of a day that nothing was said of, a row that is not kept yet."""
    named = {code: parts for code in codes if (parts := account_and_day(code))}
    owners = records.by_codes(session, Account, (account for account, _day in named.values()))
    kept = records.day_reports(session, (account.id for account in owners.values()))
    found = {
        code: kept.get((owners[account].id, day.isoformat())) or new_report(session, owners[account], day)
        for code, (account, day) in named.items()
        if account in owners and day <= beijing_day(now())
    }
    by_id = {account.id: account for account in owners.values()}
    names = names_of(session, by_id)
    return Rows(
        by_code=found,
        unknown=_("no account has this code, or the day is none that has been"),
        projects={row.id: frozenset({by_id[row.account_id].project_id}) for row in found.values()},
        fixed={row.id: {"day": (row.period_key,), "account": names[row.account_id]} for row in found.values()},
    )


def account_and_day(code: str) -> tuple[str, date] | None:
    """Return the account's code and the day that a row of the daily table is about, None for any other text."""
    account, _blank, day = code.rpartition(" ")
    try:
        return account, date.fromisoformat(day)
    except ValueError:
        return None


def new_report(session: Session, account: Account, day: date) -> ReportSubmission:
    """Return the report of a day that nobody has begun; it is kept only when something is written into it."""
    return ReportSubmission(
        id=new_id(),
        rev=0,
        account_id=account.id,
        period=ReportPeriod.DAY,
        period_key=day.isoformat(),
        due_at=report_due(ReportPeriod.DAY, day, calendar(session), settings().policy),
        actions="",
        problems="",
        next_plan="",
    )


def closed_items(session: Session, items: Iterable[ContentItem]) -> dict[str, tuple[Closed, ...]]:
    """Return what is closed of content items: all of those that are live or stopped, the way to the shoot of those shot."""
    kept = list(items)
    works = records.publications(session, (item.id for item in kept))
    shot = records.recorded_shoots(session, (item.id for item in kept))
    closed: dict[str, tuple[Closed, ...]] = {}
    for item in kept:
        told = []
        if item.stopped_at is not None:
            sentence = _("its production was stopped on {day}; only the remark may still change")
            told.append(Closed(sentence.format(day=beijing_day(item.stopped_at))))
        if live := next((work for work in works.get(item.id, ()) if is_live(work)), None):
            day = beijing_day(live.published_at) if live.published_at else ""
            told.append(Closed(_("it went live {day}; only the remark may still change").format(day=day)))
        if item.id in shot:
            told.append(Closed(_("it was shot in {shoot}").format(shoot=shot[item.id]), BEFORE_THE_SHOOT))
        if told:
            closed[item.id] = tuple(told)
    return closed


def is_live(work: Publication) -> bool:
    """Say whether a publication went live, whatever became of it later."""
    return work.published_at is not None or work.status is PublicationStatus.LIVE


def shoots(session: Session, codes: Iterable[str]) -> Rows:
    """Return shoots."""
    found = records.by_codes(session, Shoot, codes)
    items = records.items_of_shoots(session, found.values())
    projects = records.projects_of_items(session, (item for several in items.values() for item in several))
    closed = _("it is recorded already; only the remark may still change")
    return Rows(
        by_code=found,
        unknown=_("no shoot has this code; a shoot is booked by the flow produce-video when its script is agreed"),
        projects={shoot: frozenset(projects[item.id] for item in several) for shoot, several in items.items()},
        closed={shoot.id: (Closed(closed),) for shoot in found.values() if shoot.recorded_at is not None},
    )


LOADERS: Mapping[str, Callable[[Session, Iterable[str]], Rows]] = {
    "accounts": accounts,
    "content": content,
    "cuts": cuts,
    "days": days,
    "shoots": shoots,
}
