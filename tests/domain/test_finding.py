from collections.abc import Iterator

from agency.domain.finding import Finding, reasons, rule, warning


@rule
def umbrella_findings(colour: str) -> Iterator[Finding]:
    """The umbrella is red."""
    if colour != "red":
        yield Finding("S9-umbrella", f"The umbrella is {colour}.")


def test_a_rule_that_finds_nothing_is_false() -> None:
    assert not umbrella_findings("red")


def test_the_findings_of_a_rule_can_be_read_twice() -> None:
    findings = umbrella_findings("green")

    assert list(findings) == list(findings) == [Finding("S9-umbrella", "The umbrella is green.")]


def test_a_warning_gives_no_reason_to_refuse() -> None:
    findings = [warning("P2-copy-reference", "One is wished for."), Finding("P2-copy-sound", "Nothing is heard.")]

    assert reasons(findings) == ("Nothing is heard.",)
