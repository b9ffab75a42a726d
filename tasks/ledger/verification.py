"""Verifies the ledger: along the whole chain, and against the ends of it that were noted outside the records."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain as one_after_another
from itertools import islice

from sqlalchemy.orm import Session

from agency.domain.chain import Flaw, Head, flaw_of_note
from agency.domain.ledger_words import sentence
from agency.locale import _
from agency.records import chain, chain_walk

TOLD = 50  # broken places that are told one by one


@dataclass(frozen=True)
class Verified:
    """What was found: the end of the ledger, the first broken places, and how many there are in all."""

    head: Head
    flaws: Sequence[Flaw]
    count: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is broken."""
        return self.count == 0

    @property
    def told(self) -> str:
        """The result in one sentence."""
        if self.is_whole:
            whole = _("The ledger is whole: {count} links, the last one {hash}.")
            return whole.format(count=self.head.number, hash=self.head.hash)
        broken = _("The ledger is broken in {count} places; it ends with link {number}, {hash}.")
        return broken.format(count=self.count, number=self.head.number, hash=self.head.hash)

    @property
    def sentences(self) -> list[str]:
        """The broken places, a sentence each; how many more there are, where they are many."""
        told = [sentence(flaw) for flaw in self.flaws]
        more = self.count - len(told)
        return [*told, _("And {count} more.").format(count=more)] if more else told


def verify(session: Session, notes: Sequence[Head]) -> Verified:
    """Look along the ledger and hold it against what was noted of its end; the same memory, however long it is."""
    head = chain.head(session)
    found = one_after_another(flaws_of_notes(session, notes), chain_walk.flaws(session.connection()))
    first = list(islice(found, TOLD))
    return Verified(head, first, len(first) + sum(1 for _flaw in found))


def flaws_of_notes(session: Session, notes: Sequence[Head]) -> Iterator[Flaw]:
    """Yield what of the noted ends is no longer so; of one that was noted several times, once."""
    for noted in dict.fromkeys(notes):
        flaw = flaw_of_note(noted, chain.link_hash(session, noted.number))
        if flaw is not None:
            yield flaw
