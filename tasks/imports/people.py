"""Who may decide about an imported file: the agency's own people in the projects of its accounts (I9)."""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from agency.domain.approvals import OUTSIDE, one_seat_each
from agency.errors import NotOnRecord
from agency.locale import _
from agency.records.tables import Account
from tasks.roster import roster_of


def deciders(session: Session, accounts: Iterable[Account]) -> Mapping[str, str]:
    """Return the people who may decide about files of these accounts; as ``deciders_in``."""
    return deciders_in(session, [account.project_id for account in accounts])


def deciders_in(session: Session, projects: Iterable[str]) -> Mapping[str, str]:
    """Return the people of projects who may decide, from what a form calls each to the person's id.

    ``NotOnRecord`` when the projects have nobody: what nobody can answer must not wait for ever.
    """
    found: dict[str, str] = {}
    for project_id in dict.fromkeys(projects):
        roster = roster_of(session, project_id, {})
        inside = one_seat_each([member for member in roster.members if member.role not in OUTSIDE])
        found |= {roster.label(member): member.person for member in inside}
    if not found:
        raise NotOnRecord(_("Nobody of the agency takes part in this project, so nobody can decide about the file."))
    return found
