"""Lets Prefect's own automations call the leads; run as ``python -m shortvideo.alarming`` while the house is opened."""

from shortvideo.ending import finish
from tasks.server.automations import set_up_automations

if __name__ == "__main__":
    finish(set_up_automations)
