"""The six tables in the watched folder: a copy waits for the name of whoever gives them back, the file is put away (C4)."""

from dataclasses import dataclass

from prefect import task
from prefect.cache_policies import NO_CACHE

from agency.errors import AgencyError
from agency.locale import _
from config.settings import settings
from tasks.edits.reading import is_given_back
from tasks.files.whole_files import write_whole
from tasks.imports.arrivals import preview_file
from tasks.imports.inbox import PutAway, Waiting, put_away

ASIDE = "tables-given-back"


@dataclass(frozen=True, kw_only=True)
class ToConfirm:
    """Tables that wait to be confirmed: where their copy lies, and what is told of them.

    ``once`` is the same at every look until the file is put away, so that a look that was broken off starts no second run.
    """

    copy: str
    once: str
    name: str
    codes: tuple[str, ...]
    totals: str
    summary: str


@task(name="tables-in-inbox", task_run_name="C4 · {waiting.path.name}", cache_policy=NO_CACHE, persist_result=False)
def to_be_confirmed(waiting: Waiting) -> ToConfirm | None:
    """Return tables that would change something, copied to where their run finds them; None for any other file."""
    if not is_given_back(waiting.path):
        return None
    try:
        arrival = preview_file(waiting.path)
    except AgencyError:
        return None
    if not arrival.brings:
        return None
    seen = waiting.path.stat()
    once = f"{arrival.key[:32]}-{seen.st_ctime_ns}"
    copy = settings().home / ASIDE / once / waiting.path.name
    write_whole(copy, waiting.path.read_bytes())
    return ToConfirm(
        copy=str(copy),
        once=f"tables-{once}",
        name=_("C4 · six tables given back · {file}").format(file=waiting.path.name),
        codes=arrival.codes,
        totals=arrival.totals,
        summary=arrival.summary,
    )


@task(name="put-tables-aside", task_run_name="C4 · {waiting.path.name}", cache_policy=NO_CACHE, persist_result=False)
def put_aside(waiting: Waiting, given: ToConfirm) -> PutAway | None:
    """Put a file away whose copy waits to be confirmed; None when somebody else took it meanwhile."""
    if not waiting.path.exists():
        return None
    sentence = _("waits to be confirmed in the run “{run}”: {totals}").format(run=given.name, totals=given.totals)
    outcome = PutAway(file=waiting.path.name, account=_(", ").join(given.codes), is_refused=False, sentence=sentence)
    return put_away(waiting, outcome, f"{sentence}\n\n{given.summary}")
