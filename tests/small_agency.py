"""A small invented agency on record: one client, one project, one account, a person for every role, one video to make."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from agency.domain.terms.figures import Platform
from agency.domain.terms.people import Role, Side
from agency.records.tables import Account, Client, ContentItem, Person, Project, ProjectMember

CAST = {
    "LIN": ("林晓", Side.INTERNAL, [Role.DIRECTOR]),
    "WU": ("吴敏", Side.INTERNAL, [Role.OPERATOR]),
    "SHE": ("佘光", Side.INTERNAL, [Role.PHOTOGRAPHER]),
    "JIAN": ("简洁", Side.INTERNAL, [Role.EDITOR]),
    "SHANG": ("商陆", Side.INTERNAL, [Role.BUSINESS]),
    "BU": ("卜部", Side.INTERNAL, [Role.DEPARTMENT_LEAD]),
    "YE": ("叶务", Side.INTERNAL, [Role.BUSINESS_LEAD]),
    "YUN": ("云总", Side.INTERNAL, [Role.OPERATIONS_LEAD]),
    "DA": ("达达", Side.TALENT, [Role.TALENT]),
    "JIA": ("贾方", Side.CLIENT, [Role.CLIENT]),
}


def found(session: Session, *, shoot_on: date = date(2026, 12, 11)) -> None:
    """Put the agency on record: project ``BREEZE``, account ``BREEZE-DY``, content item ``BREEZE-001``."""
    client = Client(code="QINGFENG", name="清风茶饮(虚构)")
    session.add(client)
    session.flush()
    project = Project(
        code="BREEZE",
        name="清风夏日",
        client_id=client.id,
        kickoff_on=date(2026, 11, 2),
        plan_due_on=date(2026, 11, 9),
    )
    people = {code: cast(code) for code in CAST}
    session.add_all([project, *people.values()])
    session.flush()
    for code, person in people.items():
        session.add_all(ProjectMember(project_id=project.id, person_id=person.id, role=role) for role in CAST[code][2])
    account = Account(
        code="BREEZE-DY",
        project_id=project.id,
        platform=Platform.DOUYIN,
        name="清风小铺",
        handle="qingfeng_demo",
        director_id=people["LIN"].id,
        operator_id=people["WU"].id,
    )
    session.add(account)
    session.flush()
    session.add(
        ContentItem(
            code="BREEZE-001",
            account_id=account.id,
            title="夏日新品",
            planned_shoot_on=shoot_on,
            planned_publish_at=datetime(2026, 12, 21, 10, 0, tzinfo=UTC),
            director_id=people["LIN"].id,
            operator_id=people["WU"].id,
            photographer_id=people["SHE"].id,
            talent_id=people["DA"].id,
            editor_id=people["JIAN"].id,
        )
    )


def cast(code: str) -> Person:
    """Return one of the invented people."""
    name, side, roles = CAST[code]
    return Person(code=code, name=name, side=side, roles=roles)
