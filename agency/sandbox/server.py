"""The HTTP face of a sandbox: one route for each endpoint of the contract, and the steering beside them."""

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from fastapi import FastAPI
from pydantic import JsonValue, TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agency.sandbox.contract import ENDPOINTS, Endpoint
from agency.sandbox.envelopes import Body, Envelope, wrap
from agency.sandbox.faults import Fault
from agency.sandbox.oauth import OAUTH_ENDPOINTS, OAuthEndpoint
from agency.sandbox.refusals import UNKNOWN_URI
from agency.sandbox.sandbox import Call, Sandbox
from agency.sandbox.spoiling import spoiled
from agency.sandbox.steering import steering

_JSON_OBJECT = TypeAdapter(dict[str, JsonValue])

Answer = Callable[[Call, Fault | None], Body]


def app(sandbox: Sandbox) -> FastAPI:
    """Return the ASGI application of one sandbox."""
    served = FastAPI(
        title="Sandbox of the short-video platforms",
        openapi_url="/_sandbox/openapi.json",
        docs_url="/_sandbox/docs",
        redoc_url=None,
    )
    for endpoint in ENDPOINTS:
        served.add_route(endpoint.path, _route(sandbox, _contract(sandbox, endpoint)), methods=[endpoint.method])
    for oauth in OAUTH_ENDPOINTS:
        served.add_route(oauth.path, _route(sandbox, _oauth(sandbox, oauth)), methods=["POST"])
    served.include_router(steering(sandbox))

    @served.exception_handler(404)
    async def unknown(_request: Request, _error: Exception) -> Response:
        return JSONResponse(wrap(Envelope.GATEWAY, {}, sandbox.clock.now(), UNKNOWN_URI), 404)

    return served


def _contract(sandbox: Sandbox, endpoint: Endpoint) -> Answer:
    return lambda call, fault: sandbox.answer(endpoint, call, fault)


def _oauth(sandbox: Sandbox, endpoint: OAuthEndpoint) -> Answer:
    return lambda call, fault: sandbox.answer_oauth(endpoint, call, fault)


def _route(sandbox: Sandbox, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        path = request.url.path
        sandbox.calls[path] += 1
        fault = sandbox.faults.next_for(path)
        call = Call(headers=request.headers, query=request.query_params, body=await _read_body(request))
        return await spoiled(fault, answer(call, fault))

    return respond


async def _read_body(request: Request) -> dict[str, JsonValue]:
    """Read a JSON object or a form; what is neither counts as a parameter that no contract names."""
    sent = await request.body()
    if not sent:
        return {}
    if not request.headers.get("content-type", "").startswith("application/json"):
        return dict(parse_qsl(sent.decode(errors="replace")))
    try:
        return _JSON_OBJECT.validate_json(sent)
    except ValidationError:
        return {"unreadable": None}
