"""Takes the trace off what people brought and could not be taken: its sentence says all, and the trace would bury it."""

import logging

from agency.errors import BadInput, NotOnRecord, RuleBroken


class Plainly(logging.Filter):
    """Lets a record on such an error say its sentence alone; every other error keeps its trace."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record, and let it pass."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, BadInput | NotOnRecord | RuleBroken):
            record.msg, record.args = str(error), None
            record.exc_info = record.exc_text = None
        return True
