"""Sets up what Prefect's server is to know of us once the flows are deployed: what a lead is called for, and our words.

Run as ``python -m shortvideo.alarming`` while the house is opened.
"""

from shortvideo.ending import finish
from tasks.server.automations import set_up_automations
from tasks.server.captions import set_captions


def main() -> None:
    """Set up the automations, and the captions of the run forms."""
    set_up_automations()
    set_captions()


if __name__ == "__main__":
    finish(main)
