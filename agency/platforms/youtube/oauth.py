"""How the agency comes by a channel's tokens at Google and keeps them alive.

A refresh token stays as it is until its owner takes the consent back, or it lies unused for six months; only for an
application that Google still counts as on trial does it end, after seven days.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from agency.errors import NeedsAuthorisation
from agency.locale import _
from agency.platforms.grants import Application, Grant
from agency.platforms.line import PlatformLine
from agency.platforms.request import Request
from agency.platforms.youtube.wire import CHANNELS, Given

TOKEN_HOST = "https://oauth2.googleapis.com"  # noqa: S105 - an address
CONSENT_HOST = "https://accounts.google.com"
SCOPES = (
    "https://www.googleapis.com/auth/youtube.readonly",
    "https://www.googleapis.com/auth/yt-analytics.readonly",
    "https://www.googleapis.com/auth/youtube.force-ssl",  # the only one that opens comments; it would also allow writing
)


class YouTubeOAuth:
    """The calls of Google that give tokens: an ``OAuth``. Tokens come from ``token_host``, whose they are from the line's own."""

    def __init__(
        self,
        line: PlatformLine,
        application: Application,
        *,
        token_host: str = TOKEN_HOST,
        consent_host: str = CONSENT_HOST,
    ) -> None:
        self._line = line
        self._application = application
        self._token_host = token_host
        self._consent_host = consent_host

    def consent_url(self, state: str) -> str:
        """Return the address at which an account's owner agrees; the platform sends ``state`` back with the code.

        Consent is asked for even where it was given before: a refresh token comes with no other code.
        """
        asked = {
            "client_id": self._application.client_key,
            "redirect_uri": self._application.redirect_uri,
            "response_type": "code",
            "scope": " ".join(SCOPES),
            "access_type": "offline",
            "prompt": "consent",
            "state": state,
        }
        return f"{self._consent_host}/o/oauth2/v2/auth?{urlencode(asked)}"

    def grant(self, code: str, *, now: datetime) -> Grant:
        """Begin an authorisation with the code that its owner's consent gave; a code is good once, so no second try.

        NeedsAuthorisation where the consent gave no lasting token, or the person who gave it has no channel.
        """
        form = self._form("authorization_code", code=code, redirect_uri=self._application.redirect_uri)
        given = self._line.read_once(form, Given)
        if not given.refresh_token:
            sentence = _(
                "Google gave no lasting token: withdraw the consent in the Google account and agree once more."
            )
            raise NeedsAuthorisation(sentence)
        return Grant(
            open_id=self._channel_id(given),
            access_token=given.access_token,
            access_ends=now + timedelta(seconds=given.expires_in),
            refresh_token=given.refresh_token,
            refresh_ends=_end(given, now),
            scopes=frozenset(given.scope.split()),
        )

    def refresh(self, grant: Grant, *, now: datetime) -> Grant:
        """Return the grant with a fresh access token; the refresh token stays unless Google sends another.

        NeedsAuthorisation when the consent was taken back.
        """
        given = self._line.read(self._form("refresh_token", refresh_token=grant.refresh_token), Given)
        return replace(
            grant,
            access_token=given.access_token,
            access_ends=now + timedelta(seconds=given.expires_in),
            refresh_token=given.refresh_token or grant.refresh_token,
            refresh_ends=_end(given, now) or grant.refresh_ends,
            scopes=frozenset(given.scope.split()) or grant.scopes,
        )

    def renew(self, grant: Grant, *, now: datetime) -> Grant:
        """Return the grant as it is: a refresh token of Google's is used and not renewed."""
        return grant

    def close(self) -> None:
        """Let go of the connection."""
        self._line.close()

    def _channel_id(self, given: Given) -> str:
        request = Request(
            path="/youtube/v3/channels",
            query={"part": "id", "mine": "true"},
            headers={"Authorization": f"Bearer {given.access_token}"},
        )
        if found := self._line.read(request, CHANNELS).items:
            return found[0].id
        raise NeedsAuthorisation(_("The Google account that agreed has no YouTube channel."), code="channelNotFound")

    def _form(self, grant_type: str, **fields: str) -> Request:
        ours = {"client_id": self._application.client_key, "client_secret": self._application.client_secret}
        form = {**ours, "grant_type": grant_type, **fields}
        return Request(method="POST", host=self._token_host, path="/token", form=form)


def _end(given: Given, now: datetime) -> datetime | None:
    seconds = given.refresh_token_expires_in
    return None if seconds is None else now + timedelta(seconds=seconds)
