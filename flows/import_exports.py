"""The flow ``import-exports``: files from a creator centre come into the records, as with ``shortvideo import`` (I9)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from prefect import State, flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed, Failed

from agency.errors import AgencyError
from agency.locale import _
from flows.explained import Explained
from tasks.exports import bring_in
from tasks.import_summary import summary

read_file = task(name="import-export", cache_policy=NO_CACHE, persist_result=False)(bring_in)


@flow(name="import-exports", flow_run_name="I9 · {account}", persist_result=False)
def import_exports(
    files: Annotated[Sequence[str], Explained(_("Paths of the files, on the machine of the worker."))],
    account: Annotated[str, Explained(_("Code of the account the files were downloaded for."))],
) -> State[Any]:
    """Import files for one account (I9); one that can't be read stops no other."""
    logger, told, failed = get_run_logger(), [], 0
    for file in files:
        try:
            told.append(summary(read_file(Path(file), account)))
        except AgencyError as error:
            failed += 1
            told.append(str(error))
        logger.info(told[-1])
    message = "\n\n".join(told)
    return Failed(message=message) if failed and failed == len(files) else Completed(message=message)
