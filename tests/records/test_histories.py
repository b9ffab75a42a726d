"""What is read of histories answers as all of them would; days are told by whoever is trusted most."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import astuple, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from agency.domain.anomalies import fallen_counters
from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.snapshots import History, Snapshot, Wanted, at_ages, gains, last_looks
from agency.domain.terms.figures import Source, Visibility
from agency.domain.windows import previous, window_of
from agency.records import figures, found_works, histories
from agency.records.engine import records
from agency.records.figures import Observation
from agency.records.tables import Account, Publication
from tests import small_agency

HALF = window_of("2026-11-H1")
UNTIL = HALF.ends + timedelta(days=3)
OUT = datetime(2026, 11, 3, 4, 30, 7, tzinfo=UTC)
CRANE = WorkFigures(title="三分钟折一只纸鹤 #虚构", published_at=OUT, item_id="@crane/1==", plays=900)
COUNTERS = ("plays", "likes", "comments", "shares", "saves", "profile_visits", "follower_gain")
AGES = (1, 2, 3, 7, 14, 30)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with records(engine) as session:
        small_agency.found(session)
        session.flush()
        yield session


@pytest.fixture
def account(session: Session) -> Account:
    return session.scalars(select(Account)).one()


@pytest.fixture
def crane(session: Session, account: Account) -> Publication:
    return found_works.write_found(session, account.id, CRANE)


def seen(at: datetime, source: Source = Source.API, revision: int = 1) -> Observation:
    return Observation(observed_at=at, source=source, revision=revision)


def looked(session: Session, work: Publication, at: datetime, **more: object) -> None:
    source, revision = more.pop("source", Source.API), more.pop("revision", 1)
    figures.keep_snapshots(session, [(work.id, replace(CRANE, **more))], seen(at, source, revision))


def read(session: Session, account: Account, **wanted: object) -> dict[str, History]:
    return dict(histories.read(session, account.id, Wanted(**{"until": UNTIL} | wanted)).histories)


def plays_at(session: Session, account: Account, *ages: int) -> dict[str, dict[int, int]]:
    answer = histories.read(session, account.id, Wanted(until=UNTIL, ages=ages))
    return {work_id: dict(plays) for work_id, plays in answer.plays_at_ages.items()}


def random_work(chance: random.Random, number: int) -> WorkFigures:
    """A work of the last two months."""
    out = HALF.ends - timedelta(seconds=chance.randrange(60 * 86_400))
    return WorkFigures(title=f"第{number}只鹤 #虚构", published_at=out, item_id=f"@crane/{number}==")


def random_looks(chance: random.Random, work: WorkFigures) -> Iterator[tuple[Observation, WorkFigures]]:
    """Looks at odd hours through several sources, some of the same moment, some silent, some falling, some read again."""
    at, plays = work.published_at, 0
    for _look in range(chance.randrange(12)):
        at += timedelta(hours=chance.choice((0, 6, 12, 18, 24, 36, 100)), seconds=chance.choice((0, 0, 1)))
        plays += chance.choice((0, 90, 700, -40 if plays >= 40 else 0))
        for revision in range(1, chance.choice((1, 1, 1, 2)) + 1):
            told = {name: chance.choice((None, plays // (place + 1))) for place, name in enumerate(COUNTERS)}
            rate = chance.choice((None, 0.3, 0.4))
            visibility = chance.choice((None, Visibility.PUBLIC, Visibility.PRIVATE))
            figures_seen = replace(work, **told, completion=rate, visibility=visibility)
            yield seen(at, chance.choice(list(Source)), revision), figures_seen


def remembered(
    session: Session, account: Account, chance: random.Random, works: int = 25
) -> dict[str, list[tuple[Observation, WorkFigures]]]:
    """Put random works and looks on record, and return by publication what the records should know of each."""
    known: dict[str, list[tuple[Observation, WorkFigures]]] = {}
    for number in range(works):
        work = random_work(chance, number)
        publication = found_works.write_found(session, account.id, work)
        kept: dict[tuple[datetime, Source], tuple[Observation, WorkFigures]] = {}
        for observation, told in random_looks(chance, work):
            before = kept.get((observation.observed_at, observation.source))
            if before is None or observation.revision > before[0].revision:
                figures.keep_snapshots(session, [(publication.id, told)], observation)
                kept[observation.observed_at, observation.source] = (observation, told)
        known[publication.id] = list(kept.values())
    return known


def whole(known: dict[str, list[tuple[Observation, WorkFigures]]]) -> dict[str, History]:
    """Return everything seen of each work before the end, as no query would."""
    found: dict[str, list[Snapshot]] = defaultdict(list)
    for work_id, looks in known.items():
        for observation, told in looks:
            if observation.observed_at < UNTIL:
                found[work_id].append(
                    Snapshot(
                        work_id=work_id, observed_at=observation.observed_at, source=observation.source, figures=told
                    )
                )
    return {
        work_id: sorted(history, key=lambda shot: (shot.observed_at, histories.TRUST.index(shot.source)))
        for work_id, history in found.items()
    }


def plays_of(history: History) -> list[tuple[datetime, int]]:
    told = {shot.observed_at: shot.figures.plays for shot in history if shot.figures.plays is not None}
    return sorted(told.items())


@pytest.mark.parametrize("seed", range(4))
def test_what_is_read_of_a_history_answers_as_the_whole_of_it_would(session: Session, account: Account, seed: int):
    everything = whole(remembered(session, account, random.Random(seed)))

    found = read(session, account, windows=(previous(HALF), HALF), falls_in=HALF)

    assert found.keys() == everything.keys()
    for work_id, history in everything.items():
        thin = found[work_id]
        for window in (previous(HALF), HALF):
            assert gains(thin, window) == gains(history, window)
        for edge in (HALF.begins, HALF.ends, UNTIL):
            assert list(map(astuple, last_looks(thin, edge))) == list(map(astuple, last_looks(history, edge)))
        assert list(fallen_counters(thin, HALF)) == list(fallen_counters(history, HALF))


@pytest.mark.parametrize("seed", range(4))
def test_plays_at_an_age_are_those_of_the_nearest_look_of_all(session: Session, account: Account, seed: int):
    everything = whole(remembered(session, account, random.Random(seed)))

    found = plays_at(session, account, *AGES)

    expected = {
        work_id: at_ages(plays_of(history), history[0].figures.published_at, AGES)
        for work_id, history in everything.items()
    }
    assert {work_id: plays for work_id, plays in found.items() if plays} == {
        work_id: plays for work_id, plays in expected.items() if plays
    }


def test_of_a_year_of_daily_looks_no_more_is_read_than_is_asked(session: Session, account: Account, crane: Publication):
    for day in range(1, 300):
        looked(session, crane, HALF.begins - timedelta(days=day), plays=1_000 - day)
    looked(session, crane, HALF.begins + timedelta(days=2), plays=1_100)

    history = read(session, account, windows=(HALF,), falls_in=HALF)[crane.id]

    assert [shot.figures.plays for shot in history] == [999, 1_100]


def test_histories_are_oldest_first_and_end_before_the_moment(session: Session, account: Account, crane: Publication):
    for hours, plays in ((48, 700), (24, 500), (72, 650)):
        looked(session, crane, HALF.begins + timedelta(hours=hours), plays=plays)

    found = read(session, account, until=HALF.begins + timedelta(hours=72), windows=(HALF,))

    assert [shot.figures.plays for shot in found[crane.id]] == [700]


def test_a_work_that_falls_is_read_with_all_its_looks_of_the_window(
    session: Session, account: Account, crane: Publication
):
    for day, plays in enumerate((500, 700, 650, 900)):
        looked(session, crane, HALF.begins + timedelta(days=day), plays=plays)

    history = read(session, account, windows=(HALF,), falls_in=HALF)[crane.id]

    assert [shot.figures.plays for shot in history] == [500, 700, 650, 900]


def test_a_fall_over_the_beginning_of_the_window_is_read_even_where_it_was_made_up_for(
    session: Session, account: Account, crane: Publication
):
    for day, plays in ((-1, 500), (1, 450), (2, 900)):
        looked(session, crane, HALF.begins + timedelta(days=day), plays=plays)

    history = read(session, account, windows=(HALF,), falls_in=HALF)[crane.id]

    assert [(fall.baseline, fall.value) for fall in fallen_counters(history, HALF)] == [(500, 450)]


def test_of_a_look_that_was_read_again_the_highest_revision_counts(
    session: Session, account: Account, crane: Publication
):
    looked(session, crane, OUT + timedelta(days=1), plays=97)
    looked(session, crane, OUT + timedelta(days=1), plays=100, revision=2)

    (shot,) = read(session, account)[crane.id]

    assert shot.figures.plays == 100
    assert plays_at(session, account, 1) == {crane.id: {1: 100}}


def test_a_work_that_was_never_seen_has_no_history(session: Session, account: Account, crane: Publication):
    assert read(session, account) == {}
    assert plays_at(session, account, *AGES) == {}
    assert histories.read(session, account.id, Wanted(until=UNTIL)).seen_until is None


def test_a_look_after_the_moment_is_not_the_last_one_before_it(session: Session, account: Account, crane: Publication):
    looked(session, crane, OUT)
    looked(session, crane, OUT + timedelta(hours=1), source=Source.EXPORT)
    looked(session, crane, UNTIL)

    answer = histories.read(session, account.id, Wanted(until=UNTIL))

    assert answer.seen_until == OUT + timedelta(hours=1)


def test_hours_in_which_a_look_can_stand_for_an_age_are_asked_once():
    assert histories.spans((7, 1, 2, 3)) == [(12, 84), (156, 180)]


def test_where_two_sources_differ_the_platforms_own_answer_counts_and_the_export_fills_the_gaps(
    session: Session, account: Account
):
    day = date(2026, 11, 5)
    figures.keep_account_days(session, account.id, [AccountDay(day=day, plays_new=100)], seen(OUT))
    export = [AccountDay(day=day, plays_new=99, saves_new=7)]
    figures.keep_account_days(session, account.id, export, seen(OUT, Source.EXPORT))

    assert histories.days_of(session, account.id, day, day) == [AccountDay(day=day, plays_new=100, saves_new=7)]
