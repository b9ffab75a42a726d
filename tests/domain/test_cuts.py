from dataclasses import replace
from typing import Any

import pytest

from agency.domain.cuts import Cut, FocusJudgement, confirmation_findings, cut_findings, focus_findings
from agency.domain.terms.editing import FocusPoint
from tests.domain.findings import broken

CUT = Cut(content="UMB-01", file_ref="cuts/umbrella-v2.mp4", sha256="a1" * 32, duration_ms=20_400)
ALL_GOOD = [FocusJudgement(point=point, is_good=True) for point in FocusPoint]


def test_a_cut_that_can_be_found_and_told_apart_is_taken() -> None:
    assert cut_findings(CUT) == ()


@pytest.mark.parametrize(
    ("broken_part", "rule"),
    [
        ({"file_ref": " "}, "S10-file"),
        ({"sha256": "A1" * 32}, "S10-sha256"),
        ({"sha256": "a1" * 31}, "S10-sha256"),
        ({"duration_ms": 0}, "S10-duration"),
    ],
)
def test_a_cut_nobody_could_bind_an_approval_to_is_refused(broken_part: dict[str, Any], rule: str) -> None:
    assert broken(cut_findings(replace(CUT, **broken_part))) == [rule]


def test_a_round_with_all_five_points_good_is_passed() -> None:
    assert focus_findings(ALL_GOOD) == ()


def test_a_point_nobody_judged_is_named() -> None:
    assert broken(focus_findings(ALL_GOOD[1:])) == ["I8-not-judged"]


def test_a_refused_point_says_what_to_change() -> None:
    late = FocusJudgement(point=FocusPoint.BGM, is_good=False, note="comes in two bars late")
    others = [judgement for judgement in ALL_GOOD if judgement.point is not FocusPoint.BGM]

    assert broken(focus_findings([*others, late])) == ["I8-not-good"]
    assert broken(focus_findings([*others, replace(late, note=" ")])) == ["I8-no-note"]


def test_a_cut_uploaded_again_after_its_confirmation_must_be_confirmed_again() -> None:
    again = replace(CUT, sha256="b2" * 32)

    assert confirmation_findings(CUT.hash, CUT.hash) == ()
    assert broken(confirmation_findings(again.hash, CUT.hash)) == ["S10-changed"]
    assert broken(confirmation_findings(CUT.hash, None)) == ["S10-not-confirmed"]


def test_the_same_film_moved_to_another_folder_stays_confirmed() -> None:
    assert confirmation_findings(replace(CUT, file_ref="archive/umbrella.mp4").hash, CUT.hash) == ()
