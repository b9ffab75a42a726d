"""The forms of the resume dialog: typed fields, closed choices, Chinese titles (gates.md, "The form").

No field may be named like a JSON-Schema keyword (``title``, ``type`` …), or the newer UI can never submit the form.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from prefect.exceptions import PrefectHTTPStatusError
from prefect.input import RunInput, create_flow_run_input
from prefect.input.run_input import Keyset
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, create_model

from agency.domain.quoting import without_tags
from agency.domain.terms import label
from agency.domain.terms.gates import Verdict
from agency.locale import _
from tasks.gate.exhibits import line_by_line

Fields = dict[str, Any]

LONGEST_TEXT = 20_000
MOST_BELOW_A_TEXT = 5


def demand_texts(schema: dict[str, Any]) -> None:
    """Call a text that must not be empty required, also where it is filled in already: the UI says so beside its title."""
    demanded = [name for name, field in schema["properties"].items() if field.get("minLength")]
    schema["required"] = list(dict.fromkeys([*schema.get("required", []), *demanded]))


class Form(RunInput):
    """A form that is on the server before its run is suspended, so that no suspended run can lack its form."""

    model_config = ConfigDict(json_schema_extra=demand_texts)

    shown: ClassVar[str] = ""

    @classmethod
    def save(cls, keyset: Keyset, flow_run_id: UUID | None = None) -> None:
        """Keep the form and its description under a key; what is there already stays."""
        keep_once(keyset["schema"], cls.model_json_schema(), flow_run_id)
        if cls.shown:
            keep_once(keyset["description"], cls.shown, flow_run_id)


def keep_once(key: str, value: object, flow_run_id: UUID | None) -> None:
    """Write a run's input unless it is there already."""
    try:
        create_flow_run_input(key=key, value=value, flow_run_id=flow_run_id)
    except PrefectHTTPStatusError as error:
        if error.response.status_code != HTTPStatus.CONFLICT:
            raise


def decision_form(
    people: Sequence[str],
    beside: Fields,
    shown: str,
    comment_title: str | None = None,
    proof: Fields | None = None,
    choose: str = "",
) -> type[Form]:
    """Return the form of a gate: who, what they say, and why; the people are the ones allowed now.

    ``beside`` are the fields that the stage asks besides, ``proof`` those by which the person is known;
    ``choose`` says whom to choose, where that is not always oneself.
    """
    fields: Fields = {
        "decision": (
            choice([label(verdict) for verdict in Verdict]),
            Field(title=_("Decision"), description=_("Sending back and stopping need a reason below.")),
        ),
        **beside,
        "comment": (text(required=False), Field(default="", title=comment_title or _("Opinion or reason"))),
        **(proof or {}),
    }
    return build_form("Decision", people, _("Who answers"), fields, shown, choose=choose)


def submission_form(people: Sequence[str], fields: Fields, shown: str) -> type[Form]:
    """Return the form of a submission: who submits, and the stage's own fields."""
    return build_form("Submission", people, _("Who submits"), fields, shown)


def filled_in(fields: Fields, before: Mapping[str, Any]) -> Fields:
    """Let each field show what was filled in before, so that what is put back is mended and not typed again."""
    return {
        name: (Annotated[kind, asked], before[name]) if name in before else (kind, asked)
        for name, (kind, asked) in fields.items()
    }


def build_form(
    name: str, people: Sequence[str], who: str, fields: Fields, shown: str, *, choose: str = ""
) -> type[Form]:
    """Return a form that asks for a person first and then for these fields, described by Markdown, in which no tag acts.

    Where the fields fill the dialog, the V1 UI leaves the description no height at all: a long form has it a second
    time, inside, where it is always seen.
    """
    shown = without_tags(shown)
    inside = line_by_line(shown) if len(fields) > MOST_BELOW_A_TEXT else ""
    help_text = f"{inside}\n\n{choose or _('Choose your own name.')}".strip()
    person: Fields = {"person": (choice(people), Field(title=who, description=help_text))}
    form: type[Form] = create_model(name, __base__=Form, **person, **fields)
    form.shown = shown
    return form


def choice(options: Sequence[str]) -> Any:  # noqa: ANN401 - a type that is made of values has no type of its own
    """Return the type of a closed choice, enforced by the server.

    Its schema is an ``enum`` also where it has one option: the UI can't fill in a ``const``.
    """
    return Annotated[Literal[tuple(options)], WithJsonSchema({"type": "string", "enum": list(options)})]


def many(options: Sequence[str]) -> Any:  # noqa: ANN401 - as above
    """Return the type of a choice of several, enforced by the server."""
    return list[choice(options)]  # type: ignore[misc]


def text(*, required: bool = True, longest: int = LONGEST_TEXT) -> Any:  # noqa: ANN401 - as above
    """Return the type of a text field; ``str`` with limits, never Optional, which shows a switch."""
    return Annotated[str, Field(min_length=1 if required else 0, max_length=longest)]


def read_form(form: type[Form], values: dict[str, Any]) -> BaseModel:
    """Return the filled-in form; raise pydantic's ``ValidationError`` when it does not fit."""
    return form.model_validate(values)
