"""An account on a platform: its standing, its positioning, its papers and its authorisation (S2, S5)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.accounts import (
    AccountStatus,
    AccountType,
    GrantState,
    PaperState,
    RegistrationPaper,
    VerifyStatus,
)
from agency.domain.terms.figures import Platform
from agency.records.tables.base import Base, Count, Kept, Named, PersonId
from agency.records.tables.columns import code_column
from agency.records.tables.truths import at_least, not_blank

ACTIVE = text("active")


class Account(Named, Base):
    """One account that the agency runs; ``credential_ref`` names the entry of a vault and never is the password.

    ``subject`` is the person or firm in whose name it is registered, ``platform_user_id`` the platform's own id.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("platform", "handle"),
        CheckConstraint("length(bound_phone_last4) = 4", name="bound_phone_last4_only"),
        *not_blank("code", "name"),
        *at_least(0, "followers_at_takeover"),
    )

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), index=True)
    platform: Mapped[Platform] = code_column(Platform)
    name: Mapped[str]
    handle: Mapped[str | None]
    platform_user_id: Mapped[str | None]
    homepage_url: Mapped[str | None]
    account_type: Mapped[AccountType] = code_column(AccountType, default=AccountType.PERSONAL)
    status: Mapped[AccountStatus] = code_column(AccountStatus, default=AccountStatus.PREPARING)
    category: Mapped[str | None]
    target_audience: Mapped[str | None]
    bio: Mapped[str | None]
    avatar_ok: Mapped[bool] = mapped_column(default=False)
    cover_ok: Mapped[bool] = mapped_column(default=False)
    subject: Mapped[str | None]
    verify_status: Mapped[VerifyStatus] = code_column(VerifyStatus, default=VerifyStatus.UNVERIFIED)
    verify_expires_on: Mapped[date | None]
    registered_on: Mapped[date | None]
    bound_phone_last4: Mapped[str | None]
    real_name_holder: Mapped[str | None]
    custodian_id: Mapped[PersonId | None]
    credential_ref: Mapped[str | None]
    operator_id: Mapped[PersonId | None]
    backup_operator_id: Mapped[PersonId | None]
    director_id: Mapped[PersonId | None]
    benchmark_accounts: Mapped[list[str]] = mapped_column(default=list)
    followers_at_takeover: Mapped[Count | None]
    may_sell: Mapped[bool] = mapped_column(default=False)
    may_stream: Mapped[bool] = mapped_column(default=False)
    may_pin_places: Mapped[bool] = mapped_column(default=False)


class AccountViolation(Kept, Base):
    """One time the platform found the account in breach of its rules, and what came of it."""

    __tablename__ = "account_violations"

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    found_on: Mapped[date]
    what: Mapped[str]
    penalty: Mapped[str | None]
    appeal: Mapped[str | None]
    settled_on: Mapped[date | None]


class AccountPositioning(Kept, Base):
    """One version of what an account stands for; a review may call for a new one, and one at a time is active (S2)."""

    __tablename__ = "account_positionings"
    __table_args__ = (
        UniqueConstraint("account_id", "version"),
        Index(
            "ix_account_positionings_active", "account_id", unique=True, sqlite_where=ACTIVE, postgresql_where=ACTIVE
        ),
        *at_least(1, "version"),
    )

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    version: Mapped[int] = mapped_column(default=1)
    persona: Mapped[str]
    audience: Mapped[str]
    tone: Mapped[str] = mapped_column(default="")
    pillars: Mapped[list[str]] = mapped_column(default=list)
    visual_identity: Mapped[str] = mapped_column(default="")
    red_lines: Mapped[list[str]] = mapped_column(default=list)
    benchmarks: Mapped[list[str]] = mapped_column(default=list)
    discussed_at: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(default=False)


class RegistrationItem(Kept, Base):
    """One item of an account's registration, who sees to it, and until when its paper is valid (S5)."""

    __tablename__ = "registration_items"
    __table_args__ = (UniqueConstraint("account_id", "paper"),)

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    paper: Mapped[RegistrationPaper] = code_column(RegistrationPaper)
    state: Mapped[PaperState] = code_column(PaperState, default=PaperState.MISSING)
    expires_on: Mapped[date | None]
    file_ref: Mapped[str | None]
    owner_id: Mapped[PersonId | None]


class PlatformGrant(Kept, Base):
    """The authorisation to read an account's figures; the tokens are sealed before they come here, never plain.

    ``renewals`` counts how often the refresh token was renewed: the platform allows five, then a person must authorise
    again. ``details`` holds what one platform alone needs.
    """

    __tablename__ = "platform_grants"
    __table_args__ = (UniqueConstraint("account_id"), *at_least(0, "renewals"))

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    platform: Mapped[Platform] = code_column(Platform)
    profile: Mapped[str | None]
    open_id: Mapped[str]
    scope: Mapped[str] = mapped_column(default="")
    access_token_sealed: Mapped[str]
    access_expires_at: Mapped[datetime]
    refresh_token_sealed: Mapped[str | None]
    refresh_expires_at: Mapped[datetime | None]
    renewals: Mapped[int] = mapped_column(default=0)
    state: Mapped[GrantState] = code_column(GrantState, default=GrantState.ACTIVE)
    authorised_at: Mapped[datetime]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
