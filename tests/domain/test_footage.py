from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.domain.footage import FootageName, footage_findings, footage_name, handover_findings, read_footage_name
from agency.errors import BadInput
from config.policy import Policy
from tests.domain.findings import broken

PATTERN = Policy().footage_pattern
RAIN = "RAIN_20261127_UMB-01_S1C3T2_A.mov"
CODES = st.from_regex(r"[A-Z]{1,8}(-[0-9]{1,3})?", fullmatch=True)
NUMBERS = st.integers(1, 999)


def test_a_name_tells_what_is_in_the_file() -> None:
    assert read_footage_name(RAIN, PATTERN) == FootageName(
        project="RAIN", day=date(2026, 11, 27), content="UMB-01", scene=1, shot=3, take=2, camera="A", extension="mov"
    )


@given(
    st.builds(
        FootageName,
        project=CODES,
        day=st.dates(date(2020, 1, 1), date(2099, 12, 31)),
        content=CODES,
        scene=NUMBERS,
        shot=NUMBERS,
        take=NUMBERS,
        camera=st.sampled_from(["A", "B", "GOPRO1"]),
        extension=st.sampled_from(["mov", "MP4", "r3d"]),
    )
)
def test_every_name_we_give_can_be_read_again(name: FootageName) -> None:
    assert read_footage_name(footage_name(name, PATTERN), PATTERN) == name


@pytest.mark.parametrize(
    "bad",
    [
        "RAIN_20261127_UMB-01_S1C3T2_A",
        "RAIN_20261127_UMB-01_S1C3_A.mov",
        "RAIN_20261127_UMB-01_S1C3T2_A .mov",
        "RAIN_2026-11-27_UMB-01_S1C3T2_A.mov",
        "RAIN_20261327_UMB-01_S1C3T2_A.mov",
        "RAIN_20260229_UMB-01_S1C3T2_A.mov",
        "雨_20261127_UMB-01_S1C3T2_A.mov",
        "../RAIN_20261127_UMB-01_S1C3T2_A.mov",
        "RAIN_20261127_UMB-01_S1C3T2_A.mov\n",
        "RAIN_2026112７_UMB-01_S1C3T2_A.mov",
        "",
    ],
)
def test_a_name_that_breaks_the_rule_is_refused_in_one_sentence(bad: str) -> None:
    with pytest.raises(BadInput):
        read_footage_name(bad, PATTERN)


@pytest.mark.parametrize("file_name", ["雨_20261127_UMB-01_S1C3T2_A.mov", "RAIN_20261127_UMB-01_S1C3T2 _A.mov"])
def test_characters_that_do_not_travel_are_told_apart_from_a_wrong_order(
    file_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHORTVIDEO_LANGUAGE", "en")

    with pytest.raises(BadInput, match="do not travel"):
        read_footage_name(file_name, PATTERN)


def test_an_agency_may_name_its_footage_otherwise() -> None:
    short = "{content}-shot{shot}.take{take}"

    assert read_footage_name("UMB-shot3.take2.mov", short) == FootageName(
        content="UMB", shot=3, take=2, extension="mov"
    )
    assert footage_name(FootageName(content="UMB", shot=3, take=2, extension="mov"), short) == "UMB-shot3.take2.mov"


def test_a_part_named_twice_must_say_the_same_twice() -> None:
    twice = "{content}_S{shot}T{take}_{content}"

    assert read_footage_name("UMB_S3T2_UMB.mov", twice).content == "UMB"
    with pytest.raises(BadInput):
        read_footage_name("UMB_S3T2_RAIN.mov", twice)


def test_well_named_footage_of_the_shoot_is_taken() -> None:
    assert footage_findings([RAIN, RAIN.replace("T2", "T3")], PATTERN, {"UMB-01"}) == ()


def test_the_same_name_in_another_case_is_the_same_name() -> None:
    assert broken(footage_findings([RAIN, RAIN.replace(".mov", ".MOV")], PATTERN, {"UMB-01"})) == ["I7-footage-twice"]


def test_footage_of_another_content_is_told_apart() -> None:
    assert broken(footage_findings([RAIN], PATTERN, {"CRANE-02"})) == ["I7-footage-content"]


def test_each_bad_name_gets_its_own_sentence() -> None:
    assert (
        broken(footage_findings(["clip1.mov", RAIN, "final final.mov"], PATTERN, {"UMB-01"})) == ["I7-footage-name"] * 2
    )


@pytest.mark.parametrize(
    ("handed_to", "received_by", "rules"),
    [
        ("Mei", "Mei", []),
        (None, None, ["I7-not-handed-over"]),
        ("Bo", "Bo", ["I7-wrong-editor"]),
        ("Mei", None, ["I7-not-received"]),
        ("Mei", "Bo", ["I7-not-received"]),
    ],
)
def test_footage_belongs_to_the_editor_of_its_content(
    handed_to: str | None, received_by: str | None, rules: list[str]
) -> None:
    assert broken(handover_findings("Mei", handed_to, received_by)) == rules
