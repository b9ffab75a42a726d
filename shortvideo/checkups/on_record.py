"""What is on record and will not work: open calendars, accounts and roles without people, grants that end, lost files."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from agency.domain.calendar import BEIJING, Calendar
from agency.domain.finding import Finding, Findings, rule, warning
from agency.domain.terms import label
from agency.domain.terms.accounts import AccountStatus
from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.people import Role
from agency.domain.terms.sharing import ChatChannel, ChatPurpose
from agency.locale import _
from agency.records.engine import open_records, reading
from agency.records.group_secrets import codes_with_secret
from agency.records.migrate import current_and_head, head
from agency.records.tables import Account, ContentItem, GroupChat, KeptFile, Person, Project, ProjectMember
from config.settings import Settings
from config.standard import EVERYONE, standard
from shortvideo.checkups.backups import backup_findings
from shortvideo.checkups.database import is_there
from shortvideo.checkups.messages import message_findings
from shortvideo.checkups.pulls import pull_findings
from tasks.calendars import calendar
from tasks.files.downloads import held
from tasks.files.file_store import holds
from tasks.metrics.authorisation import grant_warnings

DECEMBER = 12
AT_WORK = (AccountStatus.PREPARING, AccountStatus.WARMING_UP, AccountStatus.RUNNING)
WITH_A_BOT = (ChatChannel.FEISHU, ChatChannel.DINGTALK, ChatChannel.WECOM)


def records_findings(chosen: Settings, today: date) -> Findings:
    """Return what there is to say of the records; only that they are closed, or behind, where they are."""
    try:
        behind = migration_findings(chosen.records_url) if is_there(chosen) else behind_findings("-")
    except SQLAlchemyError as error:
        reason = str(error.__cause__ or type(error).__name__).strip().splitlines()[0]
        behind = (Finding("records-closed", _("The records cannot be opened: {reason}").format(reason=reason)),)
    if behind:
        return (*behind, *calendar_findings(Calendar(), years_in_use(today, ())))
    engine = open_records(chosen.records_url)
    try:
        return rows_findings(engine, chosen, today)
    finally:
        engine.dispose()


@rule
def migration_findings(url: str) -> Iterator[Finding]:
    """The database stands at the last migration of this version."""
    standing = current_and_head(url)
    if not standing.is_current:
        yield from behind_findings(standing.current or "-")


@rule
def behind_findings(current: str) -> Iterator[Finding]:
    """There are records, and they are of this version."""
    sentence = _("The records are behind this version ({current}, not {head}): run `python3 run.py migrate`.")
    yield Finding("records-behind", sentence.format(current=current, head=head()))


def rows_findings(engine: Engine, chosen: Settings, today: date) -> Findings:
    """Return what there is to say of the rows."""
    with reading(engine) as session:
        days = session.scalars(select(ContentItem.planned_shoot_on).where(ContentItem.planned_shoot_on > today))
        return (
            *calendar_findings(calendar(session), years_in_use(today, (day for day in days if day))),
            *account_findings(session),
            *role_findings(session),
            *group_findings(session, {group.code for group in chosen.groups}, codes_with_secret(session)),
            *grant_warnings(session, datetime.combine(today, time(), BEIJING), chosen.policy),
            *owner_findings(session, chosen.escalation_owner),
            *file_findings(session, chosen.files_directory),
            *backup_findings(session, chosen, datetime.combine(today, time(), BEIJING)),
            *message_findings(session, datetime.combine(today, time(), BEIJING)),
            *pull_findings(session, datetime.combine(today, time(), BEIJING)),
        )


def years_in_use(today: date, planned: Iterable[date]) -> list[int]:
    """Return the years that days are counted in: this one, those of planned shoots, and in December the next."""
    coming = {today.year + 1} if today.month == DECEMBER else set()
    return sorted({today.year, *(day.year for day in planned)} | coming)


@rule
def calendar_findings(known: Calendar, years: Iterable[int]) -> Iterator[Finding]:
    """The make-up working days of every year in use are known."""
    for year in years:
        if not known.settled(year):
            sentence = _(
                "The make-up workdays of {year} are not known: register them as [[days]], or deadlines may be wrong."
            )
            yield Finding("calendar-not-settled", sentence.format(year=year))


@rule
def account_findings(session: Session) -> Iterator[Finding]:
    """Every account at work has an operator and a director who are there."""
    active = set(session.scalars(select(Person.id).where(Person.active)))
    for account in session.scalars(select(Account).where(Account.status.in_(AT_WORK)).order_by(Account.code)):
        duties = {Role.OPERATOR: account.operator_id, Role.DIRECTOR: account.director_id}
        missing = [label(role) for role, person in duties.items() if person not in active]
        if missing:
            sentence = _("Account {account} has no {roles}: name somebody who is with the agency.")
            told = sentence.format(account=account.code, roles=_(", ").join(missing))
            yield Finding("account-without-person", told)


@rule
def role_findings(session: Session) -> Iterator[Finding]:
    """In every open project somebody holds each role that the standard calls for; a gate nobody may answer never opens."""
    for project in session.scalars(select(Project).where(Project.closed_on.is_(None)).order_by(Project.code)):
        held = set(
            session.scalars(
                select(ProjectMember.role)
                .join(Person, Person.id == ProjectMember.person_id)
                .where(ProjectMember.project_id == project.id, Person.active)
            )
        )
        vacant = [label(role) for role in roles_of_the_standard() if role not in held]
        if vacant:
            sentence = _("Nobody in project {project} is {roles}: their gates would wait for ever.")
            yield Finding("role-vacant", sentence.format(project=project.code, roles=_(", ").join(vacant)))


def roles_of_the_standard() -> list[Role]:
    """Return the roles that lead a gate or must agree at one, in the order of the list of roles.

    An incident waits for no role: it has an owner by name, and a lead stands in where no coordinator is set.
    """
    gates = [gate for gate in standard().gates.values() if gate.scope != SubjectKind.INCIDENT]
    called = {role for gate in gates for role in (*gate.led_by, *(one for step in gate.agree for one in step.roles))}
    return [role for role in Role if role in called - {EVERYONE}]


@rule
def group_findings(session: Session, in_settings: set[str], entered: set[str]) -> Iterator[Finding]:
    """A group that is told things by a bot has its webhook, and a project has a group with its partner (C3).

    A webhook is named in the settings, under the group's code or its ``secret_ref``, or was entered by ``connect-group``.
    """
    groups = session.scalars(select(GroupChat).order_by(GroupChat.code)).all()
    for group in groups:
        is_known = (group.secret_ref or group.code) in in_settings or group.code in entered
        if group.channel in WITH_A_BOT and not is_known:
            sentence = _("The group {group} has no webhook: run `python3 run.py connect-group {group}`.")
            yield Finding("webhook-missing", sentence.format(group=group.code))
    told = {group.project_id for group in groups if group.purpose is ChatPurpose.PARTNER_OPERATIONS}
    for project in session.scalars(select(Project).where(Project.closed_on.is_(None)).order_by(Project.code)):
        if project.id not in told:
            sentence = _("Project {project} has no operations group with its partner.")
            yield warning("C3-no-group", sentence.format(project=project.code))


@rule
def owner_findings(session: Session, code: str) -> Iterator[Finding]:
    """The one who is asked last is somebody on record, once anybody is."""
    codes = set(session.scalars(select(Person.code).where(Person.active)))
    if code and codes and code not in codes:
        sentence = _("escalation_owner names {code}, and there is no such person on record.")
        yield Finding("escalation-owner-unknown", sentence.format(code=code))


@rule
def file_findings(session: Session, folder: Path) -> Iterator[Finding]:
    """Every kept file is where it was put; a link to one that is not says so only to whoever opens it."""
    kept = session.scalars(select(KeptFile).order_by(KeptFile.made_at.desc()))
    if lost := [file.title for file in kept if not (folder / file.place).is_file() and not holds(held(file))]:
        sentence = _("{count} kept files are gone from {folder}, “{title}” among them: restore them from the backup.")
        yield warning("files-gone", sentence.format(count=len(lost), folder=folder, title=lost[0]))
