"""The settings: what stands above what, and that a typing slip never passes for a choice."""

import tomllib
from pathlib import Path

import pytest

from config.platforms import TikTokSettings, YouTubeSettings, played_at
from config.settings import CHECKOUT, PREFIX, SETTINGS_FILE, ChatGroup, Settings, SettingsError, read_settings


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


def file(folder: Path, *lines: str) -> Path:
    """Write a settings file of these lines."""
    path = folder / "agency.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_file_that_is_shipped_says_what_the_defaults_say() -> None:
    assert read_settings(SETTINGS_FILE) == Settings()


def test_every_key_of_the_shipped_file_holds_no_secret() -> None:
    shipped = tomllib.loads(SETTINGS_FILE.read_text(encoding="utf-8"))

    assert not {"records_url", "prefect_database_url"} & shipped.keys()


def test_the_environment_stands_above_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_PREFECT_PORT", "4300")

    assert read_settings(file(tmp_path, "prefect_port = 4250", "sandbox_port = 4251")).prefect_port == 4300


def test_an_unknown_key_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^agency.toml: there is no setting 'prefekt_port'$"):
        read_settings(file(tmp_path, "prefekt_port = 4250"))


def test_an_unknown_key_of_a_group_is_refused_by_its_name(tmp_path: Path) -> None:
    lines = ["[[groups]]", 'code = "internal"', 'channel = "feishu"', 'url_env = "INTERNAL_URL"', 'url = "secret"']

    with pytest.raises(SettingsError, match=r"no setting 'groups\.0\.url'"):
        read_settings(file(tmp_path, *lines))


def test_an_unknown_number_of_the_policy_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^agency.toml: 'policy' is wrong: script_sink_days is no number"):
        read_settings(file(tmp_path, "[policy]", "script_sink_days = 4"))


def test_an_unknown_variable_is_refused_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_HOEM", "/srv/agency")

    with pytest.raises(SettingsError, match="SHORTVIDEO_HOEM"):
        read_settings(file(tmp_path))


def test_an_unknown_key_of_a_platform_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no setting 'platforms\.tiktok\.client_secret'"):
        read_settings(file(tmp_path, "[platforms.tiktok]", 'client_secret = "a secret"'))


def test_a_platform_nobody_knows_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no setting 'platforms\.vine'"):
        read_settings(file(tmp_path, "[platforms.vine]", 'client_key = "grape"'))


def test_what_a_platforms_table_leaves_out_keeps_its_default(tmp_path: Path) -> None:
    chosen = read_settings(file(tmp_path, "[platforms.youtube]", 'client_key = "crane"')).platforms

    assert chosen.youtube == YouTubeSettings(client_key="crane")
    assert chosen.tiktok == TikTokSettings()


def test_a_variable_changes_one_key_of_one_platform_and_leaves_the_rest_to_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHORTVIDEO_PLATFORMS", '{"douyin": {"calls_per_second": 1}}')
    lines = ["[platforms.douyin]", 'client_key = "crane"', "calls_per_second = 9"]

    chosen = read_settings(file(tmp_path, *lines)).platforms.douyin

    assert (chosen.client_key, chosen.calls_per_second) == ("crane", 1.0)


def test_a_variable_that_is_no_json_is_named_and_its_value_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHORTVIDEO_PLATFORMS", "pa55word")

    with pytest.raises(SettingsError, match="platforms") as failure:
        read_settings(file(tmp_path))
    assert "pa55word" not in str(failure.value)


def test_the_key_of_the_tokens_may_stand_in_the_environment_and_is_no_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHORTVIDEO_SEALING_KEY", "pa55word")

    read = read_settings(file(tmp_path))

    assert "pa55word" not in f"{read!r} {read.environment()}"


def test_the_inbox_lies_in_the_home_unless_it_is_put_elsewhere(tmp_path: Path) -> None:
    assert read_settings(file(tmp_path, 'home = "var/south"')).inbox_directory == CHECKOUT / "var/south/inbox"
    assert read_settings(file(tmp_path, 'inbox_directory = "/srv/inbox"')).inbox_directory == Path("/srv/inbox")


@pytest.mark.parametrize(
    ("lines", "url"),
    [
        ([], "http://127.0.0.1:4290"),
        (['files_host = "192.0.2.10"', "files_port = 8080"], "http://192.0.2.10:8080"),
        (['files_host = "0.0.0.0"'], "http://127.0.0.1:4290"),
        (['files_host = "::1"'], "http://[::1]:4290"),
        (['files_host = "0.0.0.0"', 'files_address = "https://files.invalid/agency/"'], "https://files.invalid/agency"),
    ],
)
def test_links_begin_with_the_address_by_which_the_house_is_reached(tmp_path: Path, lines: list[str], url: str) -> None:
    assert read_settings(file(tmp_path, *lines)).files_url == url


def test_the_key_of_the_links_may_stand_in_the_environment_and_is_no_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHORTVIDEO_LINK_KEY", "pa55word")

    read = read_settings(file(tmp_path))

    assert "pa55word" not in f"{read!r} {read.environment()}"


def test_a_secret_that_a_group_names_may_carry_our_prefix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_FEISHU_URL", "https://bot.invalid/hook/1")
    lines = ["[[groups]]", 'code = "internal"', 'channel = "feishu"', 'url_env = "SHORTVIDEO_FEISHU_URL"']

    (group,) = read_settings(file(tmp_path, *lines)).groups

    assert group.code == "internal"


def test_a_secret_that_a_platform_names_may_carry_our_prefix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_TIKTOK_SECRET", "pa55word")

    chosen = read_settings(file(tmp_path, "[platforms.tiktok]", 'secret_env = "SHORTVIDEO_TIKTOK_SECRET"'))

    secret = chosen.platforms.tiktok.secret()
    assert secret is not None
    assert secret.get_secret_value() == "pa55word"
    assert "pa55word" not in f"{chosen!r} {secret!r}"


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("prefect_port = 65536", "prefect_port"),
        ('prefect_port = "film"', "prefect_port"),
        ('time_zone = "Asia/Chengdou"', "time_zone"),
        ('language = "fr"', "language"),
        ('platforms = { douyin = { base_url = "open.douyin.com" } }', "platforms.douyin.base_url"),
        ('platforms = { douyin = { profile = "website" } }', "platforms.douyin.profile"),
        ("platforms = { kuaishou = { calls_per_second = 0 } }", "platforms.kuaishou.calls_per_second"),
        ("worker_limit = 0", "worker_limit"),
        ("link_days = 0", "link_days"),
        ("link_days = 91", "link_days"),
        ('files_host = ""', "files_host"),
        ('files_address = "files.invalid"', "files_address"),
        ('files_address = "ftp://files.invalid"', "files_address"),
        ('files_address = "https://files.invalid/?a=1"', "files_address"),
        ("home = 4", "home"),
    ],
)
def test_a_wrong_value_is_refused_with_its_key_and_file(tmp_path: Path, line: str, key: str) -> None:
    with pytest.raises(SettingsError, match=f"^agency.toml: '{key}' is wrong: "):
        read_settings(file(tmp_path, line))


def test_a_wrong_variable_is_named_and_its_value_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_PREFECT_PORT", "pa55word")

    with pytest.raises(SettingsError, match=r"^SHORTVIDEO_PREFECT_PORT") as failure:
        read_settings(file(tmp_path))
    assert "pa55word" not in str(failure.value)


def test_a_file_that_is_no_toml_is_refused_with_the_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"agency\.toml cannot be read.*line 1"):
        read_settings(file(tmp_path, "prefect_port 4200"))


def test_the_records_and_the_material_live_in_the_home_unless_told_otherwise(tmp_path: Path) -> None:
    read = read_settings(file(tmp_path, 'home = "var/south"', 'database = "sqlite"'))

    assert read.records_url == f"sqlite:///{CHECKOUT / 'var/south/records.db'}"
    assert read.files_directory == CHECKOUT / "var/south/material"


def test_a_password_in_an_address_is_not_shown_with_the_settings() -> None:
    assert "pa55word" not in repr(Settings(records_url="postgresql+psycopg://lin:pa55word@127.0.0.1/agency"))


def test_a_child_process_reads_the_settings_it_was_started_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = ChatGroup(code="internal", channel="feishu", url_env="INTERNAL_URL")
    sandbox = played_at("http://127.0.0.1:4299", client_key="crane", secret_env="CRANE_SECRET")
    chosen = Settings(
        home=tmp_path, prefect_port=4999, language="en", worker_limit=7, groups=(group,), platforms=sandbox
    )

    for name, value in chosen.environment().items():
        monkeypatch.setenv(name, value)

    assert read_settings(file(tmp_path)) == chosen


def test_settings_are_read_only_once_loaded() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().prefect_port = 1  # type: ignore[misc]


def test_a_bot_without_its_variable_has_no_address() -> None:
    group = ChatGroup(code="internal", channel="wecom", url_env="INTERNAL_URL")

    assert group.webhook({}) is None
    assert "hook" not in repr(group.webhook({"INTERNAL_URL": "https://bot.invalid/hook/1"}))
