"""The closed lists around an account: its kind, its standing with the platform, and its registration papers (S5)."""

from enum import StrEnum


class AccountType(StrEnum):
    """As what the account is registered."""

    PERSONAL = "personal"
    ENTERPRISE = "enterprise"
    AGENCY = "agency"


class VerifyStatus(StrEnum):
    """How far the platform has verified the account."""

    UNVERIFIED = "unverified"
    IN_REVIEW = "in_review"
    VERIFIED = "verified"
    EXPIRED = "expired"


class AccountStatus(StrEnum):
    """Where the account stands in its life."""

    PREPARING = "preparing"
    WARMING_UP = "warming_up"
    RUNNING = "running"
    PAUSED = "paused"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"


ASLEEP = (AccountStatus.HANDED_OVER, AccountStatus.CLOSED)
"""An account that stands so is no longer the agency's to look after."""


class RegistrationPaper(StrEnum):
    """What a complete registration needs (S5)."""

    BUSINESS_LICENCE = "business_licence"
    VERIFICATION_LETTER = "verification_letter"
    IDENTITY_PAPERS = "identity_papers"
    TRADEMARK = "trademark"
    PHONE = "phone"
    EMAIL = "email"
    NICKNAME = "nickname"
    AVATAR = "avatar"
    BIO = "bio"
    COVER = "cover"
    CONTACT = "contact"
    AUTO_REPLY = "auto_reply"
    COMMERCIAL_RIGHTS = "commercial_rights"


class PaperState(StrEnum):
    """How far one item of the registration is."""

    MISSING = "missing"
    SUBMITTED = "submitted"
    COMPLETE = "complete"
    EXPIRED = "expired"
    NOT_NEEDED = "not_needed"


class GrantState(StrEnum):
    """Whether the account's authorisation still lets its figures be pulled."""

    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"
