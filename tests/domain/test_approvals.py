"""The weighing of answers at a gate."""

from hypothesis import given
from hypothesis import strategies as st

from agency.domain.approvals import EACH_ROLE, EVERYONE, Member, Outcome, Step, Voice, standing
from agency.domain.terms.gates import Verdict
from agency.domain.terms.people import Role

LIN = Member("lin", Role.DIRECTOR)
WU = Member("wu", Role.OPERATOR)
ZHAO = Member("zhao", Role.EDITOR)
CLIENT = Member("mr-client", Role.CLIENT)
TALENT = Member("star", Role.TALENT)
HOUSE = [LIN, WU, ZHAO, CLIENT, TALENT]


def yes(member: Member, step: int = 0) -> Voice:
    return Voice(step, member.person, member.role, Verdict.APPROVED)


def no(member: Member, step: int = 0, verdict: Verdict = Verdict.SENT_BACK) -> Voice:
    return Voice(step, member.person, member.role, verdict)


def test_nobody_has_spoken_so_nothing_is_passed():
    assert standing([], [Step(("client",))], HOUSE).outcome is Outcome.WAITING


def test_one_refusal_outweighs_any_number_of_approvals():
    voices = [yes(LIN), yes(WU), no(ZHAO)]

    assert standing(voices, [Step((EVERYONE,), EVERYONE)], HOUSE).outcome is Outcome.SENT_BACK


def test_a_stop_ends_the_work_even_after_everyone_agreed_at_the_step_before():
    voices = [yes(LIN), no(CLIENT, step=1, verdict=Verdict.STOPPED)]

    assert standing(voices, [Step(("director",)), Step(("client",))], HOUSE).outcome is Outcome.STOPPED


def test_the_client_is_not_asked_before_the_house_agrees():
    steps = [Step((EVERYONE,), EVERYONE), Step(("client",))]

    now = standing([yes(LIN), yes(WU)], steps, HOUSE)

    assert (now.step, now.awaited) == (0, (ZHAO,))


def test_everyone_means_the_house_and_neither_client_nor_talent():
    now = standing([], [Step((EVERYONE,), EVERYONE)], HOUSE)

    assert {member.person for member in now.awaited} == {"lin", "wu", "zhao"}


def test_a_person_with_two_hats_counts_once_towards_a_quorum():
    two_hats = [Member("wu", Role.OPERATOR), Member("wu", Role.DIRECTOR), LIN]

    now = standing([yes(two_hats[0])], [Step(("operator", "director"), 2)], two_hats)

    assert (now.outcome, now.awaited, now.missing) == (Outcome.WAITING, (LIN,), 1)


def test_each_role_is_not_satisfied_by_two_people_of_one_role():
    second_operator = Member("qian", Role.OPERATOR)

    now = standing([yes(WU)], [Step(("operator", "director"), EACH_ROLE)], [*HOUSE, second_operator])

    assert (now.missing, now.awaited) == (1, (LIN,))


def test_nobody_approves_their_own_work():
    now = standing([], [Step(("director",))], [LIN], author="lin")

    assert now.awaited == ()
    assert now.is_vacant


def test_a_step_nobody_can_pass_is_vacant_and_not_passed():
    now = standing([], [Step(("business_lead",))], HOUSE)

    assert now.outcome is Outcome.WAITING
    assert now.is_vacant


def test_everyone_of_nobody_is_vacant_and_not_passed():
    now = standing([], [Step(("talent",), EVERYONE)], [LIN])

    assert now.outcome is Outcome.WAITING
    assert now.is_vacant


def test_a_gate_without_steps_is_passed_by_its_submission():
    assert standing([], [], HOUSE).outcome is Outcome.APPROVED


steps_of_all_kinds = st.lists(
    st.sampled_from(
        [
            Step(("client",)),
            Step((EVERYONE,), EVERYONE),
            Step(("operator", "director"), EACH_ROLE),
            Step(("director", "operator", "editor"), 2),
        ]
    ),
    min_size=1,
    max_size=4,
)


@given(steps_of_all_kinds, st.randoms(use_true_random=False))
def test_asking_whoever_is_awaited_always_ends_in_approval_and_asks_nobody_twice_in_a_step(steps, random):
    voices: list[Voice] = []
    while (now := standing(voices, steps, HOUSE)).outcome is Outcome.WAITING:
        chosen = random.choice(now.awaited)
        assert not any(voice.person == chosen.person and voice.step == now.step for voice in voices)
        voices.append(yes(chosen, now.step))

    assert now.outcome is Outcome.APPROVED
    assert {voice.step for voice in voices} == set(range(len(steps)))
