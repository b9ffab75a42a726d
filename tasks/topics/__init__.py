"""Topics from the idea to the content item: ideas shared, the pool, the week's meeting and what it decides (S6, I2, C5, C6)."""
