"""A month meeting's pack: as plain values, as a page, as a workbook (C1, domain.md 6.2)."""
