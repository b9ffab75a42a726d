"""What the processes of the house write down of their work: one form for all of them, no secret in it, never without end."""
