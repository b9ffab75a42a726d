from dataclasses import replace
from datetime import date

from agency.domain.registration import RegistrationItem, completeness, registration_findings
from agency.domain.terms.accounts import PaperState, RegistrationPaper
from config.policy import Policy
from tests.domain.findings import broken

TODAY = date(2026, 11, 23)
POLICY = Policy()
COMPLETE = [RegistrationItem(paper=paper, state=PaperState.COMPLETE) for paper in RegistrationPaper]


def licence(expires_on: date) -> list[RegistrationItem]:
    return [replace(COMPLETE[0], expires_on=expires_on), *COMPLETE[1:]]


def test_a_complete_registration_is_all_there() -> None:
    assert completeness(COMPLETE, TODAY) == 1.0
    assert registration_findings(COMPLETE, TODAY, POLICY) == ()


def test_an_item_nobody_entered_is_missing() -> None:
    assert completeness([], TODAY) == 0.0
    assert broken(registration_findings(COMPLETE[1:], TODAY, POLICY)) == ["S5-incomplete"]


def test_what_is_not_needed_does_not_count() -> None:
    unneeded = [replace(item, state=PaperState.NOT_NEEDED) for item in COMPLETE]

    assert completeness([*unneeded[:10], *COMPLETE[10:12]], TODAY) == 2 / 3
    assert completeness(unneeded, TODAY) == 1.0


def test_a_submitted_paper_is_not_there_yet() -> None:
    assert completeness([replace(COMPLETE[0], state=PaperState.SUBMITTED), *COMPLETE[1:]], TODAY) < 1.0


def test_a_paper_is_valid_on_its_last_day_and_not_on_the_next() -> None:
    assert broken(registration_findings(licence(TODAY), TODAY, POLICY)) == ["S5-expiring?"]
    assert broken(registration_findings(licence(date(2026, 11, 22)), TODAY, POLICY)) == ["S5-incomplete"]


def test_thirty_days_before_a_paper_runs_out_it_is_pointed_out() -> None:
    assert broken(registration_findings(licence(date(2026, 12, 23)), TODAY, POLICY)) == ["S5-expiring?"]
    assert registration_findings(licence(date(2026, 12, 24)), TODAY, POLICY) == ()
