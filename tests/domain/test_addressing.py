"""Where somebody is reached."""

import pytest

from agency.domain.addressing import Address, Group, Reader, address_of
from agency.domain.terms.people import Side
from agency.domain.terms.sharing import ChatChannel, ChatPurpose

INSIDE = Group(
    chat="里群", channel=ChatChannel.FEISHU, purpose=ChatPurpose.INTERNAL, is_of_project=True, is_healthy=True
)
PARTNER = Group(chat="外群", channel=ChatChannel.WECOM, purpose=ChatPurpose.PARTNER_OPERATIONS, is_of_project=True)
LEADS = Group(chat="管理群", channel=ChatChannel.FEISHU, purpose=ChatPurpose.MANAGEMENT, is_of_project=False)
LIN = Reader(person="林晓", side=Side.INTERNAL, has_mail=True)
YUN = Reader(person="云总", side=Side.INTERNAL, has_mail=True, leads=True)


def broken(group: Group) -> Group:
    return Group(
        chat=group.chat,
        channel=group.channel,
        purpose=group.purpose,
        is_of_project=group.is_of_project,
        is_healthy=False,
    )


def test_people_of_the_house_are_reached_in_their_projects_own_group() -> None:
    assert address_of(LIN, [LEADS, PARTNER, INSIDE]) == Address(ChatChannel.FEISHU, chat="里群")


@pytest.mark.parametrize("side", [Side.CLIENT, Side.PARTNER, Side.TALENT])
def test_outsiders_never_read_what_is_said_in_the_house(side: Side) -> None:
    reader = Reader(person="贾方", side=side, has_mail=False, leads=True)

    assert address_of(reader, [LEADS, INSIDE, PARTNER]) == Address(ChatChannel.WECOM, chat="外群")
    assert address_of(reader, [LEADS, INSIDE]) == Address(ChatChannel.MANUAL, person="贾方")


def test_an_editor_is_not_spoken_to_in_the_group_of_the_leads() -> None:
    assert address_of(LIN, [LEADS]) == Address(ChatChannel.EMAIL, person="林晓")
    assert address_of(YUN, [LEADS]) == Address(ChatChannel.FEISHU, chat="管理群")


def test_what_is_urgent_does_not_wait_for_a_group_whose_bot_is_broken() -> None:
    groups = [broken(INSIDE), LEADS]

    assert address_of(YUN, groups, at_once=True) == Address(ChatChannel.FEISHU, chat="管理群")
    assert address_of(LIN, groups, at_once=True) == Address(ChatChannel.EMAIL, person="林晓")
    assert address_of(YUN, groups) == Address(ChatChannel.FEISHU, chat="里群")


def test_whom_no_bot_and_no_mail_reaches_is_told_by_hand() -> None:
    by_hand = Group(chat="口头", channel=ChatChannel.MANUAL, purpose=ChatPurpose.INTERNAL, is_of_project=True)
    reader = Reader(person="佘光", side=Side.INTERNAL, has_mail=False)

    assert address_of(reader, [by_hand]) == Address(ChatChannel.MANUAL, person="佘光")
