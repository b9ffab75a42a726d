"""An address is taken for a channel's bot only when it leads there, over https, with a token."""

import pytest

from agency.domain.terms.sharing import ChatChannel
from agency.errors import BadInput
from agency.notices.hooks import checked_address

FEISHU, DINGTALK, WECOM = ChatChannel.FEISHU, ChatChannel.DINGTALK, ChatChannel.WECOM


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        (FEISHU, "https://open.feishu.cn/open-apis/bot/v2/hook/0000-paper"),
        (FEISHU, "https://open.larksuite.com/open-apis/bot/v2/hook/0000-paper"),
        (FEISHU, "http://127.0.0.1:4280/open-apis/bot/v2/hook/0000-paper"),
        (DINGTALK, "https://oapi.dingtalk.com/robot/send?access_token=0000paper"),
        (WECOM, " https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0000-paper\n"),
    ],
)
def test_the_address_of_a_bot_is_taken_without_what_was_pasted_around_it(channel: ChatChannel, address: str) -> None:
    assert checked_address(channel, address) == address.strip()


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        (FEISHU, "https://oapi.dingtalk.com/robot/send?access_token=0000paper"),
        (FEISHU, "https://open.feishu.cn.evil.example/open-apis/bot/v2/hook/0000-paper"),
        (FEISHU, "https://open.feishu.cn@evil.example/open-apis/bot/v2/hook/0000-paper"),
        (FEISHU, "https://lin:pa55word@open.feishu.cn/open-apis/bot/v2/hook/0000-paper"),
        (FEISHU, "https://open.feishu.cn:8443/open-apis/bot/v2/hook/0000-paper"),
        (FEISHU, "https://open.feishu.cn/open-apis/bot/v2/hook/"),
        (FEISHU, "https://open.feishu.cn/open-apis/bot/v2/hook/a/b"),
        (FEISHU, "https://open.feishu.cn/open-apis/im/v1/messages"),
        (FEISHU, "http://open.feishu.cn/open-apis/bot/v2/hook/0000-paper"),
        (DINGTALK, "https://oapi.dingtalk.com/robot/send?access_token="),
        (DINGTALK, "https://oapi.dingtalk.com/robot/send"),
        (WECOM, "https://qyapi.weixin.qq.com/cgi-bin/webhook/upload_media?key=0000-paper"),
        (WECOM, "qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0000-paper"),
        (WECOM, "https://qyapi.weixin.qq.com:port/cgi-bin/webhook/send?key=0000-paper"),
    ],
)
def test_any_other_address_is_refused(channel: ChatChannel, address: str) -> None:
    with pytest.raises(BadInput):
        checked_address(channel, address)
