"""A lead's register comes into the records: all of it, once, and never half."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from agency.errors import BadInput, NotOnRecord
from agency.records.tables import Account, GroupChat, Person, Project, ProjectMember, Topic
from config.settings import CHECKOUT
from tasks.calendars import calendar
from tasks.opening import records
from tasks.registering import register

pytestmark = pytest.mark.usefixtures("on_record")

EXAMPLE = CHECKOUT / "config" / "register.example.toml"


def written(folder: Path, text: str) -> Path:
    book = folder / "register.toml"
    book.write_text(text, encoding="utf-8")
    return book


def count(table: type) -> int:
    with records() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_example_that_is_shipped_can_be_registered_as_it_stands():
    register(EXAMPLE)

    with records() as session:
        account = session.scalars(select(Account)).one()
        assert (account.code, account.handle) == ("XY-SHOP", "xingyue_example")
        assert session.scalars(select(Topic)).one().account_id == account.id


def test_registering_again_changes_nothing():
    register(EXAMPLE)
    before = [count(table) for table in (Person, Project, ProjectMember, Account, Topic)]

    register(EXAMPLE)

    assert [count(table) for table in (Person, Project, ProjectMember, Account, Topic)] == before


def test_a_role_that_is_named_anew_is_held_by_those_people_and_no_others(tmp_path):
    register(EXAMPLE)
    text = EXAMPLE.read_text(encoding="utf-8").replace('director = ["LIN"]', 'director = ["WU"]')

    register(written(tmp_path, text))

    with records() as session:
        directors = session.scalars(
            select(Person.code)
            .join(ProjectMember, ProjectMember.person_id == Person.id)
            .where(ProjectMember.role == "director")
        )
        assert list(directors) == ["WU"]


def test_a_code_that_stands_for_nobody_leaves_nothing_behind(tmp_path):
    text = EXAMPLE.read_text(encoding="utf-8").replace('talent = ["DA"]', 'talent = ["NOBODY"]')

    with pytest.raises(NotOnRecord, match="NOBODY"):
        register(written(tmp_path, text))

    assert count(Person) == 0


def test_a_make_up_day_that_is_registered_is_worked_on_and_can_be_taken_back(tmp_path):
    saturday = date(2027, 2, 20)
    register(EXAMPLE)
    with records() as session:
        assert calendar(session).is_working_day(saturday)

    register(written(tmp_path, "[[days]]\nday = 2027-02-20\nworks = false\n"))

    with records() as session:
        assert not calendar(session).is_working_day(saturday)


def test_every_mistake_is_told_with_its_place(tmp_path):
    text = '[[people]]\ncode = "LIN"\nname = "林晓"\nrols = ["director"]\n[[people]]\ncode = "有 空格"\nname = ""\n'

    with pytest.raises(BadInput) as told:
        register(written(tmp_path, text))

    assert "rols" in str(told.value)
    assert "有 空格" in str(told.value)


def test_a_file_that_is_no_toml_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(BadInput, match=r"register\.toml"):
        register(written(tmp_path, "这不是登记表"))


GROUP_AND_PERSON = """
[[people]]
code = "LIN"
name = "林晓"
email = "lin@agency.example"
im_ids = { feishu = "ou_lin" }
[[groups]]
code = "IDEAS"
name = "玩法分享群(虚构)"
channel = "feishu"
purpose = "trend_share"
"""


def test_people_can_be_spoken_to_and_the_whole_house_has_groups(tmp_path):
    register(written(tmp_path, GROUP_AND_PERSON))

    with records() as session:
        lin, group = session.scalars(select(Person)).one(), session.scalars(select(GroupChat)).one()
        assert (lin.email, lin.im_ids) == ("lin@agency.example", {"feishu": "ou_lin"})
        assert (group.project_id, group.channel, group.purpose) == (None, "feishu", "trend_share")


@pytest.mark.parametrize(
    ("right", "wrong"), [("lin@agency.example", "lin at agency"), ("feishu = ", "telegraph = "), ('"ou_lin"', '""')]
)
def test_an_address_or_a_channel_that_is_none_is_refused(tmp_path, right, wrong):
    with pytest.raises(BadInput, match="第 1 项"):
        register(written(tmp_path, GROUP_AND_PERSON.replace(right, wrong)))
