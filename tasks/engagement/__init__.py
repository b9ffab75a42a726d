"""The call to watch a work that is live: who was asked, what each of them says, and how it ends (C3, R21)."""
