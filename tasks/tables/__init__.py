"""The six tables as they are published: a workbook and pages, filled from the records (C4, R22)."""
