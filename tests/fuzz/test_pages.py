"""Whatever is asked of the pages, no answer is a failure of the server, leaves the folder or carries foreign headers."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance
from starlette.types import Receive, Scope, Send

from agency.web.app import HEADERS
from shortvideo.monitor.app import application as watched
from tests.fuzz.described import HTML, JSON, description
from tests.monitor.seen import Lookout
from tests.web.house import House, opened, serving

SECRET = "薪资表(虚构)"
NOT_THERE = {404: [HTML], 405: [HTML], 410: [HTML]}
PAGES = description(
    {
        "/files/{token}/{name}": ({200: ["application/octet-stream"], **NOT_THERE}, ["token", "name"]),
        "/list/{token}": ({200: [HTML], **NOT_THERE}, ["token"]),
        "/health": ({200: [JSON], **NOT_THERE}, []),
    }
)
READ_BY_ALL = {200: [HTML, JSON], 404: [HTML], 405: [HTML]}
WATCHED = description(
    {
        "/": (READ_BY_ALL, []),
        "/health": (READ_BY_ALL, []),
        "/metrics": ({200: ["text/plain"]}, []),
        "/live": ({200: [JSON]}, []),
        "/ready": ({200: [JSON], 503: [JSON]}, []),
    }
)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]
TRICKS = [
    "..",
    "../secret.txt",
    "..%2Fsecret.txt",
    "%2e%2e/secret.txt",
    "....//secret.txt",
    "/etc/passwd",
    "not-offered.txt",
    "secret.txt\x00.pptx",
    "file:///etc/passwd",
    "a\r\nSet-Cookie: x=1",
    "%0d%0aSet-Cookie:%20x=1",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "." * 500,
    "１２３",
]
asked = st.one_of(st.sampled_from(TRICKS), st.text(max_size=30), st.text("ABC.-_=/%\\\r\n\0", max_size=40))


@dataclass(frozen=True)
class Heard:
    """One answer of a server."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("shelf") / "material"
    folder.mkdir()
    (folder.parent / "secret.txt").write_text(SECRET, encoding="utf-8")
    (folder / "not-offered.txt").write_text(SECRET, encoding="utf-8")
    with opened(folder) as house:
        house.put("复盘演示稿 11 月", b"dumplings")
        yield house


@pytest.fixture(scope="module")
def watch() -> Iterator[str]:
    with serving(lambda _address: watched(Lookout(), {"运行": "http://127.0.0.1:4200/runs"})) as address:  # type: ignore[arg-type]
        yield address


def ask(address: str, path: str) -> Heard:
    """Ask for a path as it stands: a browser's library would tidy it up before."""
    with closing(HTTPConnection(address.removeprefix("http://"), timeout=30)) as line:
        line.request("GET", path)
        answer = line.getresponse()
        return Heard(answer.status, {name.lower(): told for name, told in answer.getheaders()}, answer.read())


def check_harmless(answer: Heard) -> None:
    """Check one answer: no failure, nothing that was not offered, our own headers and no others."""
    text = answer.content.decode(errors="replace")
    assert answer.status < 500
    assert SECRET not in text
    assert not {"set-cookie", "location", "x-injected"} & set(answer.headers)
    assert {name: answer.headers.get(name.lower()) for name in HEADERS} == HEADERS
    assert "<script>alert(1)" not in text


def path_of(*parts: str, escaped: bool) -> str:
    """Return a path of these parts, escaped as a link is or as they stand."""
    return "/" + "/".join(quote(part.encode("utf-8", "replace"), safe="" if escaped else "/%.&") for part in parts)


@given(place=st.sampled_from(["files", "list", ""]), token=asked, name=asked, escaped=st.booleans())
def test_no_address_leads_to_what_was_not_offered(
    house: House, place: str, token: str, name: str, escaped: bool
) -> None:
    answer = ask(house.links.address, path_of(place, token, name, escaped=escaped))

    check_harmless(answer)
    assert answer.status in {404, 405}


def test_a_link_with_one_character_changed_opens_nothing(house: House) -> None:
    link = house.link(next(iter(house.offered.values()))).removeprefix(house.links.address)

    @given(
        at=st.integers(len("/files/"), len(link) - 1),
        other=st.characters(exclude_characters="/?#%", exclude_categories=["Cs"]),
    )
    def changed(at: int, other: str) -> None:
        assume(other != link[at])
        answer = ask(house.links.address, link[:at] + quote(other) + link[at + 1 :])

        check_harmless(answer)
        assert answer.status == 404

    changed()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=asked.filter(lambda title: title.isprintable() and title.strip()))
def test_a_file_of_any_name_is_handed_over_whole_under_our_headers(house: House, title: str) -> None:
    file = house.put(title, b"a dumpling")

    answer = ask(house.links.address, house.link(file).removeprefix(house.links.address))

    assert (answer.status, answer.content) == (200, b"a dumpling")
    assert "\n" not in answer.headers["content-disposition"]
    check_harmless(answer)


def described_pages(examples: int, address: str, described: Mapping[str, Any]) -> None:
    """Ask every operation of a description, with whatever its parts may be."""
    for found in schemathesis.openapi.from_dict(dict(described)).get_all_operations():
        ask_operation(found.ok().as_strategy(), examples, address)


def ask_operation(cases: st.SearchStrategy[schemathesis.Case], examples: int, address: str) -> None:
    with requests.Session() as session:
        session.trust_env = False

        @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
        @given(case=cases)
        def as_described(case: schemathesis.Case) -> None:
            case.call_and_validate(base_url=address, session=session, checks=CHECKS)

        as_described()


def test_the_pages_of_files_answer_as_they_are_described(house: House) -> None:
    described_pages(20, house.links.address, PAGES)


def test_the_pages_of_the_watch_answer_as_they_are_described(watch: str) -> None:
    described_pages(10, watch, WATCHED)


@pytest.mark.soak
def test_the_pages_answer_as_they_are_described_however_often_they_are_asked(house: House, watch: str) -> None:
    described_pages(settings().max_examples // 2, house.links.address, PAGES)
    described_pages(settings().max_examples // 10, watch, WATCHED)


def test_a_page_that_fails_is_found() -> None:
    async def broken(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 500, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    with serving(lambda _address: broken) as address, pytest.raises(FailureGroup):
        described_pages(3, address, PAGES)
