"""The flow ``move-shoot``: a shoot moves with all that hangs on it, once a person has seen what that is (S9, S3, I5)."""

from typing import Annotated, Any

from prefect import State, flow
from prefect.runtime import flow_run
from prefect.states import Cancelled, Completed
from pydantic import Field

from agency.locale import _
from flows.carrying import ask
from flows.explained import Explained
from flows.put_back import put_back
from tasks.gate.questions import Stopped
from tasks.messages.sending import send_now
from tasks.shoots.moving_asked import Wish, confirm_move, preview_move

DAY_PATTERN = r"^\d{4}-\d{2}-\d{2}$"


def whiteboard() -> str:
    """Return the run's name until it asks its question."""
    return _("S9 · move {code} to {new_day}").format(**flow_run.parameters)


@flow(name="move-shoot", flow_run_name=whiteboard, persist_result=False)
@put_back
def move_shoot(
    code: Annotated[
        str,
        Explained(_("Shoot or video"), _("Code of a shoot or of a video; a booked video moves with its whole shoot.")),
    ],
    new_day: Annotated[str, Field(pattern=DAY_PATTERN), Explained(_("New day"), _("The new day, like 2026-12-11."))],
    reason: Annotated[
        str, Explained(_("Why it moves"), _("Why it moves; everybody concerned reads it, and it stays on record."))
    ],
) -> State[Any]:
    """Show what a move changes, ask one of the project, and move it with all that hangs on it at once."""
    wish = Wish(code.strip(), new_day, reason.strip())
    asked = preview_move(wish)
    if isinstance(asked, str):
        return Completed(message=asked)
    said = confirm_move(wish, asked, ask(asked.question))
    send_now()
    return Cancelled(message=said.reason) if isinstance(said, Stopped) else Completed(message=said)
