"""The half-month's review: its material, its files, the problems people see, and the meeting itself (S13, I10)."""
