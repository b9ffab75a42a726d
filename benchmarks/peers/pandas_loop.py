"""What an analyst writes: one page after the other with ``requests``, then a frame and ``to_sql``, the table replaced."""

from contextlib import closing

import pandas as pd
from sqlalchemy import create_engine

from benchmarks.ground.errand import Errand
from benchmarks.ground.taking import session_of_one
from benchmarks.peers.reading import FIELDS, works


def prepare(errand: Errand) -> None:
    """Do nothing: ``to_sql`` creates its table."""


def load(errand: Errand) -> int:
    """Read everything and write it."""
    with closing(session_of_one()) as session:
        rows = [work for open_id in errand.scale.open_ids() for work in works(session, errand.base_url, open_id)]
    frame = pd.DataFrame(rows, columns=list(FIELDS))
    engine = create_engine(errand.database)
    frame.to_sql("works", engine, if_exists="replace", index=False, chunksize=10_000)
    engine.dispose()
    return len(frame)
