"""Two invented accounts at TikTok: a lantern with 45 works, and a kite of whose works a whole page cannot be seen."""

from dataclasses import replace
from datetime import timedelta

from agency.domain.terms.figures import Platform, Visibility
from agency.sandbox.description import SandboxAccount, SandboxAgency, SandboxWork
from agency.sandbox.growth import Wave
from tests.sandbox.paper_crane import NOON

LANTERN, KITE = "lantern-0001", "kite-0002"
SCOPES = ("user.info.basic", "user.info.stats", "video.list")
LIST, QUERY, USER, TOKEN = "/v2/video/list/", "/v2/video/query/", "/v2/user/info/", "/v2/oauth/token/"


def lantern(number: int, series: int = 7_500_000_000_000_000_000) -> SandboxWork:
    """A work published ``number`` days and an hour before noon; its likes fall after three days."""
    return SandboxWork(
        item_id=str(series + number),
        video_id=str(series + number),
        title=f"纸灯笼{number}号(示例)",
        published_at=NOON - timedelta(days=number, hours=1),
        plays=(Wave(height=2_000 + number, half_life_h=24),),
        likes=(Wave(height=100, half_life_h=24), Wave(height=-30, half_life_h=1, starts_h=72)),
        comments=(Wave(height=20, half_life_h=24),),
        shares=(Wave(height=10, half_life_h=24),),
        duration_s=17,
    )


def account(open_id: str, *works: SandboxWork, scopes: tuple[str, ...] = SCOPES) -> SandboxAccount:
    """An account that authorised long ago and whose followers have come and partly gone."""
    return SandboxAccount(
        open_id=open_id,
        nickname="灯笼(示例)",
        opened_at=NOON - timedelta(days=100),
        platform=Platform.TIKTOK,
        authorised_at=NOON - timedelta(days=50),
        scopes=scopes,
        followers=(Wave(height=10_000, half_life_h=24 * 50), Wave(height=-4_000, half_life_h=24, starts_h=24 * 97)),
        works=works,
    )


def lanterns() -> SandboxAgency:
    """The kite's second page is all deleted or private; works of both are listed by age."""
    kites = [lantern(number, 7_600_000_000_000_000_000) for number in range(45)]
    kites[20:30] = [replace(each, visibility=Visibility.DELETED) for each in kites[20:30]]
    kites[30:40] = [replace(each, visibility=Visibility.PRIVATE) for each in kites[30:40]]
    return SandboxAgency(accounts=(account(LANTERN, *map(lantern, range(45))), account(KITE, *kites)))
