"""The machine and its settings: folder, disk, packages, bots, and who is asked last."""

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path

from agency.domain.finding import Finding, rule, warning
from agency.domain.terms.sharing import ChatChannel
from agency.errors import BadInput, Misconfigured
from agency.locale import _
from agency.notices.hooks import checked_address
from config.layouts import LAYOUTS_FILE, read_layouts
from config.mail import MailSettings
from config.settings import ANY_ADDRESS, LINK_KEY, ChatGroup, Settings, SettingsError
from shortvideo.house.places import folders, prepare_home
from tasks.files.downloads import key_file, link_key

PROJECT = "shortvideo"
PINNED = re.compile(r"^([\w.-]+)(?:\[[^]]*\])?==([\w.]+)$")
GIGABYTE = 1024**3
DISK_LEAST = GIGABYTE
DISK_WISHED = 5 * GIGABYTE


@rule
def home_findings(chosen: Settings) -> Iterator[Finding]:
    """The home is a folder in which this machine lets us write."""
    try:
        prepare_home(chosen)
    except Misconfigured as error:
        yield Finding("home-not-writable", str(error))
        return
    for folder in folders(chosen):
        if not os.access(folder, os.W_OK | os.X_OK):
            sentence = _("{folder} belongs to somebody else: give this user the right to write there.")
            yield Finding("home-not-writable", sentence.format(folder=folder))


def disk_findings_of(chosen: Settings) -> Sequence[Finding]:
    """Return what there is to say of the disk that the home lies on; nothing while there is no home."""
    return disk_findings(shutil.disk_usage(chosen.home).free) if chosen.home.exists() else ()


@rule
def disk_findings(free_bytes: int) -> Iterator[Finding]:
    """There is room for the records of months; under a gigabyte a database may stop in the middle of a day."""
    sentence = _("Only {free:.1f} GB of the disk are free: make room, or choose another home in config/agency.toml.")
    told = sentence.format(free=free_bytes / GIGABYTE)
    if free_bytes < DISK_LEAST:
        yield Finding("disk-full", told)
    elif free_bytes < DISK_WISHED:
        yield warning("disk-nearly-full", told)


@rule
def layout_findings(file: Path = LAYOUTS_FILE) -> Iterator[Finding]:
    """The layouts that a lead has written down can be read, so that no import fails for a slip in them."""
    try:
        read_layouts(file)
    except SettingsError as error:
        yield Finding("layouts-wrong", str(error))


def pinned_packages() -> dict[str, str]:
    """Return the packages whose very version this project was tested with."""
    required = (PINNED.match(line) for line in metadata.requires(PROJECT) or ())
    return {one[1]: one[2] for one in required if one}


def installed_packages(names: Sequence[str]) -> dict[str, str]:
    """Return the versions of those packages that are installed."""
    found = {}
    for name in names:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


@rule
def version_findings(wanted: Mapping[str, str], installed: Mapping[str, str]) -> Iterator[Finding]:
    """What is pinned is installed in that version: gates were tried on one Prefect, and another may suspend otherwise."""
    for name, version in wanted.items():
        if installed.get(name) != version:
            sentence = _("{name} {installed} is installed, {wanted} is wanted: delete .venv and start run.py again.")
            told = sentence.format(name=name, installed=installed.get(name, "-"), wanted=version)
            yield Finding("wrong-version", told)


@rule
def bot_findings(groups: Sequence[ChatGroup], environment: Mapping[str, str]) -> Iterator[Finding]:
    """Every group of the settings has the address of its bot, one of its channel, and its signing secret where it signs."""
    for group in groups:
        for variable in filter(None, (group.url_env, group.secret_env)):
            if not environment.get(variable):
                sentence = _("The group {group} cannot be reached: the variable {variable} is not set.")
                yield Finding("bot-without-address", sentence.format(group=group.code, variable=variable))
        if address := environment.get(group.url_env):
            try:
                checked_address(ChatChannel(group.channel), address)
            except BadInput as wrong:
                yield Finding("bot-address-wrong", f"{group.url_env}: {wrong}")


@rule
def mail_findings(chosen: MailSettings, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Who signs in at the mail server has a password."""
    if chosen.host and chosen.user and chosen.password(environment) is None:
        sentence = _("The password of the mail server is missing: set the environment variable {variable}.")
        yield Finding("mail-without-password", sentence.format(variable=chosen.password_env))


@rule
def link_findings(chosen: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Links to files lead to this house from wherever they are opened, and are signed with a key of nobody else's."""
    if chosen.files_host in ANY_ADDRESS and not chosen.files_address:
        sentence = _("Files are offered to other machines, but links to them lead to {url}: set files_address.")
        yield warning("links-lead-here", sentence.format(url=chosen.files_url))
    if environment.get(LINK_KEY) or key_file(chosen).exists():
        try:
            link_key(chosen)
        except Misconfigured as error:
            yield Finding("link-key-unfit", str(error))


@rule
def escalation_findings(chosen: Settings) -> Iterator[Finding]:
    """Somebody is named for what stays unanswered (I11)."""
    if not chosen.escalation_owner:
        sentence = _("Nobody is named for questions that stay unanswered: set escalation_owner in config/agency.toml.")
        yield Finding("nobody-to-escalate-to", sentence)
