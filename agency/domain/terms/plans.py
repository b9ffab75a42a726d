"""The closed lists of plans, targets and budgets (S4, C1, C2)."""

from enum import StrEnum


class ProjectPlanStatus(StrEnum):
    """How far a new project's plan and timetable are (C2)."""

    DRAFT = "draft"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    EXECUTING = "executing"


class MonthPlanStatus(StrEnum):
    """How far next month's plan is (C1)."""

    DRAFT = "draft"
    MEETING_HELD = "meeting_held"
    CLIENT_CONFIRMED = "client_confirmed"
    LOCKED = "locked"
    SUPERSEDED = "superseded"


class TargetDirection(StrEnum):
    """Which side of the target value is the good one."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class TargetLevel(StrEnum):
    """How binding a target is."""

    MUST_REACH = "must_reach"
    STRETCH = "stretch"


class TargetPeriod(StrEnum):
    """Over what a contract's target is counted."""

    MONTH = "month"
    QUARTER = "quarter"
    CONTRACT = "contract"


class BudgetStatus(StrEnum):
    """How far a budget request is (S4)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    SPENT = "spent"
    SETTLED = "settled"


class BudgetCategory(StrEnum):
    """What the money of a budget line is for."""

    VENUE = "venue"
    TALENT = "talent"
    STYLING = "styling"
    PROPS = "props"
    EQUIPMENT_RENTAL = "equipment_rental"
    TRAVEL_AND_MEALS = "travel_and_meals"
    OUTSOURCED_EDITING = "outsourced_editing"
    LICENCES = "licences"
    PROMOTION = "promotion"
    OTHER = "other"
