"""The way through a gate: a stage's task, the question it asks, the form, the answer, and the desk where it counts."""
