"""The rows of the six tables, one file a table: facts from the records, put into words and figures (C4)."""
