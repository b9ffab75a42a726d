"""The HTTP face of a sandbox: one route for each endpoint of every platform, and the steering beside them."""

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from fastapi import FastAPI
from pydantic import JsonValue, TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agency.domain.terms.figures import Platform
from agency.sandbox.face import Call, Route
from agency.sandbox.sandbox import Sandbox
from agency.sandbox.spoiling import spoiled
from agency.sandbox.steering import steering

_JSON_OBJECT = TypeAdapter(dict[str, JsonValue])
FIRST_PARTS = {
    "v2": Platform.TIKTOK,
    "youtube": Platform.YOUTUBE,
    "arcopen": Platform.BILIBILI,
    "x": Platform.BILIBILI,
    "openapi": Platform.KUAISHOU,
    "oauth2": Platform.KUAISHOU,
}


def app(sandbox: Sandbox) -> FastAPI:
    """Return the ASGI application of one sandbox."""
    served = FastAPI(
        title="Sandbox of the short-video platforms",
        openapi_url="/_sandbox/openapi.json",
        docs_url="/_sandbox/docs",
        redoc_url=None,
    )
    for face in sandbox.faces.values():
        for route in face.routes:
            served.add_route(route.path, _responding(sandbox, route), methods=[route.method])
    for route in sandbox.hooks:
        served.add_route(route.path, _responding(sandbox, route), methods=[route.method])
    served.include_router(steering(sandbox))

    @served.exception_handler(404)
    async def unknown(request: Request, _error: Exception) -> Response:
        told = sandbox.faces[_platform_of(request.url.path)].unknown()
        return JSONResponse(told.body, told.status)

    return served


def _platform_of(path: str) -> Platform:
    """Return whose gateway refuses an address that nobody has; Douyin's where the address tells nothing."""
    return FIRST_PARTS.get(path.split("/")[1], Platform.DOUYIN)


def _responding(sandbox: Sandbox, route: Route) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        sandbox.calls[route.path] += 1
        fault = sandbox.faults.next_for(*_paths_of(request, route))
        sent = await request.body()
        call = Call(
            headers=request.headers,
            place=request.path_params,
            query=request.query_params,
            pairs=request.query_params.multi_items(),
            body=_read_body(sent, request.headers.get("content-type", "")),
            size=len(sent),
        )
        return await spoiled(fault, route.answer(call, fault))

    return respond


def _paths_of(request: Request, route: Route) -> list[str]:
    """Return the names by which trouble is made for a call: its endpoint, its own path, and that with one parameter."""
    path = request.url.path
    return [route.path, path, *(f"{path}?{name}={value}" for name, value in request.query_params.multi_items())]


def _read_body(sent: bytes, content_type: str) -> dict[str, JsonValue]:
    """Read a JSON object or a form; what is neither counts as a parameter that no contract names."""
    if not sent:
        return {}
    if not content_type.startswith("application/json"):
        return dict(parse_qsl(sent.decode(errors="replace")))
    try:
        return _JSON_OBJECT.validate_json(sent)
    except ValidationError:
        return {"unreadable": None}
