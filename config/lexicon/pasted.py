"""How people and platforms write the moment, the likes and the headers of comments that are pasted or come as a file (C3)."""

from functools import cache

from pydantic import BaseModel, ConfigDict

from config.lexicon import WordList, Words, read


class Columns(BaseModel):
    """The headers by which each column is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    author: Words
    words: Words
    moment: Words
    likes: Words


class PastedWords(WordList):
    """The words of a pasted comment's moment and likes."""

    minutes_ago: Words
    hours_ago: Words
    days_ago: Words
    weeks_ago: Words
    just_now: Words
    days: Words
    year: str
    month: str
    day: str
    tails: Words
    likes: Words
    ten_thousands: Words
    thousands: Words
    columns: Columns


@cache
def pasted_words() -> PastedWords:
    """Return the words, read once."""
    return PastedWords.model_validate(read("pasted_comments"))
