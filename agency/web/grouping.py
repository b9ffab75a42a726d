"""Files by project and kind, the newest first, with the old ones set apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agency.web.shelf import Offered

SHOWN_AT_ONCE = 3


@dataclass(frozen=True, kw_only=True)
class OfKind:
    """The files of one kind: the newest, which are shown at once, and the older ones."""

    kind: str
    newest: Sequence[Offered]
    older: Sequence[Offered]


@dataclass(frozen=True, kw_only=True)
class OfProject:
    """The files of one project; of the agency as a whole where ``project`` is None."""

    project: str | None
    kinds: Sequence[OfKind]


def grouped(files: Iterable[Offered]) -> list[OfProject]:
    """Return files in groups, given the newest first: the agency's own, then the project with the newest file.

    Within a project the kind with the newest file leads.
    """
    found: dict[str | None, dict[str, list[Offered]]] = {}
    for file in files:
        found.setdefault(file.project, {}).setdefault(file.kind, []).append(file)
    own_first = sorted(found.items(), key=lambda each: each[0] is not None)
    return [
        OfProject(project=project, kinds=[of_kind(*each) for each in kinds.items()]) for project, kinds in own_first
    ]


def of_kind(kind: str, files: Sequence[Offered]) -> OfKind:
    """Return the files of one kind with the newest set apart."""
    return OfKind(kind=kind, newest=files[:SHOWN_AT_ONCE], older=files[SHOWN_AT_ONCE:])
