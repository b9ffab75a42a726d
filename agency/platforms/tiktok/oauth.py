"""How the agency comes by an account's tokens at TikTok and keeps them alive (platforms.md 2.2).

Every refresh puts a new refresh token in the place of the old one, which is dead at once: whoever holds a grant stores the
new one before anything else, and two who refresh at the same time lose the account.
"""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from agency.platforms.grants import Application, Grant
from agency.platforms.line import PlatformLine
from agency.platforms.request import Request
from agency.platforms.tiktok.wire import Pair

CONSENT_HOST = "https://www.tiktok.com"
SCOPES = ("user.info.basic", "user.info.stats", "video.list")


class TikTokOAuth:
    """The calls of TikTok that give tokens: an ``OAuth``. The owner agrees at another host than the one that is asked."""

    def __init__(self, line: PlatformLine, application: Application, consent_host: str = CONSENT_HOST) -> None:
        self._line = line
        self._application = application
        self._consent_host = consent_host

    def consent_url(self, state: str) -> str:
        """Return the address at which an account's owner agrees; the platform sends ``state`` back with the code."""
        asked = {
            "client_key": self._application.client_key,
            "scope": ",".join(SCOPES),
            "response_type": "code",
            "redirect_uri": self._application.redirect_uri,
            "state": state,
        }
        return f"{self._consent_host}/v2/auth/authorize/?{urlencode(asked)}"

    def grant(self, code: str, *, now: datetime) -> Grant:
        """Begin an authorisation with the code that its owner's consent gave; a code is good once, so no second try."""
        form = self._form("authorization_code", code=code, redirect_uri=self._application.redirect_uri)
        return _grant(self._line.read_once(form, Pair), now)

    def refresh(self, grant: Grant, *, now: datetime) -> Grant:
        """Return a fresh pair; the refresh token handed in is dead then.

        Asked again while the line fails: where an answer was lost its token is lost too, and asking tells so at once
        (NeedsAuthorisation), as it would at any later time.
        """
        form = self._form("refresh_token", refresh_token=grant.refresh_token)
        return _grant(self._line.read(form, Pair), now)

    def renew(self, grant: Grant, *, now: datetime) -> Grant:
        """Return the grant as it is: at TikTok every refresh renews."""
        return grant

    def close(self) -> None:
        """Let go of the connection."""
        self._line.close()

    def _form(self, grant_type: str, **fields: str) -> Request:
        ours = {"client_key": self._application.client_key, "client_secret": self._application.client_secret}
        return Request(method="POST", path="/v2/oauth/token/", form={**ours, "grant_type": grant_type, **fields})


def _grant(pair: Pair, now: datetime) -> Grant:
    return Grant(
        open_id=pair.open_id,
        access_token=pair.access_token,
        access_ends=now + timedelta(seconds=pair.expires_in),
        refresh_token=pair.refresh_token,
        refresh_ends=now + timedelta(seconds=pair.refresh_expires_in),
        scopes=frozenset(pair.scope.replace(",", " ").split()),
    )
