"""The endpoints that tell figures, each with the parameters it takes and the scope that opens it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pydantic import JsonValue

from agency.domain.terms.figures import Visibility
from agency.sandbox.bilibili.refusals import BAD_PARAMETER, NO_SUCH_WORK, Refusal
from agency.sandbox.bilibili.shelf import STATES, STATUSES, counted, found, is_seen, slots
from agency.sandbox.description import SandboxAccount, SandboxWork
from agency.sandbox.growth import Curve

MOST_WORKS = 50
MONTH = timedelta(days=30)
SCOPES = ("USER_INFO", "USER_DATA", "ARC_BASE", "ARC_DATA")

Payload = dict[str, JsonValue]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One call whose signature, token, scope and parameters were found good."""

    account: SandboxAccount
    now: datetime
    query: Mapping[str, str] = field(default_factory=dict)

    def number(self, name: str, *, most: int) -> int:
        """Return a numeric parameter from 1 on, refusing what is none."""
        text = self.query[name]
        if not text.isdecimal() or not 1 <= int(text) <= most:
            raise Refusal(BAD_PARAMETER)
        return int(text)

    def work(self) -> SandboxWork:
        """Return the work that ``resource_id`` names."""
        if work := found(self.account, self.query["resource_id"], self.now):
            return work
        raise Refusal(NO_SUCH_WORK)


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One endpoint; all of them are GET. ``needs`` must be sent, ``takes`` may be."""

    path: str
    answer: Callable[[Asked], Payload]
    scope: str
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


def viewlist(asked: Asked) -> Payload:
    """List the works without their counters; what was deleted leaves its page shorter than was asked."""
    number, size = asked.number("pn", most=2**31), asked.number("ps", most=MOST_WORKS)
    if (status := asked.query.get("status", "all")) not in STATUSES:
        raise Refusal(BAD_PARAMETER)
    there = slots(asked.account, status, asked.now)
    page = there[(number - 1) * size : number * size]
    return {
        "list": [_archive(work) for work in page if work.visibility != Visibility.DELETED],
        "page": {"pn": number, "ps": size, "total": len(there)},
    }


def view(asked: Asked) -> Payload:
    """Tell one work without its counters."""
    return _archive(asked.work())


def arc_stat(asked: Asked) -> Payload:
    """Tell the counters of one work; one that nobody sees has none to tell."""
    work = asked.work()
    if not is_seen(work):
        raise Refusal(NO_SUCH_WORK)
    counters = {name: counted(curve, work.published_at, asked.now) for name, curve in _counters(work).items()}
    shown = {name: count for name, count in counters.items() if name not in work.hidden}
    return {"title": work.title, "ptime": int(work.published_at.timestamp()), **shown}


def inc_stats(asked: Asked) -> Payload:
    """Tell what thirty days brought to all works together, with the key that the documents misspell."""
    names = {
        "inc_click": "view",
        "inc_dm": "danmaku",
        "icn_reply": "reply",
        "inc_fav": "favorite",
        "inc_coin": "coin",
        "inc_share": "share",
        "inc_like": "like",
    }
    seen = [work for work in slots(asked.account, "all", asked.now) if is_seen(work)]
    return {**{told: sum(_gain(work, name, asked.now) for work in seen) for told, name in names.items()}, "inc_elec": 0}


def user_stat(asked: Asked) -> Payload:
    """Tell how the account stands."""
    account = asked.account
    return {
        "follower": counted(account.followers, account.opened_at, asked.now),
        "following": 0,
        "arc_passed_total": sum(is_seen(work) for work in slots(account, "all", asked.now)),
    }


def account_info(asked: Asked) -> Payload:
    """Tell who the account is."""
    return {
        "name": asked.account.nickname,
        "face": "http://127.0.0.1/faces/account.jpeg",
        "openid": asked.account.open_id,
    }


ENDPOINTS = (
    Endpoint(
        path="/arcopen/fn/archive/viewlist", answer=viewlist, scope="ARC_BASE", needs=("pn", "ps"), takes=("status",)
    ),
    Endpoint(path="/arcopen/fn/archive/view", answer=view, scope="ARC_BASE", needs=("resource_id",)),
    Endpoint(path="/arcopen/fn/data/arc/stat", answer=arc_stat, scope="ARC_DATA", needs=("resource_id",)),
    Endpoint(path="/arcopen/fn/data/arc/inc-stats", answer=inc_stats, scope="ARC_DATA"),
    Endpoint(path="/arcopen/fn/data/user/stat", answer=user_stat, scope="USER_DATA"),
    Endpoint(path="/arcopen/fn/user/account/info", answer=account_info, scope="USER_INFO"),
)


def _archive(work: SandboxWork) -> Payload:
    seen = is_seen(work)
    address = f"http://127.0.0.1/video/{work.item_id}?share_source=open_plat"
    return {
        "resource_id": work.item_id,
        "title": work.title,
        "cover": f"http://127.0.0.1/covers/{work.item_id}.jpeg",
        "tid": 229,
        "tag": "示例",
        "desc": "",
        "copyright": 1,
        "no_reprint": 1,
        "ctime": int(work.published_at.timestamp()) - 60,
        "ptime": 0 if work.visibility == Visibility.IN_REVIEW else int(work.published_at.timestamp()),
        "addit_info": {"state": STATES[work.visibility], "state_desc": "开放浏览" if seen else "", "reject_reason": ""},
        "video_info": {"cid": int(work.video_id), "duration": work.duration_s, "share_url": address} if seen else None,
    }


def _counters(work: SandboxWork) -> Mapping[str, Curve]:
    return {
        "view": work.plays,
        "danmaku": work.danmaku,
        "reply": work.comments,
        "favorite": work.saves,
        "coin": work.coins,
        "share": work.shares,
        "like": work.likes,
    }


def _gain(work: SandboxWork, name: str, now: datetime) -> int:
    curve = _counters(work)[name]
    return counted(curve, work.published_at, now) - counted(curve, work.published_at, now - MONTH)
