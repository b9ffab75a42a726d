"""What becomes, or became, of an imported file, in the words of the one who brought it (I9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from agency.domain.calendar import BEIJING
from agency.domain.consistency import doubts
from agency.domain.figures import WorkFigures
from agency.domain.terms import label
from agency.errors import AgencyError
from agency.locale import _, term
from agency.platforms.exports import UnmappedColumns
from agency.records.figures import RATES
from tasks.imports.plan import Fate, ImportPlan, Row

MOST_SHOWN = 20
TITLE_SHOWN = 20


@dataclass(frozen=True)
class Chapter:
    """Rows that have something in common: what that is, the first of them as sentences, and how many there are."""

    title: str
    sentences: Sequence[str]
    count: int


def summary(plan: ImportPlan) -> str:
    """Return some readable lines for a terminal or a log: the totals, then of each kind of row the first ones."""
    if plan.before:
        return known_before(plan)
    chaptered = (line for one in chapters(plan) for line in listed(one))
    return "\n".join([heading(plan), totals(plan), *plan.export.remarks, *chaptered])


def page(plan: ImportPlan) -> str:
    """Return the same as Markdown."""
    if plan.before:
        return known_before(plan)
    parts = [f"**{heading(plan)}**", totals(plan), *plan.export.remarks]
    for chapter in chapters(plan):
        title, *lines = listed(chapter)
        parts.append("\n".join([f"**{title}**", "", *(line.strip() for line in lines)]))
    return "\n\n".join(parts)


def refusal(error: AgencyError) -> str:
    """Return why a file is not imported; where its columns are unknown, with what may be put into the config for it."""
    proposal = error.proposal if isinstance(error, UnmappedColumns) else ""
    if not proposal:
        return str(error)
    sentence = _("To let such files be read, complete this and put it into {file}:")
    return "\n".join([str(error), sentence.format(file="config/layouts.toml"), "", proposal.strip()])


def known_before(plan: ImportPlan) -> str:
    """Return that a file is on record already."""
    sentence = _("{file} was brought in before, for {account}: nothing was changed.")
    return sentence.format(file=plan.export.name, account=plan.before)


def heading(plan: ImportPlan) -> str:
    """Return which file it is, for which account, and of which moment its figures are."""
    seen = plan.export.received_at.astimezone(BEIJING)
    return _("{file} → {account} ({layout}), figures as of {moment}").format(
        file=plan.export.name,
        account=plan.account.code,
        layout=plan.export.layout.label,
        moment=f"{seen:%Y-%m-%d %H:%M}",
    )


def totals(plan: ImportPlan) -> str:
    """Return how many rows come to what, and whether that is on record."""
    sentence = _("{new} rows new, {changed} changed, {unchanged} unchanged, {unmatched} undecided, {refused} refused")
    counted = sentence.format(refused=plan.refused, **{fate.value: plan.counts[fate] for fate in Fate})
    standing = _("on record") if plan.batch_id else _("nothing is written yet")
    return _("{counted}; {standing}").format(counted=counted, standing=standing)


def chapters(plan: ImportPlan) -> list[Chapter]:
    """Return a chapter for each kind of row that the file has, those that need a look last."""
    titles = {
        Fate.NEW: _("New"),
        Fate.CHANGED: _("Changed"),
        Fate.UNCHANGED: _("Unchanged, and kept as one more look"),
        Fate.UNMATCHED: _("Undecided, to be settled by a person (flow settle-import)"),
    }
    refused, doubtful = refusals(plan), doubtfuls(plan)
    told = [
        *(Chapter(title, first_of(plan.of(fate)), plan.counts[fate]) for fate, title in titles.items()),
        Chapter(_("Refused"), refused[:MOST_SHOWN], len(refused)),
        Chapter(_("Doubtful, and taken as it is"), doubtful[:MOST_SHOWN], len(doubtful)),
    ]
    return [chapter for chapter in told if chapter.count]


def first_of(rows: Sequence[Row]) -> list[str]:
    """Return the sentences on the first of some rows."""
    return [row_sentence(row) for row in rows[:MOST_SHOWN]]


def listed(chapter: Chapter) -> list[str]:
    """Return a chapter's lines: its title and total, its sentences, and how many more there are."""
    rest = chapter.count - len(chapter.sentences)
    more = [_("… and {count} more").format(count=rest)] if rest else []
    head = _("{title} ({count}):").format(title=chapter.title, count=chapter.count)
    return [head, *(f"  - {sentence}" for sentence in [*chapter.sentences, *more])]


def row_sentence(row: Row) -> str:
    """Return one row with the reason of its fate."""
    return told_of_row(row, reason(row))


def told_of_row(row: Row, why: str) -> str:
    """Return a sentence on a row, by its place and its title or day."""
    figures = row.reading.figures
    if isinstance(figures, WorkFigures):
        sentence = _("row {row}, “{title}”: {reason}")
        title = " ".join(figures.title.split())[:TITLE_SHOWN]
        return sentence.format(row=row.reading.row, title=title, reason=why)
    return _("row {row}, {day}: {reason}").format(row=row.reading.row, day=figures.day, reason=why)


def reason(row: Row) -> str:
    """Return why a row is what it is: what it was matched by, or what has changed since when."""
    match row.fate:
        case Fate.NEW | Fate.UNMATCHED:
            return row.match.reason if row.match else _("no file has told of this day yet")
        case Fate.CHANGED:
            changes = [change(*difference) for difference in row.differences]
            return _(", ").join(changes) if row.before else _("no file has told of this work yet")
        case Fate.UNCHANGED:
            moment = row.before.observed_at.astimezone(BEIJING) if row.before else None
            return _("as it was told on {moment}").format(moment=f"{moment:%Y-%m-%d %H:%M}")


def change(name: str, before: object, now: object) -> str:
    """Return one figure's change: ``播放量 9800 → 12000``."""
    field = term("Figure", name.replace("_", " "))
    return f"{field} {shown(name, before)} → {shown(name, now)}"


def shown(name: str, value: object) -> str:
    """Return a figure as it is read: a rate in per cent, a code by its word, what is missing as a dash."""
    match value:
        case None:
            return "-"
        case float() if name in RATES:
            return f"{value:.2%}"
        case StrEnum():
            return label(value)
        case _:
            return str(value)


def refusals(plan: ImportPlan) -> list[str]:
    """Return one sentence for each cell that could not be read."""
    sentence = _("{place}: {reason}")
    return [sentence.format(place=place(one.row, one.column), reason=one.sentence) for one in plan.export.problems]


def place(row: int, column: str) -> str:
    """Return where in the file something stands."""
    return (_("row {row}, {column}") if column else _("row {row}")).format(row=row, column=column)


def doubtfuls(plan: ImportPlan) -> list[str]:
    """Return what can hardly be true; such figures are kept all the same."""
    works = (row for row in plan.rows if row.match)
    return [
        told_of_row(row, doubt.message)
        for row in works
        for doubt in doubts(row.work, observed_at=plan.export.received_at)
    ]
