"""Narrowing a question to one project; without a project it is asked of the whole house, and nothing is joined for it."""

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute

from agency.records.tables import Account, ContentItem, ShootItem

Narrowed = list[ColumnElement[bool]]


def accounts_of(project_id: str | None) -> Select[tuple[str]]:
    """Return the ids of a project's accounts."""
    return select(Account.id).where(Account.project_id == project_id)


def items_of(project_id: str | None) -> Select[tuple[str]]:
    """Return the ids of a project's content items."""
    return select(ContentItem.id).where(ContentItem.account_id.in_(accounts_of(project_id)))


def of_accounts(column: InstrumentedAttribute[str], project_id: str | None) -> Narrowed:
    """Return what narrows a column of accounts to a project."""
    return [] if project_id is None else [column.in_(accounts_of(project_id))]


def of_items(
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], project_id: str | None
) -> Narrowed:
    """Return what narrows a column of content items to a project."""
    return [] if project_id is None else [column.in_(items_of(project_id))]


def of_shoots(
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], project_id: str | None
) -> Narrowed:
    """Return what narrows a column of shoots to those that serve a project."""
    if project_id is None:
        return []
    return [column.in_(select(ShootItem.shoot_id).where(ShootItem.content_id.in_(items_of(project_id))))]
