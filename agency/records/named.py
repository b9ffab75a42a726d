"""Finding what a person named by its code."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.errors import NotOnRecord
from agency.locale import _, term
from agency.records.tables.base import Named

N = TypeVar("N", bound=Named)


def by_code(session: Session, kind: type[N], code: str) -> N:
    """Return the one of its kind with this code, blanks around it ignored; raise ``NotOnRecord`` when there is none."""
    row = session.scalar(select(kind).where(kind.code == code.strip()))
    if row is None:
        raise NotOnRecord(_("There is no {kind} “{code}” on record.").format(kind=name_of(kind), code=code.strip()))
    return row


def name_of(kind: type[Named]) -> str:
    """Return what people call a kind of thing, e.g. 内容条目 for ``ContentItem``."""
    return term("Named", kind.__name__)
