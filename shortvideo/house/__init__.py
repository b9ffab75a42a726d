"""The house: every process that an agency runs on, from its database to its workers, and how they are brought up."""
