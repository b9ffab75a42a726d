"""Whose file it is: the account that was named, or the one that the file's own works tell; never a guess (I9)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.figures import WorkFigures
from agency.domain.matching import REACH, KnownWork, same_moment, same_title
from agency.domain.terms import label
from agency.errors import BadInput, NotOnRecord
from agency.locale import _
from agency.platforms.exports import Export
from agency.records import imports
from agency.records.named import by_code
from agency.records.tables import Account

Claim = tuple[str, KnownWork]
"""A work with the id of the account that has it."""


class Claims:
    """The works of a platform's accounts, found by the platform's id, or by moment and title."""

    def __init__(self, works: Iterable[Claim]) -> None:
        self.by_id: dict[str, list[Claim]] = {}
        self.by_moment: dict[object, list[Claim]] = {}
        for claim in works:
            work = claim[1]
            if work.item_id:
                self.by_id.setdefault(work.item_id, []).append(claim)
            self.by_moment.setdefault(slot(work.published_at, to_the_day=work.published_to_the_day), []).append(claim)

    def of(self, row: WorkFigures) -> list[Claim]:
        """Return the works that a row is by id; failing that, those of its moment whose title begins as its own does."""
        if row.item_id in self.by_id or not self.by_moment:
            return self.by_id.get(row.item_id or "", [])
        near = self.by_moment.get(slot(row.published_at, to_the_day=row.published_to_the_day), [])
        return [
            (account_id, work)
            for account_id, work in near
            if not (row.item_id and work.item_id) and same_moment(row, work) and same_title(row.title, work.title)
        ]


def slot(moment: datetime, *, to_the_day: bool) -> object:
    """Return the minute of a moment, or its day in Beijing where no more is known: works of one moment share it."""
    return beijing_day(moment) if to_the_day else moment.astimezone(UTC).replace(second=0, microsecond=0)


def account_of(session: Session, export: Export, code: str) -> Account:
    """Return the account of a file: the one of this code, or the one that its works tell where the code is empty.

    ``NotOnRecord`` when there is no such account, ``BadInput`` when it is on another platform, or when nothing tells.
    """
    if not code.strip():
        return told_account(session, export)
    account = by_code(session, Account, code)
    if export.layout.platform is not account.platform:
        sentence = _("{file} is an export of {theirs}, and {account} is on {ours}.")
        platforms = {"theirs": label(export.layout.platform), "ours": label(account.platform)}
        raise BadInput(sentence.format(file=export.name, account=account.code, **platforms))
    return account


def told_account(session: Session, export: Export) -> Account:
    """Return the only account of the file's platform, or the only one that has works of the file on record."""
    known = {"file": export.name, "platform": label(export.layout.platform)}
    candidates = imports.accounts_on(session, export.layout.platform)
    if not candidates:
        raise NotOnRecord(_("{file} is an export of {platform}, and no account there is on record.").format(**known))
    if len(candidates) == 1:
        return candidates[0]
    works = rows_told(session, export)
    match [account for account in candidates if works[account.id]]:
        case [account]:
            return account
        case []:
            sentence = _(
                "{file} is an export of {platform}, and nothing in it tells the account; name one of: {codes}."
            )
            raise BadInput(sentence.format(codes=listed(candidates, works), **known))
        case several:
            sentence = _("{file} has works of several accounts; name the one it was downloaded for: {codes}.")
            raise BadInput(sentence.format(codes=listed(several, works), **known))


def rows_told(session: Session, export: Export) -> Mapping[str, int]:
    """Return how many rows of a file are works on record of each account of its platform."""
    claims = claims_on(session, export)
    return Counter(account_id for row in export.works for account_id in {claim[0] for claim in claims.of(row)})


def listed(accounts: Sequence[Account], works: Mapping[str, int]) -> str:
    """Return the accounts as a person names them, each with the number of its works in the file."""
    names = []
    for account in accounts:
        name = _("{code} ({count} works)") if works[account.id] else "{code}"
        names.append(name.format(code=account.code, count=works[account.id]))
    return _(", ").join(names)


def claims_on(session: Session, export: Export, *, but: str = "") -> Claims:
    """Return the works on the file's platform of about the time of its rows, without those of one account."""
    moments = [work.published_at for work in export.works]
    if not moments:
        return Claims(())
    first, last = min(moments) - REACH, max(moments) + REACH
    return Claims(imports.works_on(session, export.layout.platform, first, last, but=but))
