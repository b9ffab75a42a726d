"""Whether whoever filled in a form had to log in to the house: Prefect's server lets nobody in without its password."""

from functools import cache
from http import HTTPStatus

import requests
from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL

TIMEOUT = 5.0  # seconds


def logged_in() -> bool:
    """Say whether the server refuses who has no password; what cannot be seen is not taken for a login."""
    address, password = PREFECT_API_URL.value(), PREFECT_API_AUTH_STRING.value()
    return bool(address and password) and refuses_strangers(address)


@cache
def refuses_strangers(api: str) -> bool:
    """Ask the server without a password, once in a process; True when it lets nobody in."""
    try:
        with requests.Session() as session:
            session.trust_env = False  # neither a proxy nor a login of this machine's own
            answer = session.get(f"{api}/admin/version", timeout=TIMEOUT)
    except requests.RequestException:
        return False
    return answer.status_code == HTTPStatus.UNAUTHORIZED
