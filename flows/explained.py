"""What the run form says beside a parameter of a flow."""

from dataclasses import dataclass
from typing import Any

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema


@dataclass(frozen=True)
class Explained:
    """The sentence beside an annotated parameter.

    Prefect 3.8 writes a description of its own, taken from the docstring, over the one of an annotated ``Field``: the run
    form would say nothing.
    """

    sentence: str

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the parameter's schema with its sentence."""
        return {**handler(core), "description": self.sentence}
