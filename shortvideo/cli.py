"""The command ``shortvideo``: its verbs and their words.

The verbs that open the records become programs of their own: what they import takes seconds that others need not wait.
"""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from typer.core import TyperArgument, TyperGroup, TyperOption

from agency.locale import _
from config.settings import PREFIX, settings
from shortvideo.demo import demo
from shortvideo.ending import finish
from shortvideo.house.workers import with_workers
from shortvideo.up import up
from shortvideo.working import work
from shortvideo.workshop import workshop

Workers = Annotated[int | None, typer.Option(min=1, max=16, help="Worker processes; as the settings say unless told.")]

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Run a short-video agency.")


@app.command("demo", help="Open a house with an invented agency and run the main job.")
def demo_verb(
    *, leave: Annotated[bool, typer.Option("--exit", help="Leave when the job is done instead of staying.")] = False
) -> None:
    """Run ``demo``."""
    demo(settings(), leave_when_done=leave)


@app.command("up", help="Open the agency's house until Ctrl-C.")
def up_verb(workers: Workers = None) -> None:
    """Run ``up``."""
    up(with_workers(settings(), workers))


@app.command("work", help="Work for a house that is open on another machine, until Ctrl-C.")
def work_verb(workers: Workers = None) -> None:
    """Run ``work``."""
    work(with_workers(settings(), workers))


@app.command("register", help="Bring your clients, people, projects and accounts into the records.")
def register_verb(
    file: Annotated[Path, typer.Argument(help="The register, written like config/register.example.toml.")],
) -> None:
    """Run ``register``."""
    become("registering", str(file))


@app.command("import", help="Bring exports of a creator centre, or the six tables given back, into the records.")
def import_verb(
    files: Annotated[list[Path], typer.Argument(help="The files as they were downloaded, or folders of them.")],
    account: Annotated[
        str, typer.Option(help="Code of the account they were downloaded for; else what is on record tells it.")
    ] = "",
    by: Annotated[str, typer.Option(help="Code of the person who gives the six tables back.")] = "",
    *,
    preview: Annotated[
        bool, typer.Option("--preview", help="Show what would come of them, and write nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write at once, without asking at a terminal.")] = False,
) -> None:
    """Run ``import``."""
    asks = sys.stdin.isatty() and sys.stdout.isatty() and not yes
    become("importing", "preview" if preview else "ask" if asks else "write", account, by, *map(str, files))


@app.command("tables", help="Write the six tables as one workbook.")
def tables_verb(
    project: Annotated[str, typer.Option(help="Code of the project; the whole house unless told.")] = "",
    to: Annotated[Path | None, typer.Option(help="The file to write; else it is kept with the other files.")] = None,
) -> None:
    """Run ``tables``."""
    become("tabling", project, str(to or ""))


@app.command("authorise", help="Let an account's owner agree that its figures are read.")
def authorise_verb(account: Annotated[str, typer.Argument(help="Code of the account.")]) -> None:
    """Run ``authorise``."""
    become("authorising", account)


@app.command("connect-group", help="Enter the webhook of a group's bot, which is kept sealed, and try it.")
def connect_group_verb(group: Annotated[str, typer.Argument(help="Code of the group.")]) -> None:
    """Run ``connect-group``."""
    become("connecting", group)


@app.command("password", help="Give the house a password, without which nobody comes in.")
def password_verb() -> None:
    """Run ``password``."""
    become("password")


@app.command("enrol", help="Give a person one-time codes, by which gates know that it is really them.")
def enrol_verb(
    person: Annotated[str, typer.Argument(help="Code or name of the person.")],
    svg: Annotated[Path | None, typer.Option(help="Show the QR code in this file instead of the terminal.")] = None,
    *,
    again: Annotated[bool, typer.Option("--again", help="Put new codes in the place of those before.")] = False,
    away: Annotated[bool, typer.Option("--away", help="Take the codes away: the telephone is lost.")] = False,
) -> None:
    """Run ``enrol``."""
    become("enrolling", person, "away" if away else "again" if again else "first", str(svg or ""))


@app.command("replay", help="Read kept answers of the platforms again, and correct what was read wrongly.")
def replay_verb(
    accounts: Annotated[list[str] | None, typer.Argument(help="Codes of the accounts; all unless named.")] = None,
    *,
    since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="First day of the looks, like 2026-11-01.")],
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of the looks; today unless told.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Write the corrections instead of only telling them.")] = False,
) -> None:
    """Run ``replay``."""
    days = [f"{day:%Y-%m-%d}" if day else "" for day in (since, until)]
    become("replaying", *days, "write" if write else "tell", *(accounts or []))


@app.command("verify", help="Look along the ledger of the gates, and say whether anything in it was tampered with.")
def verify_verb(
    noted: Annotated[
        list[str] | None, typer.Option(help="An end of the ledger that was written down elsewhere, as number:hash.")
    ] = None,
) -> None:
    """Run ``verify``."""
    become("verifying", *(noted or []))


@app.command("ledger", help="Write the ledger of the gates for an auditor, with the hashes and how to check them.")
def ledger_verb(to: Annotated[Path, typer.Option(help="The file to write, .xlsx or .csv.")]) -> None:
    """Run ``ledger``."""
    become("ledger_export", str(to))


@app.command(
    "backup", help="Put the records, Prefect's tables and the files into one archive, also while the house is open."
)
def backup_verb(
    to: Annotated[Path | None, typer.Option(help="Folder to write it to; backups_directory unless told.")] = None,
    *,
    with_keys: Annotated[
        bool, typer.Option("--with-keys", help="Put the keys in as well: whoever has the archive has everything.")
    ] = False,
) -> None:
    """Run ``backup``."""
    become("backing_up", str(to or ""), "with-keys" if with_keys else "")


@app.command("restore", help="Bring a backup back, on this or another kind of database, while the house is closed.")
def restore_verb(
    file: Annotated[Path, typer.Argument(help="The archive that was taken by backup.")],
    into: Annotated[
        Path | None, typer.Option(help="The home to restore into; that of the settings unless told.")
    ] = None,
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of what is there, which is kept beside.")
    ] = False,
) -> None:
    """Run ``restore``."""
    if into:
        os.environ[f"{PREFIX}HOME"] = str(into.resolve())
    become("restoring", str(file), "replace" if replace else "new")


@app.command(
    "forget-person", help="Forget how a person who has left can be reached; the name stays on what was decided."
)
def forget_person_verb(person: Annotated[str, typer.Argument(help="Code of the person.")]) -> None:
    """Run ``forget-person``."""
    become("forgetting", person)


@app.command("doctor", help="Say what is missing before the house can be opened.")
def doctor_verb() -> None:
    """Run ``doctor``."""
    become("doctor")


@app.command("migrate", help="Bring the records up to the tables of this version.")
def migrate_verb() -> None:
    """Run ``migrate``."""
    become("migrating")


app.add_typer(workshop)


def main() -> NoReturn:
    """Run the command line in the reader's language."""
    finish(command_line)


def command_line() -> None:
    """Read the command line and run its verb."""
    translated(typer.main.get_group(app))()


def become(module: str, *arguments: str) -> NoReturn:
    """Go on as the program of another verb."""
    command = [sys.executable, "-m", f"shortvideo.{module}", *arguments]
    os.execv(sys.executable, command)  # noqa: S606 - no shell is wanted


def translated(group: TyperGroup) -> TyperGroup:
    """Put the help of every verb into the reader's language; done here, because at import nothing may be read."""
    for command in (group, *group.commands.values()):
        command.help = command.help and _(command.help)
        for parameter in command.params:
            if isinstance(parameter, TyperOption | TyperArgument):
                parameter.help = parameter.help and _(parameter.help)
    return group
