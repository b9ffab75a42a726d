"""A small invented agency, for a sandbox that was given no other."""

from datetime import datetime, timedelta

from agency.domain.terms.figures import Visibility, WorkKind
from agency.sandbox.description import SandboxAccount, SandboxAgency, SandboxComment, SandboxWork
from agency.sandbox.growth import Wave

_TITLES = (
    "示例: 云端面馆的第一碗面 #虚构探店",
    "示例: 纸鹤师傅修伞 #虚构手艺",
    "示例: 月亮花市开门了 #虚构市集",
    "示例: 三分钟学会折云 #虚构教程",
    "示例: 石桥下的茶摊 #虚构日常",
    "示例: 面馆老板的回信 #虚构故事",
)


def sample_agency(today: datetime) -> SandboxAgency:
    """Return two accounts with works of the 60 days before ``today``; the same for the same moment."""
    return SandboxAgency(
        accounts=(
            _account("sandbox-noodles-0001", "云端面馆(示例)", today, works=12, fame=4_000),
            _account("sandbox-umbrella-0002", "纸鹤修伞(示例)", today, works=8, fame=900),
        )
    )


def _account(open_id: str, nickname: str, today: datetime, *, works: int, fame: int) -> SandboxAccount:
    return SandboxAccount(
        open_id=open_id,
        nickname=nickname,
        opened_at=today - timedelta(days=90),
        authorised_at=today - timedelta(days=60),
        followers=(Wave(height=fame * 12, half_life_h=24 * 40),),
        works=tuple(_work(open_id, number, today, fame) for number in range(works)),
    )


def _work(open_id: str, number: int, today: datetime, fame: int) -> SandboxWork:
    plays = fame * (3 + number * 7 % 11)
    published_at = today - timedelta(days=5 * number + 1, hours=3)
    return SandboxWork(
        item_id=f"@{open_id}+work/{number}==",
        video_id=str(7_400_000_000_000_000_000 + fame * 1000 + number),
        title=_TITLES[number % len(_TITLES)],
        published_at=published_at,
        plays=(Wave(height=plays, half_life_h=18),),
        likes=(Wave(height=plays // 25, half_life_h=20), Wave(height=-plays // 500, starts_h=72)),
        comments=(Wave(height=plays // 180, half_life_h=24),),
        shares=(Wave(height=plays // 300, half_life_h=30),),
        kind=WorkKind.PICTURES if number == 4 else WorkKind.VIDEO,
        visibility=Visibility.PRIVATE if number == 6 else Visibility.PUBLIC,
        pinned=number == 2,
        said=_said(number, published_at),
    )


def _said(number: int, published_at: datetime) -> tuple[SandboxComment, ...]:
    if number % 3:
        return ()
    first, answer = f"7{number:017}1", f"7{number:017}2"
    return (
        SandboxComment(comment_id=first, content="看饿了", said_at=published_at + timedelta(hours=2), likes=5),
        SandboxComment(comment_id=answer, content="欢迎来坐", said_at=published_at + timedelta(hours=3), answers=first),
        SandboxComment(
            comment_id=f"7{number:017}3", content="排队太久,失望", said_at=published_at + timedelta(hours=20), likes=2
        ),
    )
