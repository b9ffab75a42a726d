"""The workbook of a review: every number that the meeting speaks of, with what it was computed from (S13; domain.md 6.1)."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from agency.domain.calendar import beijing_day
from agency.domain.terms import label
from agency.domain.terms.performance import HitLevel
from agency.locale import _
from agency.reports import review_sheets as sheets
from agency.reports.deck.plan import Chart
from agency.reports.incident_lines import taken, worst_first
from agency.reports.material import AccountReview, CounterGain, ReviewMaterial, WorkReview
from agency.reports.review_definitions import definitions
from agency.reports.review_sections import Making
from agency.reports.review_workbook_sections import write_charts, write_sections
from agency.reports.sheet import Column, Format, Value, whole_book

Row = list[Value]


def write_workbook(material: ReviewMaterial, path: Path, charts: Sequence[Chart] = ()) -> None:
    """Write the workbook with the numbers behind the deck's charts; a file that is there is replaced at once."""
    with whole_book(path) as book:
        book.sheet(_("overview"), overview_columns(), list(overview(material)))
        book.sheet(
            sheets.accounts(), account_columns(), [row for each in material.accounts for row in account_rows(each)]
        )
        book.sheet(sheets.works(), work_columns(material), [work_row(work) for work in material.works])
        book.sheet(sheets.anomalies(), anomaly_columns(), list(anomaly_rows(material)))
        book.sheet(sheets.execution(), execution_columns(), list(execution_rows(material)))
        book.sheet(sheets.actions(), action_columns(), list(action_rows(material)))
        write_sections(book, material)
        write_charts(book, charts)
        explained = [Column(_("what"), width=28), Column(_("how"), width=90)]
        book.sheet(sheets.definitions(), explained, list(definitions(material)))


def overview_columns() -> list[Column]:
    """Return the columns of the overview."""
    return [
        Column(_("account"), width=18),
        Column(_("metric"), width=16),
        Column(_("this half-month"), Format.COUNT, 14),
        Column(_("the one before"), Format.COUNT, 14),
        Column(_("change"), Format.CHANGE),
        Column(_("works counted"), Format.COUNT),
        Column(_("works without figures"), Format.COUNT),
    ]


def overview(material: ReviewMaterial) -> Iterator[Row]:
    """Yield a line for each counter of each account."""
    for account in material.accounts:
        for each in account.gains:
            yield [account.code, label(each.counter), each.gained, each.before, change(each), each.works, each.left_out]
        yield [account.code, _("works published"), len(account.published), *[""] * 4]


def change(each: CounterGain) -> int | None:
    """Return what was gained more than before, None where one of the two is not known."""
    return None if each.gained is None or each.before is None else each.gained - each.before


def account_columns() -> list[Column]:
    """Return the columns of the accounts: their rates first, then their days."""
    return [
        Column(_("account"), width=18),
        Column(_("rate or day"), width=18),
        Column(_("rate"), Format.SHARE),
        Column(_("seconds"), Format.NUMBER),
        Column(_("works counted"), Format.COUNT),
        Column(_("followers"), Format.COUNT),
        Column(_("net new fans"), Format.CHANGE),
        Column(_("plays of the day"), Format.COUNT),
        Column(_("likes of the day"), Format.COUNT),
        Column(_("profile visits"), Format.COUNT),
    ]


def account_rows(account: AccountReview) -> Iterator[Row]:
    """Yield an account's rates, then its days; what a line is not about is left empty."""
    for each in account.rates:
        share, seconds = (each.value, "") if each.is_share else ("", each.value)
        yield [account.code, each.name, share, seconds, each.works, *[""] * 5]
    for day in account.days:
        figures = (day.followers_total, day.new_fans, day.plays_new, day.likes_new, day.profile_visits)
        yield [account.code, day.day.isoformat(), "", "", "", *figures]


def work_columns(material: ReviewMaterial) -> list[Column]:
    """Return the columns of the works, with one for the plays at each age that is compared."""
    ages = [age for age, _plays in material.works[0].at_ages] if material.works else []
    return [
        Column(_("account"), width=18),
        Column(_("title"), width=32),
        Column(_("platform id"), width=24),
        Column(_("kind")),
        Column(_("published at"), Format.MOMENT, 17),
        Column(_("in this half-month")),
        *(Column(name, Format.COUNT) for name in counter_names()),
        Column(_("plays gained"), Format.COUNT),
        *(Column(_("plays at {days} d").format(days=age), Format.COUNT) for age in ages),
        *(Column(name, Format.SHARE) for name in (_("completion"), _("seen 5 s"), _("left within 2 s"))),
        Column(_("mean watch, s"), Format.NUMBER),
        Column(_("times the usual"), Format.NUMBER),
        Column(_("verdict")),
        Column(_("compared with"), width=18),
        Column(_("usual plays at that age"), Format.COUNT),
        Column(_("topic"), width=20),
        Column(_("column"), width=14),
        Column(_("opening"), width=30),
        Column(_("background music"), width=16),
        Column(_("length, s"), Format.NUMBER),
        Column(_("seen at"), Format.MOMENT, 17),
    ]


def counter_names() -> list[str]:
    """Return the headers of a work's counters."""
    return [_("plays"), _("likes"), _("comments"), _("shares"), _("saves"), _("fans gained")]


def work_row(work: WorkReview) -> Row:
    """Return one work as a line."""
    seen, judged, made = work.latest, work.judged, work.making or Making()
    level = judged.hit.level if judged else HitLevel.NOT_ENOUGH_DATA
    compared = _("{n} works at {days} d").format(n=judged.hit.n, days=judged.age) if judged else None
    return [
        work.account,
        seen.title,
        seen.item_id,
        label(seen.kind),
        seen.published_at,
        _("yes") if work.is_new else _("no"),
        *(seen.plays, seen.likes, seen.comments, seen.shares, seen.saves, seen.follower_gain),
        work.plays_gained,
        *(plays for _age, plays in work.at_ages),
        *(seen.completion, seen.completion_5s, seen.bounce_2s, seen.avg_watch_s),
        judged.ratio if judged else None,
        label(level),
        compared,
        judged.hit.baseline if judged else None,
        *(made.topic or None, made.pillar or None, made.opening or None, made.bgm or None),
        None if seen.duration_ms is None else seen.duration_ms / 1000,
        work.seen_at,
    ]


def anomaly_columns() -> list[Column]:
    """Return the columns of the anomalies, each with its evidence."""
    return [
        Column(_("account"), width=18),
        Column(_("title"), width=32),
        Column(_("kind"), width=14),
        Column(_("what was seen"), width=60),
        Column(_("value"), Format.NUMBER),
        Column(_("baseline"), Format.NUMBER),
        Column("n", Format.COUNT),
        Column(_("window"), width=28),
    ]


def anomaly_rows(material: ReviewMaterial) -> Iterator[Row]:
    """Yield a line for each thing out of the ordinary."""
    for account in material.accounts:
        for odd in account.anomalies:
            evidence = (odd.value, odd.baseline, odd.n, odd.window)
            yield [account.code, account.title(odd.work_id), label(odd.kind), odd.message, *evidence]


def execution_columns() -> list[Column]:
    """Return the columns of how the work was done."""
    return [
        Column(_("what"), width=18),
        Column(_("which"), width=48),
        Column(_("due"), Format.DAY),
        Column(_("standing"), width=30),
        Column(_("number"), Format.NUMBER),
    ]


def execution_rows(material: ReviewMaterial) -> Iterator[Row]:
    """Yield open questions, late scripts, waivers, incidents, and the two figures of the gates."""
    done = material.execution
    for gate in done.waiting:
        yield [_("open question"), gate.headline, gate.due_on, _("overdue") if gate.is_overdue else _("waiting"), ""]
    for script in done.late_scripts:
        synced = script.synced_on.isoformat() if script.synced_on else _("not synced yet")
        yield [_("late script"), f"{script.code} {script.title}", script.due_on, synced, ""]
    for waived in done.waivers:
        yield [_("rule set aside"), waived.rule, "", f"{waived.by}: {waived.reason}", ""]
    for line in worst_first(done.incidents):
        learnt = "; ".join(part for part in (line.resolution, line.learnt) if part)
        yield [
            _("Incident"),
            f"{line.code} {line.what}",
            beijing_day(line.happened_at),
            learnt or taken(line),
            line.hours,
        ]
    for rule in done.rules:
        kept = _("{kept} of {of}").format(kept=rule.kept, of=rule.of)
        yield [_("rule kept"), label(rule.rule), "", kept, rule.share]
    yield [_("sent back"), _("times work was sent back"), "", "", done.refusals]
    decided = _("{count} decisions").format(count=done.client_decisions)
    yield [_("client"), _("median hours to decide"), "", decided, done.client_hours]


def action_columns() -> list[Column]:
    """Return the columns of what earlier reviews wanted."""
    return [
        Column(_("adjustment"), width=40),
        Column(_("owner")),
        Column(_("due"), Format.DAY),
        Column(_("standing")),
        Column(_("metric")),
        Column(_("expected effect"), width=24),
        Column(_("the half-month before"), Format.COUNT),
        Column(_("this half-month"), Format.COUNT),
        Column(_("outcome"), width=40),
    ]


def action_rows(material: ReviewMaterial) -> Iterator[Row]:
    """Yield a line for each thing earlier reviews wanted."""
    for each in material.actions:
        figures = (each.before, each.now) if each.metric else ("", "")
        state = label(each.state)
        yield [each.what, each.owner, each.due_on, state, each.metric, each.expected, *figures, each.outcome]
