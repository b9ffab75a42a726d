"""A negative comment becomes a case that somebody owns, once, and only people close it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from agency.domain.calendar import BEIJING
from agency.domain.terms import label
from agency.domain.terms.comments import CaseFinding, CaseStep
from agency.domain.terms.engagement import Sentiment, Severity
from agency.domain.terms.messages import MessageKind, Urgency
from agency.domain.windows import half_month
from agency.errors import AlreadyDecided, NotOnRecord, RuleBroken
from agency.records import report_facts, review_facts
from agency.records.engine import records
from agency.records.tables import Account, CaseComment, Comment, NegativeCase, Person, Publication
from tasks.comments.case_closing import SeenTo, course, see_to
from tasks.comments.case_shown import cases_page, shown
from tasks.comments.cases import owner_of
from tasks.gate.questions import Answer
from tasks.owed.cases import owed
from tests.commented import NIGHT, found_commented, keep, messages, person, said, the_case, the_work

TRUE, FALSE = CaseFinding.TRUE, CaseFinding.FALSE_ALARM


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with records(engine) as session:
        found_commented(session)
        yield session


def seen(session: Session, code: str = "WU", finding: CaseFinding = TRUE, **more: object) -> SeenTo:
    told = {"severity": Severity.GRAVE, "step": CaseStep.ANSWERED, "words": "已在评论区道歉并私信", **more}
    return SeenTo(person=person(session, code), finding=finding, **told)  # type: ignore[arg-type]


def test_a_grave_comment_at_three_in_the_morning_goes_out_at_once_to_the_operator_and_the_operations_lead(
    session: Session,
):
    keep(session, said("喝完拉肚子了,全家都是"))

    case = the_case(session)
    assert (case.severity, case.owner_id) == (Severity.GRAVE, person(session, "WU"))
    assert case.due_at == NIGHT + timedelta(minutes=15)
    assert case.found_at.astimezone(BEIJING).hour == 3
    told = messages(session)
    assert {one.urgency for one in told} == {Urgency.AT_ONCE}
    assert {one.kind for one in told} == {MessageKind.CASE}
    assert {one.person_id for one in told} == {person(session, "WU"), person(session, "YUN")}
    assert "**拉肚子**" in told[0].body


def test_a_complaint_at_night_waits_for_the_morning_and_is_the_operators_alone(session: Session):
    keep(session, said("太难喝了"))

    (told,) = messages(session)
    assert (told.urgency, told.person_id) == (Urgency.IN_HOURS, person(session, "WU"))
    assert f"{the_case(session).due_at.astimezone(BEIJING):%H:%M}" == "10:00"  # two hours from the morning on


def test_a_storm_of_two_hundred_is_one_case_that_has_become_grave_and_one_message(session: Session):
    kept = keep(session, *(said(f"难喝,第{number}次了", number) for number in range(200)))

    assert (kept.new, kept.negative, len(kept.cases)) == (200, 200, 1)
    case = the_case(session)
    assert (case.comment_count, case.severity) == (200, Severity.GRAVE)
    assert session.scalar(select(func.count()).select_from(CaseComment)) == 200
    assert [one.about for one in messages(session)] == [f"case:{case.id}:grave"] * 2
    assert "同类评论共 200 条" in messages(session)[0].body


def test_a_storm_that_grows_is_told_again_only_when_it_has_become_graver(session: Session):
    keep(session, said("难喝"))
    for number in range(2, 24):
        at = NIGHT + timedelta(minutes=number)
        keep(session, said("难喝", number, at), at=at)

    case = the_case(session)
    assert (case.comment_count, case.severity) == (23, Severity.GRAVE)
    assert sorted({one.about for one in messages(session)}) == [f"case:{case.id}:grave", f"case:{case.id}:medium"]
    assert case.due_at == NIGHT + timedelta(minutes=20 + 15)  # the twentieth made it grave, which left less time


def test_the_same_word_hours_later_and_another_word_at_once_are_cases_of_their_own(session: Session):
    keep(session, said("难喝"), said("态度恶劣", 2))
    later = NIGHT + timedelta(hours=3)
    keep(session, said("难喝", 3, later), at=later)

    assert session.scalar(select(func.count()).select_from(NegativeCase)) == 3


def test_a_second_pull_of_the_same_comments_leaves_nothing_new(session: Session):
    keep(session, said("难喝"), said("好喝", 2))
    again = keep(session, said("难喝"), said("好喝", 2), at=NIGHT + timedelta(hours=1))

    assert (again.new, again.negative, again.cases) == (0, 0, ())
    assert session.scalar(select(func.count()).select_from(Comment)) == 2
    assert len(messages(session)) == 1


def test_praise_and_questions_open_no_case_and_are_kept_with_their_tone(session: Session):
    keep(session, said("真的不难喝"), said("多少钱一杯", 2))

    tones = dict(session.execute(select(Comment.words, Comment.sentiment)).tuples().all())
    assert tones == {"真的不难喝": Sentiment.POSITIVE, "多少钱一杯": Sentiment.NEUTRAL}
    assert session.scalars(select(NegativeCase)).all() == []


def test_markup_of_a_stranger_is_shown_and_does_nothing(session: Session):
    spoilt = (
        "<script>alert(1)</script> [点我](https://evil.invalid) {{ flow_run.id }} @所有人 <at id=all></at> **难喝** | a"
    )
    keep(session, said(spoilt))

    page, _count = cases_page(session, NIGHT)
    for text in (messages(session)[0].body, messages(session)[0].title, page, shown(session, the_case(session))):
        told = text.replace("https://www.douyin.com", "")
        assert not any(mark in told for mark in ("<script", "](https", "https://evil", "{{", "@所有人", "<at"))
    row = next(line for line in page.splitlines() if "难喝" in line)
    assert row.count("|") == 7


def test_closing_a_case_says_of_its_comments_what_a_person_found_and_the_platform_is_left_alone(session: Session):
    keep(session, said("难喝"))

    see_to(session, the_case(session).id, seen(session, severity=Severity.MEDIUM), NIGHT + timedelta(minutes=30))

    case, comment = the_case(session), session.scalars(select(Comment)).one()
    assert (case.finding, case.step, case.closed_by_id) == (TRUE, CaseStep.ANSWERED, person(session, "WU"))
    assert (comment.sentiment, comment.reviewed_by_id) == (Sentiment.NEGATIVE, person(session, "WU"))
    assert comment.words == "难喝"


def test_a_false_alarm_is_nobodys_breach_and_is_no_negative_comment_in_report_and_review(session: Session):
    keep(session, said("垃圾时间里的快乐"))
    see_to(session, the_case(session).id, seen(session, finding=FALSE), NIGHT + timedelta(days=2))

    (obligation,) = owed(session, NIGHT + timedelta(days=2))
    comment = session.scalars(select(Comment)).one()
    assert (obligation.is_waived, obligation.done_at) == (True, None)
    assert (comment.sentiment, comment.severity, comment.lexicon_severity) == (
        Sentiment.NEUTRAL,
        None,
        Severity.MEDIUM,
    )
    window = half_month(NIGHT.date())
    account = session.scalars(select(Account.id)).one()
    assert report_facts.cases(session, [account], window) == []
    assert review_facts.cases(session, [account], window.begins, window.ends) == []
    assert report_facts.comments(session, [account], window) == {Sentiment.NEUTRAL: 1}


def test_a_true_case_stands_in_report_and_review_with_its_owner_and_the_time_it_took(session: Session):
    keep(session, said("难喝"))
    see_to(session, the_case(session).id, seen(session, severity=Severity.MEDIUM), NIGHT + timedelta(hours=1))

    window = half_month(NIGHT.date())
    account = session.scalars(select(Account.id)).one()
    (reported,) = report_facts.cases(session, [account], window)
    (reviewed,) = review_facts.cases(session, [account], window.begins, window.ends)
    assert (reported.owner, reported.what, reported.closed_at) == ("吴敏", "难喝", NIGHT + timedelta(hours=1))
    assert reviewed.case.closed_at - reviewed.case.found_at == timedelta(hours=1)


def test_a_case_in_hand_stays_open_and_a_graver_word_is_told_to_the_lead(session: Session):
    keep(session, said("难喝"))
    see_to(session, the_case(session).id, seen(session, step=CaseStep.IN_HAND), NIGHT + timedelta(minutes=5))

    case = the_case(session)
    assert (case.closed_at, case.severity, case.answers) == (None, Severity.GRAVE, 1)
    assert case.due_at == NIGHT + timedelta(minutes=5 + 15)
    assert {one.about for one in messages(session)} == {f"case:{case.id}:medium", f"case:{case.id}:grave"}


def test_a_storm_does_not_overrule_the_person_who_has_it_in_hand(session: Session):
    keep(session, *(said("难喝", number) for number in range(30)))
    lighter = seen(session, severity=Severity.MEDIUM, step=CaseStep.IN_HAND)
    see_to(session, the_case(session).id, lighter, NIGHT + timedelta(minutes=5))

    later = NIGHT + timedelta(minutes=6)
    keep(session, said("难喝", 99, later), at=later)

    assert (the_case(session).severity, the_case(session).comment_count) == (Severity.MEDIUM, 31)


def test_to_do_nothing_about_a_complaint_needs_a_reason(session: Session):
    keep(session, said("难喝"))

    with pytest.raises(RuleBroken, match="理由"):
        see_to(session, the_case(session).id, seen(session, step=CaseStep.IGNORED, words=" "), NIGHT)

    assert the_case(session).closed_at is None


def test_the_second_who_closes_is_told_who_was_first_and_the_same_answer_again_changes_nothing(session: Session):
    keep(session, said("难喝"))
    case_id = the_case(session).id
    see_to(session, case_id, seen(session), NIGHT)
    see_to(session, case_id, seen(session), NIGHT + timedelta(minutes=1))

    with pytest.raises(AlreadyDecided, match="吴敏 已于 2026-11-26 03:00 结案:真实负面"):
        see_to(session, case_id, seen(session, "YUN", FALSE), NIGHT + timedelta(minutes=2))

    assert (the_case(session).answers, the_case(session).finding) == (1, TRUE)


def test_an_unknown_case_is_named(session: Session):
    with pytest.raises(NotOnRecord, match="CASE-0"):
        see_to(session, "CASE-0", seen(session), NIGHT)


def test_an_open_case_is_owed_by_its_owner_and_goes_up_the_chain_by_the_hour_when_it_is_grave(session: Session):
    keep(session, said("喝出一只蟑螂"), said("难喝", 2), said("是广告吧", 3))

    cases = {case.id: case.severity for case in session.scalars(select(NegativeCase))}
    told = {cases[one.subject_id]: one for one in owed(session, NIGHT)}
    assert {severity: one.patience for severity, one in told.items()} == {
        Severity.GRAVE: timedelta(hours=1),
        Severity.MEDIUM: timedelta(hours=4),
        Severity.LIGHT: None,
    }
    assert all(one.owners == [person(session, "WU")] for one in told.values())
    assert all(one.chain[0] == person(session, "YUN") for one in told.values())
    assert all(one.is_open for one in told.values())


def test_a_case_closed_six_weeks_ago_is_owed_no_more(session: Session):
    keep(session, said("难喝"))
    see_to(session, the_case(session).id, seen(session), NIGHT)

    assert list(owed(session, NIGHT + timedelta(days=44)))
    assert not list(owed(session, NIGHT + timedelta(days=46)))


def test_without_an_operator_the_case_is_the_next_ones_and_never_nobodys(session: Session):
    account = session.scalars(select(Account)).one()
    account.operator_id = None
    for code in ("WU", "YUN"):
        session.get_one(Person, person(session, code)).active = False
    session.flush()

    assert owner_of(session, account) == person(session, "LIN")


def test_the_page_lists_the_gravest_first_with_the_words_in_bold_and_the_overdue_marked(session: Session):
    keep(session, said("是广告吧"), said("喝出一只蟑螂", 2), said("难喝", 3))

    page, count = cases_page(session, NIGHT + timedelta(minutes=20))

    rows = [line for line in page.splitlines() if "《" in line]
    assert count == 3
    assert ["**蟑螂**" in rows[0], "**难喝**" in rows[1], "**是广告**" in rows[2] or "**广告吧**" in rows[2]] == [
        True
    ] * 3
    assert "2026-11-26 03:15 逾期" in rows[0]
    assert page.index("| 轻重程度 | 截止 | 登记处理 |") >= 0  # what is to be done, where no window cuts it off
    assert "(https://www.douyin.com/video/7400000000000000002)" in rows[0]
    assert "未结 3 件,其中严重 1 件,逾期 1 件" in page


def test_an_empty_house_has_an_empty_page(session: Session):
    assert cases_page(session, NIGHT) == ("**未结 0 件,其中严重 0 件,逾期 0 件**\n\n没有未结的工单。", 0)


def form_answer(session: Session, case_id: str, run: str, **values: str) -> Answer:
    asked = course(session, case_id, run, None, NIGHT)
    assert asked is not None
    told = {"person": "吴敏(运营)", "finding": "真实负面", "step": "已在平台人工回复", "words": ""}
    told["severity"] = label(Severity.MEDIUM)
    return Answer(asked.key, {**told, **values})


def test_of_two_runs_that_ask_the_first_answer_closes_and_the_second_is_put_back_with_the_name(session: Session):
    keep(session, said("难喝"))
    case_id = the_case(session).id
    first, second = (form_answer(session, case_id, run) for run in ("run-of-wu", "run-of-yun"))

    assert course(session, case_id, "run-of-wu", first, NIGHT) is None
    late = Answer(second.key, {**second.values, "person": "云总(运营负责人)", "finding": "误报"})
    assert course(session, case_id, "run-of-yun", late, NIGHT) is None

    assert the_case(session).finding is TRUE


def test_a_form_without_a_finding_is_asked_again_with_the_reason(session: Session):
    keep(session, said("难喝"))
    case_id = the_case(session).id
    empty = form_answer(session, case_id, "run-of-wu", finding="")

    asked = course(session, case_id, "run-of-wu", empty, NIGHT)

    assert asked is not None
    assert "判断" in asked.form.shown  # type: ignore[union-attr]
    assert the_case(session).answers == 0


def test_after_a_step_in_hand_the_run_asks_under_another_key(session: Session):
    keep(session, said("难喝"))
    case_id = the_case(session).id
    answer = form_answer(session, case_id, "run-of-wu", step="处理中,先不结案", words="已联系门店")

    asked = course(session, case_id, "run-of-wu", answer, NIGHT)

    assert asked is not None
    assert asked.key != answer.key
    assert "已联系门店" in asked.form.shown  # type: ignore[union-attr]


def test_two_workers_that_read_the_same_comments_at_once_write_them_once(engine: Engine):
    with records(engine) as session:
        found_commented(session)
    together = Barrier(2)

    def read(_number: int) -> int:
        together.wait()
        with records(engine) as session:
            return keep(session, *(said("难喝", number) for number in range(30))).new

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(read, range(2))) == [0, 30]
    with records(engine) as session:
        assert the_case(session).comment_count == 30
        assert len({one.dedupe_key for one in messages(session)}) == len(messages(session))


def test_a_worker_that_dies_before_the_end_leaves_neither_comment_nor_case_nor_message(engine: Engine):
    with records(engine) as session:
        found_commented(session)

    def killed() -> None:
        with records(engine) as session:
            keep(session, said("难喝"))
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        killed()
    with records(engine) as session:
        counts = [session.scalar(select(func.count()).select_from(one)) for one in (Comment, NegativeCase, Publication)]
        assert (counts, messages(session)) == ([0, 0, 1], [])
        assert the_work(session).title
