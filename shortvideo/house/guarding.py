"""Who is let into the house: where Prefect's server listens, the password it asks for, and whose pages may speak with it.

The password is in no setting, no argument and no log: it goes from a file or the environment into the environment of
the processes.
"""

import os
from ipaddress import ip_address
from pathlib import Path

from agency.errors import Misconfigured
from agency.locale import _
from agency.records.sealing import key_of
from config.settings import PASSWORD, Settings
from shortvideo.house.places import server, ui

NAME = "agency"
SHORTEST_PASSWORD = 12
LOGIN = "PREFECT_API_AUTH_STRING"


def is_open_to_others(host: str) -> bool:
    """Say whether other machines reach what listens here; a name counts as reached unless it is ``localhost``."""
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


def demand_guard(chosen: Settings) -> None:
    """Raise ``Misconfigured`` when others could come in without a password, or when the password is none."""
    if password_of(chosen) is None and is_open_to_others(chosen.host):
        sentence = _("Others reach the house at {host}, and it has no password: run “{command}” first.")
        raise Misconfigured(sentence.format(host=chosen.host, command="python3 run.py password"))


def password_of(chosen: Settings) -> str | None:
    """Return the house's password, None while it has none.

    ``Misconfigured`` for a file that others may read, and for what cannot be a password; what was given is never told.
    """
    if given := os.environ.get(PASSWORD):
        return checked(given, PASSWORD)
    file = password_file(chosen)
    return checked(key_of(file).strip(), str(file)) if file.exists() else None


def password_file(chosen: Settings) -> Path:
    """Return the file of the password, which never leaves its home."""
    return chosen.home / "password"


def checked(password: str, place: str) -> str:
    """Return a password; raise ``Misconfigured`` for one that is too short, or that a browser would spell otherwise."""
    if len(password) < SHORTEST_PASSWORD or not (password.isascii() and password.isprintable()) or " " in password:
        sentence = _("{place} holds no password: {least} Latin letters, digits and signs at least, without blanks.")
        raise Misconfigured(sentence.format(place=place, least=SHORTEST_PASSWORD))
    return password


def login(chosen: Settings) -> str | None:
    """Return what is typed into the login of Prefect's pages, and what every program tells its server; None for none."""
    password = password_of(chosen)
    return None if password is None else f"{NAME}:{password}"


def log_in(chosen: Settings) -> None:
    """Let this very process speak with the house's server."""
    if (told := login(chosen)) is not None:
        os.environ[LOGIN] = told


def for_its_clients(chosen: Settings) -> dict[str, str]:
    """Return what every program that speaks with Prefect's server is told to be let in.

    With a password no program asks for a token beside it, which spares each of them a request.
    """
    told = login(chosen)
    return {} if told is None else {LOGIN: told, "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "false"}


def for_its_door(chosen: Settings) -> dict[str, str]:
    """Return what Prefect's server is told of those who come: where it listens, the password, whose pages may ask it.

    A browser sends no password of the house's by itself, so a stranger's page in it can do nothing. Without a password
    such a page could answer a gate with a blind request: those who change something have to fetch a token first.
    """
    told = login(chosen)
    return {
        "PREFECT_SERVER_API_HOST": chosen.host,
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": ",".join(own_pages(chosen)),
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true" if told is None else "false",
        **({} if told is None else {"PREFECT_SERVER_API_AUTH_STRING": told}),
    }


def own_pages(chosen: Settings) -> list[str]:
    """Return where the house's own pages are opened; other pages in a reader's browser get nothing out of its server."""
    by_name = [] if is_open_to_others(chosen.host) else [f"http://localhost:{chosen.prefect_port}"]
    return list(dict.fromkeys([ui(chosen), server(chosen), *by_name]))
