"""What is looked at before a work goes live, what exactly is confirmed, and what proves that it did (S11, C3; domain.md 6.4)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlsplit

from agency.domain.binding import content_hash
from agency.domain.finding import Finding, rule
from agency.domain.terms import label
from agency.domain.terms.publishing import CheckResult, PublishCheckItem
from agency.locale import _

ALWAYS_APPLY = frozenset(
    {
        PublishCheckItem.TITLE,
        PublishCheckItem.SENSITIVE_WORDS,
        PublishCheckItem.RIGHT_ACCOUNT,
        PublishCheckItem.RIGHT_TIME,
        PublishCheckItem.CLIENT_CONFIRMATION,
        PublishCheckItem.COMPLIANCE_REVIEW,
    }
)


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What one person found of one item."""

    item: PublishCheckItem
    result: CheckResult
    checked_by: str


@rule
def checklist_findings(checked: Collection[Checked]) -> Iterator[Finding]:
    """Every item was looked at by somebody and passed, or does not apply to this work; six of them always apply.

    Of several looks at an item the last one counts.
    """
    last_looks = {look.item: look for look in checked if look.checked_by.strip()}
    if missing := [label(item) for item in PublishCheckItem if item not in last_looks]:
        yield Finding(
            "C3-not-checked", _("Not checked before publishing: {items}.").format(items=_(", ").join(missing))
        )
    for item, look in last_looks.items():
        if look.result is CheckResult.FAILED:
            yield Finding("C3-failed", _("{item} did not pass the check.").format(item=label(item)))
        elif look.result is CheckResult.NOT_APPLICABLE and item in ALWAYS_APPLY:
            yield Finding("C3-always-applies", _("{item} applies to every work.").format(item=label(item)))


@dataclass(frozen=True, kw_only=True)
class Package:
    """All that the confirmation before publishing speaks of (G5): the cut and everything around it."""

    cut_hash: str
    account: str
    title: str
    caption: str
    cover: str
    tags: tuple[str, ...]
    publish_at: datetime

    @property
    def hash(self) -> str:
        """The hash that the confirmation is bound to; a moment is the same in every zone, the order of tags matters."""
        if self.publish_at.tzinfo is None:
            raise ValueError(f"{self.publish_at} tells no time zone, so a package cannot be bound to it")
        return content_hash({**asdict(self), "publish_at": self.publish_at.timestamp()})


@rule
def package_findings(package: Package, confirmed_hash: str | None) -> Iterator[Finding]:
    """Only the very package that was confirmed may be published (C3)."""
    if confirmed_hash is None:
        yield Finding("C3-not-confirmed", _("The publication has not been confirmed."))
    elif confirmed_hash != package.hash:
        sentence = _("Cut, title, caption, cover, tags, time or account changed after the confirmation: confirm again.")
        yield Finding("C3-changed", sentence)


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What shows that a work is live; the link or the screenshot, and the moment it went live."""

    published_at: datetime
    link: str = ""
    screenshot: str = ""


@rule
def proof_findings(proof: Proof, hosts: Sequence[str], now: datetime) -> Iterator[Finding]:
    """A work is live when a link of its platform or a screenshot shows it, at a moment that has come (S11).

    ``hosts`` are the platform's, hosts below them included; none means that any host will do.
    """
    if not proof.link.strip() and not proof.screenshot.strip():
        yield Finding("S11-no-proof", _("There is neither a link nor a screenshot to show that the work is live."))
    if proof.link.strip() and not leads_to(proof.link.strip(), hosts):
        known = _(", ").join(hosts) or _("any host")
        sentence = _("{link} is no https link of the platform ({hosts}).")
        yield Finding("S11-link", sentence.format(link=proof.link.strip(), hosts=known))
    if proof.published_at > now:
        yield Finding("S11-future", _("The moment of publication is still to come."))


def leads_to(link: str, hosts: Sequence[str]) -> bool:
    """Say whether a link is https, leads to one of the hosts and to a page on it."""
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    known = not hosts or any(host == one or host.endswith(f".{one}") for one in hosts)
    return parts.scheme == "https" and bool(host) and known and parts.path.strip("/") != "" and " " not in link
