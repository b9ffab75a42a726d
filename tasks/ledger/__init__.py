"""The ledger of decisions looked along: verified, exported for an auditor, its ends noted outside the records."""
