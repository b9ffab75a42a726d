"""Two invented channels at YouTube: a fleet of paper boats with 53 uploads, and a harbour that has never published."""

from dataclasses import replace
from datetime import timedelta

from agency.domain.terms.figures import Platform, Visibility
from agency.sandbox.description import SandboxAccount, SandboxAgency, SandboxComment, SandboxWork
from agency.sandbox.growth import Wave
from tests.sandbox.paper_crane import NOON

FLEET, HARBOUR = "UC-paper-boats-000000001", "UC-empty-harbour-0000002"
CHANNELS, UPLOADS, VIDEOS, THREADS, REPORTS, TOKEN = (
    "/youtube/v3/channels",
    "/youtube/v3/playlistItems",
    "/youtube/v3/videos",
    "/youtube/v3/commentThreads",
    "/v2/reports",
    "/token",
)
SUNK, SECRET, FOR_FRIENDS, SHY, SILENT, TALKED_ABOUT = 7, 9, 11, 13, 15, 4


def boat(number: int) -> SandboxWork:
    """A work published ``number`` days and an hour before noon; its likes fall after three days."""
    return SandboxWork(
        item_id=f"-boat_{number:05}",
        video_id=f"-boat_{number:05}",
        title=f"第{number}只纸船(示例) #虚构手工",
        published_at=NOON - timedelta(days=number, hours=1),
        plays=(Wave(height=3_000 + number, half_life_h=24),),
        likes=(Wave(height=100, half_life_h=24), Wave(height=-30, half_life_h=1, starts_h=72)),
        comments=(Wave(height=20, half_life_h=24),),
        shares=(Wave(height=10, half_life_h=24),),
        duration_s=65,
        avg_watch_s=27.4,
    )


def said(number: int, content: str, hours_ago: float, *, likes: int = 0, answers: str = "") -> SandboxComment:
    return SandboxComment(
        comment_id=f"Ugx-said-{number}",
        content=content,
        said_at=NOON - timedelta(hours=hours_ago),
        likes=likes,
        answers=answers,
    )


def fleet() -> list[SandboxWork]:
    """Boats of which one was deleted, one is private, one unlisted, one hides its likes, and one takes no comments."""
    boats = [boat(number) for number in range(53)]
    boats[SUNK] = replace(boats[SUNK], visibility=Visibility.DELETED)
    boats[SECRET] = replace(boats[SECRET], visibility=Visibility.PRIVATE)
    boats[FOR_FRIENDS] = replace(boats[FOR_FRIENDS], visibility=Visibility.FRIENDS)
    boats[SHY] = replace(boats[SHY], hidden=("likeCount",))
    boats[SILENT] = replace(boats[SILENT], hidden=("commentCount",))
    boats[TALKED_ABOUT] = replace(
        boats[TALKED_ABOUT],
        said=(
            said(1, "折得真快 <3", 40, likes=3),
            said(2, "谢谢你", 39, answers="Ugx-said-1"),
            said(3, "船沉了,失望", 5),
        ),
    )
    return boats


def channel(open_id: str, *works: SandboxWork, scopes: tuple[str, ...] = ()) -> SandboxAccount:
    """A channel whose subscribers have come and partly gone."""
    return SandboxAccount(
        open_id=open_id,
        nickname="纸船(示例)",
        opened_at=NOON - timedelta(days=100),
        platform=Platform.YOUTUBE,
        authorised_at=NOON - timedelta(days=50),
        scopes=scopes,
        followers=(Wave(height=10_000, half_life_h=24 * 50), Wave(height=-4_000, half_life_h=24, starts_h=24 * 94)),
        works=works,
    )


def boats() -> SandboxAgency:
    return SandboxAgency(accounts=(channel(FLEET, *fleet()), channel(HARBOUR)))
