"""The flow ``report-operations``: every day, week and month each project's operations are reported on, and on time (C4)."""

from collections.abc import Sequence
from typing import Annotated, Any

from prefect import State, flow
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from pydantic import WithJsonSchema

from agency.domain.terms import label
from agency.domain.terms.reports import ReportState
from agency.domain.terms.sharing import ReportPeriod
from agency.locale import _
from flows.explained import Explained
from flows.put_back import put_back
from tasks.operations.report import Reported, make_report, reports_to_make
from tasks.operations.status import show_report_status

CALLED = {label(period): period for period in ReportPeriod}
PERIODS = WithJsonSchema({"type": "string", "enum": list(CALLED)})


def whiteboard() -> str:
    """Return what a run of this flow is called."""
    asked = flow_run.parameters
    return f"C4 · {asked.get('period')} {asked.get('project') or ''} {asked.get('key') or ''}".rstrip()


@flow(name="report-operations", flow_run_name=whiteboard, persist_result=False)
@put_back
def report_operations(
    period: Annotated[str, PERIODS, Explained(_("Which report"), _("Of a day, a week or a month."))] = label(
        ReportPeriod.DAY
    ),
    project: Annotated[
        str, Explained(_("Project"), _("Code of the project; empty for every project that is being carried out."))
    ] = "",
    key: Annotated[
        str,
        Explained(
            _("Of which time"),
            _("A day like 2026-11-23, a week like 2026-W47 or a month like 2026-11; empty for all that are due."),
        ),
    ] = "",
) -> State[Any]:
    """Make the reports that are due, missed ones too (C4); one that fails stops no other, the oldest come first."""
    reported_on = CALLED[period]
    wanted = reports_to_make(reported_on, project, key)
    ends = {each: make_report(each.project, reported_on, each.key, return_state=True) for each in wanted}
    brought = {each: state.result(raise_on_failure=False) for each, state in ends.items()}
    failures = [
        _("{account}: {reason}").format(account=f"{each.project} {each.key}", reason=found)
        for each, found in brought.items()
        if not isinstance(found, Reported)
    ]
    made = [found for found in brought.values() if isinstance(found, Reported)]
    message = "\n".join([sentence(made), stands(show_report_status()), *failures])
    return Failed(message=message) if failures and not made else Completed(message=message)


def sentence(made: Sequence[Reported]) -> str:
    """Return how many reports were made, made again, or stood as they were."""
    new = [each for each in made if each.is_new]
    first = sum(each.revision == 1 for each in new)
    words = _("{first} reports made, {late} of them late; {again} made again, {unchanged} unchanged.")
    return words.format(
        first=first,
        late=sum(each.is_late for each in new),
        again=len(new) - first,
        unchanged=len(made) - len(new),
    )


def stands(states: dict[ReportState, int]) -> str:
    """Return how many reports of all projects stand how."""
    return " · ".join(f"{label(state)} {count}" for state, count in states.items() if count)
