"""The verbs of those who change this code: tests, checks, benchmarks, and the locks."""

from typing import Annotated

import typer

from shortvideo import checks, locks

FOR_PYTEST = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}

workshop = typer.Typer()


@workshop.command("test", help="Run the tests; arguments go to pytest.", context_settings=FOR_PYTEST)
def test_verb(context: typer.Context) -> None:
    """Run ``test``."""
    raise typer.Exit(checks.test(context.args))


@workshop.command(
    "soak",
    help="Run the slow tests and those that search for faults; arguments go to pytest.",
    context_settings=FOR_PYTEST,
)
def soak_verb(
    context: typer.Context,
    minutes: Annotated[int, typer.Option(min=1, help="After so many minutes no further test is begun.")] = 30,
) -> None:
    """Run ``soak``."""
    raise typer.Exit(checks.soak(context.args, minutes))


@workshop.command("check", help="Check style, types and the arrows between the packages.")
def check_verb() -> None:
    """Run ``check``."""
    raise typer.Exit(checks.check())


@workshop.command("bench", help="Run the benchmarks.")
def bench_verb(names: Annotated[list[str] | None, typer.Argument(help="Which ones; all unless named.")] = None) -> None:
    """Run ``bench``."""
    raise typer.Exit(checks.bench(names or []))


@workshop.command("lock", help="Write the lock files anew.")
def lock_verb(
    *, upgrade: Annotated[bool, typer.Option("--upgrade", help="Take the newest versions that fit.")] = False
) -> None:
    """Run ``lock``."""
    locks.lock(upgrade=upgrade)
