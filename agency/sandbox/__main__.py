"""The command ``python -m agency.sandbox``: serve a description, or the small invented one, until interrupted."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from agency.sandbox.clock import Clock
from agency.sandbox.description import read_agency
from agency.sandbox.sample import sample_agency
from agency.sandbox.sandbox import Sandbox
from agency.sandbox.serve import HOST
from agency.sandbox.server import app


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m agency.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="the port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--data", type=Path, help="a description written by agency.sandbox.description.write_agency")
    parser.add_argument("--now", type=datetime.fromisoformat, help="stand still at this moment (with its zone)")
    options = parser.parse_args()
    agency = read_agency(options.data) if options.data else sample_agency(options.now or datetime.now(UTC))
    uvicorn.run(app(Sandbox(agency, Clock(options.now))), host=HOST, port=options.port, access_log=False)


if __name__ == "__main__":
    main()
