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
from config.settings import settings
from shortvideo import checks, locks
from shortvideo.demo import demo
from shortvideo.ending import finish
from shortvideo.up import up

FOR_PYTEST = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Run a short-video agency.")


@app.command("demo", help="Open a house with an invented agency and run the main job.")
def demo_verb(
    *, leave: Annotated[bool, typer.Option("--exit", help="Leave when the job is done instead of staying.")] = False
) -> None:
    """Run ``demo``."""
    demo(settings(), leave_when_done=leave)


@app.command("up", help="Open the agency's house until Ctrl-C.")
def up_verb() -> None:
    """Run ``up``."""
    up(settings())


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


@app.command("doctor", help="Say what is missing before the house can be opened.")
def doctor_verb() -> None:
    """Run ``doctor``."""
    become("doctor")


@app.command("migrate", help="Bring the records up to the tables of this version.")
def migrate_verb() -> None:
    """Run ``migrate``."""
    become("migrating")


@app.command("test", help="Run the tests; arguments go to pytest.", context_settings=FOR_PYTEST)
def test_verb(context: typer.Context) -> None:
    """Run ``test``."""
    raise typer.Exit(checks.test(context.args))


@app.command("check", help="Check style, types and the arrows between the packages.")
def check_verb() -> None:
    """Run ``check``."""
    raise typer.Exit(checks.check())


@app.command("bench", help="Run the benchmarks.")
def bench_verb(names: Annotated[list[str] | None, typer.Argument(help="Which ones; all unless named.")] = None) -> None:
    """Run ``bench``."""
    raise typer.Exit(checks.bench(names or []))


@app.command("lock", help="Write the lock files anew.")
def lock_verb(
    *, upgrade: Annotated[bool, typer.Option("--upgrade", help="Take the newest versions that fit.")] = False
) -> None:
    """Run ``lock``."""
    locks.lock(upgrade=upgrade)


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
