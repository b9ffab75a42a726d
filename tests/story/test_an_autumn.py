"""Five weeks of an agency: the messages that went out are those a careful coordinator would have sent, none twice, none missing.

``what_went_out.txt`` is the log of all groups, read line by line by a person before it was kept. The other tests hold
against it what can be said without it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from agency.domain.calendar import BEIJING, Calendar, beijing_day
from agency.domain.terms.sharing import DeliveryStatus
from agency.records.tables import GroupChat, Notification, Person, Publication, Script, ScriptSync
from agency.sandbox.bots import Heard
from config.settings import settings
from tasks.opening import looking, records_engine
from tests.databases import PostgresqlServer, SqliteFiles
from tests.story.clockwork import moment
from tests.story.heard import entry, log, mentioned
from tests.story.played import played

WRITTEN_DOWN = Path(__file__).with_name("what_went_out.txt")
AT_NIGHT_TOO = re.compile(r"突发情况|负面评论\W重")


@pytest.fixture(scope="module")
def groups(
    databases: SqliteFiles | PostgresqlServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sequence[Heard]]:
    """Play the story once for all tests of this file, on each of the databases."""
    with databases.migrated() as url, pytest.MonkeyPatch.context() as environment:
        environment.setenv("SHORTVIDEO_RECORDS_URL", url)
        environment.setenv("SHORTVIDEO_HOME", str(tmp_path_factory.mktemp("story")))
        environment.setenv("SHORTVIDEO_ESCALATION_OWNER", "FEIYING")
        settings.cache_clear()
        yield played()
        records_engine(url).dispose()
    settings.cache_clear()


def test_the_groups_heard_what_a_careful_coordinator_would_have_told_them(groups: Sequence[Heard]):
    assert log(groups) == WRITTEN_DOWN.read_text(encoding="utf-8")


def test_nothing_was_heard_twice_in_a_group_on_a_day(groups: Sequence[Heard]):
    heard = Counter((beijing_day(one.at), one.token, one.title, one.text) for one in groups)

    assert [words for words, times in heard.items() if times > 1] == []


def test_everything_that_was_to_be_said_has_arrived_but_what_the_silent_robot_was_overtaken_with(
    groups: Sequence[Heard],
):
    with looking() as session:
        query = select(Notification.status, GroupChat.code).join(GroupChat, GroupChat.id == Notification.chat_id)
        ends = Counter(session.execute(query).tuples().all())
        carried_by_hand = session.scalar(select(Notification.id).where(Notification.chat_id.is_(None)))

    assert carried_by_hand is None
    assert [group for status, group in ends if status is not DeliveryStatus.SENT] == ["HERON-IN"]


def test_nobody_is_reminded_on_a_day_off_or_at_night(groups: Sequence[Heard]):
    days = Calendar()
    disturbing = [
        entry(one)
        for one in groups
        if not days.is_working_day(beijing_day(one.at)) or not 8 <= one.at.astimezone(BEIJING).hour < 22
    ]

    assert [words for words in disturbing if not AT_NIGHT_TOO.search(words)] == []


def test_every_script_reached_its_three_readers_at_one_moment(groups: Sequence[Heard]):
    with looking() as session:
        titles = dict(session.execute(select(Script.title, Script.id)).tuples().all())
        readers = {
            script: set(
                session.scalars(
                    select(Person.name)
                    .join(ScriptSync, ScriptSync.recipient_id == Person.id)
                    .where(ScriptSync.script_id == script)
                )
            )
            for script in titles.values()
        }
    told: dict[str, list[Heard]] = {}
    for one in groups:
        if found := re.match("《(.+)》脚本第 1 版$", one.title):
            told.setdefault(found[1], []).append(one)

    assert len(told) == 8  # the first two were synced before the story begins
    for title, messages in told.items():
        assert {name for one in messages for name in mentioned(one)} == readers[titles[title]]
        assert len({to_the_minute(one) for one in messages}) == 1


def test_every_published_work_was_told_in_both_groups_within_minutes(groups: Sequence[Heard]):
    with looking() as session:
        query = select(Publication.title, Publication.published_at).where(Publication.published_at.is_not(None))
        live = dict(session.execute(query).tuples().all())
    told = Counter(
        title
        for title, published_at in live.items()
        for one in groups
        if one.title == f"已上线:{title}" and one.at - published_at <= timedelta(minutes=5)
    )

    assert told == dict.fromkeys(live, 2)


def test_the_leads_heard_of_the_silent_robot_and_its_group_of_what_it_had_missed(groups: Sequence[Heard]):
    alarms = [to_the_minute(one) for one in groups if one.token == "leads" and "HERON-IN" in one.title]
    first = min((one for one in groups if one.token == "heron-in"), key=lambda one: one.at)

    assert alarms == [moment(9, 18, 9), moment(9, 21, 9)]
    assert to_the_minute(first) == moment(9, 23, 10)
    assert len([one for one in groups if one.token == "heron-in" and to_the_minute(one) == to_the_minute(first)]) == 1


def to_the_minute(one: Heard) -> datetime:
    return one.at.astimezone(BEIJING).replace(second=0, microsecond=0)


def test_a_flooded_shoot_is_spoken_of_by_its_new_day_only(groups: Sequence[Heard]):
    after = [one for one in groups if one.at > moment(9, 23, 10, 41) and re.search("老茶客说|茶杯里的月亮", one.text)]

    assert after
    assert [entry(one) for one in after if "09-28" in one.text] == []


def test_the_incident_of_the_holiday_reached_the_coordinator_at_one_in_the_morning(groups: Sequence[Heard]):
    told = [to_the_minute(one) for one in groups if "CRANE-E001" in one.text + one.title and "飞影" in mentioned(one)]

    assert told[0] == moment(10, 3, 1)


def test_the_editor_who_shares_nothing_is_reminded_twice_a_week_and_then_spoken_of_once(groups: Sequence[Heard]):
    for week in ("2026-W40", "2026-W41"):
        spoken = [line for one in groups for line in one.text.splitlines() if f"莫语 {week}" in line]
        assert [line.partition("→ ")[2] for line in spoken] == ["", "", "云总"], week
