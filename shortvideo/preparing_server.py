"""Brings up the tables of Prefect's server; run as ``python -m shortvideo.preparing_server`` before its processes start."""

from shortvideo.ending import finish
from tasks.server.tables import set_up_server_tables

if __name__ == "__main__":
    finish(set_up_server_tables)
