"""The report as a page in Markdown: the conclusion and what to do first, then the figures, then what they mean (C4)."""

from agency.domain.calendar import beijing_minute
from agency.domain.ledger_words import witness
from agency.domain.terms import label
from agency.domain.terms.performance import Counter
from agency.domain.terms.sharing import ReportPeriod
from agency.locale import _
from agency.reports import incidents
from agency.reports.operations.next_steps import next_steps
from agency.reports.operations.page_accounts import account_part
from agency.reports.operations.page_parts import (
    cases_part,
    gates_part,
    missing_part,
    more,
    publishing_part,
    targets_part,
)
from agency.reports.operations.summary import headline, totals
from agency.reports.operations.values import AccountLine, PeriodReport
from agency.reports.operations.words import change, count, days_of, name_of, signed, the_one_before
from agency.reports.review_markdown import plain, table
from agency.reports.sheet import no_figures

MOST_ACCOUNTS = 30  # an artifact stays below a megabyte


def page(report: PeriodReport, revision: int, short: str, workbook: str) -> str:
    """Return the whole page; of accounts beyond thirty the workbook alone has the details.

    ``workbook`` is the workbook's address, ``short`` the text for the group.
    """
    parts = [
        head(report, revision, workbook),
        steps_part(report),
        figures_part(report),
        targets_part(report),
        publishing_part(report),
        gates_part(report),
        cases_part(report),
        incidents.part(report.incidents),
        missing_part(report),
        group_part(short),
        *(account_part(report, account) for account in report.accounts[:MOST_ACCOUNTS]),
        more(len(report.accounts), MOST_ACCOUNTS),
        definitions(report),
    ]
    return "\n\n".join(part for part in parts if part)


def head(report: PeriodReport, revision: int, workbook: str) -> str:
    """Return the title, the conclusion, and how good the figures are."""
    seen = beijing_minute(report.seen_until) if report.seen_until else no_figures()
    due, made = beijing_minute(report.due_at), beijing_minute(report.as_of)
    made = _("{moment}, late").format(moment=made) if report.is_late and revision == 1 else made
    whole = _("figures are whole") if report.is_complete else _("not whole, made again when they come in")
    lines = [
        f"# {plain(report.project_name)} · {name_of(report.period)} · {days_of(report.window)}",
        "",
        f"**{plain(headline(report))}**",
        "",
        f"- {_('due')}: {due} · {_('made at')}: {made} · {_('revision {number}').format(number=revision)}",
        f"- {_('figures')}: {whole} · {_('works seen until')}: {seen}",
        f"- {_('workbook')}: [{_('download')}]({workbook})",
        *([f"- {_('ledger of the gates')}: {witness(report.ledger)}"] if report.ledger else []),
    ]
    return "\n".join(lines)


def steps_part(report: PeriodReport) -> str:
    """Return what to do next, the most urgent first."""
    steps = next_steps(report)
    listed = "\n".join(f"{number}. {plain(step.what)}" for number, step in enumerate(steps, start=1))
    return f"## {_('Next steps')}\n\n{listed or _('Nothing is urgent.')}"


def figures_part(report: PeriodReport) -> str:
    """Return the figures account by account, the sum below where there are several."""
    earlier = the_one_before(report.period)
    header = [
        _("account"),
        _("plays gained"),
        _("against {before}").format(before=earlier),
        _("net fans"),
        _("followers"),
        _("works out"),
        _("days told"),
    ]
    rows = [figures_row(account) for account in report.accounts]
    if report.period is ReportPeriod.DAY:
        header.insert(1, _("plays of the day"))
        for row, account in zip(rows, report.accounts, strict=True):
            row.insert(1, count(account.days.plays))
    shown = table(rows, header) if rows else _("The project has no account at work.")
    return "\n\n".join(part for part in (f"## {_('Figures')}", shown, totals_line(report)) if part)


def figures_row(account: AccountLine) -> list[str]:
    """Return one account as a row."""
    plays, days = account.counter(Counter.PLAYS), account.days
    return [
        f"{account.name} ({label(account.platform)})",
        count(plays.gained),
        change(plays.gained, plays.before),
        signed(days.net_fans),
        count(days.followers),
        str(account.published),
        f"{days.told}/{days.days}",
    ]


def totals_line(report: PeriodReport) -> str:
    """Return the sum of several accounts."""
    if len(report.accounts) <= 1:
        return ""
    whole = totals(report)
    words = _("All accounts: plays {plays} ({change}), net fans {fans}, followers {followers}, works out {published}.")
    return words.format(
        plays=count(whole.plays),
        change=change(whole.plays, whole.plays_before),
        fans=signed(whole.net_fans),
        followers=count(whole.followers),
        published=whole.published,
    )


def group_part(short: str) -> str:
    """Return the text for the group, to copy."""
    fenced = short.replace("```", "'''")
    return f"## {_('Text for the group')}\n\n```text\n{fenced}\n```"


def definitions(report: PeriodReport) -> str:
    """Return what the figures mean."""
    sentences = [
        _("Gained: the last value seen in the period minus the last one before it; a new work begins at 0."),
        _("Net fans, followers and plays of the day are the platform's own days, which come out a day later."),
        _("Rates are ratios of sums over what the period gained; videos and pictures are never pooled."),
        _("Times the usual: plays against the middle of the account's earlier works at the same age."),
        _("Targets: those of {month}, reckoned to the end of the period.").format(month=report.month.key),
    ]
    return "\n".join(
        [
            f"<details><summary>{_('What the figures mean')}</summary>",
            "",
            *(f"- {each}" for each in sentences),
            "",
            "</details>",
        ]
    )
