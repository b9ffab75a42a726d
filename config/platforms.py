"""What this agency's applications at the platforms are: where, under which key, and how fast they may ask.

An application's secret is never here: a setting names the environment variable that holds it.
"""

import os
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

Address = Annotated[str, Field(pattern="^https?://")]
Pace = Annotated[float, Field(ge=0.01, le=100_000, description="calls a second, of all workers together")]
DayQuota = Annotated[
    int | None, Field(ge=1, le=100_000_000, description="calls a day of the platform, None for no limit of ours")
]
SecretEnv = Annotated[str, Field(description="environment variable with the application's secret")]

AT_ONCE = 1.0  # seconds whose calls may be made in one go
SANDBOX_PACE = 100_000.0


class PlatformSettings(BaseModel):
    """One application at one platform; its pace is kept by all workers together."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base_url: Address = Field(description="address of the platform's interface")
    client_key: str = Field(default="", description="public key of the agency's application, as its console shows it")
    secret_env: SecretEnv = ""
    redirect_uri: str = Field(default="", description="address to which an owner's consent is sent, as registered")
    calls_per_second: Pace = 2.0
    calls_per_day: DayQuota = None

    @property
    def burst(self) -> int:
        """The calls that may be made at once: one second's worth, and one at least."""
        return max(1, int(self.calls_per_second * AT_ONCE))

    def secret(self, environment: Mapping[str, str] = os.environ) -> SecretStr | None:
        """Return the application's secret, None while its variable is not set."""
        told = environment.get(self.secret_env)
        return SecretStr(told) if told else None


class DouyinSettings(PlatformSettings):
    """Douyin's open platform (platforms.md 1); no rate is published, so it is asked slowly."""

    base_url: Address = Field(default="https://open.douyin.com", description="address of Douyin's open platform")
    profile: Literal["dop", "miniapp"] = Field(
        default="miniapp", description="which of Douyin's two contracts the agency's application was granted"
    )
    secret_env: SecretEnv = "DOUYIN_CLIENT_SECRET"  # noqa: S105 - the name of a variable
    calls_per_second: Pace = 3.0


class TikTokSettings(PlatformSettings):
    """TikTok's Display API (platforms.md 2); it lets 600 calls a minute pass at each endpoint."""

    base_url: Address = Field(default="https://open.tiktokapis.com", description="address of TikTok's interface")
    consent_url: Address = Field(default="https://www.tiktok.com", description="address at which an owner agrees")
    secret_env: SecretEnv = "TIKTOK_CLIENT_SECRET"  # noqa: S105 - the name of a variable
    calls_per_second: Pace = 8.0


class YouTubeSettings(PlatformSettings):
    """YouTube's Data and Analytics APIs (platforms.md 3); 10,000 units a day, of which a list costs one."""

    base_url: Address = Field(default="https://youtube.googleapis.com", description="address of the Data API")
    analytics_url: Address = Field(
        default="https://youtubeanalytics.googleapis.com", description="address of the Analytics API"
    )
    auth_url: Address = Field(default="https://oauth2.googleapis.com", description="address that gives tokens")
    consent_url: Address = Field(default="https://accounts.google.com", description="address at which an owner agrees")
    secret_env: SecretEnv = "YOUTUBE_CLIENT_SECRET"  # noqa: S105 - the name of a variable
    calls_per_second: Pace = 8.0
    calls_per_day: DayQuota = 9_500


class BilibiliSettings(PlatformSettings):
    """Bilibili's open platform (platforms.md 4.2)."""

    base_url: Address = Field(default="https://member.bilibili.com", description="address of Bilibili's open platform")
    auth_url: Address = Field(default="https://api.bilibili.com", description="address that gives tokens")
    consent_url: Address = Field(default="https://account.bilibili.com", description="address at which an owner agrees")
    secret_env: SecretEnv = "BILIBILI_CLIENT_SECRET"  # noqa: S105 - the name of a variable


class KuaishouSettings(PlatformSettings):
    """Kuaishou's open platform (platforms.md 4.1)."""

    base_url: Address = Field(default="https://open.kuaishou.com", description="address of Kuaishou's open platform")
    secret_env: SecretEnv = "KUAISHOU_APP_SECRET"  # noqa: S105 - the name of a variable


class Platforms(BaseModel):
    """The applications, each under the code of its platform; a table that leaves a key out keeps its default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    douyin: DouyinSettings = Field(default_factory=DouyinSettings)
    tiktok: TikTokSettings = Field(default_factory=TikTokSettings)
    youtube: YouTubeSettings = Field(default_factory=YouTubeSettings)
    bilibili: BilibiliSettings = Field(default_factory=BilibiliSettings)
    kuaishou: KuaishouSettings = Field(default_factory=KuaishouSettings)

    @property
    def by_code(self) -> Mapping[str, PlatformSettings]:
        """Every application, by the code of its platform."""
        return {code: getattr(self, code) for code in type(self).model_fields}


def played_at(address: str, *, client_key: str, secret_env: str) -> Platforms:
    """Return the platforms as one sandbox plays them all: every address is its own, and nobody asks for patience."""
    return Platforms.model_validate(
        {
            code: {
                **{name: address for name in type(chosen).model_fields if name.endswith("_url")},
                "client_key": client_key,
                "secret_env": secret_env,
                "redirect_uri": f"{address}/agreed",
                "calls_per_second": SANDBOX_PACE,
                "calls_per_day": None,
            }
            for code, chosen in Platforms().by_code.items()
        }
    )


def limit_name(code: str) -> str:
    """Return the name of the limit at the Prefect server that keeps the pace at a platform."""
    return f"calls-{code}"
