"""The six tables given back: shown first, then taken as one person's edits, all of a sheet or nothing (C4, P1)."""

from pathlib import Path

from prefect.runtime import flow_run
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from agency.errors import BadInput
from agency.locale import _
from agency.records import edits
from agency.records.tables import Person, TablesGivenBack
from tasks.edits.plan import plan_edits
from tasks.edits.reading import read_tables
from tasks.edits.readonly import with_readonly_remarks
from tasks.edits.values import EditPlan, SheetFate, apply
from tasks.imports.reading import keep_raw
from tasks.opening import looking, records


def preview_tables(path: Path) -> EditPlan:
    """Return what would become of a workbook of the six tables; nothing is written. ``BadInput`` when it can't be read."""
    file = read_tables(path)
    with looking() as session:
        return with_readonly_remarks(session, plan_edits(session, file))


def take_tables(path: Path, person_id: str, confirmed: frozenset[str]) -> EditPlan:
    """Write what a person gave back, in one unit of work, and return what became of it; that person signs every change.

    ``confirmed`` has the key of the plan that the person has seen: ``BadInput`` when the file or the rows it speaks of
    are others by now, or somebody else writes the same rows at this moment. A refused sheet leaves nothing.
    """
    file = read_tables(path)
    with looking() as session:
        signed = session.get_one(Person, person_id).code
    reason = _("six tables given back: {file}").format(file=file.name)
    try:
        with records(actor=signed, reason=reason) as session:
            edits.take_turns(session)
            plan = plan_edits(session, file)
            if plan.of(SheetFate.TAKEN) and plan.key not in confirmed:
                sentence = _("{file} or what it would change is no longer what was confirmed: nothing was written.")
                raise BadInput(sentence.format(file=file.name))
            write(session, plan, path, person_id)
    except (StaleDataError, IntegrityError) as error:
        sentence = _(
            "{file}: somebody else changed the same rows at this moment; nothing was written, give it back again."
        )
        raise BadInput(sentence.format(file=file.name)) from error
    return plan


def write(session: Session, plan: EditPlan, path: Path, person_id: str) -> None:
    """Write every sheet that can be taken, and that the workbook was given back; without any, nothing."""
    if not plan.of(SheetFate.TAKEN):
        return
    apply(plan.edits)
    session.add_all(edit.record for edit in plan.edits)
    session.add(
        TablesGivenBack(
            sha256=plan.file.sha256,
            file_name=plan.file.name,
            kept_as=keep_raw(path, plan.file.sha256),
            given_by_id=person_id,
            taken=[sheet.table.code for sheet in plan.of(SheetFate.TAKEN)],
            refused=[sheet.table.code for sheet in plan.of(SheetFate.REFUSED)],
            edits=len(plan.edits),
            told=[
                {"sheet": sheet.table.code, "row": refusal.code, "column": refusal.column, "reason": refusal.reason}
                for sheet in plan.of(SheetFate.REFUSED)
                for refusal in sheet.refusals
            ],
            flow_run_id=flow_run.id,
        )
    )
    session.flush()
