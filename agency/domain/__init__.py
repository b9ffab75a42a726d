"""The rules of the trade: pure functions over frozen values; the time is passed in."""
