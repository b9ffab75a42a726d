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


def people(**names: str) -> str:
    """Return a register of people, their names by their codes."""
    return "\n".join(f'[[people]]\ncode = "{code}"\nname = "{name}"' for code, name in names.items())


@pytest.mark.parametrize("forged", ["Lin Xi\u0430o", "Ｌｉｎ　Ｘｉａｏ", "Lin\u00ad Xiao"])
def test_somebody_who_looks_like_another_in_a_form_is_refused_and_nothing_of_the_book_is_kept(tmp_path, forged):
    register(written(tmp_path, people(LIN="Lin Xiao")))

    with pytest.raises(BadInput, match=r"\(LIN\).*\(LIN2\).*看起来一样"):
        register(written(tmp_path, people(WU="吴敏", LIN2=forged)))

    assert count(Person) == 1


def test_namesakes_and_people_who_have_left_are_no_lookalikes(tmp_path):
    register(written(tmp_path, people(WANG1="王伟", WANG2="王伟", OLD="Lin") + "\nactive = false"))
    register(written(tmp_path, people(LIN="L\u0456n")))

    assert count(Person) == 4
