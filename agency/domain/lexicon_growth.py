"""What the word lists may learn from comments that people judged otherwise: words that stand out in what was missed (C3)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from agency.domain.folding import BREAK, fold
from agency.domain.terms.comments import WordProposal
from agency.domain.terms.engagement import Severity

SHORTEST, LONGEST = 2, 5
LEAST_COMMENTS = 2
TIMES_MORE_OFTEN = 5
MOST_PROPOSED = 20


@dataclass(frozen=True)
class Judged:
    """A comment with what the lists made of it and what a person did; None is not negative. ``found`` are the lists' words."""

    words: str
    by_lists: Severity | None
    by_person: Severity | None
    found: Sequence[str] = ()


@dataclass(frozen=True)
class Proposed:
    """A word with what it might be, and in how many comments it stands on either side."""

    word: str
    as_what: WordProposal
    in_corrected: int
    in_others: int


def proposals(judged: Sequence[Judged], decided: Iterable[str] = ()) -> list[Proposed]:
    """Return words that could be added, those seen most often first; what a lead has decided about is not proposed again.

    A word out of what the lists missed is proposed as a complaint, one around what they found wrongly as harmless. It must
    stand in ``LEAST_COMMENTS`` corrected comments, and there ``TIMES_MORE_OFTEN`` as often as in the others.
    """
    known = {fold(word) for word in decided}
    missed = [one for one in judged if one.by_person and not one.by_lists]
    false = [one for one in judged if one.by_lists and not one.by_person]
    unspoilt = [fold(one.words) for one in judged if not one.by_person]
    true = [fold(one.words) for one in judged if one.by_person]
    found = [
        *standing_out([pieces(fold(one.words)) for one in missed], unspoilt, WordProposal.MEDIUM),
        *standing_out([set(around(one)) for one in false], true, WordProposal.HARMLESS),
    ]
    fresh = [one for one in found if one.word not in known]
    return sorted(fresh, key=lambda one: (-one.in_corrected, -len(one.word), one.word))[:MOST_PROPOSED]


def standing_out(corrected: Sequence[set[str]], others: Sequence[str], as_what: WordProposal) -> Iterator[Proposed]:
    """Yield the pieces that stand in many corrected comments and hardly in others; of one inside another the longer."""
    counts = Counter(piece for one in corrected for piece in one)
    often = {piece: count for piece, count in counts.items() if count >= LEAST_COMMENTS}
    for piece, count in often.items():
        if any(piece in longer and often[longer] == count for longer in often if len(longer) > len(piece)):
            continue
        beside = sum(piece in other for other in others)
        if count * (len(others) or 1) >= TIMES_MORE_OFTEN * beside * len(corrected) and count > beside:
            yield Proposed(piece, as_what, count, beside)


def pieces(folded: str) -> set[str]:
    """Return every piece of a folded text of two to five characters inside one clause."""
    return {
        clause[begin : begin + length]
        for clause in folded.replace("?", BREAK).split(BREAK)
        for length in range(SHORTEST, LONGEST + 1)
        for begin in range(len(clause) - length + 1)
    }


def around(one: Judged) -> Iterator[str]:
    """Yield the pieces of a comment that hold a word which was found in it, with what stands beside."""
    folded = fold(one.words)
    for word in (fold(found) for found in one.found):
        yield from (piece for piece in wider(folded, word) if piece != word)


def wider(folded: str, word: str) -> Iterator[str]:
    """Yield a word with up to three characters before and after it, inside its clause."""
    for clause in folded.split(BREAK):
        place = clause.find(word) if word else -1
        if place < 0:
            continue
        for before in range(min(3, place) + 1):
            for after in range(min(3, len(clause) - place - len(word)) + 1):
                yield clause[place - before : place + len(word) + after]
