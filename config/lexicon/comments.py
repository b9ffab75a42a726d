"""The word lists by which comments are judged: complaints, sensitive words, praise, and the words that turn a sense (C3).

Four TOML files beside this one, edited by a lead: a slip is told in one sentence that names the file, and the line or word.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from config.lexicon import HERE, WordList, Words

ABOUT_A_GROUP = 2  # how deep the place of a fault in a group goes before it names a key


class LexiconError(ValueError):
    """A word list cannot be used; the message is one sentence for whoever edited it."""


class Complaints(WordList):
    """Words of one severity: what they are about, and the phrases in which they are harmless."""

    severity: Literal["light", "medium", "grave"]
    about: Annotated[str, Field(min_length=1)]
    words: Words
    except_in: tuple[str, ...] = ()


class SensitiveComplaints(Complaints):
    """Words that are never light."""

    severity: Literal["medium", "grave"]


class NegativeWords(WordList):
    """All groups of complaints."""

    group: Annotated[tuple[Complaints, ...], Field(min_length=1)]


class SensitiveWords(WordList):
    """All groups of sensitive words."""

    group: Annotated[tuple[SensitiveComplaints, ...], Field(min_length=1)]


class PositiveWords(WordList):
    """Words of praise, and phrases that sound like complaints and are none."""

    words: Words
    phrases: tuple[str, ...] = ()


class TurningWords(WordList):
    """Words that turn, weaken or colour what stands near them; the windows are in characters."""

    window: Annotated[int, Field(ge=0, le=20)]
    praise_window: Annotated[int, Field(ge=0, le=20)]
    negations: Words
    weak_negations: Words
    not_negations: Words
    after_praise: Words
    after_both: Words
    intensifiers: Words
    weakeners: Words
    contrasts: Words
    suppositions: Words
    doubts: Words


class CommentWords(WordList):
    """All four lists."""

    negative: NegativeWords
    sensitive: SensitiveWords
    positive: PositiveWords
    negations: TurningWords


Listed = TypeVar("Listed", bound=WordList)


@cache
def comment_words() -> CommentWords:
    """Return the agency's lists, read once; raise ``LexiconError`` as ``read_comment_words`` does."""
    return read_comment_words(HERE)


def read_comment_words(folder: Path) -> CommentWords:
    """Read the four lists of a folder; ``LexiconError`` names the file with its line, its key, or the word that stands twice."""
    words = CommentWords(
        negative=read_list(folder / "negative_words.toml", NegativeWords),
        sensitive=read_list(folder / "sensitive_words.toml", SensitiveWords),
        positive=read_list(folder / "positive_words.toml", PositiveWords),
        negations=read_list(folder / "negations.toml", TurningWords),
    )
    refuse_doubles(words)
    return words


def read_list(file: Path, kind: type[Listed]) -> Listed:
    """Read one list."""
    try:
        return kind.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"{file.name} cannot be read: {error}") from error
    except ValidationError as error:
        raise LexiconError("; ".join(complaint(detail, file) for detail in error.errors())) from None


def complaint(detail: ErrorDetails, file: Path) -> str:
    """Return one sentence on what is wrong; groups are counted from 1, as a reader counts them."""
    place = detail["loc"]
    in_group = len(place) >= ABOUT_A_GROUP and place[0] == "group"
    named = f"{file.name}, group {int(place[1]) + 1}" if in_group else file.name
    key = ".".join(str(part) for part in (place[ABOUT_A_GROUP:] if in_group else place))
    if detail["type"] == "extra_forbidden":
        return f"{named}: there is no key {key!r}"
    return f"{named}: {key!r} is wrong: {detail['msg']} (it is {detail['input']!r:.60})"


def refuse_doubles(words: CommentWords) -> None:
    """Refuse a word that stands in two places: nobody could say which of them counts."""
    seen: dict[str, str] = {}
    for place, word in named_words(words):
        if not word.strip():
            raise LexiconError(f"{place}: an empty word would be found everywhere")
        if (before := seen.setdefault(word, place)) != place:
            raise LexiconError(f"the word {word!r} stands in {before} and in {place}; take it out of one of them")


def named_words(words: CommentWords) -> Iterator[tuple[str, str]]:
    """Yield every word with the place it stands in, as a reader would call it."""
    for file, groups in (("negative_words", words.negative.group), ("sensitive_words", words.sensitive.group)):
        for number, group in enumerate(groups, start=1):
            yield from ((f"{file}.toml, group {number}", word) for word in group.words)
            yield from ((f"{file}.toml, except_in of group {number}", word) for word in group.except_in)
    yield from (("positive_words.toml, words", word) for word in words.positive.words)
    yield from (("positive_words.toml, phrases", word) for word in words.positive.phrases)
    for name, listed in words.negations:
        if isinstance(listed, tuple):
            yield from ((f"negations.toml, {name}", word) for word in listed)
