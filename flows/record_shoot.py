"""record-shoot: one shoot, confirmed before and recorded after, once for every content item it serves (S9)."""

from typing import Annotated, Any

from prefect import State, flow

from agency.locale import _
from flows.carrying import carry
from flows.explained import Explained
from flows.put_back import put_back
from flows.waking import wake
from tasks.shoots.booking import productions_of
from tasks.stages.s09_preparation import confirm_preparation
from tasks.stages.s09_shoot import record_takes


@flow(name="record-shoot", flow_run_name="{shoot}", persist_result=False)
@put_back
def record_shoot(
    shoot: Annotated[str, Explained(_("The shoot"), _("Code of the shoot, e.g. 20261211-SHE"))],
) -> State[Any] | None:
    """Carry one shoot through its preparation and its record, then carry on every production that waits for it."""
    stopped = carry(shoot, [confirm_preparation, record_takes])
    if stopped is None:
        for run in productions_of(shoot):
            wake(run)
    return stopped
