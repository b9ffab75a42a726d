"""The flow ``digest-ideas``: last week's ideas on one page, for the group and for the week's topic meetings (C5, C6)."""

from typing import Annotated, Any

from prefect import State, flow
from prefect.states import Completed
from pydantic import Field

from agency.locale import _
from flows.explained import Explained
from flows.put_back import put_back
from flows.week import WEEK_PATTERN
from flows.whiteboard import at_this_moment
from tasks.topics.ideas_digest import digest_ideas_of, weeks_to_digest


@flow(name="digest-ideas", flow_run_name=at_this_moment(lambda: _("C5 · ideas of the week")), persist_result=False)
@put_back
def digest_ideas(
    week: Annotated[
        str,
        Field(pattern=WEEK_PATTERN),
        Explained(_("Week"), _("ISO week like 2026-W47; empty: those that are due today.")),
    ] = "",
) -> State[Any]:
    """Put together the ideas of the weeks that are due: on Monday, or on the first working day after a holiday (C5)."""
    done = [digest_ideas_of(each) for each in weeks_to_digest(week)]
    return Completed(message="\n".join(done) or _("No week's ideas are due today."))
