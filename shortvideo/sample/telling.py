"""What the sample's files tell, with its shape checked; days and hours in them are counted back from the first start."""

import tomllib
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from agency.domain.calendar import BEIJING
from agency.domain.terms.content import TopicSource
from agency.domain.terms.figures import Metric
from agency.domain.terms.gates import Verdict
from agency.domain.terms.people import Role, Side
from agency.domain.terms.sharing import ChatChannel, ChatPurpose, ShareKind

HERE = Path(__file__).parent


class Told(BaseModel):
    """A table of the files; a key nobody knows is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ToldAnswer(Told):
    """One form that somebody filled in: a submission with its values, or a decision with what is asked beside it."""

    gate: str
    by: str
    hours_ago: int | None = None
    days_ago: int | None = None
    at: time = time(15)
    decision: Verdict | None = None
    comment: str = ""
    values: dict[str, Any] = {}

    def moment(self, start: datetime) -> datetime:
        """Return when it was filled in, seen from the first start."""
        if self.hours_ago is not None:
            return start - timedelta(hours=self.hours_ago)
        return days_before(start, self.days_ago or 0, self.at)


class ToldPerson(Told):
    """Somebody."""

    code: str
    name: str
    roles: list[Role]
    side: Side = Side.INTERNAL
    client: str | None = None


class ToldClient(Told):
    """A firm."""

    code: str
    name: str
    industry: str


class ToldThing(Told):
    """A piece of equipment."""

    code: str
    name: str
    keeper: str


class ToldChat(Told):
    """A group, whose bot the sandbox plays."""

    code: str
    name: str
    purpose: ChatPurpose
    channel: Literal[ChatChannel.FEISHU, ChatChannel.DINGTALK, ChatChannel.WECOM]


class ToldAccount(Told):
    """An account, what it stands for, and what a month is to bring it."""

    code: str
    name: str
    handle: str
    director: str
    operator: str
    category: str
    persona: str
    audience: str
    pillars: list[str]
    targets: dict[Metric, float]


class ToldAction(Told):
    """What the last review wanted changed."""

    what: str
    account: str
    by: str
    metric: Metric
    expected: str


class ToldProject(Told):
    """A project with everything that belongs to it; its answers are its talk and its plan (S1, C2)."""

    code: str
    name: str
    client: str
    kickoff_days_ago: int
    members: dict[Role, list[str]]
    answers: list[ToldAnswer]
    chats: list[ToldChat]
    accounts: list[ToldAccount]
    actions: list[ToldAction]


class ToldTopic(Told):
    """An idea in a pool; scores in the order resonance, reach, business, cost, reuse, or none yet."""

    account: str
    title: str
    hook: str
    source: TopicSource
    by: str
    scores: Annotated[list[int], Field(min_length=5, max_length=5)] | None = None
    expires_in_days: int | None = None


class ToldShare(Told):
    """An idea somebody shared."""

    by: str
    days_ago: int
    kind: ShareKind
    what: str
    reference: str


class ToldAgency(Told):
    """The whole of ``agency.toml``."""

    people: list[ToldPerson]
    clients: list[ToldClient]
    equipment: list[ToldThing]
    projects: list[ToldProject]
    topics: list[ToldTopic]
    shares: list[ToldShare]


class ToldProduction(Told):
    """A video on its way, with everything that was answered so far."""

    code: str
    account: str
    title: str
    pillar: str
    shoot_in: int
    publish_in: int
    photographer: str
    talent: str
    editor: str
    answers: list[ToldAnswer]


class ToldWave(Told):
    """One rise (or fall) of an account's followers."""

    height: int
    half_life_days: int
    starts_day: int = 0


class ToldWork(Told):
    """A published video: ``plays`` are what it ends at, ``watch`` the average seconds seen."""

    days_ago: int
    at: int
    plays: int
    seconds: int
    watch: float
    name: str


class ToldShelf(Told):
    """What the platform knows of an account, and what its viewers say, content or not."""

    open_id: str
    followers: list[ToldWave]
    like_rate: float
    said: list[str]
    grumbled: list[str]
    works: list[ToldWork]


def days_before(start: datetime, days: int, at: time) -> datetime:
    """Return a time of a Beijing day that lies so many days before the first start."""
    return datetime.combine(start.astimezone(BEIJING).date() - timedelta(days=days), at, tzinfo=BEIJING)


@cache
def told_agency() -> ToldAgency:
    """Return parties, people, projects and accounts."""
    return ToldAgency.model_validate(read("agency.toml"))


@cache
def told_productions() -> tuple[ToldProduction, ...]:
    """Return the videos on their way."""
    return tuple(ToldProduction.model_validate(each) for each in read("productions.toml")["productions"])


@cache
def told_shelves() -> dict[str, ToldShelf]:
    """Return what the platform knows, by the account's code."""
    return {code: ToldShelf.model_validate(shelf) for code, shelf in read("works.toml").items()}


def read(name: str) -> dict[str, Any]:
    """Read one of the files."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
