"""Why a file cannot be opened, in words that whoever brought it understands."""

from agency.locale import _


def why_closed(error: OSError) -> str:
    """Return what the system says of a file that it did not open; the frequent reasons in our own words."""
    match error:
        case FileNotFoundError():
            return _("it is not there")
        case PermissionError():
            return _("whoever runs this house may not read it")
        case IsADirectoryError():
            return _("it is a folder")
    return error.strerror or type(error).__name__
