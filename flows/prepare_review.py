"""The flow ``prepare-review``: twice a month every project's review gets its material, and begins (S13, I10)."""

from typing import Annotated, Any

from prefect import State, flow, get_run_logger
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from agency.locale import _
from flows.explained import Explained
from flows.put_back import put_back
from flows.starting import start
from tasks.review.pack import Prepared, half_just_ended, prepare_material, projects_to_review


def whiteboard() -> str:
    """Return what a run of this flow is called."""
    asked = flow_run.parameters
    whole = _("all projects")
    return _("S13 · material of {half}, {project}").format(
        half=asked.get("half") or half_just_ended(), project=asked.get("project") or whole
    )


@flow(name="prepare-review", flow_run_name=whiteboard, persist_result=False)
@put_back
def prepare_review(
    project: Annotated[
        str, Explained(_("Project"), _("Code of the project; empty for every project that is being carried out."))
    ] = "",
    half: Annotated[
        str, Explained(_("Half-month"), _("Half-month, like 2026-11-H1; empty for the one that ended last."))
    ] = "",
) -> State[Any]:
    """Prepare the review of a half-month and start it (S13, I10); a project that fails stops no other."""
    key = half or half_just_ended()
    codes = projects_to_review(project)
    futures = {code: prepare_material.submit(code, key) for code in codes}
    brought = {code: future.result(raise_on_failure=False) for code, future in futures.items()}
    told = [begin(code, each) for code, each in brought.items()]
    failed = sum(not isinstance(each, Prepared) for each in brought.values())
    message = "\n".join([_("{count} reviews prepared for {half}.").format(count=len(codes) - failed, half=key), *told])
    return Failed(message=message) if codes and failed == len(codes) else Completed(message=message)


def begin(code: str, prepared: Prepared | BaseException) -> str:
    """Start the review of a prepared material, once, and return what is told of it; an error is told as its sentence."""
    if isinstance(prepared, BaseException):
        return _("{account}: {reason}").format(account=code, reason=prepared)
    start(
        "hold-review",
        once=f"hold-review-{code}-{prepared.half}",
        name=f"S13 · {code} {prepared.half}",
        tags=[code, "S13"],
        project=code,
        half=prepared.half,
    )
    sentence = _("{project}: version {version}, {deck}") if prepared.is_new else _("{project}: unchanged, {deck}")
    told = sentence.format(project=code, version=prepared.version, deck=prepared.deck)
    get_run_logger().info(told)
    return told
