"""What is kept beside comments: when a work was looked at, which case a comment is in, what words people taught (C3)."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.comments import WordProposal
from agency.records.tables.base import Base, Identified, Kept, PersonId
from agency.records.tables.columns import code_column
from agency.records.tables.truths import at_least, not_blank


class CommentLook(Kept, Base):
    """When the comments beneath a work were last read, and how many of them were new."""

    __tablename__ = "comment_looks"
    __table_args__ = (UniqueConstraint("publication_id"), *at_least(0, "comments_new"))

    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"))
    looked_at: Mapped[datetime]
    comments_new: Mapped[int]


class CaseComment(Identified, Base):
    """A comment's place in its case: it has one, or none."""

    __tablename__ = "case_comments"
    __table_args__ = (UniqueConstraint("comment_id"),)

    case_id: Mapped[str] = mapped_column(ForeignKey("negative_cases.id"), index=True)
    comment_id: Mapped[str] = mapped_column(ForeignKey("comments.id"))


class LexiconWord(Kept, Base):
    """What a lead said of a word that the team's corrections proposed; it stands above the word lists."""

    __tablename__ = "lexicon_words"
    __table_args__ = (UniqueConstraint("word"), *not_blank("word"))

    word: Mapped[str]
    verdict: Mapped[WordProposal] = code_column(WordProposal)
    decided_by_id: Mapped[PersonId]
    decided_at: Mapped[datetime]
