"""Forgets how somebody who has left can be reached; who decided what, and the name on it, stays (domain.md 8)."""

from agency.records.named import by_code
from agency.records.tables import Person
from tasks.opening import records


def forget(code: str) -> str:
    """Take a person's addresses away and the person out of every roster, and return the name; done twice it is the same.

    ``NotOnRecord`` where nobody has this code.
    """
    with records(reason="forgotten") as session:
        person = by_code(session, Person, code)
        person.email, person.im_ids, person.active = None, {}, False
        return person.name
