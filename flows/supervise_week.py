"""The flow ``supervise-week``: a week's table of who was late where, rule by rule, for the leads (C3, C4)."""

from typing import Annotated, Any

from prefect import State, flow
from prefect.states import Completed
from pydantic import Field

from agency.locale import _
from flows.explained import Explained
from flows.put_back import put_back
from flows.week import WEEK_PATTERN
from flows.whiteboard import at_this_moment
from tasks.operations.supervision import supervise_now, weeks_to_supervise


@flow(
    name="supervise-week", flow_run_name=at_this_moment(lambda: _("C4 · the week looked back on")), persist_result=False
)
@put_back
def supervise_week(
    week: Annotated[
        str,
        Field(pattern=WEEK_PATTERN),
        Explained(_("Week"), _("ISO week like 2026-W47; empty: the last one, once its day has come.")),
    ] = "",
) -> State[Any]:
    """Look back on the weeks that are due: on Monday, or on the first working day after a holiday (C3, C4)."""
    done = [supervise_now(each) for each in weeks_to_supervise(week)]
    return Completed(message="\n".join(done) or _("No week is to be looked back on today."))
