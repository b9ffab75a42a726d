"""The call to watch a work that is live: to the project's groups at once, with the people who are asked by name (C3).

A notice and nothing more: the software likes, shares and comments nothing, and offers no words to paste.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.engagement import asked_where, clock
from agency.domain.messages import Message
from agency.domain.terms.engagement import Audience
from agency.domain.terms.messages import MessageKind, Urgency
from agency.domain.terms.people import Role, Side
from agency.domain.terms.publishing import PublicationStatus
from agency.domain.terms.sharing import ChatPurpose
from agency.locale import _
from agency.records.engagement import content_of
from agency.records.tables import (
    Account,
    EngagementCall,
    GroupChat,
    Notification,
    Person,
    Project,
    ProjectMember,
    Publication,
)
from tasks.asking_people import names_of
from tasks.messages.telling import groups_of_project, tell, tell_group
from tasks.responsible import chain_of

SPEAKS_TO = {ChatPurpose.PARTNER_OPERATIONS: Audience.EXTERNAL, ChatPurpose.INTERNAL: Audience.INTERNAL}


def call_out(session: Session, publication: Publication, at: datetime) -> int:
    """Put the notice of a work into the outbox, for each group of its project once; return how many groups that are.

    A work that we did not prove ourselves is not called for, nor one of a project that has switched such calls off.
    Where a project has no group, whoever runs it is told to tell people by hand.
    """
    project = session.get_one(Project, session.get_one(Account, publication.account_id).project_id)
    if not is_proven(publication) or not project.interaction_calls:
        return 0
    groups = groups_of_project(session, project.id, SPEAKS_TO)
    if not groups:
        tell(session, without_group(publication, project), responsible(session, publication)[:1])
    asked = asked_in(session, project, groups)
    return sum(call_in(session, publication, project, group, asked[group.id], at) for group in groups)


def is_proven(publication: Publication) -> bool:
    """Say whether a work is live and ours to speak of: made from our schedule, with its proof."""
    is_ours = publication.content_id is not None and publication.proof is not None
    return is_ours and publication.status is PublicationStatus.LIVE


def asked_in(session: Session, project: Project, groups: Sequence[GroupChat]) -> dict[str, list[str]]:
    """Return which of the project's people are asked in which of its groups, in the order of their codes."""
    query = (
        select(Person.id, Person.side)
        .join(ProjectMember, ProjectMember.person_id == Person.id)
        .where(ProjectMember.project_id == project.id, Person.active)
        .order_by(Person.code)
    )
    people: dict[str, Side] = dict(session.execute(query).tuples().all())
    return asked_where(people, [(group.id, SPEAKS_TO[group.purpose]) for group in groups])


def call_in(
    session: Session, publication: Publication, project: Project, group: GroupChat, asked: Sequence[str], at: datetime
) -> bool:
    """Call in one group, once: the message with those it speaks to, and the note that knows the message."""
    message = notice(session, publication, project, asked)
    if not tell_group(session, message, group):
        return False
    told = Notification.about == message.about, Notification.chat_id == group.id
    carrier = session.scalars(select(Notification).where(*told)).one()
    carrier.mentions = list(asked)
    session.add(
        EngagementCall(
            publication_id=publication.id,
            chat_id=group.id,
            audience=SPEAKS_TO[group.purpose],
            asked=list(asked),
            told_at=at,
            notification_id=carrier.id,
        )
    )
    session.flush()
    return True


def notice(session: Session, publication: Publication, project: Project, asked: Sequence[str]) -> Message:
    """Return the notice: the link, how long it is, who is asked, to watch it to the end first, and the platforms' rules."""
    sentence = _("《{title}》 is live, {length} long.") if publication.duration_ms else _("《{title}》 is live.")
    lines = [sentence.format(title=publication.title, length=clock(publication.duration_ms or 0))]
    if asked:
        lines.append(_("Asked to watch it: {names}.").format(names=names_of(session, asked)))
    lines.append(_("**Please watch it to the end before anything else.**"))
    lines.append(_("Whether you like, share or comment is yours alone: by hand, from your own account."))
    lines.append(_("Paid, organised or automatic actions break the rules of the platforms."))
    if asked:
        who = names_of(session, responsible(session, publication)[:1])
        lines.append(
            _("Afterwards fill in the form of {code}, or tell {name}.").format(
                code=code_of(session, publication), name=who
            )
        )
    return Message(
        about=f"published-{publication.id}",
        kind=MessageKind.PUBLISHED,
        title=_("Published: {title}").format(title=publication.title),
        lines=lines,
        link=publication.link,
        urgency=Urgency.AT_ONCE,
        project_id=project.id,
    )


def without_group(publication: Publication, project: Project) -> Message:
    """Return what is said where a project has no group that could be told."""
    return Message(
        about=f"published-without-group-{publication.id}",
        kind=MessageKind.PUBLISHED,
        title=_("Published, and no group to tell: {title}").format(title=publication.title),
        lines=[
            _("{project} has no group on record: tell people by hand, and register its groups.").format(
                project=project.name
            )
        ],
        link=publication.link,
        urgency=Urgency.AT_ONCE,
        project_id=project.id,
    )


def code_of(session: Session, publication: Publication) -> str:
    """Return what a publication of ours is called by: its content item and its account."""
    account = session.get_one(Account, publication.account_id)
    return f"{content_of(session, publication).code}/{account.code}"


def responsible(session: Session, publication: Publication) -> list[str]:
    """Return who answers for a publication, first its own operator, at the end the coordinator; each once."""
    account = session.get_one(Account, publication.account_id)
    own = [content_of(session, publication).operator_id, account.operator_id]
    rest = chain_of(session, account.project_id, [Role.OPERATOR, Role.OPERATIONS_LEAD, Role.DEPARTMENT_LEAD])
    return list(dict.fromkeys(person for person in [*own, *rest] if person is not None))
