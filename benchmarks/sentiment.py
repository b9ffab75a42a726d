"""How many negative comments are found and how many are cried over, beside word matching without negation; and how fast.

python3 run.py bench sentiment

The comments are invented, and one of the two halves was written before the word lists and not looked at while they were
made. The author of the comments is that of the lists, so strangers' comments will do worse. A third set, of other trades,
was written when the lists were done.
"""

import importlib.util
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from agency.domain.folding import fold
from agency.domain.lexicon import entries_of, lexicon_of
from agency.domain.sentiment import RANKS, opinion
from agency.domain.terms.comments import WordRole
from agency.domain.terms.engagement import Severity
from benchmarks.ground.table import Row, show
from config.lexicon.comments import comment_words

HERE = Path(__file__).parent / "ground" / "comments"
FIRST_HALF = HERE / "looked_at.tsv"
SETS = {
    "looked at": FIRST_HALF,
    "held out": HERE / "held_out.tsv",
    "other trades": HERE / "other_trades.tsv",
    "unseen trades": HERE / "unseen_trades.tsv",
}
ROUNDS = 5
UNKNOWN = 0.5

Label = Severity | None
Labelled = tuple[Label, str]
Judge = Callable[[str], Label]


def labelled(path: Path) -> list[Labelled]:
    """Return the comments of a set, each with how grave it is, None for one that is not negative."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    pairs = (line.split("\t", 1) for line in lines)
    return [(None if told == "none" else Severity(told), text) for told, text in pairs]


def ours() -> Judge:
    """Return the product's own judge."""
    words = lexicon_of(comment_words())
    return lambda text: opinion(text, words).severity


def matching() -> Judge:
    """Return the peer: the same words, found anywhere, without negation, exceptions or turns."""
    blamed = {WordRole.COMPLAINT, WordRole.SENSITIVE}
    words = [(fold(one.word), one.severity) for one in entries_of(comment_words()) if one.role in blamed]

    def judge(text: str) -> Label:
        folded = fold(text)
        found = [severity for word, severity in words if severity and word in folded]
        return max(found, key=RANKS.index) if found else None

    return judge


def snownlp() -> Judge | None:
    """Return the peer that learns from book reviews, None where it is not installed; it knows no severity."""
    if importlib.util.find_spec("snownlp") is None:
        return None
    speak = importlib.import_module("snownlp").SnowNLP
    return lambda text: Severity.MEDIUM if speak(text).sentiments < UNKNOWN else None


def rates(judge: Judge, comments: Sequence[Labelled], least: Severity = Severity.LIGHT) -> tuple[float, float, float]:
    """Return precision, recall and F1 of calling a comment at least so grave."""

    def is_grave(label: Label) -> bool:
        return label is not None and RANKS.index(label) >= RANKS.index(least)

    told = [(is_grave(wanted), is_grave(judge(text))) for wanted, text in comments]
    hits = sum(wanted and said for wanted, said in told)
    precision = hits / max(1, sum(said for _wanted, said in told))
    recall = hits / max(1, sum(wanted for wanted, _said in told))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def rows_of(name: str, judge: Judge, comments: Sequence[Labelled]) -> list[Row]:
    """Return how a judge does on a set, as a whole and for each severity from which a lead wants to hear of it."""
    rows = []
    for least in RANKS:
        precision, recall, both = rates(judge, comments, least)
        told = f"{name}, {least.value} or graver"
        rows += [
            Row(what=f"{told}: precision", measured=precision, unit=""),
            Row(what=f"{told}: recall", measured=recall, unit=""),
            Row(what=f"{told}: F1", measured=both, unit=""),
        ]
    return rows


def pace(judge: Judge, comments: Sequence[Labelled]) -> float:
    """Return how many comments are judged in a second."""
    begun = time.perf_counter()
    for _round in range(ROUNDS):
        for _wanted, text in comments:
            judge(text)
    return ROUNDS * len(comments) / (time.perf_counter() - begun)


def judges() -> dict[str, Judge]:
    """Return who is compared."""
    found: dict[str, Judge | None] = {
        "ours": ours(),
        "peer: words alone": matching(),
        "peer: snownlp": snownlp(),
        "floor: all are negative": lambda _text: Severity.MEDIUM,
    }
    return {name: judge for name, judge in found.items() if judge is not None}


def main() -> None:
    """Print a table for each set, and the pace of each judge."""
    compared = judges()
    for title, path in SETS.items():
        comments = labelled(path)
        rows = [row for name, judge in compared.items() for row in rows_of(name, judge, comments)]
        show(f"{title}: {len(comments)} invented comments", rows)
    every = [one for path in SETS.values() for one in labelled(path)]
    show("Pace", [Row(what=name, measured=pace(judge, every), unit="comments/s") for name, judge in compared.items()])


if __name__ == "__main__":
    main()
