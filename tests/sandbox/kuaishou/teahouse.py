"""Two invented accounts at Kuaishou: a tea house with 45 works, and a rain shop with exactly one full page of them."""

from dataclasses import replace
from datetime import timedelta

from agency.domain.terms.figures import Platform, Visibility
from agency.sandbox.description import SandboxAccount, SandboxAgency, SandboxWork
from agency.sandbox.growth import Wave
from tests.sandbox.paper_crane import NOON

TEA, RAIN = "tea-0001", "rain-0002"
SCOPES = ("user_info", "user_video_info")
LIST, INFO, USER = "/openapi/photo/list", "/openapi/photo/info", "/openapi/user_info"
ISSUE, REFRESH = "/oauth2/access_token", "/oauth2/refresh_token"


def cup(number: int, shop: str = "tea") -> SandboxWork:
    """A work published ``number`` days and an hour before noon; its likes fall after three days."""
    return SandboxWork(
        item_id=f"3x{shop}{number:03}",
        video_id="",
        title=f"第{number}碗茶(示例)",
        published_at=NOON - timedelta(days=number, hours=1),
        plays=(Wave(height=3_000 + number, half_life_h=24),),
        likes=(Wave(height=100, half_life_h=24), Wave(height=-30, half_life_h=1, starts_h=72)),
        comments=(Wave(height=20, half_life_h=24),),
        shares=(Wave(height=10, half_life_h=24),),
    )


def account(open_id: str, *works: SandboxWork, scopes: tuple[str, ...] = SCOPES) -> SandboxAccount:
    """An account that authorised long ago."""
    return SandboxAccount(
        open_id=open_id,
        nickname="茶摊(示例)",
        opened_at=NOON - timedelta(days=100),
        platform=Platform.KUAISHOU,
        authorised_at=NOON - timedelta(days=50),
        scopes=scopes,
        followers=(Wave(height=10_000, half_life_h=24 * 50),),
        works=works,
    )


def teahouse() -> SandboxAgency:
    """Of the tea house's works the newest is in processing, the second private, and the fourth deleted."""
    seen = {0: Visibility.IN_REVIEW, 1: Visibility.PRIVATE, 3: Visibility.DELETED}
    cups = [replace(cup(number), visibility=seen.get(number, Visibility.PUBLIC)) for number in range(46)]
    return SandboxAgency(accounts=(account(TEA, *cups), account(RAIN, *(cup(number, "rain") for number in range(20)))))
