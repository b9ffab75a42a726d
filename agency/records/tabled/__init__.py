"""What the six tables ask of the records: each question once for all rows, however many there are (C4)."""
