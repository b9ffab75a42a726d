"""What a person enters begins an authorisation, or is put back with the reason; the code is good once and shown nowhere."""

import logging
from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from sqlalchemy import select

from agency.domain.terms.accounts import GrantState
from agency.domain.terms.figures import Platform
from agency.errors import BadInput, Misconfigured, NotOnRecord, RuleBroken
from agency.records.tables import Account, PlatformGrant
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from config.platforms import Platforms
from tasks.metrics.authorisation import access_of
from tasks.metrics.consent import code_in, consent_asked, consent_question, try_code
from tasks.opening import records
from tests import paper_agency
from tests.paper_agency import CRANES, HERONS, OPEN_IDS, THRUSHES, change_grants, grant_of, set_out

REQUEST = "request-of-the-cranes"
DOUYIN_TOKENS = "/oauth/access_token/"


@pytest.fixture
def remote(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remote]:
    with paper_agency.at_work(monkeypatch) as remote:
        yield remote


def grants() -> list[PlatformGrant]:
    with records() as session:
        return list(session.scalars(select(PlatformGrant)))


def leads_to(code: str, request: str = REQUEST) -> str:
    """Return the address to which the platform sends an owner who agreed."""
    return f"https://agency.invalid/agreed?code={quote(code)}&state={request}"


def test_the_owner_is_sent_to_the_platform_with_the_request_and_without_the_secret(remote: Remote):
    asked = consent_asked(CRANES, REQUEST)
    told = parse_qs(urlsplit(asked.consent_url).query)

    assert asked.consent_url.startswith(f"{remote.base_url}/platform/oauth/connect/?")
    assert (told["state"], told["client_key"]) == ([REQUEST], [paper_agency.AGENCY.client_key])
    assert paper_agency.AGENCY.client_secret not in asked.consent_url


def test_a_code_begins_an_authorisation_that_can_be_used(remote: Remote):
    tried = try_code(consent_asked(CRANES, REQUEST), remote.code(OPEN_IDS[CRANES]))

    assert tried.is_authorised
    assert f"账号 {CRANES} 已授权,有效期到" in tried.sentence
    assert access_of(grant_of().account_id).grant.open_id == OPEN_IDS[CRANES]


def test_the_whole_address_does_as_well_and_at_another_platform_too(remote: Remote):
    with records() as session:
        paper_agency.found_thrushes(session)

    tried = try_code(consent_asked(THRUSHES, REQUEST), leads_to(remote.code(OPEN_IDS[THRUSHES])))

    assert tried.is_authorised
    assert grant_of(THRUSHES).platform is Platform.TIKTOK


def test_a_code_that_was_used_is_put_back_with_the_platforms_reason(remote: Remote):
    code = remote.code(OPEN_IDS[CRANES])
    try_code(consent_asked(CRANES, REQUEST), code)

    tried = try_code(consent_asked(CRANES, "another request"), code)

    assert not tried.is_authorised
    assert "10007" in tried.sentence
    assert code not in tried.sentence


def test_a_code_that_has_expired_is_put_back(remote: Remote):
    code = remote.code(OPEN_IDS[CRANES])
    remote.forward(hours=1)

    assert not try_code(consent_asked(CRANES, REQUEST), code).is_authorised
    assert grants() == []


def test_an_answer_that_went_well_is_not_tried_again(remote: Remote):
    asked, code = consent_asked(CRANES, REQUEST), remote.code(OPEN_IDS[CRANES])

    first, second = try_code(asked, code), try_code(asked, code)

    assert first == second
    assert remote.calls()[DOUYIN_TOKENS] == 1


def test_the_owner_of_another_account_is_named_and_nothing_is_changed(remote: Remote):
    with records() as session:
        paper_agency.authorise(session, remote, HERONS)

    tried = try_code(consent_asked(CRANES, REQUEST), remote.code(OPEN_IDS[HERONS]))

    assert not tried.is_authorised
    assert f"刚才同意的是账号 {HERONS} 的主人" in tried.sentence
    assert [grant.open_id for grant in grants()] == [OPEN_IDS[HERONS]]


def test_an_account_that_had_ended_is_in_use_again(remote: Remote):
    with records() as session:
        paper_agency.authorise(session, remote, CRANES)
    change_grants(state=GrantState.REVOKED, renewals=5, details={"capability_gone": "该能力API已下线"})

    try_code(consent_asked(CRANES, REQUEST), remote.code(OPEN_IDS[CRANES]))

    grant = grant_of()
    assert (grant.state, grant.renewals, "capability_gone" in grant.details) == (GrantState.ACTIVE, 0, False)


def test_a_platform_out_of_reach_is_told_and_the_code_may_be_entered_again(remote: Remote):
    asked, code = consent_asked(CRANES, REQUEST), remote.code(OPEN_IDS[CRANES])
    remote.trouble(DOUYIN_TOKENS, Trouble.BAD_GATEWAY)

    first = try_code(asked, code)

    assert not first.is_authorised
    assert "502" in first.sentence


def test_no_code_and_no_secret_is_in_a_log(remote: Remote, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    code = remote.code(OPEN_IDS[CRANES])

    try_code(consent_asked(CRANES, REQUEST), leads_to(code))
    try_code(consent_asked(CRANES, "another request"), code)

    assert code not in caplog.text
    assert paper_agency.AGENCY.client_secret not in caplog.text


@pytest.mark.parametrize(
    ("entered", "code"),
    [
        ("act-4/0Ab", "act-4/0Ab"),
        ("  4%2F0Ab \n", "4/0Ab"),
        (leads_to("4/0Ab"), "4/0Ab"),
        ("https://agency.invalid/agreed?code=crane", "crane"),
        (f"https://agency.invalid/agreed#code=crane&state={REQUEST}", "crane"),
        (f"https://agency.invalid/agreed?scopes=a&code=crane&state={REQUEST}#/", "crane"),
    ],
)
def test_a_code_is_found_however_it_was_copied(entered: str, code: str):
    assert code_in(entered, REQUEST) == code


@pytest.mark.parametrize(
    ("entered", "reason"),
    [
        ("", "没有授权码"),
        ("   ", "没有授权码"),
        ("https://agency.invalid/agreed", "没有授权码"),
        ("I have agreed", "没有授权码"),
        (f"https://agency.invalid/agreed?state={REQUEST}", "没有授权码"),
        (leads_to("crane", request="request-of-the-herons"), "另一次授权"),
        (f"https://agency.invalid/agreed?error=access_denied&state={REQUEST}", "access_denied"),
    ],
)
def test_what_holds_no_code_of_this_request_is_refused_with_the_reason(entered: str, reason: str):
    with pytest.raises(RuleBroken, match=reason):
        code_in(entered, REQUEST)


def test_an_account_that_is_not_on_record_is_refused_by_its_code(remote: Remote):
    with pytest.raises(NotOnRecord, match="SWAN-DY"):
        consent_asked("SWAN-DY", REQUEST)


def test_a_platform_without_an_interface_is_refused(remote: Remote):
    with records() as session:
        session.scalars(select(Account).where(Account.code == CRANES)).one().platform = Platform.XIAOHONGSHU

    with pytest.raises(BadInput, match="导入"):
        consent_asked(CRANES, REQUEST)


def test_an_application_that_the_settings_do_not_name_is_asked_for(remote: Remote, monkeypatch: pytest.MonkeyPatch):
    set_out(monkeypatch, Platforms())

    with pytest.raises(Misconfigured, match=r"\[platforms\.douyin\]"):
        consent_asked(CRANES, REQUEST)


def test_a_secret_that_is_not_set_is_asked_for_by_its_variable(remote: Remote, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(paper_agency.SECRET_ENV)

    with pytest.raises(Misconfigured, match=paper_agency.SECRET_ENV):
        consent_asked(CRANES, REQUEST)


def test_every_time_it_asks_is_a_question_of_its_own_with_the_reason_on_top(remote: Remote):
    asked = consent_asked(CRANES, REQUEST)

    first, second = consent_question(asked, 0), consent_question(asked, 1, "the code was used")

    assert first.key != second.key
    assert second.form is not None
    assert second.form.shown.startswith("**the code was used**")
    assert asked.consent_url in second.form.shown
