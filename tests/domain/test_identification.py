"""Who owes a proof, and how strongly who gives an answer is known."""

import pytest

from agency.domain.identification import Speaking, owes_code, strength
from agency.domain.terms.gates import Identity

CLIENT, MESSENGER = "client", "messenger"


def speaking(*enrolled: str, brought_by: str | None = None) -> Speaking:
    return Speaking(CLIENT, brought_by, frozenset(enrolled))


def test_who_has_codes_gives_one_and_who_has_none_is_believed() -> None:
    assert owes_code("asked", speaking(CLIENT))
    assert not owes_code("asked", speaking())


def test_nobody_gets_round_a_clients_codes_by_speaking_for_them() -> None:
    assert owes_code("asked", speaking(CLIENT, brought_by=MESSENGER))


def test_a_messenger_with_codes_gives_one_for_a_client_without() -> None:
    told = speaking(MESSENGER, brought_by=MESSENGER)

    assert owes_code("asked", told)
    assert told.acting == MESSENGER


@pytest.mark.parametrize("enrolled", [(), (CLIENT,)])
def test_what_is_required_is_owed_by_everybody_and_what_is_off_by_nobody(enrolled: tuple[str, ...]) -> None:
    assert owes_code("required", speaking(*enrolled))
    assert not owes_code("off", speaking(*enrolled))


@pytest.mark.parametrize(
    ("by_code", "logged_in", "known"),
    [
        (False, False, Identity.CLAIMED),
        (False, True, Identity.HOUSE_LOGIN),
        (True, False, Identity.ONE_TIME_CODE),
        (True, True, Identity.ONE_TIME_CODE),
    ],
)
def test_a_person_is_known_by_the_strongest_that_was_seen_and_no_stronger(
    *, by_code: bool, logged_in: bool, known: Identity
) -> None:
    assert strength(by_code=by_code, logged_in=logged_in) is known
