"""The flow ``tidy-up``: every night what was kept for a time only goes, as the policy says."""

from typing import Any

from prefect import State, flow
from prefect.states import Completed

from agency.domain.terms.retention import Passing
from agency.locale import _
from flows.whiteboard import at_this_moment
from tasks.tidying import show_tidied, tidy_up_one


@flow(name="tidy-up", flow_run_name=at_this_moment(lambda: _("Old data is tidied up")), persist_result=False)
def tidy_up() -> State[Any]:
    """Throw away what is over, kind by kind; killed at any point, the next run does the rest."""
    return Completed(message=show_tidied([tidy_up_one(what) for what in Passing]))
