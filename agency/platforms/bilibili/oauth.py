"""How the agency comes by an account's tokens at Bilibili and keeps them alive (platforms.md 4.2).

A refresh token works once, and only while the access token beside it lives: refresh in time, and store what comes back before
anything else. After that end only the owner can help.
"""

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from agency.platforms.bilibili.signing import TOKEN_HEADER
from agency.platforms.bilibili.wire import AccountInfo, Pair
from agency.platforms.grants import Application, Grant
from agency.platforms.line import PlatformLine
from agency.platforms.request import Request

AUTH_HOST = "https://api.bilibili.com"
CONSENT_HOST = "https://account.bilibili.com"


class BilibiliOAuth:
    """The calls of Bilibili that give tokens: an ``OAuth`` over a line that carries over a ``Signing``.

    Tokens come from ``auth_host``, and the owner agrees at ``consent_host``: neither is the address that tells figures.
    Which scopes are asked for is settled with the application, not with the question.
    """

    def __init__(
        self,
        line: PlatformLine,
        application: Application,
        *,
        auth_host: str = AUTH_HOST,
        consent_host: str = CONSENT_HOST,
    ) -> None:
        self._line = line
        self._application = application
        self._auth_host = auth_host
        self._consent_host = consent_host

    def consent_url(self, state: str) -> str:
        """Return the address at which an account's owner agrees; the platform sends ``state`` back with the code."""
        asked = {
            "client_id": self._application.client_key,
            "gourl": self._application.redirect_uri,
            "state": state,
        }
        return f"{self._consent_host}/pc/account-pc/auth/oauth?{urlencode(asked)}"

    def grant(self, code: str, *, now: datetime) -> Grant:
        """Begin an authorisation with the code that its owner's consent gave; a code is good once, so no second try.

        The tokens come without the account's id, which is asked for with them.
        """
        pair = self._line.read_once(self._form("token", "authorization_code", code=code), Pair)
        request = Request(path="/arcopen/fn/user/account/info", headers={TOKEN_HEADER: pair.access_token})
        return _granted(pair, self._line.read(request, AccountInfo).openid, now)

    def refresh(self, grant: Grant, *, now: datetime) -> Grant:
        """Return the grant with a fresh pair; the refresh token handed in is dead then.

        Asked again while the line fails: where an answer was lost its token is lost too, and asking tells so at once
        (NeedsAuthorisation), as it would at any later time.
        """
        form = self._form("refresh_token", "refresh_token", refresh_token=grant.refresh_token)
        fresh = _granted(self._line.read(form, Pair), grant.open_id, now)
        return replace(fresh, scopes=fresh.scopes or grant.scopes)

    def renew(self, grant: Grant, *, now: datetime) -> Grant:
        """Return the grant with a refresh token that lives longer, which every refresh gives."""
        return self.refresh(grant, now=now)

    def close(self) -> None:
        """Let go of the connection."""
        self._line.close()

    def _form(self, call: str, grant_type: str, **fields: str) -> Request:
        ours = {"client_id": self._application.client_key, "client_secret": self._application.client_secret}
        form = {**ours, "grant_type": grant_type, **fields}
        return Request(method="POST", host=self._auth_host, path=f"/x/account-oauth2/v1/{call}", form=form)


def _granted(pair: Pair, open_id: str, now: datetime) -> Grant:
    ends = pair.ends(now)
    return Grant(
        open_id=open_id,
        access_token=pair.access_token,
        access_ends=ends,
        refresh_token=pair.refresh_token,
        refresh_ends=ends,
        scopes=frozenset(pair.scopes),
    )
