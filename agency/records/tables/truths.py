"""Truths that the database guards itself, as named CHECK constraints; a missing value (NULL) passes them all."""

from sqlalchemy import CheckConstraint


def at_least(least: int, *columns: str) -> list[CheckConstraint]:
    """Return one constraint for each column: never below ``least``."""
    return [CheckConstraint(f"{column} >= {least}", name=f"{column}_at_least_{least}") for column in columns]


def rates(*columns: str) -> list[CheckConstraint]:
    """Return one constraint for each column: a share between 0 and 1, never a percentage."""
    return [CheckConstraint(f"{column} >= 0 AND {column} <= 1", name=f"{column}_is_a_share") for column in columns]


def scores(*columns: str) -> list[CheckConstraint]:
    """Return one constraint for each column: a score from 0 to 5."""
    return [CheckConstraint(f"{column} >= 0 AND {column} <= 5", name=f"{column}_is_a_score") for column in columns]


def not_blank(*columns: str) -> list[CheckConstraint]:
    """Return one constraint for each column: more than blanks."""
    return [CheckConstraint(f"length(trim({column})) > 0", name=f"{column}_not_blank") for column in columns]


def in_order(first: str, then: str) -> CheckConstraint:
    """Return the constraint that one day or moment is not before the other."""
    return CheckConstraint(f"{then} >= {first}", name=f"{then}_not_before_{first}")


def month(column: str) -> CheckConstraint:
    """Return the constraint that a text reads like ``2026-12``."""
    return CheckConstraint(f"{column} LIKE '____-__'", name=f"{column}_reads_like_a_month")
