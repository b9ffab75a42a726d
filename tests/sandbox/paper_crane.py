"""An invented agency for tests of the sandbox and of the clients that read it."""

from dataclasses import replace
from datetime import datetime, timedelta

from agency.domain.terms.figures import Visibility
from agency.sandbox.clock import BEIJING
from agency.sandbox.description import SandboxAccount, SandboxAgency, SandboxComment, SandboxWork
from agency.sandbox.growth import Wave
from agency.sandbox.remote import Remote

NOON = datetime(2026, 3, 20, 12, tzinfo=BEIJING)
CRANE, HERON = "crane-0001", "heron-0002"
FIRST_COMMENT = "7400000000000000901"


def work(number: int, owner: str = CRANE) -> SandboxWork:
    """A work published ``number`` days and an hour before noon; its item_id needs encoding in a query."""
    return SandboxWork(
        item_id=f"@{owner}+{number}/==",
        video_id=str(7_400_000_000_000_000_000 + number),
        title=f"第{number}只纸鹤 #示例",
        published_at=NOON - timedelta(days=number, hours=1),
        plays=(Wave(height=1_000 + number, half_life_h=24),),
        likes=(Wave(height=100, half_life_h=24), Wave(height=-30, half_life_h=1, starts_h=72)),
        comments=(Wave(height=20, half_life_h=24),),
        shares=(Wave(height=10, half_life_h=24),),
    )


def said(comment_id: str, content: str, hours_ago: float, answers: str = "") -> SandboxComment:
    return SandboxComment(
        comment_id=comment_id, content=content, said_at=NOON - timedelta(hours=hours_ago), answers=answers
    )


TALKED_ABOUT = replace(
    work(2),
    said=(
        said(FIRST_COMMENT, "折得真好", 40),
        said("7400000000000000902", "谢谢你", 39, answers=FIRST_COMMENT),
        said("7400000000000000903", "看不清步骤,失望", 5),
    ),
)


def account(open_id: str, works: list[SandboxWork]) -> SandboxAccount:
    return SandboxAccount(
        open_id=open_id,
        nickname="纸鹤(示例)",
        opened_at=NOON - timedelta(days=100),
        authorised_at=NOON - timedelta(days=50),
        followers=(Wave(height=10_000, half_life_h=24 * 50), Wave(height=-4_000, half_life_h=24, starts_h=24 * 97)),
        works=tuple(works),
    )


def agency() -> SandboxAgency:
    """The crane has 25 works of which two are pinned; of the heron's 45 those on the whole second page are deleted."""
    cranes = [work(0), work(1), TALKED_ABOUT, *(replace(work(n), pinned=n in (5, 23)) for n in range(3, 25))]
    herons = [work(n, HERON) for n in range(45)]
    herons[20:40] = [replace(each, visibility=Visibility.DELETED) for each in herons[20:40]]
    return SandboxAgency(accounts=(account(CRANE, cranes), account(HERON, herons)))


def agency_with(*works: SandboxWork) -> SandboxAgency:
    """One crane with these works alone."""
    return SandboxAgency(accounts=(account(CRANE, list(works)),))


def standing_token(sandbox: Remote) -> str:
    """The access token of the first account, as if its owner had agreed long ago."""
    return next(token for token in sandbox.token_ends() if token.startswith("act."))
