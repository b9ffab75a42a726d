"""The one file to run on a fresh machine: ``python3 run.py VERB``. Makes ``.venv``, then hands the verb on.

This file stands alone before anything newer is imported, so that an old Python can read it and say so.
"""

import sys

OLDEST = (3, 11)


def refusal(version: "tuple[int, ...]") -> str:
    """Return why this version of Python will not do, or an empty text."""
    if version >= OLDEST:
        return ""
    found = ".".join(str(part) for part in version[:2])
    return f"需要 Python 3.11 或更新的版本, 现在是 {found} · Python 3.11 or newer is needed, this is {found}"


if __name__ == "__main__":
    if refusal(sys.version_info[:2]):
        sys.exit(refusal(sys.version_info[:2]))

    from shortvideo.bootstrap import main

    main(sys.argv[1:])
