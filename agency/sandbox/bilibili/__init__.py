"""Bilibili as the sandbox plays it: signed calls, and tokens of which a refresh leaves nothing valid (platforms.md 4.2)."""
