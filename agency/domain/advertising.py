"""Absolute words in what a client advertises: found, weighed and explained, never replaced (domain.md 6.4)."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agency.domain.finding import Finding, rule
from agency.domain.terms.governance import RuleSeverity
from agency.domain.titles import VISIBLE
from agency.locale import _
from config.lexicon import AbsoluteWords, AdvertisingLexicon


@dataclass(frozen=True)
class Hit:
    """One absolute word where it stands; ``begins`` and ``ends`` count in the text as it was given."""

    word: str
    begins: int
    ends: int
    severity: RuleSeverity
    advice: str


def absolute_words(text: str, lexicon: AdvertisingLexicon) -> tuple[Hit, ...]:
    """Return the absolute words of a text, in its order; of words inside one another the longest counts, of groups the first.

    Width, case and invisible characters do not hide a word. Inside one of its group's exceptions it is harmless.
    A word of Latin letters is found only where it stands alone.
    """
    folded, places = fold(text)
    hits = [
        Hit(text[places[begin] : places[end - 1] + 1], places[begin], places[end - 1] + 1, severity, group.advice)
        for group in lexicon.group
        for severity in [RuleSeverity(group.severity)]
        for begin, end in spans(folded, group)
    ]
    longest: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.begins, -hit.ends)):
        if not longest or hit.ends > longest[-1].ends:
            longest.append(hit)
    return tuple(longest)


def spans(folded: str, group: AbsoluteWords) -> Iterator[tuple[int, int]]:
    """Yield where a group's words stand in a folded text, except inside its harmless phrases."""
    harmless = [span for phrase in group.except_in for span in occurrences(folded, fold(phrase)[0])]
    for word in group.words:
        for begin, end in occurrences(folded, fold(word)[0]):
            if stands_alone(folded, begin, end) and not any(one <= begin and end <= other for one, other in harmless):
                yield begin, end


def occurrences(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Yield every place of a word in a text, overlapping ones too."""
    begin = text.find(word)
    while begin >= 0:
        yield begin, begin + len(word)
        begin = text.find(word, begin + 1)


def stands_alone(text: str, begin: int, end: int) -> bool:
    """Say whether a word is not a piece of a longer one in Latin letters or digits: ``top1`` is not in ``top10``."""
    return not (joined(text[begin - 1 : begin], text[begin]) or joined(text[end - 1], text[end : end + 1]))


def joined(left: str, right: str) -> bool:
    """Say whether two neighbours are both Latin letters or digits."""
    return all(side.isascii() and side.isalnum() for side in (left, right))


def fold(text: str) -> tuple[str, list[int]]:
    """Return a text without width, case and invisible characters, and for each character of it its place in the original."""
    folded = [
        (character, place)
        for place, original in enumerate(text)
        for character in unicodedata.normalize("NFKC", original).casefold()
        if VISIBLE.match(character)
    ]
    return "".join(character for character, _place in folded), [place for _character, place in folded]


@rule
def advertising_findings(texts: Mapping[str, str], lexicon: AdvertisingLexicon) -> Iterator[Finding]:
    """No text around a work holds an absolute word; ``texts`` are keyed by what a reader calls them (title, caption …)."""
    for name, text in texts.items():
        for hit in absolute_words(text, lexicon):
            sentence = _("{name}, character {place}: “{word}”. {advice}.")
            message = sentence.format(name=name, place=hit.begins + 1, word=hit.word, advice=hit.advice)
            yield Finding("C3-absolute-word", message, hit.severity)
