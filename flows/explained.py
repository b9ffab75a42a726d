"""What the run form says beside a parameter of a flow, and how much of a text it takes."""

from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from agency.domain.legible import legible

LONGEST = 20_000  # characters of a text, as in the forms


@dataclass(frozen=True)
class Explained:
    """What a parameter is called, and the sentence below; whoever starts a run may be a stranger, so a text is bounded.

    Prefect 3.8 writes a description of its own, taken from the docstring, over the one of an annotated ``Field``: the run
    form would say nothing. Its title is always the name in the code, so ours goes along as ``caption``, and takes the
    title's place when the deployments are registered (``tasks.server.captions``).
    """

    caption: str
    sentence: str = ""
    longest: int = LONGEST

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        """Let what comes in be legible before it is anything else, and a text no longer than ``longest``."""
        schema = handler(source)
        bounded: CoreSchema = {**schema, "max_length": self.longest} if schema["type"] == "str" else schema
        return core_schema.no_info_before_validator_function(self.legible, bounded)

    def legible(self, value: Any) -> Any:  # noqa: ANN401
        """Return what was given as it can be read and kept."""
        return legible(value, self.longest)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the parameter's schema with its caption and its sentence."""
        return {**handler(core), "caption": self.caption, "description": self.sentence}
