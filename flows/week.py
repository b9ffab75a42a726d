"""How a week is written in a run form."""

WEEK_PATTERN = r"^(\d{4}-W\d{2})?$"
"""An ISO week such as 2026-W47, or nothing."""
