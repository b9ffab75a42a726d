"""Whether the figures of a work can be true together (domain.md 5.3): doubts are told, the figures are kept."""

from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from datetime import datetime

from agency.domain.figures import WorkFigures
from agency.domain.finding import Finding, rule, warning
from agency.domain.performance import told, watch_ratio
from agency.domain.terms import label
from agency.domain.terms.performance import Counter
from agency.locale import _

REACTIONS = (Counter.LIKES, Counter.COMMENTS, Counter.SHARES, Counter.SAVES)
SLACK = 0.001  # rates are rounded by the platform
FIVE_SECONDS_MS = 5_000
TIMES_WATCHED = 3.0


@rule
def doubts(figures: WorkFigures, *, observed_at: datetime, times_watched: float = TIMES_WATCHED) -> Iterator[Finding]:
    """Say what in one work's figures cannot be, or hardly can; a figure that is missing raises no doubt."""
    if figures.published_at > observed_at:
        yield warning("I9-future-publication", _("published later than it was seen"))
    yield from doubts_of_retention(figures)
    ratio = watch_ratio(figures)
    if ratio is not None and ratio > times_watched:
        sentence = _("watched {ratio:.1f} times its length on average")
        yield warning("I9-watch-time", sentence.format(ratio=ratio))
    for counter in REACTIONS:
        count = told(figures, counter)
        if count is not None and figures.plays is not None and count > figures.plays:
            sentence = _("more {counter} ({count}) than plays ({plays})")
            message = sentence.format(counter=label(counter), count=count, plays=figures.plays)
            yield warning("I9-more-reactions-than-plays", message)


def doubts_of_retention(figures: WorkFigures) -> Iterator[Finding]:
    """Say where viewers stay longer than they can: who saw the end saw 5 s, who saw 5 s did not leave before 2 s."""
    completion, stayed, left = figures.completion, figures.completion_5s, figures.bounce_2s
    is_long_enough = figures.duration_ms is not None and figures.duration_ms >= FIVE_SECONDS_MS
    if completion is not None and stayed is not None and is_long_enough and completion > stayed + SLACK:
        sentence = _("more viewers reached the end ({completion:.1%}) than 5 seconds ({stayed:.1%})")
        yield warning("I9-completion-order", sentence.format(completion=completion, stayed=stayed))
    if stayed is not None and left is not None and stayed + left > 1 + SLACK:
        sentence = _("{left:.1%} left within 2 seconds, yet {stayed:.1%} stayed for 5")
        yield warning("I9-bounce-and-stay", sentence.format(left=left, stayed=stayed))


@rule
def doubled_rows(works: Iterable[WorkFigures]) -> Iterator[Finding]:
    """Say which title stands more than once at one moment in a file."""
    times = Tally((work.title, work.published_at) for work in works)
    for (title, published_at), count in times.items():
        if count > 1:
            sentence = _("“{title}” of {published_at} stands {count} times in the file")
            message = sentence.format(title=title[:20], published_at=published_at.isoformat(), count=count)
            yield warning("I9-doubled-row", message)
