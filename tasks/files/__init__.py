"""Files that are kept: written whole, put on record, fetched by every machine, and offered by links (C4, I10)."""
