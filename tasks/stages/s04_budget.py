"""S4: a budget is asked for line by line, and the department lead says how much of it is approved (domain.md 2.2)."""

from collections.abc import Mapping

from pydantic import Field
from sqlalchemy.orm import Session

from agency.domain.budgets import BudgetLine, budget_findings, yuan
from agency.domain.finding import reasons
from agency.domain.pasted_lines import read_fen, read_lines
from agency.domain.plan_lines import AskedLine, asked_line
from agency.domain.terms import label
from agency.domain.terms.gates import Verdict
from agency.domain.terms.plans import BudgetStatus
from agency.errors import BadInput, RuleBroken
from agency.locale import _
from agency.records import tables
from agency.records.tables import BudgetRequest
from tasks.gate.exhibits import table
from tasks.gate.forms import Fields, text
from tasks.gate.prefilled import prefilled
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject, find_budget
from tasks.gate.work import Judgement, StageWork, Submission

LONGEST_AMOUNT = 20


def request_of(session: Session, subject: Subject) -> BudgetRequest:
    """Return the request that is judged."""
    return session.get_one(BudgetRequest, subject.id)


def content(session: Session, subject: Subject) -> Mapping[str, object]:
    """Return what is asked for; what is approved and spent later is no part of it."""
    request = request_of(session, subject)
    lines = [[line.category, line.item, line.quantity, line.unit, line.unit_price_fen] for line in request.lines]
    return {"purpose": request.purpose, "month": request.month, "lines": lines, "total_fen": request.total_fen}


def exhibit(session: Session, subject: Subject) -> str:
    """Return the request as a table, its total below."""
    request = request_of(session, subject)
    rows = [
        [
            label(line.category),
            line.item,
            f"{line.quantity:g} {line.unit}",
            yuan(line.unit_price_fen),
            yuan(line.amount_fen),
        ]
        for line in request.lines
    ]
    header = [_("category"), _("item"), _("quantity"), _("unit price"), _("amount")]
    total = _("**{total} yuan** for {purpose}").format(total=yuan(request.total_fen), purpose=request.purpose)
    return f"{total}\n\n{table(rows, header)}"


def fields(session: Session, subject: Subject) -> Fields:
    """Ask for the request once more; it starts with what was asked before."""
    request = request_of(session, subject)
    return {
        "purpose": prefilled(request.purpose, caption=_("What the money is for")),
        "lines": prefilled("\n".join(map(as_line, request.lines)), caption=_("Budget lines"), help_text=lines_help()),
        "total": prefilled(yuan(request.total_fen), caption=_("Total in yuan"), help_text=_("The sum of the lines.")),
    }


def lines_help() -> str:
    """Return how a line of a budget is written."""
    return _("One a line: category | item | quantity | unit price in yuan | unit. The unit may be left out.")


def as_line(line: tables.BudgetLine) -> str:
    """Return a line as it is pasted."""
    price = yuan(line.unit_price_fen)
    return " | ".join([label(line.category), line.item, f"{line.quantity:g}", price, line.unit]).removesuffix(" | ")


def write(session: Session, subject: Subject, submission: Submission) -> None:
    """Write what is asked for; raise ``RuleBroken`` for lines that cannot be read or do not add up."""
    said = submission.values
    ask_for(session, request_of(session, subject), said["purpose"], said["lines"], said["total"])


def ask_for(session: Session, request: BudgetRequest, purpose: str, pasted: str, total: str) -> None:
    """Let a request ask for these lines; raise ``RuleBroken`` with every reason at once."""
    lines = read_lines(pasted, asked_line)
    total_fen, unreadable = read_total(total)
    asked: list[BudgetLine] = [row.line for row in lines.rows]
    findings = () if lines.faults or unreadable else budget_findings(purpose, asked, total_fen)
    if broken := (*lines.faults, *unreadable, *reasons(findings)):
        raise RuleBroken(*broken)
    request.purpose, request.total_fen, request.status = purpose.strip(), total_fen, BudgetStatus.SUBMITTED
    request.lines = []
    session.add(request)
    session.flush()
    request.lines = [kept_line(position, row) for position, row in enumerate(lines.rows, start=1)]


def read_total(total: str) -> tuple[int, tuple[str, ...]]:
    """Return a total in fen, or why it cannot be read."""
    try:
        return read_fen(total), ()
    except BadInput as fault:
        return 0, (_("Total: {fault}.").format(fault=fault),)


def kept_line(position: int, row: AskedLine) -> tables.BudgetLine:
    """Return a line as it is kept."""
    return tables.BudgetLine(
        position=position,
        category=row.line.category,
        item=row.line.item,
        quantity=row.line.quantity,
        unit=row.unit,
        unit_price_fen=row.line.unit_price_fen,
        amount_fen=row.line.amount_fen,
    )


def asks_beside(session: Session, subject: Subject, step: int) -> Fields:
    """Ask how much is approved, where that is less than what was asked for."""
    caption, whole = _("Approved amount in yuan"), _("Empty: all of it.")
    return {
        "approved": (text(required=False, longest=LONGEST_AMOUNT), Field(default="", title=caption, description=whole))
    }


def judge(session: Session, subject: Subject, judgement: Judgement) -> None:
    """Keep the approved amount apart from what was asked for; a line has its own only when all of it is approved."""
    request = request_of(session, subject)
    if judgement.verdict is not Verdict.APPROVED:
        stopped = judgement.verdict is Verdict.STOPPED
        request.status = BudgetStatus.REJECTED if stopped else BudgetStatus.DRAFT
        return
    request.approved_fen = approved_fen(request, judgement.values["approved"])
    for line in request.lines:
        line.approved_fen = line.amount_fen if request.approved_fen == request.total_fen else None


def approved_fen(request: BudgetRequest, said: str) -> int:
    """Return how much is approved, all of it when nothing is said; raise ``RuleBroken`` for more than was asked for."""
    if not said.strip():
        return request.total_fen
    approved, unreadable = read_total(said)
    if unreadable:
        raise RuleBroken(*unreadable)
    if approved > request.total_fen:
        sentence = _("{approved} yuan cannot be approved where {total} yuan were asked for.")
        raise RuleBroken(sentence.format(approved=yuan(approved), total=yuan(request.total_fen)))
    return approved


def approve(session: Session, subject: Subject) -> None:
    """Let the approved money be spent."""
    request_of(session, subject).status = BudgetStatus.APPROVED


BUDGET = StageWork(
    gate="S4",
    find=find_budget,
    content=content,
    exhibit=exhibit,
    fields=fields,
    write=write,
    asks_beside=asks_beside,
    judge=judge,
    close=approve,
)


@stage_task("S4")
def approve_budget(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Bring a budget to the department lead (S4)."""
    return advance(BUDGET, code, answer)
