"""The six tables the operations are run by (C4, domain.md 4): what their columns mean, and the workbook that shows them."""
