"""Reads where each clause of the standard lives from ``docs/process.md``, and says what of it is not so."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from agency.records import tables
from config.settings import CHECKOUT
from config.standard import standard

SECTION = re.compile(r"^### (\w+) (.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
BULLET = re.compile(r"^- (\w[\w ]*): (.*)$", re.MULTILINE)
QUOTED = re.compile(r"`([^`]+)`")
NAMES_ITS_ISSUE = re.compile(r"\(issue \d+\)\.$")
CITING = ("Tasks", "Rules")


@dataclass(frozen=True)
class Place:
    """Where one clause lives, by kind of thing, and what is not there yet."""

    clause: str
    names: Mapping[str, tuple[str, ...]]
    not_yet: str

    @property
    def is_bound(self) -> bool:
        """Whether something runs for this clause: a gate, a flow, a task or a rule."""
        return any(self.names.get(kind) for kind in ("Gates", "Flows", *CITING))


def places() -> list[Place]:
    """Return the places of all clauses, in the order of the page."""
    return places_in((CHECKOUT / "docs" / "process.md").read_text(encoding="utf-8"))


def places_in(page: str) -> list[Place]:
    """Return the places of the clauses that a page speaks of."""
    return [place_of(clause, body) for clause, body in SECTION.findall(page)]


def place_of(clause: str, body: str) -> Place:
    """Return the place that a section's bullets tell."""
    bullets = dict(BULLET.findall(body))
    not_yet = bullets.pop("Not yet", "")
    return Place(clause, {kind: tuple(QUOTED.findall(names)) for kind, names in bullets.items()}, not_yet)


def faults(place: Place) -> Iterator[str]:
    """Yield what is not so of a place."""
    for kind, name in ((kind, name) for kind, names in place.names.items() for name in names):
        if not exists(kind, name):
            yield f"there is no {name}"
        elif kind in CITING and not re.search(rf"\b{place.clause}\b", source_of(name)):
            yield f"{name} does not cite {place.clause}"
    bound = {gate.code for gate in standard().gates.values() if place.clause in (gate.stage, *gate.clauses)}
    if set(place.names.get("Gates", ())) != bound:
        yield f"the standard's file binds the gates {sorted(bound)}"
    if place.not_yet and not NAMES_ITS_ISSUE.search(place.not_yet):
        yield "what is not there yet names no issue"
    if not place.is_bound and not place.not_yet:
        yield "nothing runs for it, and nothing says when"


def exists(kind: str, name: str) -> bool:
    """Say whether there is a thing of this kind and name."""
    match kind:
        case "Gates":
            return name in standard().gates
        case "Flows":
            return name in deployed()
        case "Tasks" | "Rules":
            return (CHECKOUT / module_file(name)).is_file()
        case "Records":
            return name in tables.__all__
        case "Tests":
            return (CHECKOUT / name).is_file()
        case _:
            return False


def deployed() -> set[str]:
    """Return the names of the deployments."""
    told = yaml.safe_load((CHECKOUT / "deployments" / "prefect.yaml").read_text(encoding="utf-8"))
    return {deployment["name"] for deployment in told["deployments"]}


def source_of(module: str) -> str:
    """Return a module's text."""
    return (CHECKOUT / module_file(module)).read_text(encoding="utf-8")


def module_file(module: str) -> str:
    """Return the file of a module."""
    return f"{module.replace('.', '/')}.py"
