"""Cases of negative comments: opened, joined, raised and told, all in the unit of work of their comments (C3).

The software answers, hides, likes and deletes nothing on a platform: people do, by hand, and say in the case what they did.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_minute
from agency.domain.cases import joins, risen, word_of
from agency.domain.folding import fold
from agency.domain.messages import Message
from agency.domain.quoting import harmless, marked, quoted
from agency.domain.sentiment import Hit, worst
from agency.domain.terms import label
from agency.domain.terms.engagement import CaseKind, Severity
from agency.domain.terms.messages import MessageKind, Urgency
from agency.domain.terms.people import Role, Side
from agency.domain.timers import case_due
from agency.errors import NotOnRecord
from agency.locale import _
from agency.records import cases
from agency.records.tables import Account, CaseComment, Comment, NegativeCase, Person, ProjectMember, Publication
from config.settings import settings
from tasks.messages.telling import tell
from tasks.page_links import page_link
from tasks.responsible import coordinator, people_with

PAGE = "cases"
OWNERS = (Role.OPERATOR, Role.OPERATIONS_LEAD, Role.DIRECTOR)


class CaseBook:
    """The cases that the comments of one look at a work make; what is to be told of them is told once, at the end."""

    def __init__(self, session: Session, work: Publication, at: datetime) -> None:
        self._session = session
        self._work = work
        self._at = at
        self._policy = settings().policy
        self._known: dict[str, list[NegativeCase]] = {}
        self._touched: dict[str, tuple[NegativeCase, Severity | None]] = {}

    def enter(self, comment: Comment, hits: Sequence[Hit]) -> NegativeCase:
        """Put a negative comment into its case, which is opened where there is none about the same word yet."""
        word = fold(word_of(hits))
        severity = worst(hit.severity for hit in hits)
        case = self._open_about(word, comment) or self._open(word, comment, severity)
        self._session.add(CaseComment(case_id=case.id, comment_id=comment.id))
        case.comment_count += 1
        case.last_at = max(case.last_at or comment.posted_at, comment.posted_at)
        gravest = worst((case.severity, severity))
        is_seen = case.answers > 0  # whoever has it in hand has said how grave so many are
        case.severity = gravest if is_seen else risen(gravest, case.comment_count, self._policy)
        return case

    def close(self) -> tuple[str, ...]:
        """Tell those responsible of every case that is new or has become graver, and return the ids of all that were touched."""
        for case, before in self._touched.values():
            if case.severity is not before:
                raise_to(self._session, case, case.severity, self._at)
        self._session.flush()
        return tuple(self._touched)

    def _open_about(self, word: str, comment: Comment) -> NegativeCase | None:
        """Return the open case about a word that a comment belongs to."""
        if word not in self._known:
            self._known[word] = list(cases.open_about(self._session, self._work.id, word))
        for case in self._known[word]:
            last = case.last_at or case.found_at
            if joins(comment.posted_at, self._at, last, case.found_at, self._policy):
                self._touched.setdefault(case.id, (case, case.severity))
                return case
        return None

    def _open(self, word: str, comment: Comment, severity: Severity) -> NegativeCase:
        case = open_case(self._session, self._work, comment, severity, self._at)
        case.word = word
        self._known[word].insert(0, case)
        self._touched[case.id] = (case, None)
        return case


def open_case(session: Session, work: Publication, comment: Comment, severity: Severity, at: datetime) -> NegativeCase:
    """Put a case of a comment on record, with its owner and the moment by which it is seen to; nobody is told yet."""
    account = session.get_one(Account, work.account_id)
    case = NegativeCase(
        kind=CaseKind.NEGATIVE_COMMENT,
        severity=severity,
        what=quoted(comment.words) or _("a picture"),
        publication_id=work.id,
        comment_id=comment.id,
        comment_count=0,
        last_at=comment.posted_at,
        owner_id=owner_of(session, account),
        found_at=at,
        due_at=case_due(severity, at, settings().policy),
    )
    session.add(case)
    session.flush()
    return case


def raise_to(session: Session, case: NegativeCase, severity: Severity, at: datetime) -> None:
    """Let a case be as grave as this: it is due no later for that, and those who have to know are told."""
    case.severity = severity
    due = case_due(severity, at, settings().policy)
    case.due_at = min(case.due_at, due) if case.due_at else due
    case.notified_at = case.notified_at or at
    work = session.get_one(Publication, case.publication_id)
    account = session.get_one(Account, work.account_id)
    grave = severity is Severity.GRAVE
    leads = people_with(session, account.project_id, [Role.OPERATIONS_LEAD]) if grave else []
    session.flush()
    tell(session, message_of(session, case, work, account), [case.owner_id, *leads])


def message_of(session: Session, case: NegativeCase, work: Publication, account: Account) -> Message:
    """Return what those responsible are told of a case; a graver one is another message."""
    severity = case.severity
    title = _("Negative comment ({severity}) · {account} · “{work}”")
    return Message(
        about=f"case:{case.id}:{severity.value}",
        kind=MessageKind.CASE,
        title=title.format(severity=label(severity), account=account.code, work=quoted(work.title, 20)),
        lines=list(lines_of(session, case, work)),
        link=page_link(PAGE),
        urgency=Urgency.AT_ONCE if severity is Severity.GRAVE else Urgency.IN_HOURS,
        project_id=account.project_id,
    )


def lines_of(session: Session, case: NegativeCase, work: Publication) -> Iterator[str]:
    """Yield what is to be said of a case, the words of strangers made harmless."""
    if case.comment_id:
        yield "> " + evidence(session.get_one(Comment, case.comment_id))
    if case.comment_count > 1:
        yield _("{count} comments say the same.").format(count=case.comment_count)
    if work.link:
        yield _("The work: {link}").format(link=work.link)
    if case.due_at:
        asked = _("Please look at it by {due}, do on the platform by hand what is to be done, and say so in the case.")
        yield asked.format(due=beijing_minute(case.due_at))
    yield _("It was found by words and may be a false alarm; nothing was answered, hidden or deleted by the software.")


def evidence(comment: Comment) -> str:
    """Return the beginning of a comment, harmless, with the words in bold that were found in it."""
    severity = comment.lexicon_severity or Severity.LIGHT
    places = ((word, comment.words.find(word)) for word in comment.found)
    hits = [Hit(word, severity, "", begins, begins + len(word)) for word, begins in places if begins >= 0]
    return marked(comment.words, hits)


def owner_of(session: Session, account: Account) -> str:
    """Return whose a case of an account is: its operator's, else the next one's of those who have to do with it.

    ``NotOnRecord`` where the agency has nobody at all: a case that is nobody's would be seen by nobody.
    """
    named = [account.operator_id, account.backup_operator_id, *people_with(session, account.project_id, OWNERS)]
    last = [account.director_id, coordinator(session, account.project_id), *members(session, account.project_id)]
    wanted = [person for person in (*named, *last) if person]
    active = set(session.scalars(select(Person.id).where(Person.id.in_(wanted), Person.active)))
    for person in wanted:
        if person in active:
            return person
    raise NotOnRecord(
        _("Nobody takes part in the project of account {account}.").format(account=harmless(account.code))
    )


def members(session: Session, project_id: str) -> Sequence[str]:
    """Return the agency's own people in a project."""
    query = select(Person.id).join(ProjectMember, ProjectMember.person_id == Person.id)
    mine = query.where(ProjectMember.project_id == project_id, Person.side == Side.INTERNAL)
    return session.scalars(mine.order_by(Person.code)).all()
