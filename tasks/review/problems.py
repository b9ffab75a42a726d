"""I10, S13: everyone of the project says which problems they see, with the review's material before them."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from agency.domain.terms.gates import Verdict
from agency.locale import _
from agency.records import reviews
from agency.records.tables import Meeting, Person, Project, ReviewProblem
from tasks.gate.exhibits import table
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject
from tasks.gate.work import Judgement, StageWork
from tasks.review.files import offered
from tasks.review.meeting import find_review, meeting_of, pack_of


def material(session: Session, subject: Subject) -> Mapping[str, object]:
    """Return what the problems are collected on: the material, by its hash."""
    return {"dataset": pack_of(session, meeting_of(session, subject)).dataset_hash}


def material_shown(session: Session, subject: Subject) -> str:
    """Return the material as it was prepared, without its drawings: a form has no room for them."""
    pack = pack_of(session, meeting_of(session, subject))
    kept = [line for line in pack.narrative.splitlines() if "data:image" not in line]
    asked = _("Write the problems you see, one a line, or leave it empty when you see none.")
    return "\n".join([asked, "", offered(session, project_of(session, subject), pack), "", *kept])


def project_of(session: Session, subject: Subject) -> Project:
    """Return the project of a review."""
    return session.get_one(Project, subject.project_id)


def keep_problems(session: Session, subject: Subject, judgement: Judgement) -> None:
    """Write the problems one person brings, one a line, each once."""
    if judgement.verdict is not Verdict.APPROVED:
        return
    known = {(each.reporter_id, each.what) for each in reviews.problems(session, subject.id)}
    for what in dict.fromkeys(line.strip() for line in judgement.comment.splitlines() if line.strip()):
        if (judgement.person.person, what) not in known:
            problem = ReviewProblem(
                project_id=subject.project_id,
                meeting_id=subject.id,
                reporter_id=judgement.person.person,
                what=what,
            )
            session.add(problem)
    session.flush()


PROBLEMS = StageWork(
    gate="I10",
    find=find_review,
    content=material,
    exhibit=material_shown,
    judge=keep_problems,
    comment_title=_("Problems you see, one a line"),
)


def problems_shown(session: Session, meeting: Meeting) -> str:
    """Return the problems that were brought, each with the one who brought it."""
    rows = [
        [each.what, session.get_one(Person, each.reporter_id).name] for each in reviews.problems(session, meeting.id)
    ]
    if not rows:
        return _("Nobody brought a problem.")
    return f"**{_('Problems')}**\n\n" + table(rows, [_("problem"), _("brought by")])


@stage_task("I10")
def collect_problems(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Ask everyone of the project once which problems they see (I10)."""
    return advance(PROBLEMS, code, answer)
