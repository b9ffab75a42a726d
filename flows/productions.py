"""Starts the production of content items, each in a run of its own and once, so that no video waits for another."""

from collections.abc import Iterable

from agency.locale import _
from flows.starting import start
from tasks.topics.to_produce import ToProduce


def start_productions(items: Iterable[ToProduce]) -> None:
    """Start ``produce-video`` for each item; an item that has its run already keeps it."""
    for item in items:
        start(
            "produce-video",
            once=f"produce-{item.id}",
            name=_("{name} production").format(name=item.name),
            tags=[item.code, item.project_code],
            content=item.code,
        )
