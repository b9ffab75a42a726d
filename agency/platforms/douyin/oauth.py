"""How the agency comes by an account's tokens at Douyin, keeps them alive, and learns when a person is needed.

One authorisation lives 30 days, and 30 more with each of at most five renewals: 180 days without a person (platforms.md 1.4).
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from agency.platforms.douyin.figures import Profiled
from agency.platforms.douyin.wire import Given, Pair, Renewed, UserInfo
from agency.platforms.grants import Application, Grant
from agency.platforms.line import PlatformLine
from agency.platforms.request import Request

MOST_RENEWALS = 5
REFRESH_LEFT = timedelta(days=5)
SCOPES = (
    "user_info",
    "renew_refresh_token",
    "video.list.bind",
    "video.data.bind",
    "data.external.item",
    "item.comment",
)


@dataclass(frozen=True, kw_only=True)
class ClientToken:
    """The application's own token; fetching another leaves this one five minutes, so let one place own it."""

    token: str = field(repr=False)
    ends: datetime


class DouyinOAuth:
    """The calls of Douyin that give tokens: an ``OAuth``."""

    def __init__(self, line: PlatformLine, application: Application, base_url: str = "") -> None:
        self._line = line
        self._application = application
        self._base_url = base_url

    def consent_url(self, state: str) -> str:
        """Return the address at which an account's owner agrees; the platform sends ``state`` back with the code."""
        asked = {
            "client_key": self._application.client_key,
            "response_type": "code",
            "scope": ",".join(SCOPES),
            "redirect_uri": self._application.redirect_uri,
            "state": state,
        }
        return f"{self._base_url}/platform/oauth/connect/?{urlencode(asked)}"

    def close(self) -> None:
        """Let go of the connection."""
        self._line.close()

    def grant(self, code: str, *, now: datetime) -> Grant:
        """Begin an authorisation with the code that its owner's consent gave; a code is good once, so no second try."""
        pair = self._line.read_once(
            self._form(
                "/oauth/access_token/",
                client_secret=self._application.client_secret,
                code=code,
                grant_type="authorization_code",
            ),
            Pair,
        )
        return Grant(
            open_id=pair.open_id,
            access_token=pair.access_token,
            access_ends=now + timedelta(seconds=pair.expires_in),
            refresh_token=pair.refresh_token,
            refresh_ends=now + timedelta(seconds=pair.refresh_expires_in),
            scopes=frozenset(pair.scope.replace(",", " ").split()),
        )

    def refresh(self, grant: Grant, *, now: datetime) -> Grant:
        """Prolong the access token; the refresh token and its end stay. NeedsAuthorisation when that end is past."""
        pair = self._line.read(
            self._form("/oauth/refresh_token/", grant_type="refresh_token", refresh_token=grant.refresh_token), Pair
        )
        return replace(grant, access_token=pair.access_token, access_ends=now + timedelta(seconds=pair.expires_in))

    def renew(self, grant: Grant, *, now: datetime) -> Grant:
        """Put a new refresh token in the place of the old, which is dead at once: store the grant before anything else.

        Never tried twice, since a lost answer may have spent one of the five. NeedsAuthorisation after the fifth.
        """
        renewed = self._line.read_once(
            self._form("/oauth/renew_refresh_token/", refresh_token=grant.refresh_token), Renewed
        )
        ends = now + timedelta(seconds=renewed.expires_in)
        return replace(grant, refresh_token=renewed.refresh_token, refresh_ends=ends, renewals=grant.renewals + 1)

    def client_token(self, *, now: datetime) -> ClientToken:
        """Fetch a token for the application itself."""
        request = Request(
            method="POST",
            path="/oauth/client_token/",
            json={
                "client_key": self._application.client_key,
                "client_secret": self._application.client_secret,
                "grant_type": "client_credential",
            },
        )
        given = self._line.read(request, Given)
        return ClientToken(token=given.access_token, ends=now + timedelta(seconds=given.expires_in))

    def account(self, grant: Grant) -> Profiled:
        """Return who the account is; the one call whose token header is spelled with an underscore."""
        request = Request(
            method="POST",
            path="/oauth/userinfo/",
            headers={"access_token": grant.access_token},
            form={"open_id": grant.open_id},
        )
        told = self._line.read(request, UserInfo)
        return Profiled(open_id=told.open_id, union_id=told.union_id, nickname=told.nickname)

    def _form(self, path: str, **fields: str) -> Request:
        return Request(method="POST", path=path, form={"client_key": self._application.client_key, **fields})
