"""Names that look alike and are not the same: in a form nobody could tell which of two people they choose.

What a reader sees is compared, after the idea of a skeleton in UTS #39: compatibility forms (full width, Kangxi radicals)
are folded by NFKC, invisible letters are dropped, and letters of other scripts count as the Latin ones they look like.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence

LOOKS_LIKE = {
    "A": "\u0410\u0391",
    "B": "\u0412\u0392",
    "C": "\u0421\u03f9",
    "E": "\u0415\u0395",
    "G": "\u050c",
    "H": "\u041d\u0397",
    "I": "\u0406\u0399\u04c0",
    "J": "\u0408\u037f",
    "K": "\u041a\u039a",
    "M": "\u041c\u039c",
    "N": "\u039d",
    "O": "\u041e\u039f\u0555",
    "P": "\u0420\u03a1",
    "Q": "\u051a",
    "S": "\u0405\u054f",
    "T": "\u0422\u03a4",
    "U": "\u054d",
    "W": "\u051c",
    "X": "\u0425\u03a7",
    "Y": "\u0423\u03a5",
    "Z": "\u0396",
    "a": "\u0430\u03b1\u0251",
    "c": "\u0441\u03f2",
    "d": "\u0501",
    "e": "\u0435\u04bd",
    "g": "\u0261\u0581",
    "h": "\u04bb\u0570",
    "i": "\u0456\u03b9\u0269\u0131",
    "j": "\u0458\u03f3",
    "k": "\u043a\u03ba",
    "m": "\u043c",
    "n": "\u043f\u03b7\u0578",
    "o": "\u043e\u03bf\u0585\u03c30\u3007",
    "p": "\u0440\u03c1",
    "q": "\u051b\u0563",
    "r": "\u0433",
    "s": "\u0455",
    "u": "\u03c5\u057d",
    "v": "\u03bd",
    "w": "\u0461\u03c9\u051d",
    "x": "\u0445\u03c7",
    "y": "\u0443\u03b3",
    "l": "\u04cf1|",
    "-": "\u2014\u2013\u2010",
    ".": "\u00b7\u30fb\u2027\u2022",
}
STROKES = {0x4E28: "l", 0x4E00: "-", 0x30FC: "-"}  # one upright, one level, and the long vowel of kana
ALIKE = str.maketrans({letter: latin for latin, letters in LOOKS_LIKE.items() for letter in letters}) | STROKES
INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0\u034f")  # fillers and the joiner: by category letters, or marks


def skeleton(name: str) -> str:
    """Return what a reader sees of a name: two names that look alike have the same one."""
    folded = "".join(letter for letter in unicodedata.normalize("NFKC", name) if not is_invisible(letter))
    return folded.translate(ALIKE).casefold().translate(ALIKE)  # capitals first: a Greek H is no Greek h


def is_invisible(letter: str) -> bool:
    """Say whether a letter shows nothing: blanks, zero-width ones, direction marks, variation selectors."""
    if letter in INVISIBLE or "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef":
        return True
    return unicodedata.category(letter) in {"Cf", "Cc", "Zs", "Zl", "Zp"}


def lookalikes(names: Mapping[str, str], told: Sequence[str]) -> list[tuple[str, str]]:
    """Return pairs of people, by code, whose names look alike and differ; one of each pair is among those ``told``.

    ``names`` leads from codes to names. People of the very same name are no such pair: a form tells them apart by code.
    """
    by_look: dict[str, list[str]] = defaultdict(list)
    for code in sorted(names):
        by_look[skeleton(names[code])].append(code)
    return [
        (first, second)
        for alike in by_look.values()
        for place, first in enumerate(alike)
        for second in alike[place + 1 :]
        if names[first] != names[second] and not {first, second}.isdisjoint(told)
    ]
