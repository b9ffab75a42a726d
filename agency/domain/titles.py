"""How long a title is, and whether it may stand: at most 20 characters (P2, domain.md 3.2)."""

import unicodedata
from collections.abc import Iterator

import regex

from agency.domain.finding import Finding, rule
from agency.domain.terms.figures import Platform
from agency.locale import _
from config.policy import Policy

VISIBLE = regex.compile(r"[^\p{C}\p{Default_Ignorable_Code_Point}\N{BRAILLE PATTERN BLANK}]")
WIDE = regex.compile(r"[\p{EA=W}\p{EA=F}\p{EA=A}\p{Extended_Pictographic}\p{Regional_Indicator}]")
LINE_BREAKS = regex.compile(r"[\t\n\v\f\r\u2028\u2029]+")
PLAIN = regex.compile(
    r"[ -~\u00b7\u2014\u2018-\u201d\u2026\u3000-\u301f\u4e00-\u9fff\uff01-\uff5e]*"
)  # each of these is one character


def characters(text: str) -> list[str]:
    """Return what a reader sees as single characters: an emoji of seven code points is one, an invisible mark is none."""
    if PLAIN.fullmatch(text):
        return list(text)
    return [cluster for cluster in regex.findall(r"\X", unicodedata.normalize("NFC", text)) if VISIBLE.search(cluster)]


def tidy_title(text: str) -> str:
    """Return a title as it is kept: NFC, on one line, without invisible characters and without blanks at its ends."""
    return "".join(characters(LINE_BREAKS.sub(" ", text))).strip()


def title_length(text: str) -> int:
    """Return how many characters a title has by the standard's count, the strict one: each of them is 1."""
    return len(characters(tidy_title(text)))


def platform_length(text: str, platform: Platform) -> int:
    """Return how long the platform itself counts a title.

    Xiaohongshu counts two half-width characters as one and rounds up; of the others no rule of their own is known.
    """
    if platform is not Platform.XIAOHONGSHU:
        return title_length(text)
    halves = sum(2 if is_wide(character) else 1 for character in characters(tidy_title(text)))
    return (halves + 1) // 2


def is_wide(character: str) -> bool:
    """Say whether a character takes the room of a Chinese one, as emoji do; what is ambiguous is wide in a Chinese text."""
    return WIDE.match(character) is not None


@rule
def title_findings(text: str, policy: Policy) -> Iterator[Finding]:
    """Every video has a title, of ``title_max`` characters at most (P2)."""
    length = title_length(text)
    if length == 0:
        yield Finding("P2-title-missing", _("The video has no title."))
    if length > policy.title_max:
        sentence = _("The title has {length} characters; at most {limit} are allowed: {title}")
        yield Finding("P2-title-length", sentence.format(length=length, limit=policy.title_max, title=tidy_title(text)))
