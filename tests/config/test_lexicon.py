import pytest
from pydantic import ValidationError

from config.lexicon import AdvertisingLexicon, LinkHosts, advertising_lexicon, link_hosts, shot_words


def test_the_agencys_word_lists_can_be_read() -> None:
    assert advertising_lexicon().group
    assert shot_words().columns["size"][0] == "景别"
    assert "douyin.com" in link_hosts().hosts["douyin"]


def test_a_slip_in_a_key_does_not_pass_for_a_rule() -> None:
    with pytest.raises(ValidationError, match="expect_in"):
        AdvertisingLexicon.model_validate(
            {"group": [{"words": ["最好"], "severity": "blocks", "advice": "", "expect_in": ["最好先"]}]}
        )


def test_a_platform_with_an_empty_list_of_hosts_is_a_slip_too() -> None:
    with pytest.raises(ValidationError, match="douyin"):
        LinkHosts.model_validate({"hosts": {"douyin": []}})
