"""Takes every page that a pull will ask for from the sandbox, once, so that serving them again costs next to nothing."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import requests

from agency.sandbox.description import SandboxAgency
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from benchmarks.ground.invented import Scale, agency

TOKENS = "/oauth/access_token/"
WORKS = "/api/douyin/v1/video/video_list/"
WORKS_A_PAGE = 20
SERIES = tuple(f"/data/external/user/{kind}/" for kind in ("item", "fans", "like", "comment", "share", "profile"))
SPANS = (7, 15)  # days

Asked = tuple[str, str, str]
"""Path, account, and the one parameter that differs between calls: the cursor, or the span in days."""


def pages(scale: Scale) -> Mapping[Asked, bytes]:
    """Return the sandbox's own answers for all accounts, as they came over HTTP, all of one moment."""
    at = datetime.now(UTC)
    described = agency(scale, at)
    with serving(described, stands_at=at) as remote, session_of_one() as session:
        return dict(kept for open_id in scale.open_ids() for kept in _of(session, remote, described, open_id))


def session_of_one() -> requests.Session:
    """Return a session that asks no environment for proxies."""
    session = requests.Session()
    session.trust_env = False
    return session


def _of(
    session: requests.Session, remote: Remote, described: SandboxAgency, open_id: str
) -> Iterator[tuple[Asked, bytes]]:
    signed = {"access-token": _token(session, remote, described, open_id)}

    def ask(path: str, **query: str | int) -> requests.Response:
        answer = session.get(remote.base_url + path, params={"open_id": open_id, **query}, headers=signed)
        answer.raise_for_status()
        return answer

    cursor, has_more = "0", True
    while has_more:
        answer = ask(WORKS, count=WORKS_A_PAGE, cursor=cursor)
        yield (WORKS, open_id, cursor), answer.content
        page = answer.json()["data"]
        cursor, has_more = str(page["cursor"]), page["has_more"]
    for path in SERIES:
        for span in SPANS:
            yield (path, open_id, str(span)), ask(path, date_type=span).content


def _token(session: requests.Session, remote: Remote, described: SandboxAgency, open_id: str) -> str:
    form: dict[str, Any] = {
        "client_key": described.client_key,
        "client_secret": described.client_secret,
        "code": remote.code(open_id),
        "grant_type": "authorization_code",
    }
    return str(session.post(remote.base_url + TOKENS, data=form).json()["data"]["access_token"])
