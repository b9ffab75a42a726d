"""The word lists a lead may edit: advertising words, words of a shot table, hosts of links, words that ask.

Each is a TOML file beside this one, read as it stands; a key nobody knows is refused.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

HERE = Path(__file__).parent

Words = Annotated[tuple[str, ...], Field(min_length=1)]


class WordList(BaseModel):
    """A table of a word list."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AbsoluteWords(WordList):
    """Words of one severity, with the advice to give and the phrases in which they are harmless."""

    words: Words
    severity: Literal["blocks", "warns"]
    advice: str
    except_in: tuple[str, ...] = ()


class AdvertisingLexicon(WordList):
    """All groups of words that an advertisement may not use, or had better not (domain.md 6.4)."""

    group: Annotated[tuple[AbsoluteWords, ...], Field(min_length=1)]


class ShotWords(WordList):
    """How people write a shot table: for every column and every code, the words that mean it."""

    columns: dict[str, Words]
    sizes: dict[str, Words]
    moves: dict[str, Words]
    beats: dict[str, Words]
    seconds: Words


class LinkHosts(WordList):
    """The hosts on which a platform shows its works; a platform that is not named takes any."""

    hosts: dict[str, Words]


class QuestionWords(WordList):
    """The words and marks by which a comment is taken for a question."""

    words: Words


def advertising_lexicon() -> AdvertisingLexicon:
    """Return the absolute words."""
    return AdvertisingLexicon.model_validate(read("absolute_words"))


def shot_words() -> ShotWords:
    """Return the words of a shot table."""
    return ShotWords.model_validate(read("shot_table"))


def link_hosts() -> LinkHosts:
    """Return the hosts of the platforms' links."""
    return LinkHosts.model_validate(read("link_hosts"))


def question_words() -> QuestionWords:
    """Return the words that ask."""
    return QuestionWords.model_validate(read("question_words"))


@cache
def read(name: str) -> dict[str, object]:
    """Read one word list, once; raise ``tomllib.TOMLDecodeError`` naming the line that is wrong."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
