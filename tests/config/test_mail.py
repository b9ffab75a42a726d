"""The mail server: nothing unless told, never in the clear over a net, and its password is no setting."""

import pytest
from pydantic import ValidationError

from config.mail import MailSettings

TOLD = {"host": "smtp.example.com", "sender": "caiyun@agency.example"}


def test_no_mail_is_sent_unless_a_server_is_named() -> None:
    assert MailSettings().host == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"sender": ""},
        {"sender": "caiyun"},
        {"security": "none"},
        {"security": "ssl"},
        {"port": 0},
        {"password": "pa55word"},
    ],
)
def test_what_would_send_nothing_or_too_openly_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        MailSettings.model_validate({**TOLD, **wrong})


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_server_on_this_machine_may_do_without_a_safe_line(host: str) -> None:
    assert MailSettings.model_validate({**TOLD, "host": host, "security": "none"}).security == "none"


def test_the_password_comes_with_the_environment_and_shows_nowhere() -> None:
    mail = MailSettings.model_validate(TOLD)

    password = mail.password({"MAIL_PASSWORD": "pa55word"})

    assert password is not None
    assert password.get_secret_value() == "pa55word"
    assert "pa55word" not in f"{mail!r} {password!r}"
    assert mail.password({}) is None
