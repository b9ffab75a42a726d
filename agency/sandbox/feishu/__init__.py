"""Feishu's group bots, as their public contract has them (platforms.md 6)."""
