"""From the settings to an open line: who reads an account at its platform, and who asks there for tokens (S12)."""

from collections.abc import Mapping
from datetime import datetime

from agency.domain.terms import label
from agency.domain.terms.figures import Platform
from agency.errors import BadInput, Misconfigured
from agency.locale import _
from agency.platforms.bilibili import answers as bilibili
from agency.platforms.bilibili.client import Bilibili
from agency.platforms.bilibili.oauth import BilibiliOAuth
from agency.platforms.bilibili.signing import Signing
from agency.platforms.douyin import answers as douyin
from agency.platforms.douyin.client import Douyin
from agency.platforms.douyin.endpoints import Profile
from agency.platforms.douyin.oauth import DouyinOAuth
from agency.platforms.grants import Access, Application, OAuth
from agency.platforms.http import Http
from agency.platforms.kuaishou import answers as kuaishou
from agency.platforms.kuaishou.client import Kuaishou
from agency.platforms.kuaishou.oauth import KuaishouOAuth
from agency.platforms.line import Manners, Payload, PlatformLine
from agency.platforms.reader import Reader
from agency.platforms.recorded import Keeping, Page
from agency.platforms.request import Carrier
from agency.platforms.tiktok import answers as tiktok
from agency.platforms.tiktok.client import TikTok
from agency.platforms.tiktok.oauth import TikTokOAuth
from agency.platforms.youtube import answers as youtube
from agency.platforms.youtube.client import YouTube
from agency.platforms.youtube.oauth import YouTubeOAuth
from agency.records.tables.base import now as this_moment
from config.settings import settings
from tasks.metrics.pacing import pace_of

PAYLOADS: Mapping[Platform, Payload] = {
    Platform.DOUYIN: douyin.payload,
    Platform.TIKTOK: tiktok.payload,
    Platform.YOUTUBE: youtube.payload,
    Platform.BILIBILI: bilibili.payload,
    Platform.KUAISHOU: kuaishou.payload,
}
CONNECTED = frozenset(PAYLOADS)
AT_ONCE = Manners(first_wait_s=0)  # what was recorded is not the sooner there for waiting
PROLONGED_WITHOUT_SECRET = frozenset({Platform.DOUYIN})


def open_reader(
    platform: Platform,
    access: Access,
    profile: str | None = None,
    *,
    now: datetime,
    keeping: list[Page] | None = None,
    carrier: Carrier | None = None,
) -> Reader:
    """Return a reader of the account that an access is for; ``BadInput`` for a platform that no client reads.

    ``profile`` None means the contract that the settings name. What is answered is added to ``keeping``. With a
    ``carrier`` of one's own, such as recorded answers, no platform is asked and no pace is kept.
    """
    check_connected(platform)
    manners = Manners(pace=pace_of(platform)) if carrier is None else AT_ONCE
    way = carrier or carrier_to(platform)
    line = line_to(platform, way if keeping is None else Keeping(way, keeping), manners)
    return reader_of(platform, line, access, profile, now)


def reader_of(platform: Platform, line: PlatformLine, access: Access, profile: str | None, now: datetime) -> Reader:
    """Return the client of a platform over a line."""
    chosen = settings().platforms
    match platform:
        case Platform.TIKTOK:
            return TikTok(line, access, now=now)
        case Platform.YOUTUBE:
            return YouTube(line, access, now=now, analytics_host=chosen.youtube.analytics_url)
        case Platform.BILIBILI:
            return Bilibili(line, access, now=now)
        case Platform.KUAISHOU:
            return Kuaishou(line, access, chosen.kuaishou.client_key, now=now)
        case _:
            return Douyin(line, access, Profile(profile or chosen.douyin.profile), now=now)


def open_oauth(platform: Platform, *, client_key: str = "", prolonging: bool = False) -> OAuth:
    """Return the line over which tokens are given, to be closed after use.

    ``client_key`` names another application than that of the settings: the one to which a grant was given. Raises
    ``BadInput`` for a platform that no client reads, and ``Misconfigured`` where the settings name no application, or
    its secret is not there; ``prolonging`` does without at the platforms that ask for none.
    """
    check_connected(platform)
    needs_secret = not (prolonging and platform in PROLONGED_WITHOUT_SECRET)
    application = application_at(platform, client_key, needs_secret=needs_secret)
    line = line_to(platform, carrier_to(platform), Manners(pace=pace_of(platform)))
    chosen = settings().platforms
    match platform:
        case Platform.TIKTOK:
            return TikTokOAuth(line, application, consent_host=chosen.tiktok.consent_url)
        case Platform.YOUTUBE:
            hosts = {"token_host": chosen.youtube.auth_url, "consent_host": chosen.youtube.consent_url}
            return YouTubeOAuth(line, application, **hosts)
        case Platform.BILIBILI:
            hosts = {"auth_host": chosen.bilibili.auth_url, "consent_host": chosen.bilibili.consent_url}
            return BilibiliOAuth(line, application, **hosts)
        case Platform.KUAISHOU:
            return KuaishouOAuth(line, application, base_url=chosen.kuaishou.base_url)
        case _:
            return DouyinOAuth(line, application, base_url=chosen.douyin.base_url)


def application_at(platform: Platform, client_key: str = "", *, needs_secret: bool = True) -> Application:
    """Return the agency's application at a platform; ``Misconfigured`` names the setting or the variable that is missing."""
    chosen = settings().platforms.by_code[platform]
    if not (key := client_key or chosen.client_key):
        sentence = _("config/agency.toml names no application at {platform}: fill in client_key in [platforms.{code}].")
        raise Misconfigured(sentence.format(platform=label(platform), code=platform.value))
    if (secret := chosen.secret()) is None and needs_secret:
        sentence = _("The secret of the application at {platform} is missing: set the environment variable {variable}.")
        raise Misconfigured(sentence.format(platform=label(platform), variable=chosen.secret_env or "-"))
    return Application(
        client_key=key,
        client_secret=secret.get_secret_value() if secret else "",
        redirect_uri=chosen.redirect_uri,
    )


def lists_works(platform: Platform, profile: str | None) -> bool:
    """Say whether an account's works can be listed; where not, those on record are asked for by their ids."""
    return platform is not Platform.DOUYIN or (profile or settings().platforms.douyin.profile) != Profile.MINIAPP


def check_connected(platform: Platform) -> None:
    """Raise ``BadInput`` for a platform that no client reads."""
    if platform not in CONNECTED:
        raise BadInput(_("Figures of this platform come by import only."))


def carrier_to(platform: Platform) -> Carrier:
    """Return the way to a platform's own address; at Bilibili every call is signed on it."""
    http = Http(settings().platforms.by_code[platform].base_url, label(platform))
    return Signing(http, application_at(platform), this_moment) if platform is Platform.BILIBILI else http


def line_to(platform: Platform, carrier: Carrier, manners: Manners) -> PlatformLine:
    """Return a line to a platform."""
    return PlatformLine(label(platform), carrier, PAYLOADS[platform], manners)
