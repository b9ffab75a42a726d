"""A week as it was carried out, rule by rule: a page and a workbook, with no score and no order of people (C3, C4)."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from pathlib import Path

from agency.domain.calendar import beijing_minute
from agency.domain.obligations import due_told
from agency.domain.supervision import Duty, RuleCount, Supervised, clause_of, name_of
from agency.domain.terms.governance import RuleState
from agency.locale import _
from agency.reports.review_markdown import table
from agency.reports.sheet import Column, Format, Value, whole_book

MOST_ROWS = 40
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
WATCHED = ("C3-notice", "C3-answer", "C3-case")


def title_of(seen: Supervised) -> str:
    """Return what a week's table is called."""
    week = seen.week
    return _("Supervision {week} ({first} to {last})").format(
        week=week.key, first=f"{week.first:%m-%d}", last=f"{week.last:%m-%d}"
    )


def page(seen: Supervised, workbook: str) -> str:
    """Return the page: the whole first, then each rule that was not simply kept; ``workbook`` is its address."""
    parts = [
        f"# {title_of(seen)}",
        _("**[Download the table]({link})** · as of {moment}").format(link=workbook, moment=beijing_minute(seen.at)),
        *summary(seen),
        table([list(map(str, rule_row(each))) for each in seen.rules], rule_header()) if seen.rules else "",
        *rule_parts(seen),
    ]
    return "\n\n".join(part for part in parts if part)


def summary(seen: Supervised) -> list[str]:
    """Return the week in two sentences, and what to do next."""
    if not seen.duties:
        return [_("Nothing was due in this week.")]
    whole = _("{of} things were due: {met} done in time, {late} done late, {open} not done, {waived} waived.")
    told = whole.format(
        of=len(seen.own),
        met=seen.count(RuleState.MET),
        late=seen.count(RuleState.MET_LATE),
        open=seen.count(RuleState.BREACHED) + seen.count(RuleState.PENDING),
        waived=seen.count(RuleState.WAIVED),
    )
    undone = sum(duty.state(seen.at) is RuleState.BREACHED for duty in seen.duties)
    next_ = _("Next: see to the {count} that are still open; each has its owner below.").format(count=undone)
    return [f"**{told}**", watched(seen), *([next_] if undone else [])]


def watched(seen: Supervised) -> str:
    """Return whether works were told of, watched and looked after as agreed (C3)."""
    notices, answers, cases = (failing(seen, rule) for rule in WATCHED)
    sentence = _(
        "After publishing: {notices} notices late or missing, {answers} works not watched by all, {cases} cases late."
    )
    return sentence.format(notices=notices, answers=answers, cases=cases)


def failing(seen: Supervised, rule: str) -> int:
    """Return how much of a rule was late or is still undone."""
    return sum(duty.rule == rule and duty.late_by(seen.at) is not None for duty in seen.duties)


def rule_header() -> list[str]:
    """Return the header of the rules."""
    return [_("Clause"), _("Rule"), _("Due"), _("In time"), _("Late"), _("Not done"), _("Waived"), _("From before")]


def rule_row(count: RuleCount) -> list[Value]:
    """Return how one rule was kept."""
    named = [clause_of(count.rule), name_of(count.rule) or count.rule]
    return [*named, count.of, count.met, count.late, count.open, count.waived, count.earlier]


def rule_parts(seen: Supervised) -> Iterator[str]:
    """Yield each rule with what was not simply done in time, project by project."""
    for rule, duties in groupby(seen.told, key=lambda duty: duty.rule):
        rows = [page_row(seen, duty) for duty in duties]
        header = [_("Project"), _("What was owed"), _("Owner"), _("Due"), _("Done at"), _("By how much")]
        more = _("{count} more in the workbook").format(count=len(rows) - MOST_ROWS) if len(rows) > MOST_ROWS else ""
        head = f"### {clause_of(rule)} {name_of(rule)}".rstrip()
        yield "\n\n".join(part for part in (head, table(rows[:MOST_ROWS], header), more) if part)


def page_row(seen: Supervised, duty: Duty) -> list[str]:
    """Return one duty as a row of the page."""
    done = beijing_minute(duty.done_at) if duty.done_at else "–"
    return [duty.project, duty.what, owners(duty), due_told(duty.due_at), done, outcome(seen, duty)]


def outcome(seen: Supervised, duty: Duty) -> str:
    """Return by how much a duty was late, that it still is, or who waived it and why."""
    late = duty.late_by(seen.at)
    match duty.state(seen.at):
        case RuleState.WAIVED:
            return _("waived: {words}").format(words=duty.waiver or "–")
        case RuleState.BREACHED if late is not None:
            return _("{time} so far").format(time=length(late))
        case RuleState.MET_LATE if late is not None:
            return length(late)
        case RuleState.PENDING:
            return _("not due yet")
        case _:
            return ""


def length(time: timedelta) -> str:
    """Return a length of time in days and hours, or in minutes where it is less than an hour."""
    if time < HOUR:
        return _("{minutes} min").format(minutes=max(1, time // MINUTE))
    if time < DAY:
        return _("{hours} hours").format(hours=time // HOUR)
    return _("{days} days {hours} hours").format(days=time // DAY, hours=time % DAY // HOUR)


def owners(duty: Duty) -> str:
    """Return who owed it."""
    return "、".join(duty.owners) or "–"


def short_lines(seen: Supervised) -> list[str]:
    """Return the message to the leads: the whole, then a line for each rule that was not kept every time."""
    kept = [each for each in seen.rules if each.late or each.open or each.earlier]
    lines = [
        _("{clause} {rule}: {late} late, {open} not done").format(
            clause=clause_of(each.rule), rule=name_of(each.rule), late=each.late, open=each.open + each.earlier
        )
        for each in kept
    ]
    return [*summary(seen), *(["\n".join(f"- {line}" for line in lines)] if lines else [])]


def write_workbook(seen: Supervised, path: Path) -> None:
    """Write the workbook: how each rule was kept, and every duty of the week, those done in time too."""
    with whole_book(path, made_at=seen.at) as book:
        widths = (8, 32, 8, 8, 8, 8, 8, 8)
        formats = (Format.TEXT, Format.TEXT, *[Format.COUNT] * 6)
        columns = [Column(*each) for each in zip(rule_header(), formats, widths, strict=True)]
        book.sheet(_("By rule"), columns, [rule_row(each) for each in seen.rules])
        book.sheet(_("One by one"), duty_columns(), [duty_row(seen, duty) for duty in seen.duties])


def duty_columns() -> list[Column]:
    """Return the columns of the duties."""
    return [
        Column(_("Clause"), width=8),
        Column(_("Rule"), width=28),
        Column(_("Project"), width=16),
        Column(_("What was owed"), width=44),
        Column(_("Owner"), width=14),
        Column(_("Due"), Format.MOMENT, 17),
        Column(_("Done at"), Format.MOMENT, 17),
        Column(_("Hours late"), Format.NUMBER, 10),
        Column(_("By how much"), width=28),
        Column(_("Waived by, and why"), width=36),
    ]


def duty_row(seen: Supervised, duty: Duty) -> Sequence[Value]:
    """Return one duty as a row of the workbook; an empty cell is not a 0."""
    late = duty.late_by(seen.at)
    return [
        clause_of(duty.rule),
        name_of(duty.rule),
        duty.project,
        duty.what,
        owners(duty),
        duty.due_at,
        duty.done_at or "",
        late / HOUR if late is not None else "",
        outcome(seen, duty),
        duty.waiver,
    ]
