"""Exports as Douyin's creator centre makes them, with invented works, saved on the morning of 16 November or later."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.domain.terms.figures import Platform
from agency.records.tables import Account, Project, Publication
from tasks.opening import records

NOODLES = {
    "作品名称": "第一碗面\n#虚构探店",
    "发布时间": "2026-11-03 12:30:07",
    "体裁": "1min-视频",
    "审核状态": "公开",
    "播放量": "9800",
    "完播率": "0.0875",
    "5s完播率": "0.41",
    "封面点击率": "-",
    "2s跳出率": "0.31",
    "平均播放时长": "11.2",
    "点赞量": "310",
    "分享量": "12",
    "评论量": "25",
    "收藏量": "40",
    "主页访问量": "88",
    "粉丝增量": "-3",
}
UMBRELLA = dict.fromkeys(NOODLES, "-") | {
    "作品名称": "修伞的人",
    "发布时间": "2026-11-05 19:00:00",
    "体裁": "图文",
    "播放量": "1200",
}
SAVED_AT = datetime(2026, 11, 16, 1, 20, tzinfo=UTC)


def export(folder: Path, *rows: Mapping[str, str], name: str = "作品列表.xlsx", days_later: int = 0) -> Path:
    """Write an export as the creator centre does."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate([list(rows[0]), *(row.values() for row in rows)]):
            sheet.write_row(number, 0, cells)
    date_as(path, SAVED_AT + timedelta(days=days_later))
    return path


def date_as(path: Path, moment: datetime) -> None:
    """Let a file have been saved at a moment."""
    os.utime(path, (moment.timestamp(), moment.timestamp()))


def rows_of(*tables: type) -> list[int]:
    """Return how many rows each table has."""
    with records() as session:
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def another_account(session: Session, code: str = "HEAT-DY", platform: Platform = Platform.DOUYIN) -> Account:
    """Put a second account of the small agency's project on record."""
    account = Account(
        code=code, project_id=session.scalars(select(Project.id)).one(), platform=platform, name="清风二店", handle=code
    )
    session.add(account)
    session.flush()
    return account


def publish(session: Session, account: Account, **values: Any) -> str:
    """Put a work that was found on an account on record, and return its id."""
    work = Publication(account_id=account.id, **values)
    session.add(work)
    session.flush()
    return work.id
