"""What the doctor finds: each lack in one line with what to do, and silence where nothing is missing."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from prefect.settings import PREFECT_API_URL
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import Calendar
from agency.domain.finding import Finding
from agency.domain.terms.accounts import AccountStatus, GrantState
from agency.domain.terms.figures import Platform
from agency.domain.terms.files import FileKind
from agency.domain.terms.governance import RuleSeverity
from agency.domain.terms.people import Role
from agency.domain.terms.sharing import ChatChannel, ChatPurpose
from agency.records.engine import open_records, records
from agency.records.migrate import upgrade
from agency.records.tables import (
    Account,
    ContentItem,
    GroupChat,
    GroupSecret,
    KeptFile,
    Person,
    PlatformGrant,
    Project,
    ProjectMember,
)
from config.mail import MailSettings
from config.settings import ChatGroup, Settings
from shortvideo.checkups import machine
from shortvideo.checkups.machine import bot_findings, mail_findings
from shortvideo.checkups.on_record import calendar_findings, records_findings, roles_of_the_standard, years_in_use
from shortvideo.checkups.running import house_findings
from shortvideo.doctor import doctor
from shortvideo.ports import next_free
from tests import small_agency

MONDAY = date(2026, 11, 23)
MONDAY_MORNING = datetime(2026, 11, 23, 2, tzinfo=UTC)
GIGABYTE = machine.GIGABYTE
ELSEWHERE = re.compile(r"\((?:backup-\w+|house-without-password)\)$")

Change = Callable[[Session], None]


@pytest.fixture
def chosen(tmp_path: Path) -> Iterator[Settings]:
    """The settings of a house in order, with the small agency on record and a group with its partner."""
    chosen = Settings(home=tmp_path, escalation_owner="YUN", prefect_port=next_free(4990))
    upgrade(chosen.records_url)
    change(chosen, in_order)
    return chosen


def in_order(session: Session) -> None:
    small_agency.found(session)
    session.flush()
    project = session.scalars(select(Project)).one()
    session.add(group(project, "QF-OPS", ChatChannel.MANUAL, ChatPurpose.PARTNER_OPERATIONS))


def group(project: Project, code: str, channel: ChatChannel, purpose: ChatPurpose) -> GroupChat:
    return GroupChat(code=code, name="清风群(虚构)", project_id=project.id, channel=channel, purpose=purpose)


def change(chosen: Settings, *changes: Change) -> None:
    engine = open_records(chosen.records_url)
    with records(engine) as session:
        for one in changes:
            one(session)
    engine.dispose()


def found(chosen: Settings) -> dict[str, str]:
    """Return what the records give cause to, by rule; the backups have tests of their own."""
    findings = records_findings(chosen, MONDAY)
    return {finding.rule: finding.message for finding in findings if not finding.rule.startswith("backup-")}


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the lines of the doctor, but for the first, which names the database, and what has tests of its own."""
    _database, *lines = capsys.readouterr().out.splitlines()
    return [line for line in lines if not ELSEWHERE.search(line)]


def rules(findings: tuple[Finding, ...]) -> list[tuple[str, RuleSeverity]]:
    return [(finding.rule, finding.severity) for finding in findings]


def test_an_agency_in_order_gives_no_cause(chosen: Settings) -> None:
    assert found(chosen) == {}


def account(session: Session) -> Account:
    return session.scalars(select(Account)).one()


def without_operator(session: Session) -> None:
    account(session).operator_id = None


def director_left(session: Session) -> None:
    session.scalars(select(Person).where(Person.code == "LIN")).one().active = False


def account_closed(session: Session) -> None:
    account(session).status = AccountStatus.CLOSED


@pytest.mark.parametrize(("what", "role"), [(without_operator, "运营"), (director_left, "编导")])
def test_an_account_whose_person_is_missing_or_gone_is_named_with_the_role(
    chosen: Settings, what: Change, role: str
) -> None:
    change(chosen, what)

    assert "BREEZE-DY" in found(chosen)["account-without-person"]
    assert role in found(chosen)["account-without-person"]


def test_a_closed_account_needs_nobody(chosen: Settings) -> None:
    change(chosen, without_operator, account_closed)

    assert "account-without-person" not in found(chosen)


def test_a_role_of_the_standard_that_nobody_holds_is_named_with_its_project(chosen: Settings) -> None:
    def leave(session: Session) -> None:
        editors = select(ProjectMember).where(ProjectMember.role == Role.EDITOR)
        session.delete(session.scalars(editors).one())

    change(chosen, leave)

    assert "BREEZE" in found(chosen)["role-vacant"]
    assert "剪辑" in found(chosen)["role-vacant"]


def test_the_standard_calls_for_the_talent_and_never_for_everyone_as_a_role() -> None:
    assert Role.TALENT in roles_of_the_standard()
    assert set(roles_of_the_standard()) <= set(Role)


def test_a_group_with_a_bot_and_no_webhook_is_named(chosen: Settings) -> None:
    def open_group(session: Session) -> None:
        project = session.scalars(select(Project)).one()
        session.add(group(project, "QF-BOT", ChatChannel.FEISHU, ChatPurpose.INTERNAL))

    change(chosen, open_group)

    assert "QF-BOT" in found(chosen)["webhook-missing"]
    with_address = chosen.model_copy(
        update={"groups": (ChatGroup(code="QF-BOT", channel="feishu", url_env="QF_BOT_URL"),)}
    )
    assert found(with_address) == {}


def test_a_group_whose_webhook_was_entered_or_whose_bot_has_another_name_in_the_settings_gives_no_cause(
    chosen: Settings,
) -> None:
    def open_groups(session: Session) -> None:
        project = session.scalars(select(Project)).one()
        entered = group(project, "QF-ENTERED", ChatChannel.FEISHU, ChatPurpose.INTERNAL)
        named = group(project, "QF-NAMED", ChatChannel.FEISHU, ChatPurpose.INTERNAL)
        named.secret_ref = "house"
        session.add_all([entered, named])
        session.flush()
        session.add(GroupSecret(chat_id=entered.id, address_sealed="sealed"))

    change(chosen, open_groups)

    house = ChatGroup(code="house", channel="feishu", url_env="HOUSE_URL")
    assert "webhook-missing" not in found(chosen.model_copy(update={"groups": (house,)}))


def test_an_address_of_another_channel_is_named_by_its_variable_and_not_shown() -> None:
    wecom = ChatGroup(code="QF-BOT", channel="wecom", url_env="QF_BOT_URL")

    (finding,) = bot_findings([wecom], {"QF_BOT_URL": "https://open.feishu.cn/open-apis/bot/v2/hook/a-token"})

    assert "QF_BOT_URL" in finding.message
    assert "a-token" not in finding.message


def test_a_mail_server_at_which_nobody_can_sign_in_is_named() -> None:
    mail = MailSettings(host="smtp.example.com", sender="caiyun@agency.example", user="caiyun")

    assert "MAIL_PASSWORD" in mail_findings(mail, {})[0].message
    assert mail_findings(mail, {"MAIL_PASSWORD": "pa55word"}) == ()
    assert mail_findings(MailSettings(), {}) == ()


def test_a_project_without_a_group_with_its_partner_is_a_hint(chosen: Settings) -> None:
    def close_group(session: Session) -> None:
        session.delete(session.scalars(select(GroupChat)).one())

    change(chosen, close_group)

    assert [one for one in rules(records_findings(chosen, MONDAY)) if one[0] != "backup-overdue"] == [
        ("C3-no-group", RuleSeverity.WARNS)
    ]


@pytest.mark.parametrize(
    ("state", "renewals", "days", "rule"),
    [
        (GrantState.REVOKED, 0, 20, "grant-ended"),
        (GrantState.ACTIVE, 5, 10, "grant-ends"),
        (GrantState.ACTIVE, 4, 10, None),
        (GrantState.ACTIVE, 4, 2, "grant-not-renewed"),
        (GrantState.ACTIVE, 5, 40, None),
    ],
    ids=["taken back", "near its last end", "can be renewed", "should have been renewed", "far from its end"],
)
def test_an_authorisation_is_spoken_of_when_only_its_owner_can_help(
    chosen: Settings, state: GrantState, renewals: int, days: int, rule: str | None
) -> None:
    def grant(session: Session) -> None:
        ends = MONDAY_MORNING + timedelta(days=days)
        session.add(
            PlatformGrant(
                account_id=account(session).id,
                platform=Platform.DOUYIN,
                open_id="sample",
                access_token_sealed="sealed",
                access_expires_at=ends,
                refresh_token_sealed="sealed",
                refresh_expires_at=ends,
                renewals=renewals,
                state=state,
                authorised_at=MONDAY_MORNING,
            )
        )

    change(chosen, grant)

    assert list(found(chosen)) == ([rule] if rule else [])


def test_the_one_who_is_asked_last_is_on_record(chosen: Settings) -> None:
    assert "FEI" in found(chosen.model_copy(update={"escalation_owner": "FEI"}))["escalation-owner-unknown"]


def test_a_shoot_planned_for_a_year_without_make_up_days_is_a_cause(chosen: Settings) -> None:
    def plan_far_ahead(session: Session) -> None:
        session.scalars(select(ContentItem)).one().planned_shoot_on = date(2051, 1, 9)

    change(chosen, plan_far_ahead)

    assert "2051" in found(chosen)["calendar-not-settled"]


def test_the_next_year_is_in_use_from_december_on() -> None:
    assert years_in_use(date(2026, 11, 30), ()) == [2026]
    assert years_in_use(date(2026, 12, 1), ()) == [2026, 2027]


def test_make_up_days_that_the_agency_entered_settle_a_year() -> None:
    assert calendar_findings(Calendar(), [2051]) != ()
    assert calendar_findings(Calendar({date(2051, 2, 11): True}), [2051]) == ()


def test_records_behind_their_migrations_are_said_to_be_and_not_read(tmp_path: Path) -> None:
    assert [rule for rule, _ in rules(records_findings(Settings(home=tmp_path), MONDAY))] == ["records-behind"]


def test_records_that_cannot_be_opened_are_one_line(tmp_path: Path) -> None:
    nowhere = Settings(home=tmp_path, records_url=f"sqlite:///{tmp_path}/no/such/folder/records.db")

    (finding,) = records_findings(nowhere, MONDAY)

    assert finding.rule == "records-closed"
    assert "\n" not in finding.message


def test_kept_files_that_are_gone_are_counted_and_one_is_named(chosen: Settings) -> None:
    def keep(session: Session) -> None:
        for name in ("kept", "lost"):
            session.add(
                KeptFile(
                    kind=FileKind.SIX_TABLES,
                    title=f"六张表 {name}",
                    place=f"tables/{name}.xlsx",
                    sha256="5a" * 32,
                    bytes=4,
                    slot=name,
                    made_at=MONDAY_MORNING,
                )
            )

    change(chosen, keep)
    (chosen.files_directory / "tables").mkdir(parents=True)
    (chosen.files_directory / "tables" / "kept.xlsx").write_bytes(b"1234")

    assert found(chosen)["files-gone"].startswith("有 1 份")
    assert "六张表 lost" in found(chosen)["files-gone"]


def test_links_that_lead_to_nobody_elses_machine_are_a_hint(tmp_path: Path) -> None:
    open_to_all = Settings(home=tmp_path, files_host="0.0.0.0")  # noqa: S104
    behind_a_proxy = open_to_all.model_copy(update={"files_address": "https://files.invalid"})

    assert rules(machine.link_findings(open_to_all, {})) == [("links-lead-here", RuleSeverity.WARNS)]
    assert machine.link_findings(behind_a_proxy, {}) == ()
    assert machine.link_findings(Settings(home=tmp_path), {}) == ()


def test_a_key_of_links_that_others_may_read_is_grave_and_one_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    chosen = Settings(home=tmp_path)
    assert machine.link_findings(chosen, {}) == ()
    assert list(tmp_path.iterdir()) == []

    (tmp_path / "links.key").write_text("k" * 44)
    (tmp_path / "links.key").chmod(0o644)

    assert rules(machine.link_findings(chosen, {})) == [("link-key-unfit", RuleSeverity.BLOCKS)]


@pytest.mark.parametrize(
    ("free", "expected"),
    [
        (GIGABYTE // 2, [("disk-full", RuleSeverity.BLOCKS)]),
        (3 * GIGABYTE, [("disk-nearly-full", RuleSeverity.WARNS)]),
        (50 * GIGABYTE, []),
    ],
)
def test_the_disk_is_spoken_of_before_it_is_full(free: int, expected: list[tuple[str, RuleSeverity]]) -> None:
    assert rules(machine.disk_findings(free)) == expected


def test_another_prefect_than_the_one_the_gates_were_tried_on_is_named() -> None:
    (finding,) = machine.version_findings({"prefect": "3.8.8"}, {"prefect": "3.4.0"})

    assert "3.8.8" in finding.message
    assert "3.4.0" in finding.message
    assert machine.version_findings({"prefect": "3.8.8"}, {"prefect": "3.8.8"}) == ()
    assert "prefect" in machine.pinned_packages()


def test_a_home_that_is_a_file_is_one_line_and_the_rest_is_still_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "home").write_text("a file in the way", encoding="utf-8")

    assert doctor(Settings(home=tmp_path / "home", prefect_port=next_free(4990)), MONDAY) == 1

    lines = told(capsys)
    assert lines[0].startswith("[缺] ")
    assert any("escalation_owner" in line for line in lines)


def test_a_closed_house_is_a_hint_and_no_failure(chosen: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor(chosen, MONDAY) == 0

    (line,) = told(capsys)
    assert line.startswith("[提醒] Prefect 没有启动")


def test_what_is_grave_stands_before_what_is_pointed_out(chosen: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    change(chosen, without_operator)

    assert doctor(chosen, MONDAY) == 1
    assert [line[:3] for line in told(capsys)] == ["[缺]", "[提醒"]


@pytest.mark.server
def test_a_server_without_a_worker_is_pointed_out(prefect_server: None, tmp_path: Path) -> None:
    port = int(re.findall(r":(\d+)/", PREFECT_API_URL.value())[0])

    ports = {"prefect_port": port, "files_port": next_free(4995), "monitor_port": next_free(5095)}
    found = [rule for rule, severity in rules(house_findings(Settings(home=tmp_path, **ports)))]

    assert found[:3] == ["no-worker", "files-closed", "monitor-closed"]


@pytest.mark.server
def test_a_machine_that_works_for_another_ones_house_is_not_asked_for_the_pages_that_it_does_not_serve(
    prefect_server: None, tmp_path: Path
) -> None:
    elsewhere = Settings(home=tmp_path, prefect_address=PREFECT_API_URL.value().removesuffix("/api"))

    found = [rule for rule, _severity in rules(house_findings(elsewhere))]

    assert found[0] == "no-worker"
    assert {"files-closed", "monitor-closed"}.isdisjoint(found)


def test_a_slip_in_the_layouts_is_found_before_an_import_stumbles_over_it(tmp_path: Path):
    slip = tmp_path / "layouts.toml"
    slip.write_text(
        '[[layout]]\nname = "内部表"\nplatform = "douyin"\nshape = "works"\ncolumns = {"播放" = "palys"}\n', "utf-8"
    )

    (found,) = machine.layout_findings(slip)

    assert found.severity is RuleSeverity.BLOCKS
    assert "palys" in found.message
    assert machine.layout_findings() == ()
