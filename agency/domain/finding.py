"""What a rule has to say of somebody's work; the caller decides whether it refuses."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec

from agency.domain.terms.governance import RuleSeverity

P = ParamSpec("P")


@dataclass(frozen=True)
class Finding:
    """One sentence for the person whose work breaks a rule; ``rule`` is its clause and name, e.g. ``P2-title-length``."""

    rule: str
    message: str
    severity: RuleSeverity = RuleSeverity.BLOCKS


Findings = tuple[Finding, ...]


def warning(rule: str, message: str) -> Finding:
    """Return a finding that is pointed out and stops nothing."""
    return Finding(rule, message, RuleSeverity.WARNS)


def rule(checks: Callable[P, Iterator[Finding]]) -> Callable[P, Findings]:
    """Let a rule yield its findings one by one; its caller gets them all as a tuple, empty (false) when nothing is wrong."""

    @wraps(checks)
    def findings(*args: P.args, **kwargs: P.kwargs) -> Findings:
        return tuple(checks(*args, **kwargs))

    return findings


def reasons(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return the sentences of those findings that stop the work, for ``RuleBroken``."""
    return tuple(finding.message for finding in findings if finding.severity is RuleSeverity.BLOCKS)
