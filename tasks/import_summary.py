"""What came of an imported file, in the words of the one who brought it (I9)."""

from collections.abc import Sequence

from agency.domain.calendar import BEIJING
from agency.locale import _
from tasks.exports import Imported

MOST_SHOWN = 20


def summary(imported: Imported) -> str:
    """Return some readable lines: what is new, what changed, what was left out, and why."""
    if imported.before:
        sentence = _("{file} was brought in before, for {account}: nothing was changed.")
        return sentence.format(file=imported.file, account=imported.before)
    undecided = _("Undecided, and not written; add the link to the work on record, and import a fresh download")
    return "\n".join(
        [
            heading(imported),
            counts(imported),
            *listed(undecided, imported.unmatched),
            *listed(_("Refused"), imported.refused),
            *listed(_("Doubtful, yet written"), imported.doubtful),
        ]
    )


def heading(imported: Imported) -> str:
    """Return which file it was, for which account, and of which moment its figures are."""
    seen = imported.observed_at.astimezone(BEIJING)
    return _("{file} → {account} ({layout}), figures as of {moment}").format(
        file=imported.file, account=imported.account, layout=imported.layout, moment=f"{seen:%Y-%m-%d %H:%M}"
    )


def counts(imported: Imported) -> str:
    """Return how many rows came to what."""
    return _(
        "{new} new works, {snapshots} works with figures, {days} days written, {unmatched} undecided, {refused} refused"
    ).format(
        new=imported.new_works,
        snapshots=imported.snapshots,
        days=imported.days,
        unmatched=len(imported.unmatched),
        refused=len(imported.refused),
    )


def listed(title: str, sentences: Sequence[str]) -> list[str]:
    """Return a title with its sentences, the first ones where there are many; nothing without any."""
    if not sentences:
        return []
    rest = len(sentences) - MOST_SHOWN
    more = [_("  … and {count} more").format(count=rest)] if rest > 0 else []
    return [f"{title}:", *(f"  - {sentence}" for sentence in sentences[:MOST_SHOWN]), *more]
