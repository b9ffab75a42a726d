"""Carries requests over HTTP with ``requests``, and tells in one clear sentence what can go wrong on the way.

Keys travel in headers or bodies. An exception of ``requests`` carries the whole request, headers and all, so none is
chained to what is raised here. Redirects are not followed: they would take the token to another host.
"""

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import get_environ_proxies

from agency.errors import Misconfigured, PlatformUnavailable
from agency.locale import _
from agency.platforms.request import Answer, Request

CONNECTIONS = 16
USUAL_HEADERS = {"User-Agent": "shortvideo", "Accept": "application/json", "Accept-Encoding": "gzip, deflate"}


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long one call may take, in seconds."""

    connect_s: float = 5.0
    read_s: float = 20.0


class Http:
    """Calls to one address. All of a process share ``CONNECTIONS`` kept-alive connections to it; give every thread its own."""

    def __init__(self, base_url: str, platform: str, patience: Patience | None = None) -> None:
        if not base_url.startswith(("https://", "http://")):
            sentence = _("The address of {platform} must begin with https:// or http://.")
            raise Misconfigured(sentence.format(platform=platform))
        self._base_url = base_url.rstrip("/")
        self._platform = platform
        self._patience = patience or Patience()

    def send(self, request: Request) -> Answer:
        """Return what was answered, whatever it says; PlatformUnavailable where the line failed."""
        try:
            response = self._send(request)
        except requests.Timeout:
            trouble = _("{platform} did not answer in time at {path}.")
        except requests.RequestException:
            trouble = _("{platform} could not be reached, or broke off, at {path}.")
        else:
            return Answer(
                status=response.status_code,
                content=response.content,
                headers={} if response.status_code == requests.codes.ok else lower(response.headers),
            )
        raise PlatformUnavailable(trouble.format(platform=self._platform, path=request.path))

    def close(self) -> None:
        """Nothing to let go of: the connections are the process's, and wait for the next one."""

    def _send(self, request: Request) -> requests.Response:
        base_url = request.host or self._base_url
        timeout = (self._patience.connect_s, self._patience.read_s)
        with connections().send(
            self._prepared(request, base_url), timeout=timeout, proxies=proxies_to(base_url), verify=authorities()
        ) as response:  # what cannot be unpacked would else keep its connection for ever
            response.content  # noqa: B018 - read here, where a line that breaks off is told
        return response

    def _prepared(self, request: Request, base_url: str) -> requests.PreparedRequest:
        """Return what goes over the line.

        A session of ``requests`` would look up proxies, cookies and a netrc, and take the address apart, for every call.
        """
        query = urlencode({**(request.query or {}), **(request.secret_query or {})})
        prepared = requests.PreparedRequest()
        prepared.method = request.method
        prepared.url = f"{base_url}{request.path}{'?' if query else ''}{query}"
        prepared.headers = CaseInsensitiveDict({**USUAL_HEADERS, **self._sendable(request.headers)})
        prepared.prepare_body(request.form, files=None, json=request.json)
        return prepared

    def _sendable(self, headers: Mapping[str, str]) -> Mapping[str, str]:
        """Return headers whose values HTTP can carry; ``Misconfigured`` for a key that was pasted in full width."""
        if all(value.isascii() for value in headers.values()):
            return headers
        sentence = _("A key or token for {platform} holds characters that cannot be sent: enter it anew.")
        raise Misconfigured(sentence.format(platform=self._platform))


@cache
def proxies_to(base_url: str) -> Mapping[str, str]:
    """Return what the environment says of proxies on the way to an address, read once."""
    return get_environ_proxies(base_url)


@cache
def authorities() -> str | bool:
    """Return the certificates that a firm's own proxy is trusted by, where the environment names any, else the usual ones."""
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True


def lower(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers by their names in lower case."""
    return {name.lower(): value for name, value in headers.items()}


@cache
def connections() -> HTTPAdapter:
    """Return the connections that a process keeps: so many to a host, and whoever wants one more waits for its turn.

    What lies beneath writes whole addresses into its log when it is asked to be talkative, and a token may stand in one.
    """
    logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)
    return HTTPAdapter(pool_connections=32, pool_maxsize=CONNECTIONS, pool_block=True)
