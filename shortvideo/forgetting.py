"""The verb ``forget-person``: somebody has left, and how to reach them is kept no longer."""

import sys

from agency.locale import _
from shortvideo.ending import finish
from shortvideo.house.database import on_records
from shortvideo.progress import tell
from tasks.forgetting import forget


def forget_person(code: str) -> None:
    """Forget a person's addresses, and say what stays and what is left to do by hand."""
    name = forget(code)
    tell(_("The addresses of {name} are forgotten; the name stays on what was decided.").format(name=name))
    tell(_("Take the entry out of your register file too, or the next `register` brings the addresses back."))


if __name__ == "__main__":
    finish(on_records(lambda: forget_person(sys.argv[1])))
