"""The daily table (日报表): what each account's platform told of each day, and what the operator reported of it (C4)."""

from agency.domain.terms import label
from agency.domain.terms.reports import ReportState
from agency.locale import _
from agency.reports.sheet import Format
from agency.reports.tables.column import Column, words
from agency.reports.tables.table import Table
from config.policy import Policy

STANDARD = Policy()


def table(policy: Policy = STANDARD) -> Table:
    """Return the daily table: a row for each account and day (domain.md 4.3).

    The three texts are columns of the day's ``ReportSubmission``; a row whose version is 0 has none yet, and gets one
    when a text is given back.
    """
    return Table(
        code="days",
        name=_("Daily table"),
        clause="C4",
        key="code",
        frozen="account",
        columns=(*identity(), *figures(), *best_work(), *dealings(), *report(policy)),
    )


def identity() -> tuple[Column, ...]:
    """Return which account on which day."""
    return (
        Column(code="code", name=_("Row code"), means=_("Account and day."), width=26, hidden=True),
        Column(
            code="day",
            name=_("Day (Beijing)"),
            means=_("A day in Beijing."),
            clause="I9",
            format=Format.DAY,
            width=11,
            on_page=True,
        ),
        Column(code="account", name=_("Account"), means=_("Its name as the public sees it."), width=20, on_page=True),
    )


def figures() -> tuple[Column, ...]:
    """Return what the platform told of the account's day."""
    return (
        told("followers_total", _("Followers in all"), _("At the end of the day.")),
        told("new_fans", _("Net fans"), _("Gained less lost; may be negative."), kind=Format.CHANGE, on_page=True),
        told("lost_fans", _("Fans lost"), _("Who ceased to follow on the day.")),
        told("plays_new", _("Plays of the day"), _("Of all its works together."), on_page=True),
        told("likes_new", _("Likes of the day"), _("Gained on the day; may be negative.")),
        told("comments_new", _("Comments of the day"), _("Gained on the day; may be negative.")),
        told("shares_new", _("Shares of the day"), _("Gained on the day; may be negative.")),
        told("saves_new", _("Saves of the day"), _("Gained on the day; may be negative.")),
        told("profile_visits", _("Profile visits of the day"), _("On the day.")),
        told("works_published", _("Works of the day"), _("Works that came out on the day.")),
    )


def told(code: str, name: str, means: str, *, kind: Format = Format.COUNT, on_page: bool = False) -> Column:
    """Return a column of a figure that a platform tells."""
    return Column(code=code, name=name, means=means, clause="I9", format=kind, width=10, on_page=on_page)


def best_work() -> tuple[Column, ...]:
    """Return the work that was played most on the day."""
    mean = _("The platform's own figure of the work, as it was told last.")
    return (
        Column(
            code="top_title",
            name=_("Best work"),
            means=_("The work that was played most on the day, where the platform tells the days of works."),
            clause="I9",
            width=28,
            on_page=True,
        ),
        told("top_plays", _("Best work: plays"), _("How often it was played on the day.")),
        told("top_completion", _("Best work: completion"), mean, kind=Format.SHARE),
        told("top_completion_5s", _("Best work: seen 5 s"), mean, kind=Format.SHARE),
        told("top_bounce_2s", _("Best work: left in 2 s"), mean, kind=Format.SHARE),
        told("top_avg_watch_s", _("Best work: mean watch, s"), mean, kind=Format.NUMBER),
    )


def dealings() -> tuple[Column, ...]:
    """Return what was dealt with on the day."""
    return (
        told("leads", _("Messages and leads"), _("The records have no place for messages and leads yet.")),
        told("comments_seen", _("Comments: new"), _("Comments on record that were posted on the day.")),
        told("comments_negative", _("Comments: negative"), _("Of these, how many speak badly of the work.")),
        told("comments_answered", _("Comments: answered"), _("The records have no place for answers yet.")),
    )


def report(policy: Policy) -> tuple[Column, ...]:
    """Return what the operator says of the day, and when."""
    return (
        *(
            Column(code=code, name=name, means=means, clause="C4", width=28, editable=True)
            for code, name, means in (
                ("actions", _("Done on the day"), _("What was done for the account on the day.")),
                ("problems", _("Problems of the day"), _("What went wrong or needs help.")),
                ("next_plan", _("Plan for the next day"), _("What is to be done the day after.")),
            )
        ),
        Column(code="reporter", name=_("Reported by"), means=_("Who sent the day's report in.")),
        Column(
            code="source",
            name=_("Source of the figures"),
            means=_("Where the figures of the day came from; the most trusted last."),
            clause="I9",
            width=12,
        ),
        Column(
            code="status",
            name=_("Report status"),
            means=_(
                "Whether it was sent in, or the project's report made, by {time} of the next day, Beijing time."
            ).format(time=f"{policy.day_report_at:%H:%M}"),
            clause="C4",
            choices=words(ReportState),
            on_page=True,
            red=(label(ReportState.MISSING),),
            yellow=(label(ReportState.LATE),),
        ),
    )
