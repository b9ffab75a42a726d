"""The parts of a review's deck, each a function of the material that gives its slides (domain.md 6.1)."""
