"""The description of our pages, which the house itself hands out nowhere: for whoever asks them everything."""

from collections.abc import Mapping, Sequence
from typing import Any

HTML, JSON = "text/html", "application/json"

Answers = Mapping[int, Sequence[str]]


def operation(answers: Answers, parameters: Sequence[str] = (), head: bool = False) -> dict[str, Any]:
    """Return one operation: its answers with their kinds, and the parts of its path."""
    told = {
        str(status): {"description": str(status), "content": {} if head else {kind: {} for kind in kinds}}
        for status, kinds in answers.items()
    }
    named = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in parameters]
    return {"parameters": named, "responses": told}


def description(pages: Mapping[str, tuple[Answers, Sequence[str]]]) -> dict[str, Any]:
    """Return an OpenAPI description of pages that are to be read only."""
    paths = {
        path: {"get": operation(answers, parameters), "head": operation(answers, parameters, head=True)}
        for path, (answers, parameters) in pages.items()
    }
    return {"openapi": "3.0.3", "info": {"title": "Pages of the house", "version": "1"}, "paths": paths}
