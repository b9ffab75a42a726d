"""Numbers and findings of an invented agency in trouble, and the lookout that tells them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from agency.domain.finding import Finding, warning
from agency.domain.terms.accounts import GrantState
from agency.domain.terms.engagement import Severity
from agency.domain.terms.figures import Platform
from agency.domain.terms.messages import DeliveryOutcome
from agency.domain.terms.sharing import DeliveryStatus
from agency.domain.terms.watching import PullFailure, WaitAge
from agency.records.standing import GrantsOfPlatform, KeptBackups, MessagesOfState, OpenIncidents, Standing, WaitsOfGate
from agency.records.standing_pulls import PullsOfPlatform
from shortvideo.monitor.sight import Numbers

AT = datetime(2026, 11, 26, 19, 12, tzinfo=UTC)  # twelve past three in Beijing
HOUR = timedelta(hours=1)

STANDING = Standing(
    gates=[WaitsOfGate("S8", WaitAge.DAY, 12, 0), WaitsOfGate("S8", WaitAge.LONGER, 3, 2)],
    messages=[
        MessagesOfState(DeliveryStatus.WAITING, False, 4, AT - HOUR),
        MessagesOfState(DeliveryStatus.WAITING, True, 2, AT - 5 * HOUR),
        MessagesOfState(DeliveryStatus.GIVEN_UP, False, 1, AT - 9 * HOUR),
        MessagesOfState(DeliveryStatus.GIVEN_UP, True, 1, AT - 7 * HOUR),
    ],
    calls={DeliveryOutcome.SENT: 40},
    broken_groups=1,
    grants=[GrantsOfPlatform(Platform.DOUYIN, GrantState.ACTIVE, 9, AT + 100 * HOUR)],
    incidents=OpenIncidents(3, 1, AT - 30 * HOUR),
    cases={Severity.GRAVE: 1},
    overdue={"I4": 2, "C2": 1},
    undecided_rows=7,
    backups=KeptBackups(14, AT - 20 * HOUR, AT - 100 * HOUR),
)
PULLS = [
    PullsOfPlatform(Platform.DOUYIN, 9, {PullFailure.QUOTA: 2}, AT - 2 * HOUR, AT - 50 * HOUR),
    PullsOfPlatform(Platform.BILIBILI, 2, {}, None, None),
]
RUNS = {"running": 2, "pending": 0, "suspended": 1520, "cancelling": 0, "late": 3, "failed": 1, "crashed": 0}
NUMBERS = Numbers(
    at=AT,
    standing=STANDING,
    pulls=PULLS,
    records_bytes=43_000_000,
    runs=RUNS,
    workers=0,
    last_successes={"back-up": AT - 24 * HOUR},
    disk_free=3_000_000_000,
    seconds=0.02,
)
CLOSED = replace(NUMBERS, standing=None, pulls=(), records_bytes=None, runs=None, workers=None, last_successes={})
FINDINGS = (
    warning("group-broken", "群 QF-OPS 收不到消息(虚构)"),
    Finding("role-vacant", "项目 BREEZE 里没有人担任<script>alert(1)</script>"),
    warning("no-worker", "工作池 agency 没有执行进程(虚构)"),
    warning("group-broken", "群 QF-IN 收不到消息(虚构)"),
)


class Told:
    """Something that is known already."""

    def __init__(self, known: object) -> None:
        self.known = known

    def get(self) -> object:
        return self.known


class Lookout:
    """A lookout that sees what the test says."""

    def __init__(self, numbers: Numbers = NUMBERS, findings: Sequence[Finding] = FINDINGS) -> None:
        self.numbers = Told(numbers)
        self.findings = Told(findings)
