"""Corrections propose words: those that stand out, each once, and none that a lead has decided about."""

from agency.domain.lexicon_growth import Judged, proposals
from agency.domain.terms.comments import WordProposal
from agency.domain.terms.engagement import Severity

MEDIUM = Severity.MEDIUM


def missed(words: str) -> Judged:
    return Judged(words, None, MEDIUM)


def false_alarm(words: str, *found: str) -> Judged:
    return Judged(words, MEDIUM, None, found)


def fine(words: str) -> Judged:
    return Judged(words, None, None)


def test_a_word_that_the_lists_missed_twice_and_that_others_do_not_use_is_proposed() -> None:
    judged = [missed("这杯拉垮成渣了"), missed("真的成渣,别来"), fine("好喝"), fine("真的好喝"), fine("这杯真香")]

    assert [(one.word, one.as_what, one.in_corrected) for one in proposals(judged)] == [
        ("成渣", WordProposal.MEDIUM, 2)
    ]


def test_a_word_that_good_comments_use_as_well_is_not_proposed() -> None:
    judged = [missed("这杯成渣"), missed("这杯完了"), *[fine(f"这杯好喝{number}") for number in range(9)]]

    assert proposals(judged) == []


def test_what_surrounds_a_word_in_false_alarms_is_proposed_as_harmless() -> None:
    judged = [
        false_alarm("垃圾食品快乐", "垃圾"),
        false_alarm("又是垃圾食品的一天", "垃圾"),
        Judged("真垃圾", MEDIUM, MEDIUM, ("垃圾",)),
    ]

    assert [(one.word, one.as_what) for one in proposals(judged)] == [("垃圾食品", WordProposal.HARMLESS)]


def test_what_a_lead_has_decided_about_is_not_proposed_again() -> None:
    judged = [missed("成渣了吧"), missed("都成渣")]

    assert proposals(judged)
    assert proposals(judged, [one.word for one in proposals(judged)]) == []


def test_one_correction_is_no_rule_and_none_at_all_proposes_nothing() -> None:
    assert proposals([missed("成渣")]) == []
    assert proposals([]) == []
