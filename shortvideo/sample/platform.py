"""What the sandbox is told to be for the sample: four accounts and forty works. The history on record is computed from it."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

from agency.sandbox.description import (
    SandboxAccount,
    SandboxAgency,
    SandboxComment,
    SandboxWork,
    read_agency,
    write_agency,
)
from agency.sandbox.growth import Wave
from shortvideo.sample.bots import sample_bots
from shortvideo.sample.telling import ToldShelf, ToldWork, days_before, told_agency, told_shelves

OPENED_DAYS_AGO = 180
AUTHORISED_DAYS_AGO = 60
FIRST_VIDEO_ID = 7_510_000_000_000_000_000
SHELF_WIDTH = 1_000  # video ids kept free for each account
GRUMBLED_EVERY = 5  # works


def described(home: Path, start: datetime) -> Path:
    """Return the file of the sandbox's description in the demo's home; the one written at the first start stays."""
    file = home / "sandbox.json"
    if not file.exists():
        write_agency(sample_platform(start), file)
    return file


def platform_of(home: Path, start: datetime) -> SandboxAgency:
    """Return the description in the demo's home, writing it at the first start."""
    return read_agency(described(home, start))


def sample_platform(start: datetime) -> SandboxAgency:
    """Return the four accounts with their works as the platform would know them from this start on, and the groups' bots."""
    names = {account.code: account.name for project in told_agency().projects for account in project.accounts}
    shelves = told_shelves().items()
    return SandboxAgency(
        accounts=tuple(account(place, names[code], shelf, start) for place, (code, shelf) in enumerate(shelves)),
        bots=sample_bots(),
    )


def account(place: int, nickname: str, shelf: ToldShelf, start: datetime) -> SandboxAccount:
    """Return one account."""
    return SandboxAccount(
        open_id=shelf.open_id,
        nickname=nickname,
        opened_at=days_before(start, OPENED_DAYS_AGO, time(9)),
        authorised_at=days_before(start, AUTHORISED_DAYS_AGO, time(9)),
        followers=tuple(
            Wave(height=wave.height, half_life_h=24.0 * wave.half_life_days, starts_h=24.0 * wave.starts_day)
            for wave in shelf.followers
        ),
        works=tuple(
            work(FIRST_VIDEO_ID + SHELF_WIDTH * place + number, told, shelf, start)
            for number, told in enumerate(shelf.works)
        ),
    )


def work(video_id: int, told: ToldWork, shelf: ToldShelf, start: datetime) -> SandboxWork:
    """Return one work; what it gathers beside plays follows from them."""
    published_at = days_before(start, told.days_ago, time(told.at))
    likes = round(told.plays * shelf.like_rate)
    return SandboxWork(
        item_id=f"@{shelf.open_id}+{video_id}==",
        video_id=str(video_id),
        title=told.name,
        published_at=published_at,
        plays=(Wave(height=told.plays, half_life_h=20.0),),
        likes=(Wave(height=likes, half_life_h=22.0), Wave(height=-likes // 50, starts_h=96.0)),
        comments=(Wave(height=told.plays // 210, half_life_h=26.0),),
        shares=(Wave(height=told.plays // 320, half_life_h=30.0),),
        avg_watch_s=told.watch,
        said=tuple(said(video_id, shelf, published_at)),
    )


def said(video_id: int, shelf: ToldShelf, published_at: datetime) -> Iterator[SandboxComment]:
    """Yield what was said beneath a work; beneath every fifth one by people who are not content."""
    words = shelf.said if video_id % GRUMBLED_EVERY else shelf.grumbled
    for place, content in enumerate(words):
        said_at = published_at + timedelta(hours=2 + 3 * place)
        yield SandboxComment(comment_id=f"{video_id}{place:02}", content=content, said_at=said_at, likes=7 - 2 * place)
