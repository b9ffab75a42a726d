"""The closed lists of going live (S11, C3)."""

from enum import StrEnum


class PublicationStatus(StrEnum):
    """Where a work stands with its platform."""

    TO_PUBLISH = "to_publish"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    LIVE = "live"
    REJECTED = "rejected"
    RESTRICTED = "restricted"
    TAKEN_DOWN = "taken_down"


class PublishCheckItem(StrEnum):
    """What is looked at before a work goes live (domain.md 6.4)."""

    TITLE = "title"
    CAPTION = "caption"
    HASHTAGS = "hashtags"
    COVER = "cover"
    SUBTITLES = "subtitles"
    LICENCES = "licences"
    SENSITIVE_WORDS = "sensitive_words"
    ADVERTISING_LABEL = "advertising_label"
    AI_LABEL = "ai_label"
    PORTRAIT_RIGHTS = "portrait_rights"
    COMPETITORS = "competitors"
    LINKS = "links"
    RIGHT_ACCOUNT = "right_account"
    RIGHT_TIME = "right_time"
    CLIENT_CONFIRMATION = "client_confirmation"
    PICTURE_QUALITY = "picture_quality"
    COMPLIANCE_REVIEW = "compliance_review"


class CheckResult(StrEnum):
    """What was found of one item of the checklist."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not_applicable"
