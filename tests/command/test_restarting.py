"""After which pause a service is started anew, and when not any more."""

from shortvideo.restarting import MOST_DEATHS, REMEMBERED_S, Deaths


def died_at(*moments: float) -> Deaths:
    deaths = Deaths()
    for moment in moments:
        deaths.add("camera", moment)
    return deaths


def test_each_death_makes_the_pause_twice_as_long():
    pauses = [died_at(*range(count)).begins_again("camera") - (count - 1) for count in (1, 2, 3, 4)]

    assert pauses == [1, 2, 4, 8]


def test_the_fifth_death_within_five_minutes_is_one_too_many():
    assert not died_at(*range(MOST_DEATHS - 1)).too_many("camera")
    assert died_at(*range(MOST_DEATHS)).too_many("camera")


def test_a_death_is_forgotten_after_five_minutes():
    deaths = died_at(0, 1, 2, 3, REMEMBERED_S + 3)

    assert not deaths.too_many("camera")
    assert deaths.begins_again("camera") == REMEMBERED_S + 3 + 1


def test_the_deaths_of_another_service_do_not_count():
    deaths = died_at(*range(MOST_DEATHS))
    deaths.add("light", 9)

    assert not deaths.too_many("light")
