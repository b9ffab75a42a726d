"""Shows what files would bring, and lets a person confirm it before anything is written (I9, C4).

The question is bound to the very files: one that is changed after the answer is asked about anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from prefect.settings import get_current_settings
from pydantic import Field
from sqlalchemy.orm import Session

from agency.errors import AgencyError, RuleBroken
from agency.locale import _
from agency.records import inbox
from agency.records.tables import Person
from tasks.edits.reading import is_given_back
from tasks.gate.answers import read_form
from tasks.gate.forms import Form, build_form, choice
from tasks.gate.questions import Answer, Question, Stopped
from tasks.imports.arrivals import FIGURES, TABLES, Arrival, bring_in_file, preview_file
from tasks.imports.exports import Confirmed
from tasks.imports.people import deciders_in
from tasks.imports.reading import files_in, table_file
from tasks.imports.summary import refusal
from tasks.opening import records

PREVIEW = "import-preview"


@dataclass(frozen=True)
class Previewed:
    """What is asked about some files, by what it is bound to, and who may answer.

    ``people`` leads from what the form calls each person to the person's id.
    """

    question: Question
    form: type[Form]
    people: Mapping[str, str]
    files: frozenset[str]


@dataclass(frozen=True)
class Brought:
    """What came of one file, as it is told."""

    told: str
    is_refused: bool = False


@task(name="preview-imports", cache_policy=NO_CACHE, persist_result=False)
def preview_imports(files: Sequence[Path], account: str) -> Previewed | None:
    """Show what the files would bring as an artifact, and return the question; None when none of them brings anything."""
    arrivals, pages = previews(files, account)
    address = show(pages)
    coming = [arrival for arrival in arrivals if arrival.brings]
    if not coming:
        return None
    with records() as session:
        people = deciders_in(session, [project for arrival in coming for project in arrival.projects])
        previewed = asked_about(coming, people, address)
        put_into_inbox(session, coming[0], previewed)
    return previewed


def show(pages: Sequence[str]) -> str:
    """Leave the pages as an artifact, and return its address; an empty one where Prefect's pages have none."""
    description = _("What the files would bring; nothing is written yet.")
    artifact = create_markdown_artifact("\n\n---\n\n".join(pages), key=PREVIEW, description=description)
    pages_at = get_current_settings().ui_url
    return f"{pages_at}/artifacts/artifact/{artifact}" if pages_at and isinstance(artifact, UUID) else ""


def previews(files: Sequence[Path], account: str) -> tuple[list[Arrival], list[str]]:
    """Return what becomes of each file that can be read, and of all of them what is to be said."""
    arrivals: list[Arrival] = []
    pages: list[str] = []
    for file in files:
        try:
            arrival = preview_file(file, account)
        except AgencyError as error:
            pages.append(refusal(error))
        else:
            arrivals.append(arrival)
            pages.append(arrival.page)
    return arrivals, pages


def asked_about(coming: Sequence[Arrival], people: Mapping[str, str], address: str) -> Previewed:
    """Return the question whether these files are to be written; ``address`` is where all their rows are shown."""
    codes = dict.fromkeys(code for arrival in coming for code in arrival.codes)
    clause = TABLES if all(arrival.clause == TABLES for arrival in coming) else FIGURES
    told = "\n".join(" ".join([arrival.key, *arrival.codes]) for arrival in coming)
    form = form_of(coming, list(people), address)
    sentence = _("{clause} · {codes} · files that wait to be confirmed: {count}")
    question = Question(
        key=f"{clause.lower()}-{sha256(told.encode()).hexdigest()[:32]}",
        gate=clause,
        headline=sentence.format(clause=clause, codes=_(", ").join(codes), count=len(coming)),
        tags=frozenset({clause, *codes}),
        form=form,
    )
    return Previewed(question, form, people, frozenset(arrival.key for arrival in coming))


def form_of(coming: Sequence[Arrival], people: Sequence[str], address: str) -> type[Form]:
    """Return the form: who decides, and what; above it what each file brings."""
    link = _("Every row with its reason: [{name}]({address})").format(name=PREVIEW, address=address)
    told = [arrival.told for arrival in coming]
    shown = "\n\n".join([*told, link] if address else told)
    asked = {"decision": (choice([yes(), no()]), Field(title=_("Decision")))}
    return build_form("Confirmation", people, _("Who confirms"), asked, shown)


def yes() -> str:
    """Return the answer that lets the files be written."""
    return _("write it")


def no() -> str:
    """Return the answer after which nothing is written."""
    return _("do not write it")


def put_into_inbox(session: Session, first: Arrival, previewed: Previewed) -> None:
    """Note in the inbox that the run waits, and for whom."""
    inbox.stand_at(
        session,
        flow_run.id,
        replace(first.place, gate=previewed.question.gate),
        question=previewed.question.key,
        headline=previewed.question.headline,
        awaited=list(previewed.people.values()),
        due_on=None,
    )


@task(name="confirm-imports", cache_policy=NO_CACHE, persist_result=False)
def confirm_imports(previewed: Previewed, answer: Answer) -> Confirmed | Stopped:
    """Return who confirmed, or that nothing is to be written: so also where the answer does not fit its form."""
    with records() as session:
        inbox.leave(session, flow_run.id, previewed.question.gate)
        try:
            filled = read_form(previewed.form, answer.values)
        except RuleBroken as broken:
            sentence = _("The answer does not fit the form, so nothing was written: {reasons}")
            return Stopped(sentence.format(reasons=" ".join(broken.reasons)))
        person = session.get_one(Person, previewed.people[filled["person"]])
    if filled["decision"] == no():
        return Stopped(_("{name} decided that nothing is written.").format(name=person.name))
    return Confirmed(person.id, previewed.files)


@task(name="files-to-import", cache_policy=NO_CACHE, persist_result=False)
def files_named(paths: Sequence[str]) -> list[Path]:
    """Return the files that were named, and those in the folders that were; ``BadInput`` for one that is no table."""
    return [table_file(path) for path in files_in(paths)]


@task(name="tables-to-import", cache_policy=NO_CACHE, persist_result=False)
def tables_among(paths: Sequence[Path]) -> list[Path]:
    """Return the files that are the six tables given back."""
    return [path for path in paths if is_given_back(path)]


@task(name="import-export", task_run_name="I9 · {path.name}", cache_policy=NO_CACHE, persist_result=False)
def import_file(path: Path, account: str, confirmed: Confirmed | None) -> Brought:
    """Import one file and return what came of it, also where it could not be imported."""
    try:
        arrival = bring_in_file(path, account, confirmed)
    except AgencyError as error:
        return Brought(refusal(error), is_refused=True)
    return Brought(arrival.summary, is_refused=arrival.is_refused)
