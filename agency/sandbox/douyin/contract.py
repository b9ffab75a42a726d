"""Every endpoint that wants a user's token, as data; the tests hold it against the official SDK's own list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agency.sandbox.douyin.asked import Asked
from agency.sandbox.douyin.comments import comments, replies
from agency.sandbox.douyin.envelopes import Envelope, Payload
from agency.sandbox.douyin.series import account_days, work_base, work_days
from agency.sandbox.douyin.works import own_works, totals, totals_with_anchor

OPEN_SPANS, APPS_SPANS = (7, 15, 30), (7, 15)
OF_WORKS, OF_ACCOUNTS = "data.external.item", "data.external.user"
COMMENT_PAGE = ("open_id", "item_id", "count", "cursor", "sort_type")


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One endpoint; the token in its header must be that of ``open_id`` and hold the ``scope``."""

    path: str
    answer: Callable[[Asked], Payload]
    scope: str
    query: tuple[str, ...] = ("open_id",)
    body: tuple[str, ...] = ()
    envelope: Envelope = Envelope.OPEN
    token_header: str = "access-token"  # noqa: S105 - the name of a header

    @property
    def method(self) -> str:
        """Return POST for what has a body, GET for the rest."""
        return "POST" if self.body else "GET"


def userinfo(asked: Asked) -> Payload:
    """Tell who the account is."""
    account = asked.shelf.account
    return {
        "open_id": account.open_id,
        "union_id": f"union-{account.open_id}",
        "nickname": account.nickname,
        "avatar": "http://127.0.0.1/avatars/account.jpeg",
    }


def _days_of_works(path: str, spans: tuple[int, ...], envelope: Envelope) -> Iterator[Endpoint]:
    query = ("open_id", "item_id", "date_type")
    for counter in ("like", "comment", "play", "share"):
        answer = work_days(counter, spans)
        yield Endpoint(path=path.format(counter), answer=answer, scope=OF_WORKS, query=query, envelope=envelope)


def _days_of_accounts(path: str, spans: tuple[int, ...], envelope: Envelope) -> Iterator[Endpoint]:
    query = ("open_id", "date_type")
    for kind in ("item", "fans", "like", "comment", "share", "profile"):
        answer = account_days(kind, spans)
        yield Endpoint(path=path.format(kind), answer=answer, scope=OF_ACCOUNTS, query=query, envelope=envelope)


def _readings(base: str, comment_list: str, reply_list: str, envelope: Envelope) -> Iterator[Endpoint]:
    one_work, thread, talk = ("open_id", "item_id"), (*COMMENT_PAGE, "comment_id"), "item.comment"
    yield Endpoint(path=base, answer=work_base, scope=OF_WORKS, query=one_work, envelope=envelope)
    yield Endpoint(path=comment_list, answer=comments, scope=talk, query=COMMENT_PAGE, envelope=envelope)
    yield Endpoint(path=reply_list, answer=replies, scope=talk, query=thread, envelope=envelope)


ENDPOINTS = (
    Endpoint(
        path="/oauth/userinfo/",
        answer=userinfo,
        scope="user_info",
        query=(),
        body=("open_id",),
        envelope=Envelope.BARE,
        token_header="access_token",  # noqa: S106 - spelled with an underscore here and nowhere else
    ),
    Endpoint(
        path="/api/douyin/v1/video/video_list/",
        answer=own_works,
        scope="video.list.bind",
        query=("open_id", "count", "cursor"),
    ),
    Endpoint(
        path="/api/douyin/v1/video/video_data/",
        answer=totals,
        scope="video.data.bind",
        body=("item_ids", "video_ids"),
    ),
    Endpoint(
        path="/api/apps/v1/video/query/",
        answer=totals_with_anchor,
        scope="video.data.bind",
        body=("item_ids",),
        envelope=Envelope.APPS,
    ),
    *_readings("/data/external/item/base/", "/item/comment/list/", "/item/comment/reply/list/", Envelope.OPEN),
    *_readings(
        "/api/apps/v1/item/get_base/",
        "/api/apps/v1/item/list_comment/",
        "/api/apps/v1/item/list_comment_reply/",
        Envelope.APPS,
    ),
    *_days_of_works("/data/external/item/{}/", OPEN_SPANS, Envelope.OPEN),
    *_days_of_works("/api/apps/v1/item/get_{}/", APPS_SPANS, Envelope.APPS),
    *_days_of_accounts("/data/external/user/{}/", OPEN_SPANS, Envelope.OPEN),
    *_days_of_accounts("/api/apps/v1/user/get_{}/", APPS_SPANS, Envelope.APPS),
)
