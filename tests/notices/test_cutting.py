"""Texts are cut so that nothing is lost, nothing is too large, and no character, link or mention is torn."""

from collections.abc import Sequence
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agency.domain.terms.sharing import ChatChannel
from agency.notices.bot import short_title
from agency.notices.cutting import CHARACTER, pages
from agency.notices.dialects import DINGTALK, FEISHU, WECOM, Dialect, spelled
from agency.notices.hooks import bot_for
from agency.notices.markdown import Call, Line, Link, Run, Words, escaped, lines_of
from agency.notices.notice import Mention
from agency.notices.wire import encoded
from agency.sandbox.bots import hook_path
from tests.notices.speaking import CHANNELS, hook, notice

FAMILY = "👨‍👩‍👧‍👦"
ALPHABET = st.sampled_from([*'短视频脚本 ab1.,"\\*[]()<>@&#_-`~\n', FAMILY, "e\u0301", "🇨🇳", "한", "\n\n", "**", "- "])
TEXTS = st.lists(ALPHABET, max_size=300).map("".join)
LINKS = st.builds(lambda label: f"[{label}](https://files.example/s/{'x' * 40})", st.text("点击看", max_size=5))
BODIES = st.lists(TEXTS | LINKS | st.just("**加粗的话**"), max_size=8).map(" ".join)
MENTIONS = st.lists(
    st.builds(
        Mention, name=st.sampled_from(["林晓", "吴敏", FAMILY]), handle=st.sampled_from(["", "ou_1", "13800000000"])
    ),
    max_size=40,
)
ROOM = 400


def plain(lines: Sequence[Line]) -> str:
    """Return everything that lines say, without gaps and marks."""
    return "".join(said(run) for line in lines for run in line.runs)


def said(run: Run) -> str:
    match run:
        case Words(text):
            return text
        case Link(text, url):
            return f"{text} {url}"
        case Call(mention):
            return mention.name


@pytest.mark.parametrize("dialect", [FEISHU, DINGTALK, WECOM])
@given(body=BODIES, calls=MENTIONS)
@settings(deadline=None)
def test_nothing_is_lost_and_no_page_is_too_large(dialect: Dialect, body: str, calls: list[Mention]) -> None:
    lines = [Line(runs=tuple(Call(each) for each in calls)), *lines_of(body)]

    cut = pages(lines, dialect, ROOM)

    assert plain(list(chain.from_iterable(cut))) == plain(lines)
    assert all(dialect.size(spelled(page, dialect)) <= ROOM for page in cut)


@pytest.mark.parametrize("dialect", [FEISHU, DINGTALK, WECOM])
@given(body=BODIES)
@settings(deadline=None)
def test_no_character_and_no_link_is_torn(dialect: Dialect, body: str) -> None:
    lines = list(lines_of(body))

    cut = list(chain.from_iterable(pages(lines, dialect, ROOM)))

    for line, runs in ((line, [run.text for run in line.runs if isinstance(run, Words)]) for line in cut):
        assert not any(run.startswith(("\u200d", "\u0301")) for run in runs), line
    assert links(cut) == links(lines)


def links(lines: Sequence[Line]) -> list[Link]:
    return [run for line in lines for run in line.runs if isinstance(run, Link)]


@pytest.mark.parametrize("channel", CHANNELS)
@given(title=TEXTS, body=BODIES, calls=MENTIONS, often=st.integers(1, 60))
@settings(deadline=None, max_examples=40)
def test_every_body_is_within_what_its_channel_takes(
    channel: ChatChannel, title: str, body: str, calls: list[Mention], often: int
) -> None:
    sender = bot_for(channel, hook(f"http://127.0.0.1:9{hook_path(channel, 'some-token')}", "SEC"))

    parts = sender.parts(notice("\n\n".join([body] * often), title=title, mentions=calls * 10))

    assert [part.number for part in parts] == list(range(1, len(parts) + 1))
    for part in parts:
        match part.body:
            case {"markdown": {"content": str(content)}}:
                assert len(content.encode()) <= 4096
            case {"text": {"content": str(content)}}:
                assert len(content.encode()) <= 2048
            case _:
                assert len(encoded({**part.body, "timestamp": "1234567890", "sign": "s" * 44})) <= 20_000


def test_a_text_breaks_between_paragraphs_before_it_breaks_between_lines() -> None:
    lines = list(lines_of("\n\n".join(["短" * 60, "句一\n句二", "长" * 60])))

    cut = pages(lines, WECOM, 200)

    assert [plain(page) for page in cut] == ["短" * 60 + "句一句二", "长" * 60]


def test_a_paragraph_too_long_breaks_between_its_lines() -> None:
    cut = pages(list(lines_of("\n".join(["短" * 30] * 4))), WECOM, 200)

    assert [plain(page) for page in cut] == ["短" * 60, "短" * 60]


def test_a_heading_stays_with_what_it_is_above() -> None:
    cut = pages(list(lines_of("铺垫" * 20 + "\n\n## 提醒\n\n" + "事" * 50)), WECOM, 200)

    assert plain(cut[1]) == "提醒" + "事" * 50


def test_bold_words_that_are_cut_stay_bold_on_both_sides() -> None:
    cut = pages(list(lines_of(f"**{'粗' * 100}**")), WECOM, 200)

    assert [spelled(page, WECOM) for page in cut] == [f"**{'粗' * 64}**", f"**{'粗' * 36}**"]


def test_a_character_that_no_page_could_hold_comes_apart_rather_than_get_lost() -> None:
    monster = "e" + "\u0301" * 500
    assert len(CHARACTER.findall(monster)) == 1

    cut = pages(list(lines_of(monster)), WECOM, 200)

    assert "".join(plain(page) for page in cut) == monster
    assert all(WECOM.size(spelled(page, WECOM)) <= 200 for page in cut)


def test_a_link_that_no_page_could_hold_is_told_in_words() -> None:
    url = "https://files.example/" + "x" * 400

    cut = pages(list(lines_of(f"[看]({url})")), WECOM, 200)

    assert "".join(plain(page) for page in cut) == f"看 {url}"


def test_a_title_is_cut_between_two_characters() -> None:
    assert short_title(FAMILY * 40).rstrip("…") in {FAMILY * number for number in range(1, 40)}


@given(st.text(max_size=200))
def test_what_was_escaped_says_just_that(typed: str) -> None:
    assert all(isinstance(run, Words) and not run.bold for line in lines_of(escaped(typed)) for run in line.runs)
