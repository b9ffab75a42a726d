"""The pages people see: the list of files, and the few sentences where there is nothing to hand out."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from agency.domain.calendar import beijing_minute
from agency.locale import _, language
from agency.web.grouping import grouped
from agency.web.links import Links
from agency.web.shelf import Offered

KILOBYTE = 1024
PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    )
}


def list_page(files: Sequence[Offered], links: Links, moment: datetime) -> HTMLResponse:
    """Return the page with every file, grouped, each with a link that is good from this moment."""
    sentence = _("{count} files; the links can be opened until {until} (Beijing time).")
    return page(
        "list.html",
        title=_("Files of material"),
        told=sentence.format(count=len(files), until=beijing_minute(moment + links.lifetime)),
        groups=grouped(files),
        link=lambda file: links.to_file(file.file_id, file.name, moment),
        own=_("The agency"),
        older=lambda count: _("{count} older ones").format(count=count),
        made_at=beijing_minute,
        size=shown_size,
        nothing=_("No file was made yet."),
        for_insiders=_(
            "For the agency only: the page of all files shows those of every project. Send single files to clients."
        ),
    )


def no_such_page() -> HTMLResponse:
    """Return what every address without content answers, whatever is wrong with it."""
    return notice(
        404,
        _("There is nothing at this address"),
        _("Was the link copied whole, to its last character? Otherwise ask whoever sent it for a new one."),
    )


def expired_page(list_address: str) -> HTMLResponse:
    """Return what a link says whose time is over, and how to get a new one."""
    return notice(
        410,
        _("This link has expired"),
        _("The file is still kept. Ask whoever sent the link for a new one."),
        _("On the agency's own machine the page “files” has fresh links; the flow show-files renews it:"),
        address=list_address,
    )


def gone_page(file: Offered, list_address: str) -> HTMLResponse:
    """Return what is said of a file that is no longer what was kept."""
    sentence = _("“{title}” was moved, deleted or changed after it was made on {moment}, so it is not handed out.")
    return notice(
        410,
        _("This file is no longer what it was"),
        sentence.format(title=file.title, moment=beijing_minute(file.made_at)),
        _("Make it again, or restore it from the backup. Other files are on the page “files”:"),
        address=list_address,
    )


def broken_page() -> HTMLResponse:
    """Return what is said when the records cannot be read this moment."""
    return notice(503, _("This does not work at the moment"), _("Try again in a minute; the link stays good."))


def notice(status: int, title: str, *sentences: str, address: str = "") -> HTMLResponse:
    """Return a small page with a few sentences, and an address beneath them."""
    return page("notice.html", status, title=title, sentences=sentences, address=address)


def page(template: str, status: int = 200, **told: object) -> HTMLResponse:
    """Return a page from a template; what is told is escaped."""
    text = templates().get_template(template).render(language=language().replace("_", "-"), **told)
    return HTMLResponse(text, status, PAGE_HEADERS)


@cache
def templates() -> Environment:
    """Return the templates of this room."""
    loader = PackageLoader("agency.web")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def shown_size(size: int) -> str:
    """Return a number of bytes as people read it."""
    if size < KILOBYTE**2:
        return f"{max(1, round(size / KILOBYTE))} KB"
    return f"{size / KILOBYTE**2:.1f} MB"
