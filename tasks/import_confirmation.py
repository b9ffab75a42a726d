"""Shows what files would bring, and lets a person confirm it before anything is written (I9).

The question is bound to the very files: one that is changed after the answer is asked about anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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

from agency.domain.terms.gates import SubjectKind
from agency.errors import AgencyError, RuleBroken
from agency.locale import _
from agency.records import inbox
from agency.records.ledger import GateKey
from agency.records.tables import Account, Person
from tasks.answers import read_form
from tasks.exports import Confirmed, bring_in, preview
from tasks.forms import Form, build_form, choice
from tasks.import_people import deciders
from tasks.import_plan import ImportPlan
from tasks.import_reading import files_in
from tasks.import_summary import heading, page, refusal, summary, totals
from tasks.opening import records
from tasks.questions import Answer, Question, Stopped

CLAUSE = "I9"
PREVIEW = "import-preview"


@dataclass(frozen=True)
class Previewed:
    """What is asked about some files, by the hash of their content, and who may answer.

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
    plans, pages = previews(files, account)
    address = show(pages)
    coming = [plan for plan in plans if not plan.before]
    if not coming:
        return None
    with records() as session:
        people = deciders(session, [plan.account for plan in coming])
        previewed = asked_about(coming, people, address)
        put_into_inbox(session, coming[0].account, previewed)
    return previewed


def show(pages: Sequence[str]) -> str:
    """Leave the pages as an artifact, and return its address; an empty one where Prefect's pages have none."""
    description = _("What the files would bring; nothing is written yet.")
    artifact = create_markdown_artifact("\n\n---\n\n".join(pages), key=PREVIEW, description=description)
    pages_at = get_current_settings().ui_url
    return f"{pages_at}/artifacts/artifact/{artifact}" if pages_at and isinstance(artifact, UUID) else ""


def previews(files: Sequence[Path], account: str) -> tuple[list[ImportPlan], list[str]]:
    """Return what becomes of each file that can be read, and of all of them what is to be said."""
    plans: list[ImportPlan] = []
    pages: list[str] = []
    for file in files:
        try:
            plan = preview(file, account)
        except AgencyError as error:
            pages.append(refusal(error))
        else:
            plans.append(plan)
            pages.append(page(plan))
    return plans, pages


def asked_about(plans: Sequence[ImportPlan], people: Mapping[str, str], address: str) -> Previewed:
    """Return the question whether these files are to be written; ``address`` is where all their rows are shown."""
    codes = dict.fromkeys(plan.account.code for plan in plans)
    told = "\n".join(f"{plan.export.sha256} {plan.account.code}" for plan in plans)
    form = form_of(plans, list(people), address)
    sentence = _("I9 · {accounts} · files that wait to be confirmed: {count}")
    question = Question(
        key=f"i9-{sha256(told.encode()).hexdigest()[:32]}",
        gate=CLAUSE,
        headline=sentence.format(accounts=_(", ").join(codes), count=len(plans)),
        tags=frozenset({CLAUSE, *codes}),
        form=form,
    )
    return Previewed(question, form, people, frozenset(plan.export.sha256 for plan in plans))


def form_of(plans: Sequence[ImportPlan], people: Sequence[str], address: str) -> type[Form]:
    """Return the form: who decides, and what; above it what each file brings."""
    link = _("Every row with its reason: [{name}]({address})").format(name=PREVIEW, address=address)
    told = [f"**{heading(plan)}**\n\n{totals(plan)}" for plan in plans]
    shown = "\n\n".join([*told, link] if address else told)
    asked = {"decision": (choice([yes(), no()]), Field(title=_("Decision")))}
    return build_form("Confirmation", people, _("Who confirms"), asked, shown)


def yes() -> str:
    """Return the answer that lets the files be written."""
    return _("write it")


def no() -> str:
    """Return the answer after which nothing is written."""
    return _("do not write it")


def put_into_inbox(session: Session, account: Account, previewed: Previewed) -> None:
    """Note in the inbox that the run waits, and for whom."""
    inbox.stand_at(
        session,
        flow_run.id,
        GateKey(SubjectKind.ACCOUNT, account.id, CLAUSE),
        question=previewed.question.key,
        headline=previewed.question.headline,
        awaited=list(previewed.people.values()),
        due_on=None,
    )


@task(name="confirm-imports", cache_policy=NO_CACHE, persist_result=False)
def confirm_imports(previewed: Previewed, answer: Answer) -> Confirmed | Stopped:
    """Return who confirmed, or that nothing is to be written: so also where the answer does not fit its form."""
    with records() as session:
        inbox.leave(session, flow_run.id, CLAUSE)
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
    """Return the files that were named, and those in the folders that were."""
    return files_in(paths)


@task(name="import-export", task_run_name="I9 · {path.name}", cache_policy=NO_CACHE, persist_result=False)
def import_file(path: Path, account: str, confirmed: Confirmed | None) -> Brought:
    """Import one file and return what came of it, also where it could not be imported."""
    try:
        return Brought(summary(bring_in(path, account, confirmed)))
    except AgencyError as error:
        return Brought(refusal(error), is_refused=True)
