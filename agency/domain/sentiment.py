"""How a comment speaks of a work: found by words, negation and the turns of a sentence, with the evidence (C3, domain.md 6.5).

It proposes and decides nothing: irony and new homophones escape any list, so a person confirms every case. A comment is
read once from left to right; how long that takes grows with its length and nothing else.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from agency.domain.folding import fold, places
from agency.domain.lexicon import Lexicon, Token
from agency.domain.terms.comments import WordRole
from agency.domain.terms.engagement import Sentiment, Severity
from agency.locale import _

LONGEST = 2_000  # characters of a comment that are read, and kept

RANKS = tuple(Severity)
LIGHTER: Mapping[Severity, Severity | None] = {
    Severity.GRAVE: Severity.MEDIUM,
    Severity.MEDIUM: Severity.LIGHT,
    Severity.LIGHT: None,
}
NEGATING = frozenset({WordRole.NEGATION, WordRole.WEAK_NEGATION})
COMPLAINING = frozenset({WordRole.COMPLAINT, WordRole.SENSITIVE})
JUDGING = frozenset({*COMPLAINING, WordRole.PRAISE})
COSTLESS = frozenset({*NEGATING, *JUDGING, WordRole.DEGREE, WordRole.WEAKENER})
MOST_BEFORE = 8  # words that are looked back at: a text of negations alone is read no longer than any other


@dataclass(frozen=True)
class Hit:
    """One reason to call a comment negative; ``begins`` and ``ends`` count in the comment as it was written."""

    word: str
    severity: Severity
    about: str
    begins: int
    ends: int


@dataclass(frozen=True)
class Opinion:
    """What a comment seems to say: its tone, how grave it is when that is negative, and why."""

    sentiment: Sentiment
    severity: Severity | None = None
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True)
class Denial:
    """Whether a word is denied in the end, between which places that is said, and whether weakly."""

    denies: bool
    begins: int
    ends: int
    is_weak: bool


def opinion(text: str, lexicon: Lexicon) -> Opinion:
    """Return what a comment seems to say; of one that is longer than ``LONGEST`` the beginning counts."""
    read = text[:LONGEST]
    reading = Reading(lexicon, lexicon.tokens(fold(read)))
    found = list(reading.complaints())
    if not found:
        return Opinion(Sentiment.POSITIVE if reading.last_praise >= 0 else Sentiment.NEUTRAL)
    where = places(read)
    hits = tuple(
        Hit(read[where[begins] : where[ends - 1] + 1], severity, about, where[begins], where[ends - 1] + 1)
        for severity, about, begins, ends in found
    )
    return Opinion(Sentiment.NEGATIVE, worst(hit.severity for hit in hits), hits)


def worst(severities: Iterable[Severity]) -> Severity:
    """Return the gravest of some severities, of which there is one at least."""
    return max(severities, key=RANKS.index)


Complaint = tuple[Severity, str, int, int]


class Reading:
    """The words of one comment in their order, each asked what it means where it stands."""

    def __init__(self, lexicon: Lexicon, tokens: Sequence[Token]) -> None:
        self._lexicon = lexicon
        self._tokens = tokens
        self._firsts = first_of_each(tokens)
        self._turns = [token.begins for token in tokens if token.entry.role is WordRole.CONTRAST]
        praised = (token.begins for place, token in enumerate(tokens) if self._praises(place, token))
        self.last_praise = max(praised, default=-1)

    def complaints(self) -> Iterator[Complaint]:
        """Yield what is complained of: how gravely, about what, and between which places of the folded text."""
        for place, token in enumerate(self._tokens):
            if token.entry.role in COMPLAINING:
                yield from self._complaint(place, token)
            elif token.entry.role is WordRole.PRAISE:
                yield from self._denied_praise(place, token)

    def _complaint(self, place: int, token: Token) -> Iterator[Complaint]:
        """Yield a complaint unless it is denied, or what follows takes it back; to doubt a sensitive one denies nothing."""
        is_doubt = (token.clause, WordRole.DOUBT) in self._firsts
        severity = token.entry.severity or Severity.MEDIUM
        if token.entry.role is WordRole.SENSITIVE:
            weight = LIGHTER[severity] if is_doubt else severity
            is_denied = self._denial(place).denies and not is_doubt
        else:
            weight = self._weight(place, token, severity, is_doubt=is_doubt)
            is_denied = self._denial(place).denies
        if weight and not is_denied:
            yield weight, token.entry.about, token.begins, token.ends

    def _weight(self, place: int, token: Token, severity: Severity, *, is_doubt: bool) -> Severity | None:
        """Return how grave a complaint is as it was said, None when the praise behind it makes an end of it."""
        supposed = self._firsts.get((token.clause, WordRole.SUPPOSITION), token.begins) < token.begins
        if is_doubt or supposed or self._is_said_softly(place, token):
            severity = LIGHTER[severity] or severity
        if self.last_praise <= token.begins:
            return severity
        if supposed:
            return None
        return LIGHTER[severity] if severity is Severity.LIGHT or self._is_turned_after(token) else severity

    def _denied_praise(self, place: int, token: Token) -> Iterator[Complaint]:
        """Yield praise that is denied, or turned by what stands right behind it."""
        if (behind := self._behind(place)) is not None and behind.entry.role is WordRole.TURNS_PRAISE:
            yield Severity.MEDIUM, _("praise turned into its opposite"), token.begins, behind.ends
        elif (denial := self._denial(place)).denies:
            is_doubt = (token.clause, WordRole.DOUBT) in self._firsts
            severity = Severity.LIGHT if denial.is_weak or is_doubt else Severity.MEDIUM
            yield severity, _("praise that is denied"), denial.begins, denial.ends

    def _praises(self, place: int, token: Token) -> bool:
        """Tell whether a word praises: praise that nothing turns, or a complaint that is denied."""
        if token.entry.role is WordRole.PRAISE:
            return not any(self._denied_praise(place, token))
        return token.entry.role is WordRole.COMPLAINT and self._denial(place).denies

    def _denial(self, place: int) -> Denial:
        """Return what turns a word: negations before it in its clause, of which two are none, or one right behind it."""
        token, count, is_weak = self._tokens[place], 0, False
        begins, ends = token.begins, token.ends
        for before in self._reaching(place):
            count, begins = count + 1, before.begins
            is_weak = is_weak or before.entry.role is WordRole.WEAK_NEGATION
        if (behind := self._behind(place)) is not None and behind.entry.role is WordRole.DENIES_BEFORE:
            count, ends = count + 1, behind.ends
        return Denial(count % 2 == 1, begins, ends, is_weak)

    def _reaching(self, place: int) -> Iterator[Token]:
        """Yield the negations that reach a word from before, the nearest first."""
        token = self._tokens[place]
        is_praise = token.entry.role is WordRole.PRAISE
        reached, left = token.begins, self._lexicon.praise_window if is_praise else self._lexicon.window
        for back in range(place - 1, max(-1, place - 1 - MOST_BEFORE), -1):
            before = self._tokens[back]
            left -= reached - (before.ends if before.entry.role in COSTLESS else before.begins)
            if before.clause != token.clause or left < 0:
                return
            if before.entry.role in JUDGING and not is_listed_beside(before, token):
                return
            if before.entry.role in NEGATING:
                yield before
            reached = before.begins

    def _behind(self, place: int) -> Token | None:
        """Return the word that stands right behind another."""
        after = self._tokens[place + 1 : place + 2]
        return after[0] if after and after[0].begins == self._tokens[place].ends else None

    def _is_said_softly(self, place: int, token: Token) -> bool:
        before = self._tokens[place - 1] if place else token
        return before.entry.role is WordRole.WEAKENER and before.ends == token.begins

    def _is_turned_after(self, token: Token) -> bool:
        """Tell whether a turn, such as “but”, stands between a complaint and the praise that follows it."""
        turn = bisect_right(self._turns, token.begins)
        return turn < len(self._turns) and self._turns[turn] < self.last_praise


def first_of_each(tokens: Sequence[Token]) -> dict[tuple[int, WordRole], int]:
    """Return where the first word of each kind stands in each clause."""
    firsts: dict[tuple[int, WordRole], int] = {}
    for token in tokens:
        firsts.setdefault((token.clause, token.entry.role), token.begins)
    return firsts


def is_listed_beside(before: Token, token: Token) -> bool:
    """Tell whether two words of a kind stand in one list, as in “no smell, no taste”: what turns one turns the other."""
    is_alike = (before.entry.role is WordRole.PRAISE) == (token.entry.role is WordRole.PRAISE)
    return is_alike and before.ends >= token.begins - 1
