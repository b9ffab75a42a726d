"""produce-video: one content item, from its copy to its publication (S7-S11)."""

from typing import Annotated, Any

from prefect import State, flow
from prefect.runtime import flow_run

from agency.locale import _
from flows.answer_call import begin_answering
from flows.carrying import carry
from flows.explained import Explained
from flows.put_back import put_back
from flows.read_script import begin_reading
from flows.starting import start
from tasks.gate.stage import Stage
from tasks.shoots.booking import book_shoot
from tasks.stages.s07_copy import confirm_copy
from tasks.stages.s07_script import refine_script
from tasks.stages.s07_script_sync import settle_late_script
from tasks.stages.s08_talent import agree_with_talent
from tasks.stages.s09_waiting import await_shoot
from tasks.stages.s10_cut import confirm_cut
from tasks.stages.s11_package import confirm_package
from tasks.stages.s11_publication import prove_publication

UP_TO_THE_SHOOT: list[Stage] = [confirm_copy, refine_script, begin_reading, settle_late_script, agree_with_talent]
FROM_THE_SHOOT_ON: list[Stage] = [await_shoot, confirm_cut, confirm_package, prove_publication, begin_answering]


@flow(name="produce-video", flow_run_name="{content}", persist_result=False)
@put_back
def produce_video(
    content: Annotated[str, Explained(_("Video"), _("Code of the content item, e.g. BREEZE-001"))],
) -> State[Any] | None:
    """Carry one content item from its copy to its publication; its shoot is recorded by a run of the shoot's own.

    So are the answers of those who are to know its script, and of those who are asked to watch it.
    """
    if (stopped := carry(content, UP_TO_THE_SHOOT)) is not None:
        return stopped
    shoot = book_shoot(content, flow_run.id)
    start("record-shoot", once=f"record-{shoot.id}", name=shoot.code, shoot=shoot.code)
    return carry(content, [*UP_TO_THE_SHOOT, *FROM_THE_SHOOT_ON])
