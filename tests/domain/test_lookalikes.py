"""Names that a reader cannot tell apart, and names that only resemble one another."""

import pytest

from agency.domain.lookalikes import lookalikes, skeleton


@pytest.mark.parametrize(
    "other",
    [
        "Lin Xi\u0430o",  # a Cyrillic a
        "Lin X\u0456\u0430\u043e",  # i, a and o
        "\uff2c\uff49\uff4e\u3000\uff38\uff49\uff41\uff4f",  # full width
        "Lin\u200b Xiao",  # a zero-width blank
        "\u202eLin Xiao\u202c",  # read from right to left
        "Lin\u00a0Xiao",
        "LinXiao",
        "lin xiao",
        "Lin Xia\u03bf",  # a Greek o
        "Lin Xia0",
    ],
)
def test_a_name_in_other_letters_looks_the_same(other: str) -> None:
    assert skeleton(other) == skeleton("Lin Xiao")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\u6797\u6653", "\u6797\u6653\ufe0f"),
        ("\u2f08\u5fc3", "\u4eba\u5fc3"),
        ("\u6717", "\uf929"),
        ("\u0397ugo", "Hugo"),
    ],
    ids=["a variation selector", "a Kangxi radical", "a compatibility ideograph", "a Greek capital"],
)
def test_chinese_and_greek_in_another_form_look_the_same(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("林晓", "林小"), ("吴敏", "吴敏敏"), ("王一", "王二"), ("Ivan", "Lvan")])
def test_names_that_only_resemble_are_no_lookalikes(one: str, other: str) -> None:
    assert lookalikes({"A": one, "B": other}, ["A", "B"]) == []


def test_people_of_the_very_same_name_are_told_apart_by_their_codes() -> None:
    assert lookalikes({"A": "王伟", "B": "王伟"}, ["A", "B"]) == []


def test_a_pair_is_told_once_and_only_where_one_of_it_is_in_the_book() -> None:
    names = {"YUN": "Yun", "YUN2": "Yu\u0578", "OLD": "Old", "OLD2": "\u041eld"}

    assert lookalikes(names, ["YUN2"]) == [("YUN", "YUN2")]
