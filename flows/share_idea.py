"""The flow ``share-idea``: anyone shares an idea or a technique, any day (C5, C6)."""

from typing import Annotated, Any

from prefect import State, flow
from prefect.runtime import flow_run
from prefect.states import Completed
from pydantic import Field, WithJsonSchema

from agency.domain.terms import label
from agency.domain.terms.sharing import ShareKind
from agency.locale import _
from flows.explained import Explained
from flows.put_back import put_back
from tasks.topics.idea_sharing import IdeaForm, share_idea_now

KINDS = WithJsonSchema({"type": "string", "enum": [label(kind) for kind in ShareKind]})


def whiteboard() -> str:
    """Return what a run of this flow is called."""
    return _("C5 · idea of {who} · {kind}").format(**flow_run.parameters)


@flow(name="share-idea", flow_run_name=whiteboard, persist_result=False)
@put_back
def share_idea(
    who: Annotated[str, Explained(_("Who you are"), _("Your own code or name, as it is on record."))],
    kind: Annotated[
        str,
        KINDS,
        Explained(_("Kind of idea"), _("The first three are for everyone, the others are the editors' weekly ones.")),
    ],
    what: Annotated[
        str,
        Field(min_length=1),
        Explained(_("The idea"), _("What is new about it, and what for; the first line names it.")),
    ],
    reference_account: Annotated[str, Explained(_("Account to look at"), _("The account to look at, or empty."))] = "",
    link: Annotated[
        str, Explained(_("Link to it"), _("The link, or the whole text that the app's share button gives; or empty."))
    ] = "",
    project: Annotated[
        str, Explained(_("For which project"), _("Code of the project it is meant for; empty for the whole house."))
    ] = "",
    to_pool: Annotated[
        bool,
        Explained(
            _("Into the pool of topics"), _("Put it into an account's pool of topics too, for the next topic meeting.")
        ),
    ] = False,
    account: Annotated[
        str, Explained(_("Whose pool of topics"), _("Code of that account; needed only for the pool."))
    ] = "",
) -> State[Any]:
    """Keep an idea once, and tell the group for ideas in working hours (C5, C6)."""
    form = IdeaForm(
        who=who,
        kind=kind,
        what=what,
        reference_account=reference_account,
        link=link,
        project=project,
        to_pool=to_pool,
        account=account,
    )
    return Completed(message=share_idea_now(form))
