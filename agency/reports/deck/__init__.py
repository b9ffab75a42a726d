"""Decks for meetings with a client: slides as plain values, drawn as native and editable shapes (S13; domain.md 6.1)."""
