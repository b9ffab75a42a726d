"""The invented agency of the demo: its rows, its works on the sandbox, and six videos on their way. Nothing here is real."""
