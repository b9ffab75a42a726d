"""The invented agency that is pulled: accounts full of works, none of them younger than a month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from agency.sandbox.description import SandboxAccount, SandboxAgency, SandboxWork
from agency.sandbox.growth import Wave

OLDER_THAN = timedelta(days=31)  # Douyin tells days and watch time of younger works, one call each


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How much there is to pull: accounts, and works on each of them."""

    accounts: int = 100
    videos: int = 200

    @property
    def works(self) -> int:
        """All works of all accounts."""
        return self.accounts * self.videos

    def open_ids(self) -> Iterator[str]:
        """Yield the platform's ids of the accounts; ``code_of`` makes of one the code on our records."""
        return (f"kite-{number:04}" for number in range(self.accounts))


def code_of(open_id: str) -> str:
    """Return the code under which the account with this id is on record."""
    return open_id.upper()


def agency(scale: Scale, at: datetime) -> SandboxAgency:
    """Return the agency as it is at a moment."""
    return SandboxAgency(accounts=tuple(_account(open_id, scale.videos, at) for open_id in scale.open_ids()))


def _account(open_id: str, videos: int, at: datetime) -> SandboxAccount:
    return SandboxAccount(
        open_id=open_id,
        nickname="纸鸢工坊(虚构)",
        opened_at=at - OLDER_THAN - timedelta(hours=videos),
        authorised_at=at - timedelta(days=60),
        followers=(Wave(height=40_000, half_life_h=24 * 90),),
        works=tuple(_work(open_id, number, at) for number in range(videos)),
    )


def _work(open_id: str, number: int, at: datetime) -> SandboxWork:
    plays = 900 + number * 7_919 % 60_000
    return SandboxWork(
        item_id=f"@{open_id}+{number:05}/w==",
        video_id=str(7_300_000_000_000_000_000 + int(open_id[-4:]) * 100_000 + number),
        title=f"第{number}只纸鸢: 竹骨、棉线与三月的风 #虚构手艺 #示例",
        published_at=(at - OLDER_THAN - timedelta(hours=number)).replace(microsecond=0),
        plays=(Wave(height=plays, half_life_h=30),),
        likes=(Wave(height=plays // 24, half_life_h=30),),
        comments=(Wave(height=plays // 190, half_life_h=40),),
        shares=(Wave(height=plays // 310, half_life_h=50),),
    )
