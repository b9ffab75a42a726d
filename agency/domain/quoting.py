"""A stranger's words as they may be shown anywhere: no page, form, message or e-mail takes them for markup (C3).

Every mark that means something to HTML, Markdown, Jinja or a chat group becomes its own picture in full width, which
reads the same and means nothing. To escape would need another way for each of six dialects.
"""

import re
from collections.abc import Iterable

from agency.domain.sentiment import Hit
from agency.domain.titles import VISIBLE

LONGEST_QUOTE = 120
TAG = re.compile(r"<(?!/?(?:details|summary|br)\s*/?>)(?=[a-zA-Z/!?])")
PICTURE = "data:image/"
LABELLED = re.compile(r"\](?:\(\s*<?(?P<to>[^\s)>]*)|:(?=\s))")
FULL_WIDTH = 0xFEE0  # how far the wide picture of an ASCII mark lies behind it
MARKS = {ord(mark): chr(ord(mark) + FULL_WIDTH) for mark in "<>[]{}()*_`#|@~\\$&^="}
ADDRESS = re.compile(r":(?=//)|(?<=\w)\.(?=\w)")
ADDRESS_MARKS = {":": chr(ord(":") + FULL_WIDTH), ".": chr(ord(".") + FULL_WIDTH)}


def harmless(text: str) -> str:
    """Return words on one line, without what is invisible, in which nothing is markup, an address or a mention."""
    visible = "".join(character if VISIBLE.match(character) else " " for character in text)
    plain = ADDRESS.sub(lambda found: ADDRESS_MARKS[found[0]], " ".join(visible.split()))
    return plain.translate(MARKS).removeprefix("- ").removeprefix("+ ")


def quoted(text: str, longest: int = LONGEST_QUOTE) -> str:
    """Return the beginning of what somebody said, harmless."""
    return harmless(text[:longest]) + ("…" if len(text) > longest else "")


def marked(text: str, hits: Iterable[Hit], longest: int = LONGEST_QUOTE) -> str:
    """Return the beginning of what somebody said, harmless, with the words that were found in bold."""
    shown, place = "", 0
    for begins, ends in apart(hits):
        if ends > longest:
            break
        word = harmless(text[begins:ends])
        shown += harmless_between(text[place:begins]) + (f"**{word}**" if word.isalnum() else f"【{word}】")
        place = ends
    return shown + harmless_between(text[place:longest]) + ("…" if len(text) > longest else "")


def harmless_between(text: str) -> str:
    """Return a piece of a text, harmless; a blank at its end stays one."""
    return harmless(text) + (" " if text[-1:].isspace() else "")


def apart(hits: Iterable[Hit]) -> Iterable[tuple[int, int]]:
    """Yield where hits stand, in their order, those that reach into one another as one."""
    places: list[tuple[int, int]] = []
    for hit in sorted(hits, key=lambda hit: hit.begins):
        if places and hit.begins < places[-1][1]:
            places[-1] = places[-1][0], max(places[-1][1], hit.ends)
        else:
            places.append((hit.begins, hit.ends))
    return places


def without_its_middle(text: str, longest: int) -> str:
    """Return a text as it is, or where it is longer its beginning and its end, ``longest`` characters in all."""
    if len(text) <= longest:
        return text
    end = longest // 3
    return f"{text[: longest - end - 1]}…{text[-end:]}"


def without_tags(markdown: str) -> str:
    """Return Markdown in which no tag acts but those that fold a part away; the letters of one are read as they are."""
    return TAG.sub("&lt;", markdown)


def without_foreign_links(markdown: str, own: str = PICTURE) -> str:
    """Return Markdown in which no words or pictures lead anywhere but below ``own``: a foreign address is seen as it is.

    Pictures that are part of the page stay.
    """
    return LABELLED.sub(
        lambda found: found[0] if (found["to"] or "").startswith((own, PICTURE)) else f"]\\{found[0][1:]}",
        markdown,
    )
