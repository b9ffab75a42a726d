"""The page of kept files: old and new material with fresh links, by project and kind, the newest first (C4, I10)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from agency.domain.calendar import beijing_minute
from agency.domain.terms import label
from agency.domain.terms.files import FileKind
from agency.errors import BadInput
from agency.locale import _
from agency.records.named import by_code
from agency.records.tables import Project
from agency.records.tables.base import now
from agency.web.grouping import OfProject, grouped
from agency.web.pages import shown_size
from agency.web.shelf import Offered
from tasks.files.downloads import link_to_list, links
from tasks.files.shelf import offered_files
from tasks.gate.exhibits import table
from tasks.opening import looking

KEY, KEY_OF_SOME = "files", "files-selected"
OLDER_SHOWN = 10  # of a kind; an artifact is to stay far below 1 MB
MARKS = str.maketrans({mark: f"&#{ord(mark)};" for mark in "\\`*_[]<>&|~#"})


@dataclass(frozen=True)
class Shown:
    """How many files a page shows, and the sentence that says so."""

    count: int
    told: str


@task(name="show-kept-files", cache_policy=NO_CACHE, persist_result=False)
def show_kept_files(project: str = "", kind: str = "") -> Shown:
    """Write the page of files anew: all of them as ``files``, of one project or kind as ``files-selected``.

    ``NotOnRecord`` for a project, ``BadInput`` for a kind that there is not.
    """
    chosen = kind_named(kind)
    if project:
        with looking() as session:
            by_code(session, Project, project)
    files = offered_files(project=project or None, kind=chosen)
    told = summary_of(len(files))
    page = "\n\n".join([told, *parts(grouped(files))])
    key = KEY_OF_SOME if project or chosen else KEY
    create_markdown_artifact(page, key=key, description=_("Files of material, with fresh links."))
    return Shown(len(files), told)


def kind_named(word: str) -> FileKind | None:
    """Return the kind of a code or of the word people read; None for no word. ``BadInput`` lists the kinds there are."""
    if not (wanted := word.strip()):
        return None
    for kind in FileKind:
        if wanted in (kind.value, label(kind)):
            return kind
    sentence = _("There is no kind of file “{kind}”; there are: {known}.")
    raise BadInput(sentence.format(kind=wanted, known=_(", ").join(label(kind) for kind in FileKind)))


def summary_of(count: int) -> str:
    """Return the sentence on how many files there are, and until when their links can be opened."""
    if not count:
        return _("No file was made yet.")
    until = beijing_minute(now() + links().lifetime)
    return _("{count} files; the links can be opened until {until} (Beijing time).").format(count=count, until=until)


def parts(groups: Sequence[OfProject]) -> Iterator[str]:
    """Yield the page below its first line, as Markdown."""
    if not groups:
        return
    yield f"[{_('All files on one page')}]({link_to_list()})"
    yield f"> {_('For the agency only: the page of all files shows those of every project. Send single files to clients.')}"
    for group in groups:
        yield f"### {(group.project or _('The agency')).translate(MARKS)}"
        yield table_of(file for kind in group.kinds for file in kind.newest)
        older = [file for kind in group.kinds for file in kind.older[:OLDER_SHOWN]]
        hidden = sum(max(0, len(kind.older) - OLDER_SHOWN) for kind in group.kinds)
        if older:
            yield f"<details><summary>{_('Older ones')}</summary>"
            yield table_of(older)
            yield "</details>"
        if hidden:
            yield _("{count} still older ones are on the page with all files.").format(count=hidden)


def table_of(files: Iterable[Offered]) -> str:
    """Return files as a Markdown table, each title a fresh link."""
    moment, signing = now(), links()
    rows = [
        [
            file.kind,
            f"[{file.title.translate(MARKS)}]({signing.to_file(file.file_id, file.name, moment)})",
            beijing_minute(file.made_at),
            shown_size(file.bytes),
        ]
        for file in files
    ]
    return table(rows, [_("Kind"), _("File"), _("Made"), _("File size")])
