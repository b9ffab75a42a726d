"""What may be asked: every parameter with its type, range and choices as Google's discovery documents have them."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agency.sandbox.youtube.refusals import BAD_REQUEST, Refusal

Parameters = Mapping[str, "Parameter"]
Values = Mapping[str, Sequence[str]]

STANDARD = frozenset({"alt", "key", "prettyPrint", "quotaUser"})
_FORMS = {
    "string": re.compile(r".+", re.DOTALL),
    "integer": re.compile(r"-?\d{1,10}"),
    "boolean": re.compile("true|false"),
}


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter; a repeated one may be sent several times, or once with commas. Bounds are of its value."""

    type: str = "string"
    required: bool = False
    repeated: bool = False
    least: int | None = None
    most: int | None = None
    default: str = ""
    choices: tuple[str, ...] = ()
    pattern: str = ""


def checked(parameters: Parameters, pairs: Sequence[tuple[str, str]]) -> Values:
    """Return what was sent by the names of the contract, with its defaults; anything that it does not allow is refused."""
    sent: defaultdict[str, list[str]] = defaultdict(list)
    for name, text in pairs:
        if name not in STANDARD:
            sent[name].append(text)
    for name, texts in sent.items():
        if name not in parameters:
            raise Refusal(BAD_REQUEST, f'Unknown name "{name}": Cannot bind query parameter.', about=name)
        _check(name, parameters[name], texts)
    for name, parameter in parameters.items():
        if parameter.required and not sent.get(name):
            raise Refusal("required", f"Required parameter: {name}", about=name)
        if parameter.default and name not in sent:
            sent[name] = [parameter.default]
    return sent


def _check(name: str, parameter: Parameter, texts: Sequence[str]) -> None:
    if len(texts) > 1 and not parameter.repeated:
        raise Refusal(BAD_REQUEST, f"Proto field is not repeating: {name}", about=name)
    for text in texts:
        form = re.compile(parameter.pattern) if parameter.pattern else _FORMS[parameter.type]
        if not form.fullmatch(text) or (parameter.choices and text not in parameter.choices):
            raise Refusal(BAD_REQUEST, f"Invalid value '{text}'.", about=name)
        if parameter.type == "integer" and not _in_range(parameter, int(text)):
            bounds = f"[{parameter.least}, {parameter.most}]"
            raise Refusal(BAD_REQUEST, f"Invalid value '{text}'. Values must be within the range: {bounds}", about=name)


def _in_range(parameter: Parameter, number: int) -> bool:
    least = number if parameter.least is None else parameter.least
    most = number if parameter.most is None else parameter.most
    return least <= number <= most
