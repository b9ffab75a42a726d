"""The six tables given back: what was changed in them, what may be, and how it is taken (C4, P1)."""
