"""S12: the figures of every account come in from its platform, account by account, and the run says what came (I9, R12)."""

from collections.abc import Sequence
from uuid import UUID

from prefect import task
from prefect.artifacts import create_progress_artifact, create_table_artifact, update_progress_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run
from sqlalchemy import select

from agency.domain.calendar import BEIJING
from agency.domain.provenance import PULLABLE
from agency.domain.terms.accounts import ASLEEP
from agency.locale import _
from agency.records.named import by_code
from agency.records.tables import Account
from tasks.metrics.look_writing import Pulled
from tasks.metrics.pulling import Wish, pull
from tasks.metrics.shared_pace import kept_by_all
from tasks.opening import looking


def whiteboard() -> str:
    """Return what a pull's run is called."""
    return f"S12 · {task_run.parameters['code']}"


@task(name="pull-account", task_run_name=whiteboard, cache_policy=NO_CACHE, persist_result=False)
def pull_account(code: str, wish: Wish) -> Pulled:
    """Pull one account, unless that was done since the run began (S12, I9).

    Raises the ``PlatformError`` that kept it from being pulled; what a person has to do about it is on the account.
    """
    with kept_by_all():
        return pull(code, wish)


def accounts_to_pull(codes: Sequence[str]) -> list[str]:
    """Return the codes to pull: those that were named, else all accounts at work on a platform that can be pulled."""
    with looking() as session:
        if codes:
            return [by_code(session, Account, code).code for code in dict.fromkeys(codes)]
        awake = select(Account.code).where(Account.platform.in_(PULLABLE), Account.status.not_in(ASLEEP))
        return list(session.scalars(awake.order_by(Account.code)))


class Progress:
    """A bar on the run's page that grows with the accounts, by tenths: every move of it is a call to the server."""

    def __init__(self, accounts: int) -> None:
        self._accounts = accounts
        self._shown = 0
        self._bar = create_progress_artifact(
            0.0, key="pull-progress", description=_("Accounts that have been looked at.")
        )

    def reached(self, done: int) -> None:
        """Show that so many accounts are done."""
        tenths = 10 * done // self._accounts
        if tenths > self._shown and isinstance(self._bar, UUID):
            self._shown = tenths
            update_progress_artifact(self._bar, progress=10.0 * tenths)


@task(name="report-pull", cache_policy=NO_CACHE, persist_result=False)
def report_pull(pulled: Sequence[Pulled]) -> None:
    """Leave a table of the run: one row an account, with what came and why nothing did (S12)."""
    create_table_artifact(
        table=[row_of(each) for each in pulled],
        key="pull-metrics",
        description=_("What this pull brought, account by account."),
    )


def row_of(pulled: Pulled) -> dict[str, str]:
    """Return one account as a row of text."""
    return {
        _("account"): pulled.account,
        _("result"): result(pulled),
        _("works seen"): str(pulled.snapshots),
        _("new works"): str(pulled.new_works),
        _("days written"): str(pulled.days),
        _("next quota"): f"{pulled.again_at.astimezone(BEIJING):%m-%d %H:%M}" if pulled.again_at else "",
        _("to look at"): pulled.trouble or "\n".join(pulled.undecided),
    }


def result(pulled: Pulled) -> str:
    """Return in a word what came of an account."""
    if pulled.trouble:
        return _("failed")
    return _("had been pulled") if pulled.was_seen else _("pulled")
