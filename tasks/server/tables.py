"""The tables of Prefect's server, brought up by one process before several use them.

Each process of the server would do so by itself at its start, and of two that start at once one dies of the other's rows.
"""

import asyncio

from prefect.server.database import provide_database_interface
from prefect.server.models.block_registration import run_block_auto_registration


def set_up_server_tables() -> None:
    """Bring the tables up to this version of Prefect, with the types of blocks it knows; a second time changes nothing."""
    asyncio.run(bring_up())


async def bring_up() -> None:
    """Do what a process of the server does at its start, in the same order."""
    database = provide_database_interface()
    await database.create_db()
    async with await database.session() as session:
        await run_block_auto_registration(session=session)
