"""Calls over HTTP share their connections, go through the proxies of the environment, and betray no token."""

import logging
import socket
import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from agency.errors import Misconfigured, PlatformUnavailable
from agency.platforms.http import CONNECTIONS, Http, Patience
from agency.platforms.request import Answer, Request
from tests.platforms.station import Station, staffed

SECRETS = ("act.in-the-header", "act.in-the-query", "rft.in-the-form")
TELLTALE = Request(
    path="/cranes",
    method="POST",
    headers={"access-token": SECRETS[0]},
    secret_query={"access_token": SECRETS[1]},
    form={"refresh_token": SECRETS[2]},
)


@pytest.fixture
def station() -> Iterator[Station]:
    with staffed() as server:
        yield server


def ask(url: str, path: str = "/cranes") -> Answer:
    return Http(url, "纸鹤").send(Request(path=path))


def test_one_call_after_another_takes_the_same_connection_whoever_makes_it(station: Station) -> None:
    for _call in range(5):
        ask(station.url)

    assert (len(station.asked), station.connections) == (5, 1)


def test_closing_one_carrier_leaves_the_connection_to_the_next(station: Station) -> None:
    for _call in range(3):
        carrier = Http(station.url, "纸鹤")
        carrier.send(TELLTALE)
        carrier.close()

    assert station.connections == 1


def test_more_callers_than_connections_wait_for_their_turn_and_all_are_answered(station: Station) -> None:
    station.open.clear()
    callers = 2 * CONNECTIONS

    with ThreadPoolExecutor(callers) as pool:
        calls = [pool.submit(ask, station.url) for _caller in range(callers)]
        assert station.crowded.wait(20)
        assert not station.overcrowded.wait(0.2)
        station.open.set()
        assert [call.result().status for call in calls] == [200] * callers
    assert station.most_at_once == station.connections == CONNECTIONS == 16


def test_answers_that_cannot_be_unpacked_cost_no_connection(station: Station) -> None:
    station.headers, station.body = {"Content-Encoding": "gzip"}, b"never packed at all" * 100_000
    failed: list[PlatformUnavailable] = []

    def ask_more_often_than_there_are_connections() -> None:
        for _call in range(CONNECTIONS + 1):
            try:
                ask(station.url)
            except PlatformUnavailable as error:
                failed.append(error)

    asking = threading.Thread(target=ask_more_often_than_there_are_connections, daemon=True)
    asking.start()
    asking.join(20)
    assert len(failed) == CONNECTIONS + 1


def test_the_answer_comes_as_it_is_with_its_headers_in_lower_case(station: Station) -> None:
    station.status, station.headers = 418, {"X-Tea-Pot": "short and stout"}

    answer = ask(station.url)

    assert (answer.status, answer.content, answer.headers["x-tea-pot"]) == (418, b"{}", "short and stout")


def test_a_redirect_is_told_and_not_followed(station: Station) -> None:
    with staffed() as elsewhere:
        station.status, station.headers = 302, {"Location": f"{elsewhere.url}/cranes"}

        assert Http(station.url, "纸鹤").send(TELLTALE).status == 302
        assert elsewhere.asked == []


def test_a_request_of_another_host_goes_there(station: Station) -> None:
    with staffed() as elsewhere:
        Http(station.url, "纸鹤").send(Request(path="/tokens", host=elsewhere.url))

        assert (elsewhere.asked, station.asked) == (["/tokens"], [])


def test_both_parts_of_the_query_are_sent_and_encoded(station: Station) -> None:
    Http(station.url, "纸鹤").send(Request(path="/c", query={"id": "@a+/=="}, secret_query={"access_token": "t&t"}))

    assert station.asked == ["/c?id=%40a%2B%2F%3D%3D&access_token=t%26t"]


def test_a_slash_at_the_end_of_the_address_is_not_doubled(station: Station) -> None:
    ask(f"{station.url}/")

    assert station.asked == ["/cranes"]


def test_a_call_goes_through_the_proxy_of_the_environment(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    with_proxy(monkeypatch, station.url)

    assert ask("http://open.nowhere.example").status == 200
    assert station.asked == ["http://open.nowhere.example/cranes"]


def test_an_address_that_the_environment_excepts_is_reached_directly(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    with staffed() as proxy:
        with_proxy(monkeypatch, proxy.url, no_proxy="127.0.0.1")

        ask(station.url)

        assert (station.asked, proxy.asked) == (["/cranes"], [])


def test_no_password_of_a_netrc_is_sent_along(
    station: Station, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login crane password s3cret\n", "utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))

    ask(station.url)

    assert "authorization" not in station.heard[0].lower()


@pytest.mark.parametrize(
    "address", ["open.example", "ftp://open.example", "", "//open.example", "httpx://open.example"]
)
def test_an_address_without_a_scheme_that_we_speak_is_a_mistake_in_the_settings(address: str) -> None:
    with pytest.raises(Misconfigured, match="纸鹤"):
        Http(address, "纸鹤")


def test_nobody_listening_is_unavailable_and_betrays_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free_port = taken.getsockname()[1]

    assert_failure_betrays_nothing(f"http://127.0.0.1:{free_port}", caplog)


def test_an_answer_too_late_is_unavailable_and_betrays_nothing(
    station: Station, caplog: pytest.LogCaptureFixture
) -> None:
    station.open.clear()

    assert_failure_betrays_nothing(station.url, caplog)


def test_a_line_that_is_cut_is_unavailable_and_betrays_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def cut() -> None:
            listening.accept()[0].close()

        cutter = threading.Thread(target=cut)
        cutter.start()
        assert_failure_betrays_nothing(f"http://127.0.0.1:{listening.getsockname()[1]}", caplog)
        cutter.join()


def test_what_is_no_tls_at_all_is_unavailable_and_betrays_nothing(
    station: Station, caplog: pytest.LogCaptureFixture
) -> None:
    assert_failure_betrays_nothing(station.url.replace("http://", "https://"), caplog)


def test_an_address_that_is_none_is_unavailable_and_betrays_nothing(caplog: pytest.LogCaptureFixture) -> None:
    assert_failure_betrays_nothing("http://", caplog)


def test_a_call_that_goes_well_leaves_no_token_in_the_log(station: Station, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    Http(station.url, "纸鹤").send(TELLTALE)

    assert not [secret for secret in SECRETS if secret in caplog.text]


def assert_failure_betrays_nothing(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    with pytest.raises(PlatformUnavailable, match="/cranes") as error:
        Http(url, "纸鹤", Patience(connect_s=2, read_s=0.2)).send(TELLTALE)
    told = "".join(traceback.format_exception(error.value)) + caplog.text
    assert not [secret for secret in SECRETS if secret in told]
    assert error.value.__cause__ is error.value.__context__ is None


def with_proxy(monkeypatch: pytest.MonkeyPatch, url: str, no_proxy: str = "") -> None:
    """Let the environment name this proxy, and these addresses that need none."""
    for name, value in (("http_proxy", url), ("no_proxy", no_proxy)):
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.setenv(name, value)
