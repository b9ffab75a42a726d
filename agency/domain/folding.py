"""A comment as it is compared: without width, case, blanks and the tricks by which a word hides from a list (domain.md 6.4)."""

import unicodedata

import regex

BREAK = "\n"
BREAKS = frozenset(",.!;:。…~～\n\r\u2028\u2029") - {"."}
TRICKS = frozenset("*·•・‧∙_|/\\+^-=#@&%$.、`'\"“”‘’<>{}()《》【】「」")
INVISIBLE = regex.compile(r"[\s\p{C}\p{Default_Ignorable_Code_Point}\N{BRAILLE PATTERN BLANK}]")
LOOK_ALIKES = dict(zip("аеорсхуіјѕԁɡıοανρκτ", "aeopcxyijsdgioavpkt", strict=True))


class _Folding(dict[int, str]):
    """What each character becomes, worked out at its first use."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


def _folded(character: str) -> str:
    if character in BREAKS:
        return BREAK
    plain = unicodedata.normalize("NFKC", character).casefold()
    return "".join(_compared(each) for each in plain)


def _compared(character: str) -> str:
    if character in BREAKS:
        return BREAK
    if character in TRICKS or INVISIBLE.match(character):
        return ""
    return LOOK_ALIKES.get(character, character)


FOLDING = _Folding()


def fold(text: str) -> str:
    """Return a text as it is compared; the marks that end a clause are ``BREAK``, a question mark stays one."""
    return text.translate(FOLDING)


def places(text: str) -> list[int]:
    """Return for each character of the folded text its place in the text as it was written."""
    return [place for place, character in enumerate(text) for _each in FOLDING[ord(character)]]
