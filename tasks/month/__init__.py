"""The month's meeting: its draft, its pack, its plan in force, and the running month against its targets (C1, R15, R16)."""
