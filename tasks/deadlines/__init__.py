"""The sweep over everything that is owed: judged, put into words, told once to whoever must hear it (C3, gates.md 7)."""
