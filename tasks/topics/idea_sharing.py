"""Keeps an idea that somebody shares, tells the group of it, and puts it into a pool of topics where asked (S6, C5, C6)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.messages import Message
from agency.domain.sharing import read_link
from agency.domain.terms import label
from agency.domain.terms.content import TopicSource
from agency.domain.terms.messages import MessageKind
from agency.domain.terms.sharing import ShareKind
from agency.errors import BadInput, RuleBroken
from agency.locale import _
from agency.records import sharing, topics
from agency.records.codes import next_code
from agency.records.ledger import take_turns
from agency.records.named import by_code
from agency.records.people import one_called
from agency.records.tables import Account, Person, Project, Topic, TrendShare
from agency.records.tables.base import now
from config.settings import settings
from tasks.messages.telling import tell_group
from tasks.opening import records
from tasks.texts import lines

TURN = "ideas"
LONGEST_TITLE = 40
TOPIC_DIGITS = 3


@dataclass(frozen=True, kw_only=True)
class IdeaForm:
    """What was filled in where the run was started; ``kind`` is the word people read, ``link`` may be a whole share text."""

    who: str
    kind: str
    what: str
    reference_account: str = ""
    link: str = ""
    project: str = ""
    to_pool: bool = False
    account: str = ""


@task(name="share-idea", cache_policy=NO_CACHE, persist_result=False)
def share_idea_now(form: IdeaForm) -> str:
    """Keep what this run shares, once, and return what came of it, in sentences for the one who shares."""
    with records() as session:
        return outcome(session, share(session, form, flow_run.id, now()))


def share(session: Session, form: IdeaForm, run_id: str, at: datetime) -> TrendShare:
    """Return what a run shares: kept and told at the first call, found at every other.

    A link that was shared a short while ago is kept as a repeat and not told again. Raise ``NotOnRecord``, ``BadInput`` or
    ``RuleBroken`` with one sentence when nobody known shares it, or nothing is said.
    """
    take_turns(session, TURN)
    known = sharing.shared_in(session, run_id)
    return known or share_now(session, form, run_id, at)


def share_now(session: Session, form: IdeaForm, run_id: str, at: datetime) -> TrendShare:
    """Write a share, tell the group of it, and make a topic of it where that is asked for."""
    author = one_called(session, form.who)
    if not form.what.strip():
        raise RuleBroken(_("Say what the idea is."))
    link = read_link(form.link)
    since = at - timedelta(days=settings().policy.idea_repeat_days)
    before = sharing.same_since(session, link, since) if link else None
    project = by_code(session, Project, form.project) if form.project.strip() else None
    shared = TrendShare(
        kind=kind_called(form.kind),
        author_id=author.id,
        shared_at=at,
        what=form.what.strip(),
        reference_account=form.reference_account.strip() or None,
        reference_url=link,
        project_id=project.id if project else None,
        repeats_id=before.id if before else None,
        flow_run_id=run_id,
    )
    session.add(shared)
    session.flush()
    if form.to_pool:
        shared.topic_id = topic_of(session, shared, form.account).id
    if before is None:
        tell_groups(session, shared, author)
    return shared


def kind_called(word: str) -> ShareKind:
    """Return the kind that people call so, or whose code it is; raise ``BadInput`` naming the kinds there are."""
    kinds = {label(kind): kind for kind in ShareKind} | {kind.value: kind for kind in ShareKind}
    if (found := kinds.get(word.strip())) is None:
        raise BadInput(
            _("“{word}” is no kind of idea; there are {kinds}.").format(word=word.strip(), kinds=all_kinds())
        )
    return found


def all_kinds() -> str:
    """Return the kinds of ideas as people read them."""
    return "、".join(label(kind) for kind in ShareKind)


def topic_of(session: Session, shared: TrendShare, account_code: str) -> Topic:
    """Return the new topic in an account's pool; raise ``RuleBroken`` without an account, or where it is in the pool already."""
    if not account_code.strip():
        raise RuleBroken(_("To go into the pool of topics, the idea needs the code of an account."))
    account = by_code(session, Account, account_code)
    session.refresh(account, with_for_update=True)
    title = lines(shared.what)[0][:LONGEST_TITLE]
    if title in topics.titles(session, account.id):
        sentence = _("{account} has a topic “{title}” already.")
        raise RuleBroken(sentence.format(account=account.code, title=title))
    topic = Topic(
        code=next_code(session, Topic, f"{account.code}-T", TOPIC_DIGITS),
        account_id=account.id,
        title=title,
        hook=shared.what if shared.what != title else "",
        source=TopicSource.SHARED,
        reference_urls=[shared.reference_url] if shared.reference_url else [],
        proposer_id=shared.author_id,
    )
    session.add(topic)
    session.flush()
    return topic


def tell_groups(session: Session, shared: TrendShare, author: Person) -> None:
    """Tell the groups for ideas: the project's own, else those of the house; it can wait for the working hours."""
    told = [shared.what, reference_line(shared), _("Questions go to {name}.").format(name=author.name)]
    message = Message(
        about=f"idea:{shared.id}",
        kind=MessageKind.IDEAS,
        title=_("New idea · {kind}").format(kind=label(shared.kind)),
        lines=[line for line in told if line],
        link=shared.reference_url,
        project_id=shared.project_id,
    )
    for group in sharing.groups(session, shared.project_id):
        tell_group(session, message, group)
        shared.chat_id = shared.chat_id or group.id


def reference_line(shared: TrendShare) -> str:
    """Return the account to look at, empty without one."""
    return _("To look at: {account}").format(account=shared.reference_account) if shared.reference_account else ""


def outcome(session: Session, shared: TrendShare) -> str:
    """Return what came of a share: who had shared it before, whether the group hears of it, and its topic."""
    said = [repeated(session, shared) or heard(shared)]
    if shared.topic_id:
        topic = session.get_one(Topic, shared.topic_id)
        said.append(_("It is in the pool as {code}.").format(code=topic.code))
    return " ".join(said)


def repeated(session: Session, shared: TrendShare) -> str:
    """Return who had shared the same link and when, empty for a new one."""
    if shared.repeats_id is None:
        return ""
    before = session.get_one(TrendShare, shared.repeats_id)
    name = session.get_one(Person, before.author_id).name
    sentence = _("{name} shared the same link on {day}: it is kept, not told again, and counts as no new share.")
    return sentence.format(name=name, day=beijing_day(before.shared_at))


def heard(shared: TrendShare) -> str:
    """Return whether a group hears of it."""
    if shared.chat_id:
        return _("Shared; the group is told.")
    return _("Shared. No group for ideas is on record, so nobody is told: register one with the purpose trend_share.")
