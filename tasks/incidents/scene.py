"""What an incident touches, by the code that was given, and who is responsible for that part of the work (I11, domain.md 6.6)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.incidents import LAST_TO_ASK, RESPONSIBLE
from agency.domain.terms.incidents import Touched
from agency.domain.terms.people import Role
from agency.errors import NotOnRecord
from agency.locale import _
from agency.records import incidents
from agency.records.tables import Account, ContentItem, Person, Project, Shoot
from tasks.gate.subjects import named
from tasks.responsible import people_with


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What is touched, what people call it, and who has each role there by name.

    ``unknown`` is a code that was given and of which this project has nothing.
    """

    touched: Touched = Touched.PROJECT
    name: str = ""
    people: Mapping[Role, str] = field(default_factory=dict)
    content_id: str | None = None
    shoot_id: str | None = None
    account_id: str | None = None
    unknown: str = ""


def scene_of(session: Session, project: Project, code: str) -> Scene:
    """Return what a code names in a project: a video, a shoot or an account.

    A code that nobody knows costs nothing but its place: the incident is the project's then, for it must not be lost.
    """
    wanted = code.strip()
    if not wanted:
        return Scene()
    found = (
        of_video(session, project, wanted) or of_shoot(session, project, wanted) or of_account(session, project, wanted)
    )
    return found or Scene(unknown=wanted)


def of_video(session: Session, project: Project, code: str) -> Scene | None:
    """Return the video of this code, None when the project has none."""
    query = select(ContentItem, Account.operator_id).join(Account, Account.id == ContentItem.account_id)
    row = session.execute(query.where(ContentItem.code == code, Account.project_id == project.id)).first()
    if row is None:
        return None
    item, operator = row
    people = named(
        director=item.director_id,
        photographer=item.photographer_id,
        editor=item.editor_id,
        operator=item.operator_id or operator,
    )
    return Scene(
        touched=incidents.part_of_video(session, item.id),
        name=f"《{item.title}》 {item.code}",
        people=people,
        content_id=item.id,
        shoot_id=incidents.shoot_of(session, item.id),
        account_id=item.account_id,
    )


def of_shoot(session: Session, project: Project, code: str) -> Scene | None:
    """Return the shoot of this code, None when it serves no video of the project."""
    shoot = session.scalar(select(Shoot).where(Shoot.code == code))
    if shoot is None or not incidents.serves(session, shoot.id, project.id):
        return None
    people = named(director=shoot.director_id, photographer=shoot.photographer_id)
    return Scene(touched=Touched.SHOOT, name=f"[{shoot.code}]", people=people, shoot_id=shoot.id)


def of_account(session: Session, project: Project, code: str) -> Scene | None:
    """Return the account of this code, None when the project has none."""
    account = session.scalar(select(Account).where(Account.code == code, Account.project_id == project.id))
    if account is None:
        return None
    people = named(operator=account.operator_id, director=account.director_id)
    return Scene(touched=Touched.PUBLISHING, name=f"@{account.name}", people=people, account_id=account.id)


def responsible_for(session: Session, project: Project, scene: Scene) -> Sequence[str]:
    """Return the one responsible, and after them those who are told beside; raise ``NotOnRecord`` when there is nobody."""
    found = list(dict.fromkeys(seats(session, project, scene, RESPONSIBLE[scene.touched])))
    if not found:
        found = list(seats(session, project, scene, LAST_TO_ASK))[:1]
    if not found:
        sentence = _("Nobody in {project} could see to it: name the one responsible.")
        raise NotOnRecord(sentence.format(project=project.code))
    return found


def seats(session: Session, project: Project, scene: Scene, roles: Sequence[Role]) -> Iterator[str]:
    """Yield for each role the one who has it there, else the first in the project who holds it."""
    for role in roles:
        there = scene.people.get(role)
        if there and session.get_one(Person, there).active:
            yield there
        else:
            yield from people_with(session, project.id, [role])[:1]
