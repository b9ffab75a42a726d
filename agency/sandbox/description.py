"""What a sandbox is told to be: accounts, works, their true growth and what was said beneath them, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from agency.domain.terms.figures import Platform, Visibility, WorkKind
from agency.domain.terms.sharing import ChatChannel
from agency.sandbox.growth import Curve

SCOPES: Mapping[Platform, tuple[str, ...]] = {
    Platform.DOUYIN: (
        "user_info",
        "renew_refresh_token",
        "video.list.bind",
        "video.data.bind",
        "data.external.item",
        "data.external.user",
        "item.comment",
    ),
    Platform.TIKTOK: ("user.info.basic", "user.info.profile", "user.info.stats", "video.list"),
    Platform.YOUTUBE: (
        "https://www.googleapis.com/auth/youtube.readonly",
        "https://www.googleapis.com/auth/youtube.force-ssl",
        "https://www.googleapis.com/auth/yt-analytics.readonly",
    ),
    Platform.BILIBILI: ("USER_INFO", "USER_DATA", "ARC_BASE", "ARC_DATA"),
    Platform.KUAISHOU: ("user_info", "user_video_info"),
}


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
    """One work and the truth about it; ``hidden`` names counters, as the platform spells them, that it does not tell.

    A platform tells what its contract has: saves, danmaku and coins are not Douyin's to tell.
    """

    item_id: str
    video_id: str
    title: str
    published_at: datetime
    plays: Curve
    likes: Curve = ()
    comments: Curve = ()
    shares: Curve = ()
    saves: Curve = ()
    danmaku: Curve = ()
    coins: Curve = ()
    duration_s: int = 30
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
    platform: Platform = Platform.DOUYIN
    authorised_at: datetime | None = None
    scopes: tuple[str, ...] = ()
    followers: Curve = ()
    visits_per_play: float = 0.02
    works: tuple[SandboxWork, ...] = ()

    def __post_init__(self) -> None:
        """Let an owner who names no scopes agree to all that the platform has."""
        if not self.scopes:
            object.__setattr__(self, "scopes", SCOPES[self.platform])


@dataclass(frozen=True, kw_only=True)
class SandboxBot:
    """A bot of a chat group: it checks signatures where it has a secret, and asks for a keyword where it has one.

    One that is ``dead`` was removed from its group: its address is no longer known.
    """

    channel: ChatChannel
    token: str
    secret: str = ""
    keyword: str = ""
    dead: bool = False


@dataclass(frozen=True, kw_only=True)
class SandboxAgency:
    """Everything one sandbox knows; ``calls_per_day`` is the application's quota of a Beijing day, None for no end.

    ``calls_per_minute`` is what TikTok takes at one endpoint in any sixty seconds (600 in reality).
    """

    accounts: tuple[SandboxAccount, ...]
    client_key: str = "sandbox-key"
    client_secret: str = "sandbox-secret"  # noqa: S105 - opens nothing but this sandbox
    calls_per_day: int | None = None
    calls_per_minute: int | None = None
    bots: tuple[SandboxBot, ...] = ()


_FILE = TypeAdapter(SandboxAgency)


def write_agency(agency: SandboxAgency, path: Path) -> None:
    """Write a description as the file that ``python -m agency.sandbox --data`` reads."""
    path.write_bytes(_FILE.dump_json(agency))


def read_agency(path: Path) -> SandboxAgency:
    """Read a description; a file of another shape raises pydantic's ValidationError, which names the place."""
    return _FILE.validate_json(path.read_bytes())
