"""How the person of an answer is known: one-time codes, the login, or somebody's word."""
