"""Every number a lead may change, with its unit, its bounds and the clause it serves; the table ``[policy]`` of ``agency.toml``.

Pure: it reads no file and no environment. A number that the standard itself gives stands in the default.
"""

import difflib
import re
from collections.abc import Mapping
from datetime import time
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ModelWrapValidatorHandler, ValidationError, model_validator

Age: TypeAlias = Annotated[int, Field(ge=1, le=365)]
DaysBefore: TypeAlias = Annotated[int, Field(ge=0, le=30)]

FOOTAGE_PARTS = frozenset({"project", "day", "content", "scene", "shot", "take", "camera"})
FOOTAGE_NEEDS = frozenset({"content", "shot", "take"})
PART = re.compile(r"{(\w+)}")
SAFE_LITERALS = re.compile(r"[A-Za-z0-9._-]*")


class Policy(BaseModel):
    """The agency's numbers. An unknown key, a number out of bounds and a word for a number are each refused in one sentence."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    title_max: int = Field(20, ge=1, le=100, description="characters of a title, at most (P2)")

    topic_go: int = Field(18, ge=1, le=25, description="points from which a topic is worth shooting (S6)")
    topic_drop: int = Field(11, ge=0, le=24, description="points up to which a topic is better dropped (S6)")
    topic_life_days: int = Field(14, ge=1, le=365, description="days a hot topic stays in the pool (S6)")

    copy_working_days: int = Field(3, ge=0, le=20, description="working days the copy comes before its anchor (P2)")
    copy_anchor: Literal["script_sync", "script_start", "shoot"] = Field(
        "script_sync", description="what the copy's working days are counted back from (P2)"
    )
    script_working_days: int = Field(2, ge=0, le=20, description="working days to write a script, before its sync (S7)")
    script_sync_days: int = Field(
        3, ge=0, le=30, description="calendar days the script is synced before the shoot (I4)"
    )
    simultaneous_minutes: int = Field(60, ge=1, le=1440, description="minutes that still count as the same time (I4)")
    shot_duration_tolerance: float = Field(
        0.15, ge=0, le=1, description="share by which the shots' sum may miss the planned duration (P3)"
    )
    planned_takes: int = Field(2, ge=1, le=20, description="takes of a shot, spares among them (I6)")

    handover_days: int = Field(0, ge=0, le=14, description="days after the shoot until the footage is handed over (I7)")
    footage_pattern: str = Field(
        "{project}_{day}_{content}_S{scene}C{shot}T{take}_{camera}",
        description="the name of a piece of footage, without its extension (I7)",
    )
    cut_working_days: int = Field(3, ge=0, le=30, description="working days after the shoot until the first cut (S10)")
    confirm_working_days: int = Field(
        1, ge=0, le=10, description="working days the client's confirmation comes before the publication (C3)"
    )
    publish_notice_minutes: int = Field(5, ge=1, le=1440, description="minutes until the group hears of a work (C3)")
    engagement_days: int = Field(2, ge=1, le=14, description="days after the notice in which answers are taken (C3)")
    on_time_minutes: int = Field(30, ge=0, le=1440, description="minutes a publication may be off its plan (S11)")

    plan_days: int = Field(7, ge=1, le=60, description="calendar days to a new project's plan and timetable (C2)")
    month_meeting_day: int = Field(25, ge=1, le=28, description="day of the month of the month meeting (C1)")
    month_meeting_roll: Literal["previous", "next", "none"] = Field(
        "previous", description="where a month meeting on a day off goes (C1)"
    )
    half_month_day: int = Field(15, ge=10, le=20, description="last day of the first half of a month (I10)")
    paper_warning_days: int = Field(30, ge=1, le=180, description="days before a paper's expiry to speak of it (S5)")
    reminder_days: tuple[DaysBefore, ...] = Field(
        (3, 1, 0), strict=False, max_length=10, description="days before a deadline to remind (gates.md 7)"
    )

    working_from: time = Field(time(9), description="Beijing time from which people are reminded (gates.md 7)")
    working_until: time = Field(time(19), description="Beijing time until which people are reminded (gates.md 7)")

    incident_hours: int = Field(4, ge=1, le=168, description="hours until an open incident is escalated (I11)")
    grave_case_minutes: int = Field(15, ge=1, le=1440, description="minutes to tell the owner of a grave case (C3)")
    medium_case_minutes: int = Field(120, ge=1, le=2880, description="minutes to tell the owner of a medium case (C3)")
    light_case_minutes: int = Field(1440, ge=1, le=10080, description="minutes to tell the owner of a light case (C3)")
    storm_minutes: int = Field(60, ge=1, le=1440, description="minutes within which comments on a word are a case (C3)")
    storm_medium_comments: int = Field(5, ge=2, le=10_000, description="comments that make a case a medium one (C3)")
    storm_grave_comments: int = Field(20, ge=2, le=10_000, description="comments that make a case a grave one (C3)")
    comments_hourly_days: int = Field(7, ge=0, le=60, description="days a new work's comments are read hourly (C3)")
    comments_daily_days: int = Field(30, ge=1, le=365, description="days of a work's life its comments are read (C3)")
    comments_call_share: float = Field(
        0.5, ge=0, le=1, description="share of a day's calls used up, from which no more comments are read (C3)"
    )

    proof_of_identity: Literal["asked", "required", "off"] = Field(
        "asked", description="whether one-time codes are asked for at the steps that the standard wants proven (S4, C1)"
    )

    quiet_from: time = Field(time(22), description="Beijing time from which nobody is told what can wait (C3)")
    quiet_until: time = Field(time(8), description="Beijing time until which it waits; equal is no quiet hours (C3)")
    message_attempts: int = Field(20, ge=1, le=100, description="times a message is tried until it is given up (C3)")
    sending_patience_minutes: int = Field(
        10, ge=5, le=120, description="minutes until a call without an answer counts as one of a dead worker (C3)"
    )
    dead_group_days: int = Field(3, ge=1, le=30, description="days without success until a group counts as dead (C3)")

    day_report_at: time = Field(time(10), description="Beijing time a day's report is due, on the next day (C4)")
    week_report_at: time = Field(time(12), description="Beijing time a week's report is due, on the next Monday (C4)")
    month_report_working_day: int = Field(
        2, ge=1, le=10, description="working day of the next month a report is due (C4)"
    )
    month_report_at: time = Field(
        time(18), description="Beijing time a month's report is due, on that working day (C4)"
    )
    made_up_reports: int = Field(
        10, ge=0, le=60, description="missed reports of a kind that are made up for, at most (C4)"
    )
    snapshot_ages: tuple[Age, ...] = Field(
        (1, 3, 7, 14, 30), strict=False, min_length=1, description="days after publication to record a work's data (I9)"
    )
    raw_answers_days: int = Field(
        90, ge=1, le=730, description="days that a platform's raw answers are kept, to trace a figure to them (I9)"
    )
    comment_words_days: int = Field(
        540,
        ge=400,
        le=3650,
        description="days that the words of comments are kept; after that only what was made of them (C3)",
    )
    message_texts_days: int = Field(
        180, ge=30, le=3650, description="days that the texts of messages are kept that are done with (C3)"
    )
    delivery_calls_days: int = Field(
        90, ge=30, le=730, description="days that calls to chat groups and mailboxes are kept (C3)"
    )
    runs_days: int = Field(
        365, ge=90, le=3650, description="days that runs which have ended are kept, with their forms and logs (I9)"
    )
    inbox_files_days: int = Field(
        180, ge=7, le=3650, description="days that files taken out of the inbox lie in their folders of days (I9)"
    )
    backup_days: int = Field(7, ge=1, le=365, description="days that keep their newest backup (I9)")
    backup_weeks: int = Field(4, ge=1, le=520, description="weeks that keep their newest backup (I9)")
    backup_alarm_days: int = Field(
        2, ge=1, le=30, description="days without a backup after which the leads are told (I9)"
    )
    backup_proof_days: int = Field(
        14, ge=1, le=180, description="days without a proven backup after which the leads are told (I9)"
    )
    grant_warning_days: int = Field(
        30, ge=1, le=180, description="days before an authorisation ends for good to speak of it (S12)"
    )
    shares_per_working_day: int = Field(1, ge=0, le=50, description="ideas shared on a working day, at least (C5)")
    editor_shares_per_week: int = Field(1, ge=0, le=20, description="techniques each editor shares in a week (C6)")
    idea_repeat_days: int = Field(30, ge=1, le=365, description="days in which the same link is no new idea (C5)")

    compared_ages: tuple[Age, ...] = Field(
        (1, 2, 3, 7, 14, 30), strict=False, min_length=1, description="days of age at which works are compared (S12)"
    )
    compared_works: int = Field(20, ge=3, le=200, description="earlier works a work is compared with (S12)")
    hit_ratio: float = Field(2.0, ge=1, le=100, description="times the median from which a work is a hit (S12)")
    big_hit_ratio: float = Field(5.0, ge=1, le=1000, description="times the median from which a hit is a big one (S12)")
    hit_floor_plays: int = Field(1000, ge=0, le=10_000_000, description="plays under which no work is a hit (S12)")
    anomaly_score: float = Field(3.5, ge=1, le=10, description="modified z-score beyond which a figure is odd (S13)")
    anomaly_works: int = Field(8, ge=3, le=100, description="works needed to say what is usual (S13)")
    pace_amber: float = Field(
        0.9, ge=0, le=1, description="share of the expected pace under which a target is amber (C1)"
    )
    pace_red: float = Field(0.75, ge=0, le=1, description="share of the expected pace under which a target is red (C1)")

    @model_validator(mode="wrap")
    @classmethod
    def in_sentences(cls, table: Any, validate: ModelWrapValidatorHandler[Self]) -> Self:  # noqa: ANN401 - any TOML value
        """Refuse a wrong table with one sentence for each wrong key, whoever validates it."""
        try:
            return validate(table)
        except ValidationError as refused:
            raise ValueError("; ".join(fault_sentence(fault) for fault in refused.errors())) from None

    @model_validator(mode="after")
    def consistent(self) -> Self:
        """Refuse numbers that are each in bounds and contradict one another."""
        if self.topic_drop >= self.topic_go:
            raise ValueError(f"topic_drop ({self.topic_drop} points) must be below topic_go ({self.topic_go} points)")
        if self.pace_red > self.pace_amber:
            raise ValueError(f"pace_red ({self.pace_red}) must not be above pace_amber ({self.pace_amber})")
        if self.storm_medium_comments > self.storm_grave_comments:
            raise ValueError(
                f"storm_medium_comments ({self.storm_medium_comments}) must not be above "
                f"storm_grave_comments ({self.storm_grave_comments})"
            )
        if self.hit_ratio > self.big_hit_ratio:
            raise ValueError(f"hit_ratio ({self.hit_ratio}) must not be above big_hit_ratio ({self.big_hit_ratio})")
        return self

    @model_validator(mode="after")
    def footage_is_nameable(self) -> Self:
        """Refuse a footage pattern with an unknown part, one that cannot tell two takes apart, and one no file can bear."""
        literals, parts = split_pattern(self.footage_pattern)
        if unknown := parts - FOOTAGE_PARTS:
            known = ", ".join(sorted(FOOTAGE_PARTS))
            raise ValueError(f"footage_pattern names {', '.join(sorted(unknown))}; it knows {known}")
        if missing := FOOTAGE_NEEDS - parts:
            raise ValueError(
                f"footage_pattern leaves out {', '.join(sorted(missing))}, so two takes could share a name"
            )
        if not SAFE_LITERALS.fullmatch(literals):
            raise ValueError(
                "footage_pattern may hold Latin letters, digits, - . and _ between its {parts}, nothing else"
            )
        return self


def split_pattern(pattern: str) -> tuple[str, frozenset[str]]:
    """Return what a footage pattern says literally, and the names of its parts."""
    pieces = PART.split(pattern)
    return "".join(pieces[::2]), frozenset(pieces[1::2])


def fault_sentence(fault: Mapping[str, Any]) -> str:
    """Return one sentence for one fault that pydantic found: the key, what it is, its bounds and what was given."""
    if not fault["loc"]:
        return str(fault["msg"]).removeprefix("Value error, ")
    key = str(fault["loc"][0])
    if fault["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, Policy.model_fields, n=1)
        return f"{key} is no number of the policy" + (f", perhaps {near[0]} was meant" if near else "")
    field = Policy.model_fields[key]
    wish = bounds(field.metadata) if fault["type"] in {"greater_than_equal", "less_than_equal"} else ""
    wish = wish or str(fault["msg"]).lower().removeprefix("input should be ")
    return f"{key} must be {wish}, and is {fault['input']!r}: {field.description}"


def bounds(metadata: list[Any]) -> str:
    """Return ``from 1 to 100`` for a field that is bounded on both sides, else nothing."""
    low = next((mark.ge for mark in metadata if hasattr(mark, "ge")), None)
    high = next((mark.le for mark in metadata if hasattr(mark, "le")), None)
    return "" if low is None or high is None else f"from {low} to {high}"
