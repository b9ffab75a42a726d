"""How the agency comes by an account's tokens at Kuaishou and keeps them alive (platforms.md 4.1).

A refresh answers with a whole new pair; whether the old one lives on is not documented, so the new one is stored before use.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from agency.platforms.grants import Application, Grant
from agency.platforms.kuaishou.wire import Pair
from agency.platforms.line import PlatformLine
from agency.platforms.request import Request

BASE_URL = "https://open.kuaishou.com"
SCOPES = ("user_info", "user_video_info")


class KuaishouOAuth:
    """The calls of Kuaishou that give tokens: an ``OAuth``. The application's ``client_key`` is Kuaishou's app_id."""

    def __init__(self, line: PlatformLine, application: Application, base_url: str = BASE_URL) -> None:
        self._line = line
        self._application = application
        self._base_url = base_url

    def consent_url(self, state: str) -> str:
        """Return the address at which an account's owner agrees; the platform sends ``state`` back with the code."""
        asked = {
            "app_id": self._application.client_key,
            "scope": ",".join(SCOPES),
            "response_type": "code",
            "redirect_uri": self._application.redirect_uri,
            "state": state,
            "ua": "pc",
        }
        return f"{self._base_url}/oauth2/authorize?{urlencode(asked)}"

    def grant(self, code: str, *, now: datetime) -> Grant:
        """Begin an authorisation with the code that its owner's consent gave; a code is good once, so no second try."""
        request = self._form("/oauth2/access_token", grant_type="authorization_code", code=code)
        return _grant(self._line.read_once(request, Pair), now)

    def refresh(self, grant: Grant, *, now: datetime) -> Grant:
        """Return a fresh pair; take the refresh token handed in for dead. What is not repeated stays as it was."""
        request = self._form("/oauth2/refresh_token", grant_type="refresh_token", refresh_token=grant.refresh_token)
        fresh = _grant(self._line.read(request, Pair), now)
        return replace(fresh, open_id=fresh.open_id or grant.open_id, scopes=fresh.scopes or grant.scopes)

    def renew(self, grant: Grant, *, now: datetime) -> Grant:
        """Return the grant as it is: at Kuaishou every refresh renews."""
        return grant

    def close(self) -> None:
        """Let go of the connection."""
        self._line.close()

    def _form(self, path: str, **fields: str) -> Request:
        ours = {"app_id": self._application.client_key, "app_secret": self._application.client_secret}
        return Request(method="POST", path=path, form={**ours, **fields})


def _grant(pair: Pair, now: datetime) -> Grant:
    return Grant(
        open_id=pair.open_id,
        access_token=pair.access_token,
        access_ends=now + timedelta(seconds=pair.expires_in),
        refresh_token=pair.refresh_token,
        refresh_ends=now + timedelta(seconds=pair.refresh_token_expires_in),
        scopes=frozenset(pair.scopes),
    )
