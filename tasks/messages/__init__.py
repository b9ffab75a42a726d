"""The outbox: what is told, through which channel, and what becomes of messages that do not go on (C3)."""
