"""An invented account at Bilibili, for tests of the sandbox and of the client that reads it."""

from dataclasses import replace
from datetime import datetime, timedelta

from agency.domain.terms.figures import Platform, Visibility
from agency.sandbox.bilibili.contract import SCOPES
from agency.sandbox.clock import BEIJING
from agency.sandbox.description import SandboxAccount, SandboxAgency, SandboxWork
from agency.sandbox.growth import Wave

NOON = datetime(2026, 3, 20, 12, tzinfo=BEIJING)
KITE, SWALLOW = "kite-0001", "swallow-0002"


def work(number: int, owner: str = "K") -> SandboxWork:
    """A work published ``number`` days and an hour before noon; its counters differ, so none can pass for another."""
    return SandboxWork(
        item_id=f"BV1{owner}ite{number:05}",
        video_id=str(2**53 + number),
        title=f"第{number}只纸鸢 #示例",
        published_at=NOON - timedelta(days=number, hours=1),
        plays=(Wave(height=1_000 + number, half_life_h=24),),
        likes=(Wave(height=100, half_life_h=24), Wave(height=-30, half_life_h=1, starts_h=72)),
        comments=(Wave(height=20, half_life_h=24),),
        shares=(Wave(height=10, half_life_h=24),),
        saves=(Wave(height=40, half_life_h=24),),
        danmaku=(Wave(height=60, half_life_h=24),),
        coins=(Wave(height=80, half_life_h=24),),
        duration_s=90 + number,
    )


def account(open_id: str, works: list[SandboxWork], scopes: tuple[str, ...] = SCOPES) -> SandboxAccount:
    return SandboxAccount(
        open_id=open_id,
        nickname="纸鸢(示例)",
        platform=Platform.BILIBILI,
        opened_at=NOON - timedelta(days=100),
        authorised_at=NOON - timedelta(days=50),
        scopes=scopes,
        followers=(Wave(height=10_000, half_life_h=24 * 50),),
        works=tuple(works),
    )


def agency() -> SandboxAgency:
    """The kite has 7 works; of the swallow's 120, listed on three pages, those on the whole second page are deleted."""
    swallows = [work(n, "S") for n in range(120)]
    swallows[50:100] = [replace(each, visibility=Visibility.DELETED) for each in swallows[50:100]]
    return SandboxAgency(accounts=(account(KITE, [work(n) for n in range(7)]), account(SWALLOW, swallows)))


def agency_with(*works: SandboxWork) -> SandboxAgency:
    """One kite with these works alone."""
    return SandboxAgency(accounts=(account(KITE, list(works)),))
