"""The words people read: English in the source, the catalogues of one language beside it, zh_CN by default.

A catalogue is one ``.po`` file for one room of the house (``zh_CN/domain.po``); all of a language's files are read
as one. They are read as they stand, so a lead may mend a wording and start again, and nothing needs compiling.
"""

import io
import os
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from threading import Lock

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HERE = Path(__file__).parent
DEFAULT_LANGUAGE = "zh_CN"

_known: dict[str, NullTranslations] = {}
_reading = Lock()


def _(message: str) -> str:
    """Return the message in the language of this process (``SHORTVIDEO_LANGUAGE``), or as it stands."""
    return translations(language()).gettext(message)


def term(context: str, message: str) -> str:
    """Return a word of the trade in the language of this process; ``context`` is the closed list it belongs to."""
    return translations(language()).pgettext(context, message)


def language() -> str:
    """Return the language people read, e.g. ``zh_CN`` or ``en``."""
    return os.environ.get("SHORTVIDEO_LANGUAGE", DEFAULT_LANGUAGE)


def translations(name: str) -> NullTranslations:
    """Return all catalogues of a language as one; a language without catalogues reads as the source stands.

    Threads that come while it is read wait for it, where each would else read it for itself.
    """
    if (known := _known.get(name)) is None:
        with _reading:
            known = _known.setdefault(name, _known.get(name) or read_language(name))
    return known


def read_language(name: str) -> NullTranslations:
    """Read all catalogues of a language."""
    merged = Catalog(locale=name)
    for path in sorted((HERE / name).glob("*.po")):
        for entry in read_catalogue(path):
            if entry.id and entry.string and not entry.fuzzy:
                merged.add(entry.id, entry.string, context=entry.context)
    compiled = io.BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return GNUTranslations(compiled)


def read_catalogue(path: Path) -> Catalog:
    """Read one ``.po`` file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.name)
