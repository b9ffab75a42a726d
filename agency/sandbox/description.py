"""What a sandbox is told to be: accounts, works, their true growth and what was said beneath them, frozen."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from agency.domain.terms.figures import Visibility, WorkKind
from agency.sandbox.growth import Curve

SCOPES = (
    "user_info",
    "renew_refresh_token",
    "video.list.bind",
    "video.data.bind",
    "data.external.item",
    "data.external.user",
    "item.comment",
)


@dataclass(frozen=True, kw_only=True)
class SandboxComment:
    """One thing said beneath a work; with ``answers`` it is a reply to that comment."""

    comment_id: str
    content: str
    said_at: datetime
    nickname: str = "路过的纸鹤(示例)"
    likes: int = 0
    pinned: bool = False
    answers: str = ""


@dataclass(frozen=True, kw_only=True)
class SandboxWork:
    """One work and the truth about it; ``hidden`` names counters that the platform does not tell."""

    item_id: str
    video_id: str
    title: str
    published_at: datetime
    plays: Curve
    likes: Curve = ()
    comments: Curve = ()
    shares: Curve = ()
    kind: WorkKind = WorkKind.VIDEO
    visibility: Visibility = Visibility.PUBLIC
    pinned: bool = False
    hidden: tuple[str, ...] = ()
    avg_watch_s: float = 9.5
    said: tuple[SandboxComment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SandboxAccount:
    """One account; with ``authorised_at`` the application has held its tokens since then, without it a code is needed.

    ``followers`` grows from ``opened_at``.
    """

    open_id: str
    nickname: str
    opened_at: datetime
    authorised_at: datetime | None = None
    scopes: tuple[str, ...] = SCOPES
    followers: Curve = ()
    visits_per_play: float = 0.02
    works: tuple[SandboxWork, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SandboxAgency:
    """Everything one sandbox knows; ``calls_per_day`` is the application's quota of a Beijing day, None for no end."""

    accounts: tuple[SandboxAccount, ...]
    client_key: str = "sandbox-key"
    client_secret: str = "sandbox-secret"  # noqa: S105 - opens nothing but this sandbox
    calls_per_day: int | None = None


_FILE = TypeAdapter(SandboxAgency)


def write_agency(agency: SandboxAgency, path: Path) -> None:
    """Write a description as the file that ``python -m agency.sandbox --data`` reads."""
    path.write_bytes(_FILE.dump_json(agency))


def read_agency(path: Path) -> SandboxAgency:
    """Read a description; a file of another shape raises pydantic's ValidationError, which names the place."""
    return _FILE.validate_json(path.read_bytes())
