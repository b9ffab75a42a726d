"""The flow ``read-script``: everybody who was told of a script says to know it, or what is unclear (I4)."""

from typing import Annotated, Any

from prefect import State, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed

from agency.locale import _
from flows.asking_anew import ask_anew
from flows.carrying import carry
from flows.explained import Explained
from flows.put_back import put_back
from flows.starting import start
from tasks.gate.questions import Answer, Question, Stopped
from tasks.messages.sending import send_now
from tasks.scripts.readers import outdated_readings, readings_to_begin, tell_readers
from tasks.scripts.reading import ask_readers


@flow(name="read-script", flow_run_name="I4 · {content}/{version}", persist_result=False)
@put_back
def read_script(
    content: Annotated[str, Explained(_("Video"), _("Code of the content item, e.g. BREEZE-001"))],
    version: Annotated[int, Explained(_("Version"), _("Number of the script's version."))],
) -> State[Any]:
    """Ask every reader of one version until all know it; a newer version, or the day after the shoot, ends it (I4)."""
    send_now()
    stopped = carry(f"{content}/{version}", [ask_readers])
    return stopped or Completed(
        message=_("{code}, version {version}: nobody is asked any more.").format(code=content, version=version)
    )


def begin_readings(content: str = "") -> int:
    """Start a run for each synced version that nobody is asked about yet, each once, and return how many those are."""
    waiting = readings_to_begin(content)
    for reading in waiting:
        start(
            "read-script",
            once=f"read-{reading.script_id}",
            name=reading.name,
            tags=["I4", reading.content, reading.project],
            content=reading.content,
            version=reading.version,
        )
    return len(waiting)


@task(name="begin-reading", task_run_name="I4 · {code}", cache_policy=NO_CACHE, persist_result=False)
def begin_reading(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Start the run that asks the readers of an item's synced script; as a stage it asks nothing itself."""
    begin_readings(code)
    return None


def keep_readers_told() -> None:
    """Tell readers who came later, begin what nobody is asked about, and let runs that ask the wrong people look again."""
    tell_readers()
    begin_readings()
    ask_anew(outdated_readings())
