"""The flow ``handle-incident``: something unforeseen is reported, seen to, coordinated where need be, and closed (I11)."""

from typing import Annotated, Any

from prefect import State, flow
from prefect.runtime import flow_run
from prefect.states import Completed
from pydantic import Field

from agency.locale import _
from flows.carrying import carry
from flows.explained import Explained
from flows.put_back import put_back
from tasks.incidents.filing import IncidentForm, file_incident
from tasks.incidents.page import show_incidents
from tasks.messages.sending import send_now
from tasks.stages.i11_incident import resolve_incident


def whiteboard() -> str:
    """Return the run's name until it asks its first question."""
    return _("{project} incident: {what}").format(**flow_run.parameters)


@flow(name="handle-incident", flow_run_name=whiteboard, persist_result=False)
@put_back
def handle_incident(
    project: Annotated[str, Explained(_("Project"), _("Code of the project it happened in."))],
    reporter: Annotated[str, Explained(_("Who reports it"), _("Your own code or name."))],
    what: Annotated[str, Field(min_length=1), Explained(_("What happened"), _("What happened, in a sentence or two."))],
    touches: Annotated[
        str,
        Explained(
            _("What it is about"),
            _("Code of the video, shoot or account it is about; the one responsible is found by it. Or empty."),
        ),
    ] = "",
    happened_at: Annotated[
        str, Explained(_("When it happened"), _("When, Beijing time, like 2026-12-11 18:00; empty: just now."))
    ] = "",
    reach: Annotated[
        str, Explained(_("How to reach you"), _("How you, or whoever is there, can be reached now."))
    ] = "",
    owner: Annotated[
        str,
        Explained(
            _("The one responsible"),
            _("Code or name of the one responsible, if you know better; empty: found by what it is about."),
        ),
    ] = "",
    needs_coordination: Annotated[
        bool,
        Explained(
            _("The coordinator at once"),
            _("It needs the coordinator at once; they are told together with the one responsible."),
        ),
    ] = False,
) -> State[Any]:
    """File an incident once, tell the one responsible, and carry it until it is resolved or decided (I11)."""
    form = IncidentForm(
        project=project,
        reporter=reporter,
        what=what,
        touches=touches,
        happened_at=happened_at,
        reach=reach,
        owner=owner,
        needs_coordination=needs_coordination,
    )
    return see_through(file_incident(form))


def see_through(code: str) -> State[Any]:
    """Carry an incident to its end, its page fresh before the wait and after it."""
    send_now()
    show_incidents()
    stopped = carry(code, [resolve_incident])
    send_now()
    show_incidents()
    return stopped or Completed(message=_("{code} is closed.").format(code=code))
