"""What is planned for an account; what production made of it is in ``agency.records.production``."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.records.tables import ContentItem


def scheduled(session: Session, account_id: str, since: datetime, before: datetime) -> Sequence[ContentItem]:
    """Return the account's items planned to go live from ``since`` until just before ``before``, earliest first."""
    planned_at = ContentItem.planned_publish_at
    query = (
        select(ContentItem)
        .where(ContentItem.account_id == account_id, planned_at >= since, planned_at < before)
        .order_by(planned_at)
    )
    return session.scalars(query).all()
