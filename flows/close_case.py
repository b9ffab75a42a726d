"""The flow ``close-case``: a person says what a negative comment is and what was done about it by hand (C3, R21)."""

from typing import Annotated, Any

from prefect import State, flow
from prefect.runtime import flow_run
from prefect.states import Completed

from agency.locale import _
from flows.carrying import carry
from flows.explained import Explained
from flows.put_back import put_back
from flows.starting import start
from tasks.comments.case_closing import case_called, closing_of, see_to_case
from tasks.comments.case_shown import show_cases
from tasks.comments.rounds import cases_without_run


def whiteboard() -> str:
    """Return the run's name until it asks, and once it has ended."""
    case = str(flow_run.parameters.get("case", ""))
    return case_called(case) or _("C3 · negative comment {case}").format(case=case[-8:])


@flow(name="close-case", flow_run_name=whiteboard, persist_result=False)
@put_back
def close_case(
    case: Annotated[str, Explained(_("Case"), _("Number of the case; a run is started by itself for every new one."))],
) -> State[Any]:
    """Ask about one case until it is closed (C3); nothing is answered, hidden or deleted by the software."""
    see_to_case(case)  # puts the question into the inbox, so that the page leads to this run while it waits
    show_cases()
    stopped = carry(case, [see_to_case])
    show_cases()
    return stopped or Completed(message=closing_of(case))


def start_cases() -> int:
    """Start a run for every open case that has none, each once, and return how many those are."""
    waiting = cases_without_run()
    for one in waiting:
        start(
            "close-case",
            once=f"case-{one.id}",
            name=_("C3 · {account} · negative comment ({severity})").format(account=one.account, severity=one.severity),
            tags=["C3", one.account],
            case=one.id,
        )
    return len(waiting)
