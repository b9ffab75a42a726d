"""What people see of cases: one above its form, and all of them on the page ``cases``, the gravest first (C3)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.utilities.urls import url_for
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_minute
from agency.domain.quoting import quoted
from agency.domain.terms import label
from agency.domain.terms.comments import CaseFinding
from agency.domain.terms.engagement import Severity
from agency.locale import _
from agency.records import cases
from agency.records.cases import OpenCase
from agency.records.tables import Comment, NegativeCase, Publication
from agency.records.tables.base import now
from tasks.comments.cases import PAGE, evidence
from tasks.gate.exhibits import table
from tasks.opening import looking

SHOWN_COMMENTS = 10
SHOWN_CASES = 100
LOOKED_BACK = timedelta(days=7)


def shown(session: Session, case: NegativeCase) -> str:
    """Return the text above a case's form: the work, the comments with the words found in bold, and until when."""
    work = session.get_one(Publication, case.publication_id)
    said = [f"- {beijing_minute(one.posted_at)} · {evidence(one)}" for one in comments_shown(session, case)]
    more = case.comment_count - len(said)
    if more > 0:
        said.append(_("- and {count} more").format(count=more))
    return "\n\n".join(part for part in (head(case, work), "\n".join(said), so_far(case)) if part)


def comments_shown(session: Session, case: NegativeCase) -> Sequence[Comment]:
    """Return the first comments of a case."""
    return cases.comments_of(session, case.id, SHOWN_COMMENTS)


def head(case: NegativeCase, work: Publication) -> str:
    """Return what a case is about and by when it is seen to."""
    due = beijing_minute(case.due_at) if case.due_at else "–"
    sentence = _("**{severity}** · {work} · found {found}, to be seen to by {due}")
    return sentence.format(
        severity=label(case.severity), work=linked(work), found=beijing_minute(case.found_at), due=due
    )


def linked(work: Publication) -> str:
    """Return a work's title, leading to it on the platform where its link is one."""
    title = f"《{quoted(work.title, 20)}》"
    is_address = work.link and work.link.startswith(("https://", "http://")) and not set(work.link) & set("()<> |\"'")
    return f"[{title}]({work.link})" if is_address else title


def so_far(case: NegativeCase) -> str:
    """Return what was said of a case that is in hand."""
    if case.step is None:
        return ""
    return _("So far: {step}. {words}").format(step=label(case.step), words=quoted(case.action or ""))


@task(name="show-cases", cache_policy=NO_CACHE, persist_result=False)
def show_cases() -> int:
    """Write the page anew and return how many cases are open."""
    with looking() as session:
        page, count = cases_page(session, now())
    create_markdown_artifact(page, key=PAGE, description=_("Negative comments that somebody has to see to."))
    return count


def cases_page(session: Session, at: datetime) -> tuple[str, int]:
    """Return the page at a moment, and how many cases are open."""
    open_ = cases.open_cases(session)
    first = cases.first_comments(session, [one.case.id for one in open_[:SHOWN_CASES]])
    rows = [row_of(one, first.get(one.case.id), at) for one in open_[:SHOWN_CASES]]
    header = [_("Severity"), _("Due"), _("Say what was done"), _("Comment"), _("Owner"), _("Work")]
    parts = [summary(open_, at), table(rows, header) if rows else _("No case is open."), *past(session, at)]
    return "\n\n".join(parts), len(open_)


def summary(open_: Sequence[OpenCase], at: datetime) -> str:
    """Return the line above all: how many are open, how many of them late."""
    late = sum(is_late(one.case, at) for one in open_)
    grave = sum(one.case.severity is Severity.GRAVE for one in open_)
    sentence = _("**{count} open, {grave} grave, {late} overdue**")
    more = len(open_) - SHOWN_CASES
    rest = " " + _("The first {shown} are shown.").format(shown=SHOWN_CASES) if more > 0 else ""
    return sentence.format(count=len(open_), grave=grave, late=late) + rest


def is_late(case: NegativeCase, at: datetime) -> bool:
    """Tell whether nobody has seen to a case in time."""
    return case.due_at is not None and case.due_at < at


def row_of(one: OpenCase, comment: Comment | None, at: datetime) -> list[str]:
    """Return a case as a line of the page: what is to be done stands first, for a narrow window cuts off what is last."""
    case = one.case
    said = evidence(comment) if comment else quoted(case.what)
    times = f" ×{case.comment_count}" if case.comment_count > 1 else ""
    due = beijing_minute(case.due_at) if case.due_at else ""
    return [
        label(case.severity),
        _("**{moment} overdue**").format(moment=due) if is_late(case, at) else due,
        run_link(one.flow_run_id),
        said + times,
        one.owner,
        f"{one.account.code} {linked(one.work)}",
    ]


def run_link(flow_run_id: str | None) -> str:
    """Return a link to the run in which a case is closed."""
    address = url_for("flow-run", obj_id=flow_run_id) if flow_run_id else None
    return f"[{_('open the form')}]({address})" if address else ""


def past(session: Session, at: datetime) -> Iterator[str]:
    """Yield what was closed in the last days: how many, how many of those were false alarms, and how long it took."""
    closed = cases.closed_since(session, at - LOOKED_BACK)
    if not closed:
        return
    false = sum(case.finding is CaseFinding.FALSE_ALARM for case in closed)
    hours = sorted((case.closed_at - case.found_at) / timedelta(hours=1) for case in closed if case.closed_at)
    sentence = _("Closed in the last 7 days: {count}, false alarms among them: {false}; half of them within {hours} h.")
    yield sentence.format(count=len(closed), false=false, hours=f"{hours[(len(hours) - 1) // 2]:.1f}")
    yield _("A false alarm teaches the word lists: grow-lexicon proposes words out of what people corrected.")
