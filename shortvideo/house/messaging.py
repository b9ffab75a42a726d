"""How the processes of Prefect's server speak with one another: inside one process, or through Redis.

With Redis the services (the scheduler, late runs, automations …) are a process of their own, and any number of
processes answers for the API. The scheduler's turns lie in Redis too, so that a second process of services takes none
of them twice.
"""

from urllib.parse import urlsplit

from agency.errors import Misconfigured
from agency.locale import _
from config.settings import PREFIX, Settings

POSTGRESQL = "postgresql"
OVER_REDIS = {
    "PREFECT_MESSAGING_BROKER": "prefect_redis.messaging",
    "PREFECT_MESSAGING_CACHE": "prefect_redis.messaging",
    "PREFECT_SERVER_EVENTS_CAUSAL_ORDERING": "prefect_redis.ordering",
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect_redis.lease_storage",
}


def for_messaging(chosen: Settings) -> dict[str, str]:
    """Return what Prefect's server is told on messages; nothing where they stay inside one process."""
    if not chosen.redis_url:
        return {}
    return {
        **OVER_REDIS,
        "PREFECT_REDIS_MESSAGING_URL": chosen.redis_url,
        "PREFECT_SERVER_DOCKET_URL": chosen.redis_url,
        "PREFECT_SERVER_DATABASE_MIGRATE_ON_START": "false",  # a job of its own does both (tasks/server/tables.py)
        "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
        "PREFECT__SERVER_WEBSERVER_ONLY": "1",  # what is started without the command is told by these two
        "PREFECT__SERVER_FINAL": "1",
    }


def demand_messaging(chosen: Settings) -> None:
    """Raise ``Misconfigured`` where several processes are wanted and could not work together."""
    if chosen.server_processes > 1 and not chosen.redis_url:
        sentence = _("server_processes is {count}, and several need a Redis between them: set {variable}.")
        raise Misconfigured(sentence.format(count=chosen.server_processes, variable=f"{PREFIX}REDIS_URL"))
    if chosen.redis_url and not is_postgresql(chosen.prefect_database_url):
        sentence = _("With a Redis Prefect's server is several processes, and they need a PostgreSQL: set {variable}.")
        raise Misconfigured(sentence.format(variable=f"{PREFIX}PREFECT_DATABASE_URL"))


def services_are_apart(chosen: Settings) -> bool:
    """Say whether the server's services are a process of their own."""
    return bool(chosen.redis_url)


def is_postgresql(url: str) -> bool:
    """Say whether an address is that of a PostgreSQL, whatever driver it names."""
    return urlsplit(url).scheme.partition("+")[0] == POSTGRESQL
