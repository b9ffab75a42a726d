"""The verb ``replay``: looks at accounts are read again from their kept answers, and corrected where that is wanted (I9)."""

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime

from agency.domain.calendar import ONE_DAY, beijing_day, beijing_minute
from agency.domain.windows import beginning_of
from agency.locale import _
from shortvideo.ending import finish
from shortvideo.house.database import on_records
from shortvideo.progress import tell
from tasks.metrics.replaying import Replayed, replay
from tasks.stages.s12_metrics import accounts_to_pull


def replay_looks(first: date, last: date, codes: Sequence[str], *, write: bool) -> int:
    """Read the looks of these Beijing days again and say what came of each; return 0 when all could be read, else 1."""
    brought = list(replay(accounts_to_pull(codes), beginning_of(first), beginning_of(last + ONE_DAY), write=write))
    for each in brought:
        tell(line(each))
    tell(summary(brought, write=write))
    return int(any(each.trouble for each in brought))


def line(each: Replayed) -> str:
    """Return what came of one look."""
    moment = beijing_minute(each.observed_at)
    if each.trouble:
        return _("{account} {moment}: {trouble}").format(account=each.account, moment=moment, trouble=each.trouble)
    sentence = _("{account} {moment}: {works} works and {days} days are told otherwise")
    return sentence.format(account=each.account, moment=moment, works=each.works, days=each.days)


def summary(brought: Sequence[Replayed], *, write: bool) -> str:
    """Return how many looks were read, and whether anything was written."""
    otherwise = sum(bool(each.works or each.days) for each in brought)
    if write:
        sentence = _("{all} looks were read again, {otherwise} of them corrected.")
    else:
        sentence = _("{all} looks were read again, {otherwise} of them would be corrected with --write.")
    return sentence.format(all=len(brought), otherwise=otherwise)


def day_of(text: str) -> date:
    """Return the day that was named, else today in Beijing."""
    return date.fromisoformat(text) if text else beijing_day(datetime.now(UTC))


if __name__ == "__main__":
    since, until, how, *accounts = sys.argv[1:]
    finish(on_records(lambda: replay_looks(day_of(since), day_of(until), accounts, write=how == "write")))
