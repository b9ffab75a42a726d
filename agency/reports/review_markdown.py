"""The review's material as Markdown for the page of its run: the findings first, the workbook has the rest (S13)."""

from collections.abc import Sequence

from agency.domain.calendar import beijing_minute
from agency.domain.terms import label
from agency.locale import _
from agency.reports import svg
from agency.reports.incident_lines import count_open, in_words, worst_first
from agency.reports.material import AccountReview, ReviewMaterial, WorkReview, best_and_worst
from agency.reports.review_execution import Execution
from agency.reports.sheet import no_figures

MOST_ODD = 20


def markdown(material: ReviewMaterial, version: int) -> str:
    """Return the whole page; it stays far below the megabyte an artifact may have."""
    parts = [
        head(material, version),
        *(account_part(account) for account in material.accounts),
        anomalies_part(material),
        execution_part(material.execution),
        actions_part(material),
    ]
    return "\n\n".join(part for part in parts if part)


def head(material: ReviewMaterial, version: int) -> str:
    """Return the title, the window, and up to when works were seen."""
    window = material.window
    seen = material.seen_until
    lines = [
        f"# {_('Review')} · {plain(material.project_name)} · {window.key}",
        "",
        f"- {_('half-month')}: {window.first} – {window.last}",
        f"- {_('figures seen until')}: {beijing_minute(seen) if seen else no_figures()}",
        f"- {_('version')}: {_('version {version}').format(version=version)}",
        f"- {_('dataset')}: `{material.dataset_hash[:12]}`",
    ]
    return "\n".join(lines)


def account_part(account: AccountReview) -> str:
    """Return one account: what it gained, its days as a curve, its strongest and weakest works and why."""
    gains = [
        [label(each.counter), number(each.gained), number(each.before), f"{each.works} / {each.left_out}"]
        for each in account.gains
    ]
    header = [_("metric"), _("this half-month"), _("the one before"), _("works counted / without figures")]
    best, worst = best_and_worst(account.works)
    parts = [
        f"## {plain(account.name)} ({plain(account.code)})",
        table(gains, header),
        curve(account),
        works_part(_("Strongest works"), best),
        works_part(_("Weakest works"), worst),
        "" if best or worst else _("No work of this half-month can be compared yet: too few earlier works at its age."),
    ]
    return "\n\n".join(part for part in parts if part)


def curve(account: AccountReview) -> str:
    """Return the account's days as two small drawings."""
    drawn = {
        _("plays of the day"): svg.sparkline([day.plays_new for day in account.days], _("plays of the day")),
        _("net new fans"): svg.sparkline([day.new_fans for day in account.days], _("net new fans")),
    }
    shown = [f"{name}: {drawing}" for name, drawing in drawn.items() if drawing]
    return "\n\n".join(shown) or f"{_('days')}: {no_figures()}"


def works_part(title: str, works: Sequence[WorkReview]) -> str:
    """Return a few works with what may tell why they went as they did; nothing without any."""
    if not works:
        return ""
    rows = [[work.latest.title[:24], times(work), age_of(work), why(work)] for work in works]
    return f"**{title}**\n\n" + table(rows, [_("title"), _("times the usual"), _("plays"), _("figures beside it")])


def times(work: WorkReview) -> str:
    """Return how many times the usual a work was played, and of how many works that was the middle."""
    ratio = work.judged.ratio if work.judged else None
    if work.judged is None or ratio is None:
        return no_figures()
    return f"{ratio:.2f} ({label(work.judged.hit.level)}, n={work.judged.hit.n})"


def age_of(work: WorkReview) -> str:
    """Return a work's plays at the age it was judged at."""
    if work.judged is None:
        return no_figures()
    return _("{plays} at {days} d").format(plays=f"{work.judged.hit.plays:,}", days=work.judged.age)


def why(work: WorkReview) -> str:
    """Return a work's figures beside the usual ones of the account."""
    told = [
        f"{each.name} {each.value:.1%}"
        + ("" if each.usual is None else f" ({_('usual')} {each.usual:.1%}, n={each.n})")
        for each in work.evidence
    ]
    return "; ".join(told) or no_figures()


def anomalies_part(material: ReviewMaterial) -> str:
    """Return what is out of the ordinary, each with its evidence."""
    rows = [
        [account.code, account.title(odd.work_id)[:24], label(odd.kind), odd.message, f"n={odd.n}, {odd.window}"]
        for account in material.accounts
        for odd in account.anomalies
    ]
    more = _("{count} more in the workbook").format(count=len(rows) - MOST_ODD) if len(rows) > MOST_ODD else ""
    header = [_("account"), _("title"), _("kind"), _("what was seen"), _("evidence")]
    shown = table(rows[:MOST_ODD], header) if rows else _("Nothing out of the ordinary was found.")
    return "\n\n".join(part for part in (f"## {_('Anomalies')}", shown, more) if part)


def execution_part(done: Execution) -> str:
    """Return how the work was done."""
    overdue = [gate for gate in done.waiting if gate.is_overdue]
    hours = no_figures() if done.client_hours is None else f"{done.client_hours:.1f} h (n={done.client_decisions})"
    lines = [
        f"- {_('open questions')}: {len(done.waiting)} ({_('overdue')} {len(overdue)})",
        *(f"  - {plain(gate.headline)} ({gate.due_on})" for gate in overdue),
        f"- {_('late scripts')}: {len(done.late_scripts)}",
        *(f"  - {plain(script.code)} 《{plain(script.title)}》" for script in done.late_scripts),
        f"- {_('rules set aside')}: {len(done.waivers)}",
        *(f"  - {waived.rule} · {plain(waived.by)}: {plain(waived.reason)}" for waived in done.waivers),
        f"- {_('Incidents')}: {len(done.incidents)} ({_('not resolved')} {count_open(done.incidents)})",
        *(f"  - {plain(in_words(line))}" for line in worst_first(done.incidents)),
        f"- {_('times work was sent back')}: {done.refusals}",
        f"- {_('client, median time to decide')}: {hours}",
    ]
    return f"## {_('Execution')}\n\n" + "\n".join(lines)


def actions_part(material: ReviewMaterial) -> str:
    """Return what earlier reviews wanted, with what its figure did since."""
    rows = [
        [
            each.what,
            each.owner,
            str(each.due_on),
            label(each.state),
            each.metric,
            effect(each.metric, each.before, each.now),
        ]
        for each in material.actions
    ]
    header = [_("adjustment"), _("owner"), _("due"), _("standing"), _("metric"), _("before → now")]
    shown = table(rows, header) if rows else _("Earlier reviews left nothing open.")
    return f"## {_('Adjustments of earlier reviews')}\n\n{shown}"


def effect(metric: str, before: int | None, now: int | None) -> str:
    """Return what a figure gained in the two half-months, nothing for an action without one."""
    return f"{number(before)} → {number(now)}" if metric else ""


def number(value: int | None) -> str:
    """Return a counter as text; what is not known says so."""
    return no_figures() if value is None else f"{value:,}"


def table(rows: Sequence[Sequence[str]], header: Sequence[str]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(plain(cell) for cell in line) + " |" for line in lines)


def plain(text: str) -> str:
    """Return text that cannot break out of its cell or be read as markup."""
    one_line = " ".join(text.split())
    return one_line.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("[", "\\[").replace("`", "'")
