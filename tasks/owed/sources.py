"""Every source of obligations; a new rule is one more file here and one more line."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from agency.domain.obligations import Obligation

Source = Callable[[Session, datetime], Iterable[Obligation]]

SOURCES: tuple[Source, ...] = ()
