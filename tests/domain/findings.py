"""What the tests of the rules ask of findings."""

from collections.abc import Iterable

from agency.domain.finding import Finding
from agency.domain.terms.governance import RuleSeverity


def broken(findings: Iterable[Finding]) -> list[str]:
    """Return which rules were broken, in the order found; one that only warns has a question mark behind it."""
    return [f"{finding.rule}{'?' if finding.severity is RuleSeverity.WARNS else ''}" for finding in findings]
