"""The operations reports of day, week and month, and the look back on how the rules were kept (C4, R23)."""
