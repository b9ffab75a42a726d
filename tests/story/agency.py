"""The agency of the story, all of it invented: two projects that share a photographer and the leads, five groups with bots."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from agency.domain.calendar import BEIJING, Calendar
from agency.domain.production_chain import steps_from
from agency.domain.terms.accounts import AccountStatus
from agency.domain.terms.figures import Platform
from agency.domain.terms.people import Role, Side
from agency.domain.terms.plans import ProjectPlanStatus
from agency.domain.terms.sharing import ChatChannel, ChatPurpose
from agency.records.named import by_code
from agency.records.tables import (
    Account,
    AccountPositioning,
    Client,
    ContentItem,
    GroupChat,
    Person,
    Project,
    ProjectMember,
)
from config.settings import settings

HOUSE = {
    "SHE": ("佘光", [Role.PHOTOGRAPHER]),
    "SHANG": ("商陆", [Role.BUSINESS]),
    "BU": ("卜部", [Role.DEPARTMENT_LEAD]),
    "YE": ("叶务", [Role.BUSINESS_LEAD]),
    "YUN": ("云总", [Role.OPERATIONS_LEAD]),
    "FEIYING": ("飞影", [Role.COORDINATOR]),
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """One project as the story has it: its own people by role, and what is made in it."""

    code: str
    name: str
    account: str
    kickoff_on: date
    cast: dict[Role, tuple[str, str]]
    groups: tuple[tuple[str, ChatChannel, ChatPurpose], ...]
    videos: tuple[tuple[str, str, date, datetime], ...]


def evening(month: int, day: int) -> datetime:
    """The usual moment to publish."""
    return datetime(2026, month, day, 18, tzinfo=BEIJING)


CRANES = Told(
    code="CRANE",
    name="纸鹤茶饮(虚构)",
    account="CRANE-DY",
    kickoff_on=date(2026, 8, 3),
    cast={
        Role.DIRECTOR: ("LIN", "林晓"),
        Role.OPERATOR: ("WU", "吴敏"),
        Role.EDITOR: ("JIAN", "简洁"),
        Role.TALENT: ("DA", "达达"),
        Role.CLIENT: ("JIA", "贾方"),
    },
    groups=(
        ("CRANE-IN", ChatChannel.FEISHU, ChatPurpose.INTERNAL),
        ("CRANE-OUT", ChatChannel.WECOM, ChatPurpose.PARTNER_OPERATIONS),
    ),
    videos=(
        ("CRANE-001", "第一炉秋茶", date(2026, 9, 15), evening(9, 21)),
        ("CRANE-002", "茶山的早晨", date(2026, 9, 15), evening(9, 22)),
        ("CRANE-003", "节前第一杯", date(2026, 9, 22), evening(9, 29)),
        ("CRANE-004", "一片叶子的路", date(2026, 9, 22), evening(9, 30)),
        ("CRANE-005", "老茶客说", date(2026, 9, 28), evening(10, 13)),
        ("CRANE-006", "茶杯里的月亮", date(2026, 9, 28), evening(10, 14)),
    ),
)
HERONS = Told(
    code="HERON",
    name="白鹭家居(虚构)",
    account="HERON-DY",
    kickoff_on=date(2026, 9, 14),
    cast={
        Role.DIRECTOR: ("TANG", "唐导"),
        Role.OPERATOR: ("QIAN", "钱云"),
        Role.EDITOR: ("MO", "莫语"),
        Role.TALENT: ("LU", "小鹿"),
        Role.CLIENT: ("HE", "何方"),
    },
    groups=(
        ("HERON-IN", ChatChannel.DINGTALK, ChatPurpose.INTERNAL),
        ("HERON-OUT", ChatChannel.WECOM, ChatPurpose.PARTNER_OPERATIONS),
    ),
    videos=(
        ("HERON-001", "一盏灯的家", date(2026, 10, 10), evening(10, 15)),
        ("HERON-002", "沙发搬家记", date(2026, 10, 10), evening(10, 16)),
        ("HERON-003", "三平米书房", date(2026, 10, 14), evening(10, 20)),
        ("HERON-004", "收纳的秘密", date(2026, 10, 14), evening(10, 21)),
    ),
)
PROJECTS = (CRANES, HERONS)
OF_THE_HOUSE = (
    ("LEADS", ChatChannel.FEISHU, ChatPurpose.MANAGEMENT),
    ("IDEAS", ChatChannel.FEISHU, ChatPurpose.TREND_SHARE),
)


def found(session: Session) -> None:
    """Put the agency on record, its two projects carried out, nobody having done anything yet."""
    for code, (name, roles) in HOUSE.items():
        session.add(person(code, name, Side.INTERNAL, roles))
    session.add_all(
        GroupChat(code=code, name=code, channel=channel, purpose=purpose) for code, channel, purpose in OF_THE_HOUSE
    )
    session.flush()
    for told in PROJECTS:
        found_project(session, told)


def found_project(session: Session, told: Told) -> None:
    client = Client(code=f"{told.code}-CLIENT", name=told.name)
    session.add(client)
    session.flush()
    project = Project(
        code=told.code,
        name=told.name,
        client_id=client.id,
        kickoff_on=told.kickoff_on,
        plan_due_on=date.fromordinal(told.kickoff_on.toordinal() + 7),
        plan_status=ProjectPlanStatus.DRAFT,
    )
    session.add(project)
    for role, (code, name) in told.cast.items():
        session.add(person(code, name, SIDES.get(role, Side.INTERNAL), [role]))
    session.flush()
    cast = {role: [code] for role, (code, _name) in told.cast.items()}
    for code, (_name, (role,)) in HOUSE.items():
        cast[role] = [code]
    for role, (code,) in cast.items():
        member = by_code(session, Person, code)
        session.add(ProjectMember(project_id=project.id, person_id=member.id, role=role))
    session.add_all(
        GroupChat(code=code, name=code, project_id=project.id, channel=channel, purpose=purpose)
        for code, channel, purpose in told.groups
    )
    found_account(session, told, project)


SIDES = {Role.TALENT: Side.TALENT, Role.CLIENT: Side.CLIENT}


def found_account(session: Session, told: Told, project: Project) -> None:
    def of(role: Role) -> str:
        return by_code(session, Person, told.cast[role][0] if role in told.cast else "SHE").id

    account = Account(
        code=told.account,
        project_id=project.id,
        platform=Platform.DOUYIN,
        name=told.name,
        handle=f"{told.code.lower()}_demo",
        status=AccountStatus.RUNNING,
        director_id=of(Role.DIRECTOR),
        operator_id=of(Role.OPERATOR),
    )
    session.add(account)
    session.flush()
    session.add(AccountPositioning(account_id=account.id, persona="邻家店主", audience="街坊", active=True))
    session.add_all(
        ContentItem(
            code=code,
            account_id=account.id,
            title=title,
            **asdict(steps_from(shoot_on, publish_at, Calendar(), settings().policy)),
            director_id=of(Role.DIRECTOR),
            operator_id=of(Role.OPERATOR),
            photographer_id=of(Role.PHOTOGRAPHER),
            talent_id=of(Role.TALENT),
            editor_id=of(Role.EDITOR),
        )
        for code, title, shoot_on, publish_at in told.videos
    )
    session.flush()


def person(code: str, name: str, side: Side, roles: list[Role]) -> Person:
    return Person(code=code, name=name, side=side, roles=roles, im_ids=dict(handles(code)))


def handles(code: str) -> dict[str, str]:
    """What the channels know somebody by."""
    return {"feishu": f"ou_{code.lower()}", "dingtalk": f"138{sum(map(ord, code)):08d}", "wecom": code}
