"""Lets the runs of a restored house look at the records again, which are a little newer than Prefect's copy of the runs.

A run that stands at another question than the records say would ask for an answer that was given already.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from sqlalchemy.orm import Session

from agency.locale import _
from agency.records.engine import open_records, records
from agency.records.inbox import waits
from agency.records.tables import Wait
from config.settings import Settings, settings
from shortvideo.api import ask
from shortvideo.ending import finish
from shortvideo.house.carrying_on import Run, asks_nobody, put, runs_in
from shortvideo.house.guarding import log_in
from shortvideo.house.places import api
from shortvideo.house.workers import POOL
from shortvideo.progress import tell
from tasks.backups.places import restored_mark

AT_ONCE = 100


def look_again(chosen: Settings, pool: str = POOL) -> None:
    """Carry on the runs whose question is not the one on record, and name those that Prefect's copy does not know.

    A second call finds none; the mark of the restored home goes last.
    """
    engine = open_records(chosen.records_url)
    try:
        with records(engine) as session:
            questions = {wait.flow_run_id: wait.question for wait in waits(session)}
            stale = list(asking_otherwise(runs_in(api(chosen), pool, "PAUSED"), questions))
            for run in stale:
                put(
                    api(chosen),
                    run,
                    "SCHEDULED",
                    "Resuming",
                    _("Restored from a backup; it looks at the records again."),
                )
            lost = forget(session, questions.keys() - known_runs(api(chosen), questions))
    finally:
        engine.dispose()
    report(len(stale), lost)
    restored_mark(chosen.home).unlink(missing_ok=True)


def asking_otherwise(runs: Iterable[Run], questions: Mapping[str, str]) -> Iterator[Run]:
    """Yield the suspended runs that ask a person for something else than the records say."""
    for run in runs:
        if not asks_nobody(run):
            asked = run["state"]["state_details"]["run_input_keyset"]["schema"]
            question = questions.get(run["id"])
            if question is None or f"suspended-{question}-leg-" not in asked:
                yield run


def known_runs(address: str, ids: Iterable[str]) -> set[str]:
    """Return those of the runs that Prefect knows."""
    wanted, known = list(ids), set[str]()
    for start in range(0, len(wanted), AT_ONCE):
        some = {"flow_runs": {"id": {"any_": wanted[start : start + AT_ONCE]}}}
        answer = ask("POST", f"{address}/flow_runs/filter", some)
        answer.raise_for_status()
        known |= {run["id"] for run in answer.json()}
    return known


def forget(session: Session, lost: Collection[str]) -> list[str]:
    """Take the lines of lost runs out of the inbox, and return what they stood at; the ledger keeps what was decided."""
    rows = [session.get_one(Wait, run) for run in sorted(lost)]
    for row in rows:
        session.delete(row)
    return [row.headline for row in rows]


def report(carried_on: int, lost: Collection[str]) -> None:
    """Say what goes on by itself, and what a person has to start again."""
    if carried_on:
        tell(_("Restored runs that look at the records again: {count}").format(count=carried_on))
    for headline in lost:
        sentence = _(
            "The run that stood at “{headline}” began after the backup: start its flow again; nothing decided is lost."
        )
        tell(sentence.format(headline=headline))


if __name__ == "__main__":
    log_in(settings())
    finish(lambda: look_again(settings()))
