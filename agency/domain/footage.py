"""The names of footage, and its handover to the editor it belongs to (I7, R09)."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from agency.domain.finding import Finding, rule
from agency.errors import BadInput
from agency.locale import _
from config.policy import PART

PARTS = {
    "project": "[A-Za-z0-9-]+",
    "day": "[0-9]{8}",
    "content": "[A-Za-z0-9-]+",
    "scene": "[0-9]{1,3}",
    "shot": "[0-9]{1,3}",
    "take": "[0-9]{1,3}",
    "camera": "[A-Za-z0-9]+",
}
EXTENSION = r"\.(?P<extension>[A-Za-z0-9]{2,4})"


@dataclass(frozen=True, kw_only=True)
class FootageName:
    """What the name of a piece of footage tells; parts that the agency's pattern leaves out are empty."""

    content: str
    shot: int
    take: int
    extension: str
    project: str = ""
    day: date | None = None
    scene: int | None = None
    camera: str = ""


def footage_name(name: FootageName, pattern: str) -> str:
    """Return the file name for a piece of footage; ``pattern`` is ``Policy.footage_pattern``."""
    stem = pattern.format(
        project=name.project,
        day=f"{name.day:%Y%m%d}" if name.day else "",
        content=name.content,
        scene="" if name.scene is None else name.scene,
        shot=name.shot,
        take=name.take,
        camera=name.camera,
    )
    return f"{stem}.{name.extension}"


def read_footage_name(file_name: str, pattern: str) -> FootageName:
    """Read a file name by the pattern; raise ``BadInput`` with one sentence on what is wrong with it."""
    if not file_name.isascii() or " " in file_name:
        sentence = _("{file} has characters that do not travel: use Latin letters, digits, - and _ only.")
        raise BadInput(sentence.format(file=file_name))
    told = re.fullmatch(expression(pattern), file_name)
    if told is None:
        sentence = _("{file} does not follow {pattern}.ext")
        raise BadInput(sentence.format(file=file_name, pattern=pattern))
    parts = told.groupdict()
    return FootageName(
        content=parts["content"],
        shot=int(parts["shot"]),
        take=int(parts["take"]),
        extension=parts["extension"],
        project=parts.get("project", ""),
        day=shooting_day(file_name, parts["day"]) if "day" in parts else None,
        scene=int(parts["scene"]) if "scene" in parts else None,
        camera=parts.get("camera", ""),
    )


def expression(pattern: str) -> str:
    """Return the regular expression of a pattern; a part named a second time repeats itself."""
    seen: set[str] = set()
    pieces = []
    for index, piece in enumerate(PART.split(pattern)):
        is_part = index % 2 == 1
        pieces.append(
            (f"(?P={piece})" if piece in seen else f"(?P<{piece}>{PARTS[piece]})") if is_part else re.escape(piece)
        )
        seen.update({piece} if is_part else ())
    return "".join(pieces) + EXTENSION


def shooting_day(file_name: str, digits: str) -> date:
    """Return the day that eight digits tell."""
    try:
        return date.fromisoformat(digits)
    except ValueError:
        raise BadInput(_("{file} tells a day that does not exist: {day}").format(file=file_name, day=digits)) from None


@rule
def footage_findings(file_names: Sequence[str], pattern: str, contents: Collection[str]) -> Iterator[Finding]:
    """Every file is named by the rule, for one of the shoot's contents, and no two alike, whatever their case (I7)."""
    for file_name in file_names:
        try:
            name = read_footage_name(file_name, pattern)
        except BadInput as fault:
            yield Finding("I7-footage-name", str(fault))
        else:
            if name.content not in contents:
                sentence = _("{file} names {content}, which is not part of this shoot.")
                yield Finding("I7-footage-content", sentence.format(file=file_name, content=name.content))
    for file_name, times in Counter(name.casefold() for name in file_names).items():
        if times > 1:
            sentence = _("{times} files have the name {file}.")
            yield Finding("I7-footage-twice", sentence.format(times=times, file=file_name))


@rule
def handover_findings(editor: str, handed_to: str | None, received_by: str | None) -> Iterator[Finding]:
    """Footage goes to the very editor of its content, who says to have it (I7)."""
    if handed_to is None:
        yield Finding("I7-not-handed-over", _("The footage has not been handed to {editor}.").format(editor=editor))
    elif handed_to != editor:
        sentence = _("The footage was handed to {handed_to}; the content's editor is {editor}.")
        yield Finding("I7-wrong-editor", sentence.format(handed_to=handed_to, editor=editor))
    elif received_by != editor:
        yield Finding("I7-not-received", _("{editor} has not confirmed to have the footage.").format(editor=editor))
