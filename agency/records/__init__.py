"""The records: what the agency knows, in tables of its own; the ledger of its gates among them."""
