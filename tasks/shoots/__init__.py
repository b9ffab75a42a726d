"""Shoots: booked, recorded with takes and equipment, and moved with all that hangs on them (S9, I5, I6, I7)."""
