"""Letters against a real mail server: what arrives, that a repeat is recognised, and what each failure means."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from agency.errors import ChannelBroken, MessageDelayed, MessageError, MessageRefused, MessageUnclear
from agency.notices.mail import Mailbox, PostOffice
from agency.notices.notice import Notice
from tests.notices.post_office import PASSWORD, SENDER, Clerk, office, opened
from tests.notices.speaking import LIN, NOON, notice, say

READER = "lin@client.example"
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")  # on purpose, here


def mailbox(of: PostOffice, address: str = READER, name: str = "贾方") -> Mailbox:
    return Mailbox(of, name, address, lambda: NOON)


def send(clerk: Clerk, folder: Path, told: Notice | None = None, security: str = "tls") -> str:
    """Send a notice through a server, and return the id of its letter."""
    with opened(clerk, folder, security) as of:
        sender = mailbox(of)
        (part,) = sender.parts(told or notice())
        return sender.send(part)


def text_of(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_a_letter_arrives_as_text_and_as_html(tmp_path: Path, security: str) -> None:
    clerk = Clerk()

    number = send(clerk, tmp_path, notice(mentions=[LIN], link="https://files.example/s/1"), security)

    (letter,) = clerk.letters
    assert (letter["Subject"], letter["To"], letter["From"]) == ("脚本已定稿", f"贾方 <{READER}>", SENDER)
    assert letter["Message-ID"] == number == f"<{notice().number}@agency.example>"
    assert letter["Date"].datetime == NOON
    assert text_of(letter, "plain") == "林晓\n\n请看 《夏日新品》 的脚本\n\n打开查看: https://files.example/s/1\n"
    assert '<a href="https://files.example/s/1">打开查看</a>' in text_of(letter, "html")


def test_a_repeated_letter_bears_the_same_number(tmp_path: Path) -> None:
    clerk = Clerk()

    send(clerk, tmp_path)
    send(clerk, tmp_path)

    assert len({letter["Message-ID"] for letter in clerk.letters}) == 1
    assert len(clerk.letters) == 2


def test_a_long_letter_with_dots_arrives_whole(tmp_path: Path) -> None:
    clerk, body = Clerk(), "\n".join(["." * 3, ".", "长" * 20_000, "."])

    send(clerk, tmp_path, notice(body))

    assert text_of(clerk.letters[0], "plain") == body + "\n"


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"MAIL": "451 later"}, MessageDelayed),
        ({"RCPT": "450 busy"}, MessageDelayed),
        ({"DATA": "452 full"}, MessageDelayed),
        ({"MAIL": "553 not yours"}, ChannelBroken),
        ({"RCPT": "550 nobody here"}, MessageRefused),
        ({"DATA": "554 looks like spam"}, MessageRefused),
    ],
)
def test_an_answer_of_the_server_says_what_is_to_be_done(
    tmp_path: Path, answers: dict[str, str], error: type[MessageError]
) -> None:
    with pytest.raises(error) as raised:
        send(Clerk(answers=answers), tmp_path)
    assert type(raised.value) is error
    assert raised.value.code == next(iter(answers.values()))[:3]


def test_a_line_that_breaks_after_the_letter_was_handed_over_leaves_unclear_what_did_arrive(tmp_path: Path) -> None:
    clerk = Clerk(hang_up_after_data=True)

    with pytest.raises(MessageUnclear, match="贾方"):
        send(clerk, tmp_path)
    assert len(clerk.letters) == 1


def test_a_wrong_password_breaks_the_channel_and_is_not_told(tmp_path: Path) -> None:
    with opened(Clerk(), tmp_path) as of, pytest.raises(ChannelBroken) as broken:
        say(mailbox(office(of.port, "tls", of.trusted, "not-the-" + PASSWORD)), notice())

    assert broken.value.code == "535"
    assert broken.value.__context__ is None
    assert PASSWORD not in f"{broken.value!r} {of!r}"


def test_a_server_whose_certificate_nobody_knows_gets_neither_password_nor_letter(tmp_path: Path) -> None:
    clerk = Clerk()
    with opened(clerk, tmp_path) as of, pytest.raises(ChannelBroken, match="加密"):
        say(mailbox(office(of.port, "tls")), notice())

    assert clerk.letters == []


def test_a_server_without_starttls_gets_nothing_in_the_clear(tmp_path: Path) -> None:
    clerk = Clerk()
    with opened(clerk, tmp_path, "none") as of, pytest.raises(ChannelBroken, match="加密"):
        say(mailbox(office(of.port, "starttls", of.trusted)), notice())

    assert clerk.letters == []


def test_a_server_that_is_not_there_delays(tmp_path: Path) -> None:
    with pytest.raises(MessageDelayed):
        say(mailbox(office(9, "none")), notice())


@pytest.mark.parametrize(
    "address", ["", "林晓", "lin@", "lin@client.example\nBcc: all@client.example", "a b@c.example"]
)
def test_an_address_that_is_none_is_refused_before_anything_is_sent(address: str) -> None:
    with pytest.raises(MessageRefused, match="贾方"):
        mailbox(office(9, "none"), address)


@pytest.mark.parametrize("title", ["一\nBcc: all@client.example", "一\r\n二", "😀" * 200])
def test_a_title_makes_no_header_of_its_own(tmp_path: Path, title: str) -> None:
    clerk = Clerk()

    send(clerk, tmp_path, notice(title=title))

    assert clerk.letters[0]["Bcc"] is None
    assert clerk.letters[0]["Subject"] == " ".join(title.split())
