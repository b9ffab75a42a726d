"""Backups: taken at work, kept, proven by a restore, brought back, and spoken of when they fail."""
