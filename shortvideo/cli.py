"""The command ``shortvideo``: its verbs and their words.

The verbs that open the records become programs of their own: what they import takes seconds that others need not wait.
"""

import os
import sys
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


@app.command("import", help="Bring exports of a creator centre into the records.")
def import_verb(
    files: Annotated[list[Path], typer.Argument(help="The files as they were downloaded.")],
    account: Annotated[str, typer.Option(help="Code of the account they were downloaded for.")],
) -> None:
    """Run ``import``."""
    become("importing", account, *map(str, files))


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
