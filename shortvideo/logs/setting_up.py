"""Gives every process of the house the same log: by Prefect's own setting where Prefect is known, by hand elsewhere."""

import logging
import os
from pathlib import Path

from config.settings import Settings, SettingsError, settings
from shortvideo.logs.lines import JsonLines, TextLines
from shortvideo.logs.masking import WithoutSecrets, masking, secrets_of

PREFECTS = Path(__file__).with_name("prefect.yml")
OURS = ("agency", "flows", "shortvideo", "tasks")


def for_logging() -> dict[str, str]:
    """Return what children are told, so that Prefect logs as everything else does.

    What our own modules say in a run stands beside the run; outside of one it has no place there, and is no mistake.
    """
    return {
        "PREFECT_LOGGING_SETTINGS_PATH": str(PREFECTS),
        "PREFECT_LOGGING_EXTRA_LOGGERS": ",".join(OURS),
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
        "PREFECT_LOGGING_COLORS": "false",
    }


def set_up_logs() -> None:
    """Let this process log to its standard error; one whose log was set up before, by Prefect or a test, is left alone."""
    root = logging.getLogger()
    if root.handlers:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(lines())
    handler.addFilter(without_secrets())
    root.addHandler(handler)


def lines() -> logging.Formatter:
    """Return the form of a line that the settings name; text where they cannot be read, which is told elsewhere."""
    chosen = readable_settings()
    return JsonLines() if chosen and chosen.log_format == "json" else TextLines()


def without_secrets() -> logging.Filter:
    """Return the filter that takes out every secret of this process."""
    chosen = readable_settings()
    return WithoutSecrets(masking(secrets_of(chosen, os.environ) if chosen else frozenset()))


def readable_settings() -> Settings | None:
    """Return the settings, None where they are wrong: a log must not be what a program fails for."""
    try:
        return settings()
    except SettingsError:
        return None
