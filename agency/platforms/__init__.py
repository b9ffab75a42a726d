"""Clients of the platforms on which the agency publishes, and readers of the files they export; all of them only read."""
