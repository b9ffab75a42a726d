"""An account's authorisation as a person gives it: the address to agree at, and the code that comes back (S12).

The code is good once, opens nothing without the application's secret, and is neither logged nor kept.
"""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import Field, create_model
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.quoting import without_foreign_links, without_tags
from agency.domain.terms import label
from agency.domain.terms.figures import Platform
from agency.errors import PlatformError, RuleBroken
from agency.locale import _
from agency.platforms.grants import Grant
from agency.records.grants import grant_of, other_holder
from agency.records.named import by_code
from agency.records.tables import Account
from agency.records.tables.base import now
from tasks.gate.forms import Form, text
from tasks.gate.questions import Answer, Question
from tasks.metrics.authorisation import keep_grant
from tasks.metrics.connections import application_at, open_oauth
from tasks.opening import records

GATE = "S12"
FIELD = "answer"
LONGEST_ADDRESS = 4000
REQUEST = "request"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whose consent is asked for, and where it is given; ``request`` comes back with the address, so that none is mistaken."""

    account: str
    name: str
    platform: Platform
    consent_url: str
    request: str


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What came of an entered code, in a sentence for the person who entered it."""

    is_authorised: bool
    sentence: str = ""


def consent_asked(code: str, request: str) -> Asked:
    """Return where the owner of an account agrees; ``request`` is this one's own.

    Raises ``NotOnRecord`` for an unknown code, ``BadInput`` for a platform that no client reads, and ``Misconfigured``
    where the settings name no application there.
    """
    with records() as session:
        account = by_code(session, Account, code)
    with closing(open_oauth(account.platform)) as oauth:
        address = oauth.consent_url(request)
    return Asked(account=code, name=account.name, platform=account.platform, consent_url=address, request=request)


def try_code(asked: Asked, given: str) -> Tried:
    """Begin the authorisation with what a person entered; what begins none is told with the reason, to be asked again.

    Tried once more after it went well, as a leg of a run that died may do, it changes nothing.
    """
    if (before := said_of(asked)) is not None:
        return Tried(is_authorised=True, sentence=before)
    try:
        return Tried(is_authorised=True, sentence=keep(asked, grant_for(asked, code_in(given, asked.request))))
    except (RuleBroken, PlatformError) as refused:
        return Tried(is_authorised=False, sentence=str(refused))


def grant_for(asked: Asked, code: str) -> Grant:
    """Return what the platform gives for a code."""
    with closing(open_oauth(asked.platform)) as oauth:
        return oauth.grant(code, now=now())


def said_of(asked: Asked) -> str | None:
    """Return what was said when this very request went well, None when it did not yet."""
    with records() as session:
        row = grant_of(session, by_code(session, Account, asked.account).id)
        if row is None or row.details.get(REQUEST) != asked.request:
            return None
        return said(asked, row.refresh_expires_at)


def keep(asked: Asked, grant: Grant) -> str:
    """Write the authorisation, unless it is another account's, and return what is said of it."""
    with records() as session:
        account_id = by_code(session, Account, asked.account).id
        check_owner(session, asked, grant, account_id)
        keep_grant(session, account_id, grant, client_key=application_at(asked.platform).client_key)
        if (row := grant_of(session, account_id)) is not None:
            row.details = row.details | {REQUEST: asked.request}
    return said(asked, grant.refresh_ends)


def check_owner(session: Session, asked: Asked, grant: Grant, account_id: str) -> None:
    """Refuse an authorisation that the owner of another account of ours gave: its figures would be mixed up."""
    if other := other_holder(session, asked.platform, grant.open_id, account_id):
        sentence = _(
            "The one who agreed is the owner of account {other}, not of {account}: sign out there, and in as {name}."
        )
        raise RuleBroken(sentence.format(other=other, account=asked.account, name=asked.name))


def code_in(given: str, request: str) -> str:
    """Return the code in what was entered: the code itself, or the whole address to which the platform sent the owner.

    ``RuleBroken`` when there is none, when the owner did not agree, and when the address answers another request.
    """
    entered = given.strip()
    told = parse_qs(urlsplit(entered).query or urlsplit(entered).fragment)
    if not told:
        return plain_code(entered)
    if told.get("state", [request]) != [request]:
        raise RuleBroken(
            _("This address answers another request: open the link above, agree, and enter where it leads.")
        )
    if "code" in told:
        return told["code"][0]
    if "error" in told:
        raise RuleBroken(_("The owner did not agree. The platform says: {said}").format(said=told["error"][0]))
    raise RuleBroken(_("There is no code in this address: enter the one that the page after the consent has."))


def plain_code(entered: str) -> str:
    """Return a code that was entered by itself; one that was copied out of an address is written as it was meant."""
    if not entered or "://" in entered or any(sign.isspace() for sign in entered):
        raise RuleBroken(_("There is no code in what was entered: enter the code, or the whole address it stands in."))
    return unquote(entered)


def said(asked: Asked, ends: datetime | None) -> str:
    """Return the sentence on an authorisation that went well."""
    if ends is None:
        return _("Account {account} is authorised.").format(account=asked.account)
    sentence = _(
        "Account {account} is authorised until {until}; it is prolonged by itself where the platform allows it."
    )
    return sentence.format(account=asked.account, until=beijing_day(ends))


def consent_question(asked: Asked, number: int, reason: str = "") -> Question:
    """Return the question a run is suspended for, so many asked before it; on top, why the last answer did not do."""
    return Question(
        key=f"authorise-{number}",
        gate=GATE,
        headline=_("Authorisation · {name} ({account})").format(name=asked.name, account=asked.account),
        tags=frozenset({GATE, asked.account, _("awaits an authorisation")}),
        form=consent_form(asked, reason),
    )


def consent_form(asked: Asked, reason: str) -> type[Form]:
    """Return the form with the link to agree at and the one field for what comes back."""
    field = Field(
        title=_("Code or address"),
        description=_("The code, or the whole address of the page to which the platform leads after the consent."),
    )
    fields: dict[str, Any] = {FIELD: (text(longest=LONGEST_ADDRESS), field)}
    form: type[Form] = create_model("Authorisation", __base__=Form, **fields)
    form.shown = consent_shown(asked, reason)
    return form


def consent_shown(asked: Asked, reason: str) -> str:
    """Return in Markdown what is to be done."""
    told = {"platform": label(asked.platform), "name": asked.name, "account": asked.account}
    steps = [
        f"**{without_foreign_links(without_tags(reason))}**" if reason else "",
        _("1. Sign in to {platform} as the owner of **{name}** ({account}), and as nobody else.").format(**told),
        f"2. [{_('Open this page and agree.')}]({asked.consent_url})",
        _("3. Copy the address of the page it leads to, also where that page shows nothing, and enter it below."),
        _("The code in it is good once and for a few minutes only."),
    ]
    return "\n\n".join(filter(None, steps))


def entered(answer: Answer) -> str:
    """Return what was filled in; nothing counts as empty."""
    return str(answer.values.get(FIELD) or "")
