"""What may stand where a setting asks for an address or a time zone; each check returns what is kept, or says what is wrong."""

from urllib.parse import urlsplit
from zoneinfo import available_timezones


def known_zone(name: str) -> str:
    """Return the name of a time zone; raise ``ValueError`` for one that does not exist."""
    if name not in available_timezones():
        raise ValueError(f"there is no time zone {name!r}")
    return name


def http_address(address: str) -> str:
    """Return an address without a slash at its end; raise ``ValueError`` for one that is not of http."""
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
        raise ValueError(f"{address!r} is no address like http://files.example")
    return address.rstrip("/")


def redis_address(address: str) -> str:
    """Return the address of a Redis; raise ``ValueError`` for one that is not of ``redis://`` or ``rediss://``."""
    parts = urlsplit(address)
    if address and (parts.scheme not in ("redis", "rediss") or not parts.hostname):
        raise ValueError("it is no address like redis://redis.example:6379/0")
    return address


def store_address(address: str) -> str:
    """Return the address of a store of files without a slash at its end; raise ``ValueError`` for one with a password."""
    parts = urlsplit(address)
    if address and not (parts.scheme and (parts.netloc or parts.path)):
        raise ValueError("it is no address like s3://bucket/agency or file:///srv/share/agency")
    if "@" in parts.netloc:
        raise ValueError("the keys to the store belong into the environment")
    return address.rstrip("/")
