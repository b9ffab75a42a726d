"""This agency's settings: ``agency.toml`` beside this file, and the environment (``SHORTVIDEO_…``) above it.

Secrets are never here: a setting names the environment variable that holds one.
"""

import json
import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadableVariable

from config import own_database
from config.addresses import http_address, known_zone, redis_address, store_address
from config.mail import MailSettings
from config.platforms import Platforms
from config.policy import Policy

CHECKOUT = Path(__file__).resolve().parent.parent
SETTINGS_FILE = Path(__file__).with_name("agency.toml")
PREFIX = "SHORTVIDEO_"
SEALING_KEY = f"{PREFIX}SEALING_KEY"  # holds a key, so it is read where the tokens are opened and is no setting
LINK_KEY = f"{PREFIX}LINK_KEY"  # likewise, where the links to files are signed
PASSWORD = f"{PREFIX}PASSWORD"  # likewise, where those who come in are asked for it
ANY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - named, to be told from an address that others can open


class SettingsError(ValueError):
    """A setting is unknown or wrong; the message is one sentence with the key, and the file or variable it is in."""


def from_checkout(path: Path) -> Path:
    """Return an absolute path; a relative one is meant from the checkout, wherever the command was given."""
    return (CHECKOUT / path.expanduser()).resolve()


def http_url(host: str, port: int) -> str:
    """Return the address at which this machine finds what listens there; what listens everywhere is found on it itself."""
    found = "127.0.0.1" if host in ANY_ADDRESS else host
    return f"http://{f'[{found}]' if ':' in found else found}:{port}"


Folder = Annotated[Path, AfterValidator(from_checkout)]
Port = Annotated[int, Field(ge=1, le=65535)]


class ChatGroup(BaseModel):
    """A chat group told things through its bot; the bot's address is a secret, so only its variable is named."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(min_length=1, description="the name by which the records and the logs speak of the group")
    channel: Literal["feishu", "dingtalk", "wecom"] = Field(description="whose bot it is")
    url_env: str = Field(min_length=1, description="environment variable with the bot's webhook address")
    secret_env: str = Field(default="", description="environment variable with the bot's signing secret, if it signs")

    def webhook(self, environment: Mapping[str, str] = os.environ) -> SecretStr | None:
        """Return the bot's address, None while its variable is not set."""
        address = environment.get(self.url_env)
        return SecretStr(address) if address else None

    def secret(self, environment: Mapping[str, str] = os.environ) -> SecretStr | None:
        """Return the key the bot signs with, None where it does not, or while its variable is not set."""
        key = environment.get(self.secret_env) if self.secret_env else None
        return SecretStr(key) if key else None


class Settings(BaseSettings):
    """What one agency chose. Frozen: a setting is changed in the file, and read at the next start."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True)

    home: Folder = Field(default=Path("var"), validate_default=True, description="folder of everything that is written")
    database: own_database.Kind = Field(
        default="postgresql", description="database that a new home gets of its own; a home that has one keeps it"
    )
    records_url: str = Field(
        default_factory=own_database.of_home(own_database.records_address),
        repr=False,  # it may hold a password
        description="SQLAlchemy address of the records; the home's own database unless given",
    )
    inbox_directory: Folder = Field(
        default_factory=lambda known: known["home"] / "inbox" if "home" in known else Path(),
        description="folder whose files are imported by themselves",
    )
    files_directory: Folder = Field(
        default_factory=lambda known: known["home"] / "material" if "home" in known else Path(),
        description="folder of the files that are offered over http",
    )
    files_store: Annotated[str, AfterValidator(store_address)] = Field(
        default="",
        description="fsspec address of a store that every machine reaches; the files' folder alone unless given",
    )
    backups_directory: Folder = Field(
        default_factory=lambda known: known["home"] / "backups" if "home" in known else Path(),
        description="folder of the nightly backups; best on another disk",
    )
    language: Literal["zh_CN", "en"] = Field(default="zh_CN", description="language of everything a person reads")
    time_zone: Annotated[str, AfterValidator(known_zone)] = Field(
        default="Asia/Shanghai", description="zone whose days the agency works by"
    )
    host: str = Field(
        default="127.0.0.1", min_length=1, description="address that the Prefect UI and API are served on"
    )
    prefect_port: Port = Field(default=4200, description="port of the Prefect UI and API")
    prefect_database_url: str = Field(
        default_factory=own_database.of_home(own_database.prefect_address),
        repr=False,  # it may hold a password
        description="PostgreSQL address for Prefect's own tables; the home's own database unless given",
    )
    prefect_address: Annotated[str, AfterValidator(http_address)] = Field(
        default="", description="http address of the Prefect server, where another machine has it"
    )
    pages_address: Annotated[str, AfterValidator(http_address)] = Field(
        default="", description="http address at which people open the Prefect UI, where that is another"
    )
    server_processes: int = Field(default=1, ge=1, le=16, description="processes that answer for the Prefect API")
    redis_url: Annotated[str, AfterValidator(redis_address)] = Field(
        default="",
        repr=False,  # it may hold a password
        description="Redis that carries the messages between the Prefect server's processes; in one process unless given",
    )
    workers: int = Field(default=1, ge=1, le=16, description="worker processes that are started on this machine")
    worker_limit: int = Field(default=4, ge=1, le=100, description="flow runs that may work at the same moment")
    sandbox_port: Port = Field(default=4280, description="port of the local sandbox that the demo pulls from")
    files_host: str = Field(default="127.0.0.1", min_length=1, description="address that the files are served on")
    files_port: Port = Field(default=4290, description="port that the files are served on")
    files_address: Annotated[str, AfterValidator(http_address)] = Field(
        default="", description="http address in front of the files, where a proxy stands before them"
    )
    monitor_host: str = Field(
        default="127.0.0.1", min_length=1, description="address of the health page and the metrics"
    )
    monitor_port: Port = Field(default=4295, description="port of the health page and the metrics")
    log_format: Literal["text", "json"] = Field(default="text", description="form of a line in every log")
    log_megabytes: int = Field(
        default=50, ge=1, le=10_000, description="size at which a log is put aside, in megabytes"
    )
    link_days: int = Field(default=7, ge=1, le=90, description="days for which a link to a file can be opened")
    platforms: Platforms = Field(default_factory=Platforms, description="the agency's applications at the platforms")
    escalation_owner: str = Field(default="", description="code of the person whom unanswered questions go to last")
    groups: tuple[ChatGroup, ...] = Field(default=(), description="chat groups that are told things through a bot")
    mail: MailSettings = Field(default_factory=MailSettings, description="the server that takes the agency's letters")
    policy: Policy = Field(default_factory=Policy, description="the numbers of the process that a lead may change")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment stand above what the file says."""
        return env_settings, init_settings

    @property
    def prefect_home(self) -> Path:
        """The folder Prefect keeps its profile and its SQLite database in."""
        return self.home / "prefect"

    @property
    def logs(self) -> Path:
        """The folder with one log for each process that was started."""
        return self.home / "logs"

    @property
    def files_served_at(self) -> str:
        """The address at which this machine finds the files it serves."""
        return http_url(self.files_host, self.files_port)

    @property
    def files_url(self) -> str:
        """The address that links to files begin with, without a slash at its end."""
        return self.files_address or self.files_served_at

    @property
    def monitor_url(self) -> str:
        """The address at which this machine finds the health page and the metrics."""
        return http_url(self.monitor_host, self.monitor_port)

    def environment(self) -> dict[str, str]:
        """Return these settings as variables, so that a child process reads the same ones; policy stays in the file."""
        values = self.model_dump(mode="json", exclude={"policy"})
        return {
            PREFIX + name.upper(): value if isinstance(value, str) else json.dumps(value)
            for name, value in values.items()
        }


def read_settings(file: Path) -> Settings:
    """Read the settings of a file with the environment above it.

    Raise ``SettingsError`` for a file that cannot be read, a key or a ``SHORTVIDEO_`` variable nobody knows (a typing
    slip must not pass for a choice), and a value that is out of bounds.
    """
    try:
        chosen: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        read = Settings(**chosen)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file.name} cannot be read: {error}") from error
    except ValidationError as error:
        raise SettingsError("; ".join(complaint(detail, file) for detail in error.errors())) from None
    except UnreadableVariable as error:
        raise SettingsError(f"the environment is wrong: {error}") from None
    refuse_unknown_variables(read)
    return read


def complaint(detail: ErrorDetails, file: Path) -> str:
    """Return one sentence on one wrong setting; the value is left out, because it may hold a password."""
    key = ".".join(str(part) for part in detail["loc"])
    variable = PREFIX + str(detail["loc"][0]).upper()
    place = variable if variable in os.environ else file.name
    if detail["type"] == "extra_forbidden":
        return f"{place}: there is no setting {key!r}"
    return f"{place}: {key!r} is wrong: {detail['msg'].removeprefix('Value error, ')}"


def refuse_unknown_variables(read: Settings) -> None:
    """Raise ``SettingsError`` for a variable with our prefix that is neither a setting nor a secret that one names."""
    known = {SEALING_KEY, LINK_KEY, PASSWORD, *(PREFIX + name.upper() for name in Settings.model_fields)}
    named = {name for group in read.groups for name in (group.url_env, group.secret_env)}
    named |= {application.secret_env for application in read.platforms.by_code.values()} | {read.mail.password_env}
    if unknown := sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known | named):
        raise SettingsError(f"the environment sets {', '.join(unknown)}, and there is no such setting")


@cache
def settings() -> Settings:
    """Return this agency's settings, read once; raise ``SettingsError`` as ``read_settings`` does."""
    return read_settings(SETTINGS_FILE)
