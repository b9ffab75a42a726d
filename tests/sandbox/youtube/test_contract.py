"""Google's own discovery documents and the sandbox agree on paths, parameters and answers."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import requests

from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from agency.sandbox.youtube.contract import ENDPOINTS, Endpoint
from tests.platforms.calling_youtube import granted
from tests.sandbox.paper_crane import NOON
from tests.sandbox.youtube.boats import FLEET, TALKED_ABOUT, boat, boats

ORACLES = Path(__file__).parents[2] / "oracles"
DOCUMENTS = [
    json.loads((ORACLES / name).read_text("utf-8")) for name in ("youtube.v3.json", "youtubeAnalytics.v2.json")
]
METHODS = {
    f"/{document['servicePath']}{method['path']}": (document, method)
    for document in DOCUMENTS
    for resource in document["resources"].values()
    for method in resource.get("methods", {}).values()
    if method["httpMethod"] == "GET"
}
NOT_ASKED_BY_US = {
    "/youtube/v3/channels": "categoryId forHandle forUsername hl managedByMe mySubscribers pageToken",
    "/youtube/v3/playlistItems": "id videoId",
    "/youtube/v3/videos": "chart hl locale maxHeight maxResults maxWidth myRating pageToken regionCode videoCategoryId",
    "/youtube/v3/commentThreads": "allThreadsRelatedToChannelId channelId id moderationStatus searchTerms",
    "/v2/reports": "currency includeHistoricalChannelData",
}
FOR_CONTENT_OWNERS = {"onBehalfOfContentOwner"}
QUESTIONS: Mapping[str, Mapping[str, object]] = {
    "/youtube/v3/channels": {"part": "id,snippet,contentDetails,statistics", "mine": "true"},
    "/youtube/v3/playlistItems": {
        "part": "id,snippet,contentDetails,status",
        "playlistId": f"UU{FLEET.removeprefix('UC')}",
        "maxResults": 20,
        "pageToken": "UFQ6MjA=",
    },
    "/youtube/v3/videos": {
        "part": "id,snippet,contentDetails,status,statistics",
        "id": ",".join(boat(number).item_id for number in range(50)),
    },
    "/youtube/v3/commentThreads": {"part": "id,snippet", "videoId": boat(TALKED_ABOUT).item_id, "maxResults": 1},
    "/v2/reports": {
        "ids": "channel==MINE",
        "startDate": "2026-03-01",
        "endDate": "2026-03-19",
        "metrics": "views,averageViewPercentage",
        "dimensions": "day",
    },
}
BY_PATH = pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.path)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Remote]:
    with serving(boats(), stands_at=NOON) as remote:
        yield remote


@pytest.fixture(scope="module")
def bearer(sandbox: Remote) -> dict[str, str]:
    return {"Authorization": f"Bearer {granted(sandbox).access_token}"}


@BY_PATH
def test_a_parameter_has_the_type_the_range_and_the_default_of_the_discovery_document(endpoint: Endpoint) -> None:
    _document, method = METHODS[endpoint.path]
    for name, ours in endpoint.parameters.items():
        told = method["parameters"][name]
        assert (name, ours.type, ours.repeated) == (name, told["type"], told.get("repeated", False))
        assert ours.required == (told.get("required", False) or "required: true" in told.get("description", ""))
        assert (name, ours.default) == (name, told.get("default", ""))
        assert set(ours.choices) == {each for each in told.get("enum", ()) if not each.endswith("Unspecified")}
        if ours.most is not None:
            assert (str(ours.least), str(ours.most)) == (told["minimum"], told["maximum"])
        if ours.pattern:
            assert f"pattern: {ours.pattern}" in told["description"].replace('"', "")


@BY_PATH
def test_a_parameter_is_simulated_or_left_out_for_a_stated_reason(endpoint: Endpoint) -> None:
    told = METHODS[endpoint.path][1]["parameters"].keys() - FOR_CONTENT_OWNERS

    assert sorted([*endpoint.parameters, *NOT_ASKED_BY_US[endpoint.path].split()]) == sorted(told)


@BY_PATH
def test_a_scope_that_opens_an_endpoint_is_one_that_google_names(endpoint: Endpoint) -> None:
    assert set(endpoint.scopes) <= set(METHODS[endpoint.path][1]["scopes"])


@BY_PATH
def test_an_answer_has_only_keys_and_types_of_its_schema(
    endpoint: Endpoint, sandbox: Remote, bearer: Mapping[str, str]
) -> None:
    document, method = METHODS[endpoint.path]
    answer = requests.get(
        f"{sandbox.base_url}{endpoint.path}", params=QUESTIONS[endpoint.path], headers=bearer, timeout=10
    )

    assert answer.status_code == 200
    assert list(departures(answer.json(), {"$ref": method["response"]["$ref"]}, document["schemas"])) == []


def test_searching_is_not_simulated_so_that_nobody_searches() -> None:
    assert "/youtube/v3/search" in METHODS
    assert all("search" not in endpoint.path for endpoint in ENDPOINTS)


def test_a_departure_would_be_seen() -> None:
    schemas = {
        "A": {"properties": {"n": {"type": "string", "format": "uint64"}, "b": {"$ref": "B"}, "l": LIST_OF_B}},
        "B": {"properties": {"at": {"type": "string", "format": "date-time"}, "e": {"type": "string", "enum": ["x"]}}},
    }

    answer = {"n": 1, "extra": 2, "b": {"at": "yesterday", "e": "y"}, "l": []}
    assert list(departures(answer, {"$ref": "A"}, schemas)) == [
        "n: 1 is no string uint64",
        "extra: not in the schema",
        "b.at: yesterday is no string date-time",
        "b.e: y is none of x",
        "l: an empty list shows nothing",
    ]


LIST_OF_B = {"type": "array", "items": {"$ref": "B"}}
FORMS: Mapping[str, Any] = {
    "string": lambda value: isinstance(value, str),
    "string uint64": lambda value: isinstance(value, str) and value.isdecimal(),
    "string date-time": lambda value: isinstance(value, str) and value.endswith("Z") and value[10] == "T",
    "integer uint32": lambda value: type(value) is int and value >= 0,
    "integer int32": lambda value: type(value) is int,
    "boolean": lambda value: isinstance(value, bool),
    "any": lambda value: value is not None,
    "object": lambda value: isinstance(value, dict),
}


def departures(value: Any, told: Mapping[str, Any], schemas: Mapping[str, Any], place: str = "") -> Iterator[str]:
    """Yield where an answer departs from its schema."""
    if "$ref" in told or "properties" in told:
        known = schemas[told["$ref"]]["properties"] if "$ref" in told else told["properties"]
        for name, each in value.items():
            if name not in known:
                yield f"{place}{name}: not in the schema"
            else:
                nested = "$ref" in known[name] or "properties" in known[name]
                yield from departures(each, known[name], schemas, f"{place}{name}" + "." * nested)
    elif told["type"] == "array":
        if not value:
            yield f"{place}: an empty list shows nothing"
        for each in value:
            nested = "$ref" in told["items"]
            yield from departures(each, told["items"], schemas, f"{place}[]" + "." * nested)
    elif not FORMS[form := " ".join(filter(None, (told["type"], told.get("format"))))](value):
        yield f"{place}: {value} is no {form}"
    elif "enum" in told and value not in told["enum"]:
        yield f"{place}: {value} is none of {' '.join(told['enum'])}"
