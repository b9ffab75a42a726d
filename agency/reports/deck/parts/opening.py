"""Parts 1 and 2: the cover, and the conclusions on one page."""

from agency.domain.calendar import beijing_minute
from agency.domain.known import sum_known
from agency.domain.terms import label
from agency.domain.terms.performance import Counter
from agency.locale import _
from agency.reports.deck import words
from agency.reports.deck.plan import Card, Cards, Edition, Line, Lines, Slide, Stack, Tone
from agency.reports.material import ReviewMaterial
from agency.reports.review_findings import asks, findings, on_track

MOST_ACCOUNTS = 6


def cover(material: ReviewMaterial, edition: Edition) -> list[Slide]:
    """Return the cover: whose review of which days, which accounts, and up to when the figures were seen."""
    seen = words.nothing_imported()
    if material.seen_until:
        seen = _("{moment} (Beijing)").format(moment=beijing_minute(material.seen_until))
    shown = [f"{words.clean(each.name)} ({label(each.platform)})" for each in material.accounts[:MOST_ACCOUNTS]]
    more = len(material.accounts) - len(shown)
    accounts = _(", ").join(shown) + (_(" and {count} more").format(count=more) if more else "")
    lines = (
        _("Accounts: {accounts}").format(accounts=accounts or words.nothing()),
        _("Figures seen until: {moment}").format(moment=seen),
        _("Version {version} · dataset {dataset}").format(version=edition.version, dataset=material.dataset_hash[:12]),
    )
    return [
        Slide(
            part=1,
            title=_("{project} · half-month review").format(project=words.clean(material.project_name)),
            lead=f"{material.window.first:%Y-%m-%d} – {material.window.last:%Y-%m-%d}",
            stacks=(Stack(blocks=(Lines(lines=tuple(Line(text=each) for each in lines)),)),),
            is_cover=True,
        )
    ]


def conclusions(material: ReviewMaterial, edition: Edition) -> list[Slide]:
    """Return the conclusions: four figures, three findings, what the client is asked for."""
    found = [Line(text=f"{number}. {each}") for number, each in enumerate(findings(material), start=1)]
    asked = [Line(text=f"{number}. {each}") for number, each in enumerate(asks(material), start=1)]
    left = (Line(text=_("Findings"), is_head=True), *(found or [quiet(words.nothing_imported())]))
    right = (
        Line(text=_("Asked of the client"), is_head=True),
        *(asked or [quiet(_("Nothing waits for the client."))]),
    )
    return [
        Slide(
            part=2,
            title=_("Conclusions"),
            lead=whole_sentence(material),
            stacks=(
                Stack(blocks=(Cards(cards=tuple(cards(material))[:2]), Lines(lines=left)), share=1.25),
                Stack(blocks=(Cards(cards=tuple(cards(material))[2:]), Lines(lines=right))),
            ),
        )
    ]


def whole_sentence(material: ReviewMaterial) -> str:
    """Return in one sentence whether the month is on its way."""
    counted = on_track(material)
    if counted is None:
        return _("No target of the month can be judged: none was set, or nothing was imported.")
    kept, of = counted
    return (
        _("All targets keep pace.")
        if kept == of
        else _("{behind} of {of} targets are behind.").format(behind=of - kept, of=of)
    )


def quiet(text: str) -> Line:
    """Return a line that only says there is nothing."""
    return Line(text=text, tone=Tone.QUIET)


def cards(material: ReviewMaterial) -> list[Card]:
    """Return plays, net new fans and works of the half-month, and the targets."""
    plays = [account.gain(Counter.PLAYS) for account in material.accounts]
    now = net_fans(material, before=False)
    return [
        compared(
            _("plays gained"), sum_known([each.gained for each in plays]), sum_known([each.before for each in plays])
        ),
        compared(_("net new fans"), now, net_fans(material, before=True)),
        Card(name=_("works published"), value=published(material), note=_("this half-month")),
        targets_card(material),
    ]


def compared(name: str, now: int | None, before: int | None) -> Card:
    """Return a figure with its change against the half-month before."""
    if now is None or before is None:
        return Card(name=name, value=words.count(now), note=_("the half-month before: no data"), tone=Tone.QUIET)
    tone = Tone.GOOD if now > before else Tone.BAD if now < before else Tone.QUIET
    note = _("{change} against the half-month before").format(change=words.change(now, before))
    return Card(name=name, value=words.count(now), note=note, tone=tone)


def net_fans(material: ReviewMaterial, *, before: bool) -> int | None:
    """Return the net new fans of all accounts, by their days."""
    days = [day for each in material.accounts for day in (each.days_before if before else each.days)]
    return sum_known([day.new_fans for day in days])


def published(material: ReviewMaterial) -> str:
    """Return how many works came out, no data where nothing at all is known."""
    if not any(account.has_figures for account in material.accounts):
        return words.nothing()
    return words.count(sum(len(account.published) for account in material.accounts))


def targets_card(material: ReviewMaterial) -> Card:
    """Return how many targets keep pace."""
    name, counted = _("targets that keep pace"), on_track(material)
    if counted is None:
        return Card(name=name, value=words.nothing(), note=_("no target, or nothing imported"), tone=Tone.QUIET)
    kept, of = counted
    tone = Tone.GOOD if kept == of else Tone.BAD
    return Card(name=name, value=f"{kept} / {of}", note=_("judged at the end of the half-month"), tone=tone)
