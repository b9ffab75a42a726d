"""Figures from the platforms: authorisation, lines, pace, looks at accounts, and what is kept of them (S12, I9)."""
