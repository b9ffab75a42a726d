"""Whatever is typed into the form of a run is legible and bounded, or refused, before anything of the run begins.

The deployments say which forms there are: a new one, or a new field, is walked as it comes.
"""

from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any, get_type_hints

import pytest
import yaml
from prefect import Flow
from pydantic import TypeAdapter, ValidationError

from agency.domain.legible import legible_text
from config.settings import CHECKOUT
from flows.explained import LONGEST
from tests.hostile.poisons import ALL_AT_ONCE, POISONS

MOST = 1_000_000  # characters: pasted comments are longer than any other text
DEPLOYMENTS = yaml.safe_load((CHECKOUT / "deployments/prefect.yaml").read_text(encoding="utf-8"))["deployments"]


def flow_of(entrypoint: str) -> Flow[..., Any]:
    module, _dot, name = entrypoint.rpartition(".")
    flow: Flow[..., Any] = getattr(import_module(module), name)
    return flow


def texts(flow: Flow[..., Any]) -> Iterator[tuple[str, bool]]:
    """Yield each parameter that takes any text, and whether it takes a list of them."""
    for name, told in flow.parameters.properties.items():
        for one in [told, *told.get("anyOf", [])]:
            inner = one.get("items", one)
            if inner.get("type") == "string" and not {"enum", "const", "format", "pattern"} & set(inner):
                yield name, "items" in one


def forms() -> Iterator[Any]:
    for deployment in DEPLOYMENTS:
        flow = flow_of(deployment["entrypoint"])
        for name, is_list in texts(flow):
            yield pytest.param(flow, name, is_list, id=f"{deployment['name']}-{name}")


@pytest.mark.parametrize(("flow", "name", "is_list"), list(forms()))
def test_a_text_of_a_run_is_legible_and_bounded_or_refused(flow: Flow[..., Any], name: str, *, is_list: bool) -> None:
    parameter = TypeAdapter(get_type_hints(flow.fn, include_extras=True)[name])

    def read(value: object) -> object:
        told = parameter.validate_python([value] if is_list else value)
        return told[0] if isinstance(told, list) else told

    for poison in (POISONS["lists within lists"], POISONS["Prefect's own word"], None):
        with pytest.raises(ValidationError):
            read(poison)
    with suppress(ValidationError):
        assert len(str(read("茶" * 10_000_000))) <= MOST
    assert read(ALL_AT_ONCE) == legible_text(ALL_AT_ONCE, LONGEST)


def test_there_are_such_forms() -> None:
    assert len(list(forms())) > 30
