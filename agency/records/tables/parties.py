"""Who takes part: people, the clients and partners they stand for, and the contracts with them (S1)."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.domain.terms.content import ContentKind
from agency.domain.terms.figures import Metric, Platform
from agency.domain.terms.people import Role, Side
from agency.domain.terms.plans import TargetDirection, TargetPeriod
from agency.records.tables.base import Base, Fen, Kept, Named
from agency.records.tables.columns import code_column, codes_column
from agency.records.tables.truths import at_least, in_order, not_blank


class Organisation(Named):
    """What is known of any firm the agency works with."""

    name: Mapped[str]
    industry: Mapped[str | None]
    confidential: Mapped[bool] = mapped_column(default=False)
    contacts: Mapped[list[dict[str, Any]]] = mapped_column(default=list)


class Client(Organisation, Base):
    """A firm whose accounts the agency runs."""

    __tablename__ = "clients"
    __table_args__ = (*not_blank("code", "name"),)


class Partner(Organisation, Base):
    """A firm that works on a project beside the client, with a chat group of its own (C3)."""

    __tablename__ = "partners"
    __table_args__ = (*not_blank("code", "name"),)


class Person(Named, Base):
    """Somebody who does, judges or is told something.

    ``roles`` is what the person does in the house; what they do in one project is a ``ProjectMember``.
    ``im_ids`` maps a chat channel to the id the person has there.
    """

    __tablename__ = "people"
    __table_args__ = (*not_blank("code", "name"),)

    name: Mapped[str]
    side: Mapped[Side] = code_column(Side)
    roles: Mapped[list[Role]] = codes_column(Role)
    client_id: Mapped[str | None] = mapped_column(ForeignKey("clients.id"))
    partner_id: Mapped[str | None] = mapped_column(ForeignKey("partners.id"))
    im_ids: Mapped[dict[str, Any]] = mapped_column(default=dict)
    email: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)


class Contract(Named, Base):
    """What was agreed with a client: from when to when, for how much, and what is to be delivered and reached."""

    __tablename__ = "contracts"
    __table_args__ = (in_order("starts_on", "ends_on"), *at_least(0, "amount_fen"))

    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"))
    signed_on: Mapped[date | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    amount_fen: Mapped[Fen | None]
    attachments: Mapped[list[str]] = mapped_column(default=list)

    deliverables: Mapped[list["ContractDeliverable"]] = relationship(cascade="all, delete-orphan")
    targets: Mapped[list["ContractTarget"]] = relationship(cascade="all, delete-orphan")


class ContractDeliverable(Kept, Base):
    """How many pieces of one kind a contract promises each month."""

    __tablename__ = "contract_deliverables"
    __table_args__ = (Index(None, "contract_id"), *at_least(0, "per_month"))

    contract_id: Mapped[str] = mapped_column(ForeignKey("contracts.id"))
    platform: Mapped[Platform] = code_column(Platform)
    kind: Mapped[ContentKind] = code_column(ContentKind)
    per_month: Mapped[int]
    note: Mapped[str] = mapped_column(default="")


class ContractTarget(Kept, Base):
    """What a contract wants reached; a rate is 0-1, a counter a whole number."""

    __tablename__ = "contract_targets"
    __table_args__ = (Index(None, "contract_id"),)

    contract_id: Mapped[str] = mapped_column(ForeignKey("contracts.id"))
    metric: Mapped[Metric] = code_column(Metric)
    value: Mapped[float]
    direction: Mapped[TargetDirection] = code_column(TargetDirection, default=TargetDirection.AT_LEAST)
    period: Mapped[TargetPeriod] = code_column(TargetPeriod)
