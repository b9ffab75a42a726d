"""What the six tables promise: the columns of the trade, each with its meaning, and editable only where there is a place."""

import pytest
from sqlalchemy import inspect

from agency.records import tables
from agency.records.tables import Base
from agency.reports.tables.six import six_tables
from agency.reports.tables.table import Table

RECORDS: dict[str, type[Base]] = {
    "accounts": tables.Account,
    "days": tables.ReportSubmission,
    "content": tables.ContentItem,
    "shoots": tables.Shoot,
    "cuts": tables.ContentItem,
}
PROMISED = {  # the standard's table (C4) as domain.md 4 reads it; what it parts by a slash may be two columns
    "accounts": """
        编号 平台 账号昵称 平台号 主页链接 主体 账号类型 认证 认证到期 项目 甲方 IP定位 栏目 主运营 编导
        达人 保管人 注册完善度 接手粉丝 当前粉丝 累计作品 账号状态 违规记录 备注
    """,
    "operations": """
        月份 项目 账号 播放指标 播放实际 播放达成率 涨粉指标 条数指标 互动率指标 时间进度 进度偏差
        计划条数 已拍 已剪 已发 逾期 爆款数 预算(元) 已用(元) 甲方待确认 规则违约数 下次复盘 负责人
        风险/动作
    """,
    "days": """
        日期 账号 总粉丝 净增粉 取关 当日播放 点赞 评论 转发 收藏 主页访问 当日发布条数 作品TOP TOP播放
        TOP完播率 TOP5s完播率 TOP2s跳出率 TOP均播(秒) 私信/线索 新增评论 负面评论 已回评论 当日动作 问题
        明日计划 填报人 来源 日报状态
    """,
    "content": """
        序号 内容编码 账号 平台 栏目 选题 标题 字数 形式 音效 计划时长(秒) 拍摄条数 参考视频 编导 运营
        达人 文案截止 脚本截止 脚本同步 拍摄日 初剪 成片 甲方确认时间 计划发布 实际发布 链接 状态 备注
    """,
    "shoots": """
        场次 拍摄日期 集合 开机 收工 地点 场景 内容编码/标题 脚本版本 镜头数 达人(行程) 编导 摄影师
        设备(借出/归还) 道具 服化 天气 备选日 拍前确认:场景 拍前确认:设备 拍前确认:道具
        拍前确认:达人行程 脚本同步达标 状态 缺镜 素材移交对象 素材移交时间
    """,
    "cuts": """
        内容编码 标题 剪辑师 素材到位 初剪截止 初剪实际 编导内审 修改次数 成片截止 成片实际 时长(秒)
        字幕 BGM 音效 转场 封面 甲方确认版本 甲方确认时间 发布前确认 账号 计划发布 实际发布 链接
        群通知时间 1天播放 3天播放 7天播放 状态
    """,
}
EVERY_TABLE = pytest.mark.parametrize("table", six_tables(), ids=lambda table: table.code)


@EVERY_TABLE
def test_the_columns_of_the_trade_stand_in_their_order(table: Table):
    names = [column.name for column in table.columns]

    assert [name for name in names if name in PROMISED[table.code].split()] == PROMISED[table.code].split()


@EVERY_TABLE
def test_no_two_columns_of_a_table_read_the_same(table: Table):
    for told in ([column.name for column in table.columns], [column.code for column in table.columns]):
        assert len(set(told)) == len(told)


@EVERY_TABLE
def test_an_editable_column_is_a_column_of_the_row_s_own_record(table: Table):
    known = set(inspect(RECORDS[table.code]).columns.keys()) if table.editable else set()

    assert [each.code for each in table.editable if {each.code, f"{each.code}_id"} & known == set()] == []
    assert all(f"{column.code}_id" in known for column in table.editable if column.is_person)


@EVERY_TABLE
def test_every_column_says_what_it_means_in_chinese(table: Table):
    assert [column.code for column in table.columns if column.means.isascii()] == []


@EVERY_TABLE
def test_what_a_column_names_is_there(table: Table):
    codes = {column.code for column in table.columns}

    assert {table.key, table.frozen or table.key, table.standing or table.key} <= codes
    for column in table.columns:
        if column.due and column.due.done:
            assert column.due.done in codes
        if column.due and column.due.awaiting:
            assert set(column.due.awaiting) <= set(table.columns[table.place(table.standing)].choices)


@EVERY_TABLE
def test_a_few_columns_fit_into_the_browser(table: Table):
    assert 4 <= sum(column.on_page for column in table.columns) <= 6


def test_in_english_the_tables_are_english(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SHORTVIDEO_LANGUAGE", "en")

    told = [column.name + column.means for table in six_tables() for column in table.columns]

    assert [text for text in told if any("\u4e00" <= letter <= "\u9fff" for letter in text)] == []


def test_a_column_that_a_table_has_not_is_not_found():
    with pytest.raises(KeyError):
        six_tables()[0].place("mood")
