"""Douyin as the sandbox plays it: both contracts, OAuth, envelopes A to D (platforms.md 1)."""
