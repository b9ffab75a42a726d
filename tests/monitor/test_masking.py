"""No secret stands in a log: neither one this process knows by its value, nor what looks like one; the rest stays readable."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.mail import MailSettings
from config.settings import SEALING_KEY, ChatGroup, Settings
from shortvideo.logs.masking import LONGEST, MASK, WithoutSecrets, masking, secrets_of, spelled

GROUP = ChatGroup(code="internal", channel="feishu", url_env="FEISHU_URL", secret_env="FEISHU_SECRET")
ENVIRONMENT = {
    SEALING_KEY: "sealing-key-of-an-invented-agency",
    "FEISHU_URL": "https://open.feishu.cn/open-apis/bot/v2/hook/0d9e6f3c-xunigou",
    "FEISHU_SECRET": "qianming-miyao-xuni",
    "DOUYIN_CLIENT_SECRET": "douyin-yingyong-miyao",
    "SMTP_WORD": "youxiang-mima",
    "PREFECT_SERVER_DATABASE_CONNECTION_URL": "postgresql+asyncpg://agency:shujuku%40mima@db.invalid/prefect",
    "HOME": "/nowhere",
}

masked = masking(frozenset())


@pytest.fixture
def chosen() -> Settings:
    mail = MailSettings(
        host="smtp.invalid", user="u@qingfeng.invalid", sender="u@qingfeng.invalid", password_env="SMTP_WORD"
    )
    return Settings(groups=(GROUP,), mail=mail, records_url="postgresql+psycopg://agency:jilu-mima@db.invalid/records")


def test_what_the_settings_name_as_secret_is_known_by_its_value(chosen: Settings):
    known = secrets_of(chosen, ENVIRONMENT)

    assert set(ENVIRONMENT.values()) - known == {ENVIRONMENT["PREFECT_SERVER_DATABASE_CONNECTION_URL"], "/nowhere"}
    assert {"jilu-mima", "shujuku%40mima", "shujuku@mima"} <= known


def test_a_known_secret_is_gone_from_whatever_sentence_a_library_puts_it_into(chosen: Settings):
    without = masking(secrets_of(chosen, ENVIRONMENT))

    for secret in secrets_of(chosen, ENVIRONMENT):
        assert secret not in without(f"connection<{secret}>refused, 重试 {secret}!")


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("POST https://oapi.dingtalk.com/robot/send?access_token=8a5cxuni99&timestamp=1", "8a5cxuni99"),
        ("url: /cgi-bin/webhook/send?key=693a91f6-7xuni (Caused by NewConnectionError)", "693a91f6-7xuni"),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/0d9e6f3c-xuni-gou", "0d9e6f3c-xuni-gou"),
        ("GET /files/eyxuni.2Zm9v-dGVzdA/周报.pdf", "eyxuni.2Zm9v-dGVzdA"),
        ("Authorization: Bearer abc.def-xuni", "abc.def-xuni"),
        ("authorization=Basic YWRtaW46eHVuaQ==", "YWRtaW46eHVuaQ=="),
        ('{"data": {"access_token": "act.3xuni", "expires_in": 1296000}}', "act.3xuni"),
        ("{'client_secret': 'cs-xuni-77', 'grant_type': 'refresh_token'}", "cs-xuni-77"),
        ("refresh_token=rft.9xuni&grant_type=refresh_token", "rft.9xuni"),
        ("postgresql+psycopg://agency:mima-xuni@127.0.0.1:5432/records", "mima-xuni"),
        ("redis://:redis-xuni@127.0.0.1:6379/0", "redis-xuni"),
        ("sealed as gAAAAABxuni0123456789012345678901234567890==", "gAAAAABxuni"),
        ("password: 'kaimen-xuni'", "kaimen-xuni"),
        ("达人电话 13800138000,请联系", "13800138000"),
        ("/oauth/callback?code=cb-xuni-1&state=st-xuni-1", "cb-xuni-1"),
    ],
)
def test_what_looks_like_a_secret_is_gone(text: str, secret: str):
    assert secret not in masked(text)
    assert "*" in masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Flow run 'breeze-001' - 《夏日新品》 S8 达人确认 · 待 达达",
        "01J9ZK3V8N8J6Q2R5T7W9X1Y3Z 0b1b2c3d-1111-4222-8333-444455556666",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "the token has expired at 2026-11-26T04:43:00+00:00",
        "1764132180000 ms, 20261126104300",
        "http://127.0.0.1:4200/runs/flow-run/0b1b2c3d-1111-4222-8333-444455556666",
    ],
)
def test_what_is_no_secret_stays_as_it_was(text: str):
    assert masked(text) == text


def test_a_telephone_number_can_still_be_told_from_another():
    assert masked("13800138000") == "138****8000"


@given(st.text(max_size=200))
def test_masking_twice_is_masking_once_and_no_text_breaks_it(text: str):
    assert masked(masked(text)) == masked(text)


def test_a_huge_message_is_cut_and_says_how_long_it_was():
    cut = masked("长" * 10_000_000)

    assert len(cut) < LONGEST + 50
    assert "10000000" in cut


def record(message: str, *args: object) -> logging.LogRecord:
    return logging.LogRecord("agency.notices", logging.WARNING, __file__, 1, message, args, None)


def test_a_secret_among_the_arguments_and_one_in_the_traceback_are_gone_before_any_handler_sees_them():
    told = record("%s answered %s", "feishu", {"tenant_access_token": "t-xuni-1234"})
    try:
        raise ConnectionError("https://oapi.dingtalk.com/robot/send?access_token=8a5cxuni99")
    except ConnectionError as error:
        told.exc_info = (type(error), error, error.__traceback__)

    assert WithoutSecrets(masked).filter(told)

    shown = logging.Formatter().format(told)
    assert "t-xuni-1234" not in shown
    assert "8a5cxuni99" not in shown
    assert "ConnectionError" in shown
    assert MASK in shown


def test_a_message_whose_arguments_do_not_fit_is_told_as_its_pattern_and_ends_no_program():
    assert spelled(record("%d runs", "many")) == "%d runs"
