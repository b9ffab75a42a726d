"""Kuaishou as the sandbox plays it: what its open platform tells of an account's own works (platforms.md 4.1)."""
