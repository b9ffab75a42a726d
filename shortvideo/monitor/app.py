"""The pages of the watch: ``/health`` for people and programs, ``/metrics`` for Prometheus, ``/live`` and ``/ready`` for whoever
restarts things. All are to be read only, and none asks the house more often than the lookout does.
"""

from collections.abc import Mapping
from http import HTTPStatus

from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from agency.web.app import READING, guarded, quiet_pages
from shortvideo.monitor.exposition import registry_of
from shortvideo.monitor.page import health_json, health_page
from shortvideo.monitor.sight import Lookout


def application(lookout: Lookout, links: Mapping[str, str]) -> ASGIApp:
    """Return the ASGI application; ``links`` are the words and addresses at the foot of the page."""
    served = quiet_pages("Health of the house")
    registry = registry_of(lookout)

    @served.api_route("/", methods=READING, response_model=None)
    @served.api_route("/health", methods=READING, response_model=None)
    def health(request: Request) -> Response:
        numbers, findings = lookout.numbers.get(), lookout.findings.get()
        if wants_json(request.headers.get("accept", "")):
            return JSONResponse(health_json(numbers, findings))
        return health_page(numbers, findings, links)

    @served.api_route("/metrics", methods=READING, response_model=None)
    def metrics() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    @served.api_route("/live", methods=READING, response_model=None)
    def live() -> Response:
        return JSONResponse({"status": "ok"})

    @served.api_route("/ready", methods=READING, response_model=None)
    def ready() -> Response:
        is_ready = lookout.numbers.get().is_ready
        status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse({"status": "ok" if is_ready else "waiting"}, status)

    return guarded(served)


def wants_json(accept: str) -> bool:
    """Say whether whoever asks is a program: it names JSON, and no page."""
    return "application/json" in accept and "text/html" not in accept
