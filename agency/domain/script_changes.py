"""What became different from one version of a script to the next, said shot by shot, for those who know the earlier one (I4)."""

from collections.abc import Iterator, Sequence
from dataclasses import fields

from agency.domain.scripts import Shot
from agency.locale import _


def script_changes(before: Sequence[Shot], after: Sequence[Shot]) -> tuple[str, ...]:
    """Return a line for each shot that is new, gone or changed, in the order of their numbers; none where nothing is.

    A shot is known by its number: shots that only moved up or down are each told as changed.
    """
    earlier = {shot.number: shot for shot in before}
    later = {shot.number: shot for shot in after}
    return tuple(line for number in sorted({*earlier, *later}) for line in told(earlier.get(number), later.get(number)))


def told(before: Shot | None, after: Shot | None) -> Iterator[str]:
    """Yield what became of one shot, nothing when it stayed as it was."""
    match before, after:
        case None, Shot():
            yield _("Shot {number} is new: {picture}").format(number=after.number, picture=after.picture)
        case Shot(), None:
            yield _("Shot {number} is gone.").format(number=before.number)
        case Shot(), Shot():
            if changed := changed_parts(before, after):
                yield _("Shot {number}: {parts}").format(number=after.number, parts=_(", ").join(changed))


def changed_parts(before: Shot, after: Shot) -> list[str]:
    """Return what of a shot changed, in the words of the shot table."""
    names = part_names()
    changed = (part.name for part in fields(Shot) if getattr(before, part.name) != getattr(after, part.name))
    return list(dict.fromkeys(names.get(name, _("other remarks")) for name in changed))


def part_names() -> dict[str, str]:
    """Return what people call the parts of a shot; the rest are remarks."""
    return {
        "scene": _("scene"),
        "size": _("shot size"),
        "angle": _("camera"),
        "move": _("camera"),
        "picture": _("picture"),
        "line": _("lines"),
        "subtitle": _("subtitle"),
        "duration_ms": _("length"),
        "sound_effect": _("sound"),
        "bgm": _("sound"),
        "props": _("props"),
        "styling": _("styling"),
        "on_camera": _("on camera"),
        "planned_takes": _("number of takes"),
    }
