"""What every benchmark stands on: invented works served by another process, databases, fresh processes, one table."""
