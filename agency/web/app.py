"""The HTTP face: a file for a signed link, the list for another, and nothing else, to be read only.

Every answer that is no file says the same of what was never offered, so that trying addresses tells nothing.
"""

import mimetypes
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agency.web.intact import intact_path
from agency.web.links import LISTED, Expired, Forged, Links
from agency.web.pages import PAGE_HEADERS, broken_page, expired_page, gone_page, list_page, no_such_page
from agency.web.shelf import Offered, Shelf

READING = ["GET", "HEAD"]
SHOWN_AT_ONCE = ("application/pdf", "text/html")  # a browser shows them by itself; all else is saved
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the address is the key
    "X-Robots-Tag": "noindex, nofollow",
}
TYPES = {
    ".pdf": "application/pdf",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def clock() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class Counter:
    """Hands files over: what is on the shelf, below one folder, for the links of this house."""

    shelf: Shelf
    links: Links
    folder: Path
    list_address: str

    def give(self, token: str, name: str) -> Response:
        """Return the file that a token stands for, or the sentence why not."""
        try:
            file = self.shelf.find(self.links.opened(token, name, clock()))
        except Forged:
            return no_such_page()
        except Expired:
            return expired_page(self.list_address)
        if file is None:
            return no_such_page()
        path = intact_path(file, self.folder)
        return gone_page(file, self.list_address) if path is None else handed(file, path)

    def show(self, token: str) -> Response:
        """Return the page with every file, or the sentence why not."""
        moment = clock()
        try:
            listed = self.links.opened(token, "", moment) == LISTED
        except Forged:
            return no_such_page()
        except Expired:
            return expired_page(self.list_address)
        return list_page(self.shelf.newest_first(), self.links, moment) if listed else no_such_page()


def handed(file: Offered, path: Path) -> Response:
    """Return a file as it is saved by a browser, in parts where parts are asked for; a PDF and a page are shown at once.

    A page is shown under the policy of this house's own pages, which lets it run, load and send nothing.
    """
    kind = media_type(path)
    policy = PAGE_HEADERS if kind == "text/html" else {}
    return FileResponse(
        path,
        media_type=kind,
        filename=file.name,
        content_disposition_type="inline" if kind in SHOWN_AT_ONCE else "attachment",
        headers={"etag": f'"{file.sha256}"', **policy},
    )


def media_type(path: Path) -> str:
    """Return the content type of a file by its ending."""
    ending = path.suffix.lower()
    return TYPES.get(ending) or mimetypes.types_map.get(ending, "application/octet-stream")


def application(shelf: Shelf, links: Links, *, folder: Path, list_address: str) -> ASGIApp:
    """Return the ASGI application; ``list_address`` is where an insider finds fresh links."""
    counter = Counter(shelf=shelf, links=links, folder=folder, list_address=list_address)
    served = quiet_pages("Files of material")

    @served.api_route("/files/{token}/{name}", methods=READING, response_model=None)
    def give(token: str, name: str) -> Response:
        return counter.give(token, name)

    @served.api_route("/list/{token}", methods=READING, response_model=None)
    def show(token: str) -> Response:
        return counter.show(token)

    @served.api_route("/health", methods=READING, response_model=None)
    def health() -> Response:
        return JSONResponse({"status": "ok"})

    @served.exception_handler(HTTPException)
    def nothing_there(_request: Request, _error: HTTPException) -> Response:
        return no_such_page()

    @served.exception_handler(Exception)
    def broken(_request: Request, _error: Exception) -> Response:
        return broken_page()

    return guarded(served)


def quiet_pages(title: str) -> FastAPI:
    """Return an application that describes itself to nobody, and sends nobody on: the address would be the asker's own word."""
    return FastAPI(title=title, openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)


def guarded(served: ASGIApp) -> ASGIApp:
    """Return an application whose every answer, errors among them, tells that nothing is to be stored or guessed at."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await served(scope, receive, send_guarded)

    return serve
