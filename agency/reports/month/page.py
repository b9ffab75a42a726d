"""A month meeting's pack as Markdown for the page of its run: how the month stands, then what the next one is to be (C1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from agency.domain.calendar import beijing_minute
from agency.domain.month_lines import value_shown
from agency.domain.terms import label
from agency.domain.terms.figures import Metric
from agency.domain.terms.standings import ChainStep
from agency.locale import _
from agency.reports.month.pack import CountLine, MonthPack, ResultLine, VideoLine
from agency.reports.month.plan_page import plan_parts, section, wanted, whose
from agency.reports.review_markdown import plain, table
from agency.reports.sheet import no_figures

MOST_VIDEOS = 30
TITLE = 24


@dataclass(frozen=True, kw_only=True)
class Links:
    """The addresses of a pack's files."""

    workbook: str
    deck: str


def page(pack: MonthPack, links: Links | None = None) -> str:
    """Return the whole page, with the addresses of the files where they are kept; far below an artifact's megabyte."""
    parts = [
        f"# {_('Month meeting')} · {plain(pack.project_name)} · {pack.planned.key}",
        head(pack, links),
        f"## {_('Risks')}\n\n" + risks(pack),
        f"## {_('{month} against its targets').format(month=pack.running.key)}\n\n" + results(pack),
        works(pack),
        f"## {_('Schedule of {month}').format(month=pack.planned.key)}\n\n" + schedule(pack),
        f"## {_('Draft of the plan for {month}').format(month=pack.planned.key)}\n\n" + plan_parts(pack.plan),
    ]
    return "\n\n".join(part for part in parts if part)


def brief(pack: MonthPack, page_key: str) -> str:
    """Return what stands above the form, where the plan itself is filled in: the running month and what is planned."""
    parts = [
        head(pack, None),
        section(_("Risks"), risks(pack)),
        section(_("{month} against its targets").format(month=pack.running.key), results(pack)),
        section(_("Videos"), counts(pack.counts, pack)),
        section(_("Shoot days"), shoots(pack)),
        _("The whole pack with its workbook is the artifact {key}.").format(key=page_key),
    ]
    return "\n\n".join(parts)


def head(pack: MonthPack, links: Links | None) -> str:
    """Return the day of the meeting, up to when works were seen, and where the files are."""
    moved = ""
    if pack.held_on != pack.nominal:
        moved = _("({nominal} is a day off)").format(nominal=pack.nominal)
    seen = beijing_minute(pack.seen_until) if pack.seen_until else no_figures()
    lines = [
        f"- {_('meeting')}: {pack.held_on} {moved}".rstrip(),
        f"- {_('figures seen until')}: {seen}",
        f"- {_('time passed of {month}').format(month=pack.running.key)}: {pack.elapsed:.0%}",
        f"- [{_('Download the deck')}]({links.deck})" if links else "",
        f"- [{_('Download the workbook')}]({links.workbook})" if links else "",
    ]
    return "\n".join(line for line in lines if line)


def risks(pack: MonthPack) -> str:
    """Return what endangers the month, the gravest first."""
    return "\n".join(f"- {plain(risk)}" for risk in pack.risks) or _("None is seen in the records.")


def results(pack: MonthPack) -> str:
    """Return every target of the running month with what came of it; why there is none where there is none."""
    if not pack.results:
        return _("No confirmed plan of {month} is on record, so there is nothing to hold it against.").format(
            month=pack.running.key
        )
    rows = [
        [
            whose(line.target, pack.plan.accounts),
            label(line.target.metric),
            wanted(line.target),
            actual(line),
            shown(line.target.metric, line.before),
            standing(line),
        ]
        for line in pack.results
    ]
    header = [_("account"), _("metric"), _("target"), _("so far"), _("month before"), _("standing")]
    return table(rows, header)


def actual(line: ResultLine) -> str:
    """Return what came of a target so far, with the accounts that tell nothing of it."""
    value = shown(line.target.metric, line.actual)
    if not line.missing or line.actual is None:
        return value
    return value + " " + _("(without {accounts})").format(accounts=_(", ").join(line.missing))


def shown(metric: Metric, value: float | None) -> str:
    """Return a figure as people read it; what is not known says so."""
    return no_figures() if value is None else value_shown(metric, round(value, 4))


def standing(line: ResultLine) -> str:
    """Return how a target stands: its share, and its pace as a light where it has one."""
    at = line.reached
    if at.is_met is None:
        return no_figures()
    parts = ["" if at.rate is None else f"{at.rate:.0%}"]
    if at.is_met:
        parts.append(_("reached"))
    elif at.pace is not None:
        parts.append(_("{light} (pace {ratio})").format(light=label(at.pace.light), ratio=f"{at.pace.pace:.0%}"))
    else:
        parts.append(_("not reached"))
    return " · ".join(part for part in parts if part)


def works(pack: MonthPack) -> str:
    """Return the month's strongest works, nothing without any."""
    if not pack.works:
        return ""
    named = pack.plan.accounts
    rows = [
        [named.get(work.account, work.account), work.title[:TITLE], f"{work.plays_gained:,}"] for work in pack.works
    ]
    return section(_("Strongest works of the month"), table(rows, [_("account"), _("title"), _("plays gained")]))


def schedule(pack: MonthPack) -> str:
    """Return how many videos are planned, on which days is shot, each video's days, and the month's meetings."""
    parts = [
        section(_("Videos"), counts(pack.counts, pack)),
        section(_("Shoot days"), shoots(pack)),
        section(_("Content calendar"), calendar(pack.videos)),
        section(_("Meetings"), meetings(pack)),
    ]
    return "\n\n".join(parts)


def counts(lines: Sequence[CountLine], pack: MonthPack) -> str:
    """Return how many videos are planned, wanted and thought of, with what the contract promises."""
    rows = [
        [
            pack.plan.accounts.get(line.account, line.account),
            str(line.planned),
            "–" if line.wanted is None else str(line.wanted),
            str(line.in_pool),
        ]
        for line in lines
    ]
    header = [_("account"), _("planned"), _("target of the month"), _("topics in the pool")]
    shown_rows = table(rows, header) if rows else _("The project has no accounts.")
    promised = plain(_(", ").join(pack.promised))
    contract = _("The contract promises: {what}.").format(what=promised) if promised else ""
    return "\n\n".join(part for part in (shown_rows, contract) if part)


def shoots(pack: MonthPack) -> str:
    """Return the days on which is shot."""
    rows = [
        [day.day.isoformat(), str(len(day.videos)), _(", ").join(day.videos), _(", ").join(day.places) or "–"]
        for day in pack.shoots
    ]
    return table(rows, [_("day"), _("videos"), _("which"), _("place")]) if rows else _("None is planned yet.")


def calendar(videos: Sequence[VideoLine]) -> str:
    """Return each video's days, in the order in which they go live; what is late or due today says so."""
    rows = [
        [
            beijing_minute(video.publish_at) if video.publish_at else "–",
            video.code,
            video.title[:TITLE],
            *(one.shown for one in video.chain if one.step is not ChainStep.PUBLISH),
        ]
        for video in videos[:MOST_VIDEOS]
    ]
    if not rows:
        return _("None is planned yet.")
    more = ""
    if len(videos) > MOST_VIDEOS:
        more = _("{count} more in the workbook").format(count=len(videos) - MOST_VIDEOS)
    steps = [label(step) for step in ChainStep if step is not ChainStep.PUBLISH]
    header = [_("go live"), _("video"), _("title"), *steps]
    return "\n\n".join(part for part in (table(rows, header), more) if part)


def meetings(pack: MonthPack) -> str:
    """Return the meetings of the month in their order."""
    rows = [[slot.day.isoformat(), label(slot.kind), slot.key] for slot in pack.slots]
    return table(rows, [_("day"), _("meeting"), _("slot")])
