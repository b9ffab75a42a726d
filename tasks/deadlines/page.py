"""The page of everything that is owed: the overdue first, then today, then the next days, with who has heard of it so far."""

from collections.abc import Sequence

from agency.domain.calendar import ONE_DAY, beijing_day, beijing_minute
from agency.domain.obligations import Obligation, due_told
from agency.domain.reminding import Taken
from agency.domain.terms import label
from agency.domain.terms.reminders import ReminderStep
from agency.locale import _
from agency.records.waivers import StandingWaiver
from tasks.deadlines.sweep import Swept
from tasks.gate.exhibits import table

MOST_ROWS = 200
NEAR = 3 * ONE_DAY


def page_of(swept: Swept) -> str:
    """Return the page as Markdown, seen at the moment of the sweep."""
    today = beijing_day(swept.at)
    late, still_open = swept.late, [one for one in swept.open if not one.is_late(swept.at)]
    parts = {
        _("Overdue"): late,
        _("Due today"): [one for one in still_open if one.due_on == today],
        _("Within three days"): [one for one in still_open if today < one.due_on <= today + NEAR],
    }
    shown = [part(swept, heading, owed) for heading, owed in parts.items() if owed]
    later = len(swept.open) - sum(map(len, parts.values()))
    return "\n\n".join([head(swept, later), *shown, *waived(swept)])


def head(swept: Swept, later: int) -> str:
    """Return how much is open and late, and when that was."""
    sentence = _("**{count} open, {overdue} overdue**, {later} of them due later than in three days · as of {moment}")
    told = sentence.format(count=len(swept.open), overdue=len(swept.late), later=later, moment=beijing_minute(swept.at))
    day_off = _("Today is a day off, or work is over: people are reminded of things of hours only.")
    return f"{told}\n\n{day_off}" if swept.is_day_off else told


def part(swept: Swept, heading: str, owed: Sequence[Obligation]) -> str:
    """Return one part as a table."""
    rows = [row(swept, one) for one in owed[:MOST_ROWS]]
    header = [_("Due"), _("What is owed"), _("Clause of it"), _("Who owes it"), _("Told so far"), _("Goes next to")]
    more = len(owed) - len(rows)
    rest = [_("and {count} more").format(count=more)] if more else []
    return "\n\n".join([f"### {heading} · {len(owed)}", table(rows, header), *rest])


def row(swept: Swept, owed: Obligation) -> list[object]:
    """Return one thing that is owed."""
    taken = swept.taken.get(owed.key, ())
    what = f"[{owed.what}]({owed.link})" if owed.link else owed.what
    return [
        due_told(owed.due_at),
        what,
        owed.rule,
        names(swept, owed.owners),
        reached(swept, taken),
        next_above(swept, owed, taken),
    ]


def names(swept: Swept, people: Sequence[str]) -> str:
    """Return people by name."""
    return "、".join(swept.names[person] for person in people if person in swept.names)


def reached(swept: Swept, taken: Sequence[Taken]) -> str:
    """Return the last step that was taken, to whom and when."""
    if not taken:
        return ""
    last = taken[-1]
    return f"{label(last.step)} · {names(swept, last.told)} · {beijing_minute(last.told_at)}"


def next_above(swept: Swept, owed: Obligation, taken: Sequence[Taken]) -> str:
    """Return whom it goes to next when it stays undone; nobody where the chain is at its end."""
    if any(one.step is ReminderStep.FOUND and one.due_at == owed.due_at for one in taken):
        return _("the lead has it")
    told = {person for one in taken if one.due_at == owed.due_at for person in one.told}
    return names(swept, [person for person in owed.chain if person not in told and person not in owed.owners][:1])


def waived(swept: Swept) -> list[str]:
    """Return the rules that were set aside, with who did it and why; nothing where there are none."""
    by_key = {one.key: one for one in swept.obligations}
    rows = [set_aside(by_key[key], waiver) for key, waiver in swept.waived.items()]
    header = [_("What is owed"), _("Clause of it"), _("Set aside by"), _("Why"), _("Set aside until")]
    return [f"### {_('Set aside')} · {len(rows)}", table(rows[:MOST_ROWS], header)] if rows else []


def set_aside(owed: Obligation, waiver: StandingWaiver) -> list[object]:
    """Return one waiver."""
    return [owed.what, owed.rule, waiver.by, waiver.reason, waiver.until or _("for good")]
