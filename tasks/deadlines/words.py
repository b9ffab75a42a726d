"""How what is owed is put into words: plainly for the house, politely for people outside (C3)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from agency.domain.calendar import beijing_day
from agency.domain.obligations import Obligation, due_told
from agency.domain.reminding import Step
from agency.domain.terms.reminders import ReminderStep
from agency.locale import _

Said = Sequence[tuple[Obligation, Step]]
MOST_LINES = 30
ABOVE = frozenset({ReminderStep.ESCALATED, ReminderStep.FOUND})


class Part(StrEnum):
    """A part of a message, in the order in which it is read."""

    OVERDUE = "overdue"
    ESCALATED = "escalated"
    FOUND = "found"
    TODAY = "today"
    COMING = "coming"
    MOVED = "moved"


def headings() -> dict[Part, str]:
    """Return what stands above each part."""
    return {
        Part.OVERDUE: _("Overdue"),
        Part.ESCALATED: _("Overdue, brought to those above"),
        Part.FOUND: _("Was long overdue when it came on record"),
        Part.TODAY: _("Due today"),
        Part.COMING: _("Due soon"),
        Part.MOVED: _("Has another day now"),
    }


def part_of(owed: Obligation, step: Step, at: datetime) -> Part:
    """Return the part in which a step is told."""
    if step.step is ReminderStep.AHEAD:
        return Part.TODAY if owed.due_on == beijing_day(at) else Part.COMING
    return Part(step.step.value)


def by_part(said: Said, at: datetime) -> dict[Part, Said]:
    """Return what is said part by part, in the order of reading, each part the most urgent first."""
    found: defaultdict[Part, list[tuple[Obligation, Step]]] = defaultdict(list)
    for owed, step in said:
        found[part_of(owed, step, at)].append((owed, step))
    return {part: sorted(found[part], key=urgency) for part in Part if part in found}


def urgency(said: tuple[Obligation, Step]) -> tuple[datetime, str]:
    """Return by what things are put in line: the day, then the name."""
    owed, _step = said
    return owed.due_at, owed.what


def title_of_the_house(said: Said, at: datetime) -> str:
    """Return a title that counts each part."""
    counted = [f"{headings()[part]} {len(told)}" for part, told in by_part(said, at).items()]
    return _("Deadlines: {parts}").format(parts=" · ".join(counted))


def lines_of_the_house(said: Said, names: Mapping[str, str], at: datetime) -> list[str]:
    """Return each part with its heading and one entry for each thing: what, by when, who, and where it can be done."""
    return [
        paragraph(headings()[part], [entry(owed, step, names) for owed, step in told])
        for part, told in by_part(said, at).items()
    ]


def paragraph(heading: str, entries: Sequence[str]) -> str:
    """Return a heading with a list below."""
    shown = [f"- {one}" for one in entries[:MOST_LINES]]
    if len(entries) > MOST_LINES:
        sentence = _("and {count} more: all of them stand on the page “deadlines”")
        shown.append(f"- {sentence.format(count=len(entries) - MOST_LINES)}")
    return "\n".join([f"**{heading}**", "", *shown])


def entry(owed: Obligation, step: Step, names: Mapping[str, str]) -> str:
    """Return one thing that is owed as a line, and to whom it was brought where that is somebody above."""
    who = named(owed.owners, names) or _("nobody holds the role")
    what = f"[{owed.what}]({owed.link})" if owed.link else owed.what
    line = _("{what} · by {day} · {who}").format(what=what, day=due_told(owed.due_at), who=who)
    return f"{line} → {named(step.people, names)}" if step.step in ABOVE else line


def named(people: Sequence[str], names: Mapping[str, str]) -> str:
    """Return the names of people."""
    return "、".join(names[person] for person in people if person in names)


def title_for_outsiders(said: Said) -> str:
    """Return a title for the client, the partner or the talent."""
    return _("A friendly reminder: {count} things wait for your word").format(count=len(said))


def lines_for_outsiders(said: Said, at: datetime) -> list[str]:
    """Return what somebody outside is asked for, without a word of blame and with no address of the house's own pages."""
    return [
        *(f"- {asked_kindly(owed, step)}" for owed, step in sorted(said, key=urgency)),
        _("Thank you. Should a day not suit you, just tell us."),
    ]


def asked_kindly(owed: Obligation, step: Step) -> str:
    """Return one request."""
    match step.step:
        case ReminderStep.OVERDUE:
            sentence = _("{what}: it was planned until {day}; we look forward to your word.")
        case ReminderStep.MOVED:
            sentence = _("{what}: it has moved, now until {day}.")
        case _step:
            sentence = _("{what}: please by {day}.")
    return sentence.format(what=owed.what, day=due_told(owed.due_at))
