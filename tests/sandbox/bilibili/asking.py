"""Calls as the documents tell them, worded and signed apart from the client."""

import hashlib
import hmac
from itertools import count
from typing import Any

import requests

from agency.sandbox.remote import Remote
from tests.sandbox.bilibili.paper_kite import KITE, agency

TOKEN, REFRESH = "/x/account-oauth2/v1/token", "/x/account-oauth2/v1/refresh_token"
SECRET = agency().client_secret
NONCES = count()


def signed(sandbox: Remote, token: str = "", secret: str = SECRET, **told: str) -> dict[str, str]:
    """Sign as the documents tell it, apart from the client; what is ``told`` stands in the place of what is right."""
    usual = {
        "x-bili-accesskeyid": "sandbox-key",
        "x-bili-content-md5": hashlib.md5(b"", usedforsecurity=False).hexdigest(),
        "x-bili-signature-method": "HMAC-SHA256",
        "x-bili-signature-nonce": f"nonce-{next(NONCES)}",
        "x-bili-signature-version": "2.0",
        "x-bili-timestamp": str(int(sandbox.now().timestamp())),
    }
    lines = usual | {f"x-bili-{name.replace('_', '-')}": text for name, text in told.items()}
    text = "\n".join(f"{name}:{lines[name]}" for name in sorted(lines))
    authorization = hmac.new(secret.encode(), text.encode(), "sha256").hexdigest()
    return {**lines, "Authorization": authorization, "Accept": "application/json", "access-token": token}


def token_of(sandbox: Remote, open_id: str = KITE) -> str:
    return give(sandbox, TOKEN, grant_type="authorization_code", code=sandbox.code(open_id))["data"]["access_token"]


def give(sandbox: Remote, path: str, **fields: str) -> dict[str, Any]:
    form = {"client_id": "sandbox-key", "client_secret": SECRET, **fields}
    return requests.post(f"{sandbox.base_url}{path}", data=form, timeout=10).json()


def ask(sandbox: Remote, path: str, query: dict[str, str] | None = None, **headers: str) -> dict[str, Any]:
    sent = headers or signed(sandbox, token_of(sandbox))
    return requests.get(f"{sandbox.base_url}{path}", params=query, headers=sent, timeout=10).json()
