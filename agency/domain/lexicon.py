"""The words by which comments are judged, ready to be found in a text: by their first character, the longest first (C3).

A regular expression of a thousand words tries them one after the other at every place of a text; this tries the few that
begin with what stands there, so reading stays linear in the text and nearly so whatever the lists grow to.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agency.domain.folding import BREAK, fold
from agency.domain.terms.comments import WordRole
from agency.domain.terms.engagement import Severity
from config.lexicon.comments import CommentWords

CLAUSE_ENDS = frozenset({BREAK, "?"})

FROM_FILE: Mapping[str, WordRole] = {
    "negations": WordRole.NEGATION,
    "weak_negations": WordRole.WEAK_NEGATION,
    "not_negations": WordRole.HARMLESS,
    "after_praise": WordRole.TURNS_PRAISE,
    "after_both": WordRole.DENIES_BEFORE,
    "intensifiers": WordRole.DEGREE,
    "weakeners": WordRole.WEAKENER,
    "contrasts": WordRole.CONTRAST,
    "suppositions": WordRole.SUPPOSITION,
    "doubts": WordRole.DOUBT,
}


@dataclass(frozen=True)
class Entry:
    """A word, what it does, and of a complaint how grave it is and what it is about."""

    word: str
    role: WordRole
    severity: Severity | None = None
    about: str = ""


@dataclass(frozen=True)
class Token:
    """A word where it stands in a folded text, and the number of its clause."""

    entry: Entry
    begins: int
    clause: int

    @property
    def ends(self) -> int:
        """Where what follows begins."""
        return self.begins + len(self.entry.word)


class Lexicon:
    """Words that can be found; of two entries with one spelling the later counts, so what people taught stands above the file.

    ``window`` is how many characters before a complaint a negation still reaches it, ``praise_window`` before praise.
    """

    def __init__(self, entries: Iterable[Entry], *, window: int, praise_window: int) -> None:
        self.window = window
        self.praise_window = praise_window
        self._entries = {folded: entry for entry in entries if (folded := fold(entry.word))}
        begun: defaultdict[str, list[Entry]] = defaultdict(list)
        for folded, entry in self._entries.items():
            begun[folded[0]].append(Entry(folded, entry.role, entry.severity, entry.about))
        self._begun = {first: sorted(words, key=lambda entry: -len(entry.word)) for first, words in begun.items()}

    def __contains__(self, word: str) -> bool:
        return fold(word) in self._entries

    def with_entries(self, entries: Iterable[Entry]) -> "Lexicon":
        """Return this lexicon with further words above its own."""
        whole = [*self._entries.values(), *entries]
        return Lexicon(whole, window=self.window, praise_window=self.praise_window)

    def tokens(self, folded: str) -> list[Token]:
        """Return the words of a folded text from left to right, at each place the longest, none inside another."""
        found: list[Token] = []
        place, clause, begun = 0, 0, self._begun
        while place < len(folded):
            for entry in begun.get(folded[place], ()):
                if folded.startswith(entry.word, place):
                    found.append(Token(entry, place, clause))
                    place += len(entry.word)
                    break
            else:
                place += 1
            clause += folded[place - 1] in CLAUSE_ENDS
        return found


def lexicon_of(words: CommentWords) -> Lexicon:
    """Return the lexicon of the agency's word lists."""
    turning = words.negations
    return Lexicon(
        entries_of(words),
        window=turning.window,
        praise_window=turning.praise_window,
    )


def entries_of(words: CommentWords) -> Iterable[Entry]:
    """Yield every word of the lists with what it does."""
    for groups, role in ((words.negative.group, WordRole.COMPLAINT), (words.sensitive.group, WordRole.SENSITIVE)):
        for group in groups:
            severity = Severity(group.severity)
            yield from (Entry(word, role, severity, group.about) for word in group.words)
            yield from (Entry(phrase, WordRole.HARMLESS) for phrase in group.except_in)
    yield from (Entry(word, WordRole.PRAISE) for word in words.positive.words)
    yield from (Entry(phrase, WordRole.HARMLESS) for phrase in words.positive.phrases)
    for name, role in FROM_FILE.items():
        yield from (Entry(word, role) for word in getattr(words.negations, name))
