"""Comments come on record with what the word lists make of them, and the negative ones become cases, in one unit of work (C3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy.orm import Session

from agency.domain.heard import Heard
from agency.domain.lexicon import Entry, Lexicon, lexicon_of
from agency.domain.sentiment import Opinion, opinion
from agency.domain.terms.comments import WordProposal, WordRole
from agency.domain.terms.engagement import Severity
from agency.domain.terms.figures import Source
from agency.errors import Misconfigured
from agency.locale import _
from agency.records import comments
from agency.records.tables import Comment, LexiconWord, Publication
from config.lexicon.comments import LexiconError, comment_words
from tasks.comments.cases import CaseBook


@dataclass(frozen=True, kw_only=True)
class KeptComments:
    """What came of comments that were heard: how many were new, how many of those speak ill, and the cases they are in."""

    new: int = 0
    negative: int = 0
    cases: tuple[str, ...] = ()


@cache
def lexicon_of_files() -> Lexicon:
    """Return the lexicon of the word lists, read once; ``Misconfigured`` names the file with its line or word."""
    try:
        return lexicon_of(comment_words())
    except LexiconError as error:
        raise Misconfigured(str(error)) from error


def lexicon(session: Session) -> Lexicon:
    """Return the words by which comments are judged now: those that a lead has accepted stand above the files."""
    taught = [entry for word in comments.learnt(session) if (entry := entry_of(word)) is not None]
    files = lexicon_of_files()
    return files.with_entries(taught) if taught else files


def entry_of(word: LexiconWord) -> Entry | None:
    """Return a word that a lead has decided about as an entry, None for one that was declined."""
    match word.verdict:
        case WordProposal.NOT_A_WORD:
            return None
        case WordProposal.HARMLESS:
            return Entry(word.word, WordRole.HARMLESS)
        case verdict:
            return Entry(word.word, WordRole.COMPLAINT, Severity(verdict.value), _("learnt from corrections"))


def keep_comments(session: Session, publication_id: str, heard: Sequence[Heard], at: datetime) -> KeptComments:
    """Write the comments beneath a work that are not on record, judged, with their cases and messages; twice changes nothing."""
    work = comments.take_turns(session, publication_id)
    words = lexicon(session)
    judged = [(one, opinion(one.words, words)) for one in fresh(session, work, heard)]
    rows = [row_of(work, one, said, at) for one, said in judged]
    session.add_all(rows)
    session.flush()
    book = CaseBook(session, work, at)
    negative = [(row, said) for row, (_one, said) in zip(rows, judged, strict=True) if said.hits]
    for row, said in negative:
        book.enter(row, said.hits)
    return KeptComments(new=len(rows), negative=len(negative), cases=book.close())


def fresh(session: Session, work: Publication, heard: Sequence[Heard]) -> Iterator[Heard]:
    """Yield what is not on record: by the platform's number, by its fingerprint, or as what the other source has told."""
    ids = comments.known_ids(session, work.id)
    prints = comments.known_prints(session, work.id)
    others = {source: comments.known_words(session, work.id, other) for source, other in OTHER.items()}
    for one in heard:
        if one.comment_id in ids or one.fingerprint in prints:
            continue
        twin = others[one.source].pop(comments.said(one.words, one.posted_at), None)
        if twin is not None and twin.platform_comment_id is None:
            twin.platform_comment_id, twin.likes = one.comment_id, one.likes
        if twin is None:
            yield one
        ids |= {one.comment_id} if one.comment_id else set()
        prints |= {one.fingerprint} if one.fingerprint else set()


OTHER = {Source.API: Source.MANUAL, Source.MANUAL: Source.API}


def row_of(work: Publication, one: Heard, said: Opinion, at: datetime) -> Comment:
    """Return a comment as it comes on record."""
    return Comment(
        publication_id=work.id,
        platform_comment_id=one.comment_id,
        fingerprint=one.fingerprint,
        author_hash=one.author_hash,
        words=one.words,
        posted_at=one.posted_at,
        likes=one.likes,
        sentiment=said.sentiment,
        severity=said.severity,
        lexicon_severity=said.severity,
        found=list(dict.fromkeys(hit.word for hit in said.hits)),
        judged_at=at,
        source=one.source,
    )
