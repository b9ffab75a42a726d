"""What Bilibili tells beyond the figures that all platforms share."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AccountMonth:
    """What the last 30 days together brought to an account's works; it can't be told apart by days, so it is no AccountDay."""

    plays: int | None
    likes: int | None
    comments: int | None
    shares: int | None
    saves: int | None
    danmaku: int | None
    coins: int | None
