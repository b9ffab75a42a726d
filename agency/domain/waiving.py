"""Which rules a lead may set aside for one subject, and never a confirmation by the client or the talent (gates.md 10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.people import Role
from agency.errors import BadInput
from agency.locale import _

WAIVABLE: Mapping[str, SubjectKind] = {
    "C1": SubjectKind.PROJECT,
    "C2": SubjectKind.PROJECT,
    "C6": SubjectKind.PERSON,
    "I2": SubjectKind.ACCOUNT,
    "I7": SubjectKind.SHOOT,
    "I10": SubjectKind.PROJECT,
    "S4": SubjectKind.BUDGET,
    "S5": SubjectKind.ACCOUNT,
    "S7": SubjectKind.CONTENT,
}
"""The deadlines that may be set aside, each with what it is set aside for; a script that came late is excepted at I4."""

RECURRING = frozenset({"C1", "C6", "I2", "I10"})
"""Of these each week, half-month or month is set aside by its own key, or all of them until a day."""

LEADS = (Role.DEPARTMENT_LEAD, Role.BUSINESS_LEAD, Role.OPERATIONS_LEAD, Role.COORDINATOR)
SLOT = "/"


@dataclass(frozen=True)
class Waivable:
    """One rule for one thing, named by its code; ``slot`` is the one time that is meant where it recurs, else empty."""

    rule: str
    kind: SubjectKind
    code: str
    slot: str

    @property
    def kept_as(self) -> str:
        """What the waiver is of, as the ledger keeps it: ``I2/2026-W47``."""
        return f"{self.rule}{SLOT}{self.slot}" if self.slot else self.rule


def waivable(rule: str, subject: str) -> Waivable:
    """Return what is meant by a rule and a subject such as ``SUMMER-DY/2026-W47``; ``BadInput`` for what can't be set aside."""
    if rule not in WAIVABLE:
        sentence = _("{rule} can't be set aside; these can: {rules}.")
        raise BadInput(sentence.format(rule=rule, rules=_(", ").join(WAIVABLE)))
    code, _slash, slot = subject.strip().partition(SLOT)
    if slot and rule not in RECURRING:
        raise BadInput(_("{rule} does not come round: name the subject by its code alone.").format(rule=rule))
    return Waivable(rule, WAIVABLE[rule], code, slot)


def last_day(text: str, today: date) -> date | None:
    """Return until when a rule is set aside, None for good; ``BadInput`` for no day and for one that is past."""
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(_("“{text}” is no day; write it like 2026-11-25").format(text=text)) from None
    if day < today:
        raise BadInput(_("{day} is past: a rule is set aside until a day to come.").format(day=day))
    return day
